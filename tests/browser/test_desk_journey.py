"""An adviser at the desk in a real browser: a call from the first word to advice and a call-back, by keyboard alone and without
JavaScript; what a lost connection keeps; and no page with a fault that axe knows."""

from __future__ import annotations

import pytest
from test_every_page import faults_at, too_small

from browsing import NARROW, PASSPHRASE, PHONE, SCREEN, a_page, needs_axe, over_the_edge
from desks import state_of, take_call
from staff import new_helpline, new_worker
from throughline.casework.contact import Contact
from throughline.casework.planning import Promise
from throughline.casework.risk import RiskFactor
from throughline.casework.safe_contact import SafeContact
from throughline.casework.writing import Advice

pytestmark = pytest.mark.django_db(transaction=True)
MOST_TABS = 250


def an_adviser(page, worker):
    """Sign a member of staff in here; it leads to their desk."""
    page.goto("/me/in/")
    page.fill("[name=user_name]", worker.someone.account.user_name)
    page.fill("[name=passphrase]", PASSPHRASE)
    page.click("main button")
    page.wait_for_url("**/desk/")


def tab_to(page, selector: str) -> None:
    """Go on with the Tab key until that element has the focus, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not reach {selector}")


def press(page, selector: str, key: str = "Enter") -> None:
    """Press a link or button that leads to another page, or to this one anew."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def write(page, selector: str, words: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(words)


def choose(page, name: str, value: str) -> None:
    """Choose among radio buttons: the Tab key leads to the group, arrows within it."""
    tab_to(page, f"input[name={name}]")
    for _ in range(10):
        if page.locator(f"input[name={name}][value={value}]:checked").count():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach {value} of {name}")


def access_key(page, key: str) -> None:
    """Alt and a key, as a keyboard sends it: the driver's own way leaves out the letter, which an access key is found by."""
    pressed = {"modifiers": 1, "key": key, "text": key, "unmodifiedText": key, "windowsVirtualKeyCode": ord(key)}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **pressed})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **pressed})


@pytest.fixture
def worker():
    _, supervisor = new_helpline()
    return new_worker(supervisor)


def test_a_call_from_the_first_word_to_advice_by_keyboard_alone_and_without_script(chromium, live_server, worker):
    page = a_page(chromium, live_server, script=False, size=SCREEN)
    an_adviser(page, worker)
    press(page, "a.govuk-button:text-is('New call')")
    press(page, "button[value=begin]")
    case = page.url.split("/")[5]
    write(page, "[name=told]", "He has been outside every night since March.")
    access_key(page, "9")
    page.wait_for_url("**#emergency")
    assert "press 55" in page.inner_text("section:has(#emergency)")
    page.reload()
    write(page, "[name=told]", "He has been outside every night since March.")
    press(page, "button[value=save]")
    assert page.input_value("[name=told]").startswith("He has been outside")
    choose(page, "call", "yes")
    write(page, "[name=number]", "07700 900123")
    choose(page, "any_time", "yes")
    write(page, "[name=if_somebody_else]", "that it is the dentist")
    write(page, "[name=name]", "Sam")
    write(page, "[name=word]", "heron")
    choose(page, "knows", "no")
    press(page, "button[value=finish]")
    assert f"/desk/cases/{case}/" in page.url
    told = page.inner_text("main")
    assert told.index("that it is the dentist") < told.index("07700 900123") < told.index("every night since March")

    press(page, "a:text-is('Write down a factor')")
    press(page, "a:text-is('They threatened the person, a child, a pet or a new partner')")
    choose(page, "presence", "present")
    choose(page, "source", "their_words")
    write(page, "[name=reason]", "He wrote: you will see.")
    press(page, "main button:text-is('Save')")
    press(page, "a:text-is('Begin a summary from the guidance')")
    tab_to(page, "summary:has-text('Calls, messages')")
    page.keyboard.press("Enter")
    tab_to(page, "input[value=silent_calls]")
    page.keyboard.press("Space")
    press(page, "button[value=begin]")
    press(page, "button[value=save]")
    assert "Before it leaves" in page.inner_text("main")

    press(page, "a.govuk-back-link")
    press(page, "a:text-is('Book a call-back')")
    write(page, "[name=what]", "Call back about the locks")
    tab_to(page, "[name=due]")
    page.keyboard.type("12122026")  # the same whichever way round a browser has days and months
    page.keyboard.press("Tab")
    page.keyboard.type("1000AM")
    press(page, "main button:text-is('Save')")
    state = state_of(worker, case)
    assert state.values_of(Contact)[0].told.startswith("He has been outside")
    assert state.values_of(SafeContact)[0].number == "07700 900123"
    assert state.values_of(RiskFactor)[0].reason == "He wrote: you will see."
    assert state.values_of(Advice)[0].drawn_from == ("silent_calls",)
    assert "Stay silent, put the phone down" in state.values_of(Advice)[0].words
    assert state.values_of(Promise)[0].due.isoformat() == "2026-12-12T10:00:00+00:00"


@pytest.mark.parametrize("script", [False, True], ids=["no-script", "script"])
def test_enter_in_a_field_keeps_what_is_there_and_neither_locks_nor_alarms(chromium, live_server, worker, script):
    page = a_page(chromium, live_server, script=script)
    an_adviser(page, worker)
    page.goto("/desk/calls/new/")
    page.click("button[value=begin]")
    page.wait_for_url("**/calls/*/")
    page.fill("[name=told]", "He is outside.")
    page.focus("[name=code_word]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.input_value("[name=told]") == "He is outside."
    assert page.inner_text("#emergency") == "Emergency: what to do"


def test_what_is_typed_in_a_call_is_kept_by_itself_and_survives_a_lost_connection(chromium, live_server, worker):
    page = a_page(chromium, live_server)
    an_adviser(page, worker)
    page.click("a.govuk-button:text-is('New call')")
    page.click("button[value=begin]")
    address = page.url
    page.fill("[name=told]", "He is at the back door.")
    with page.expect_response(lambda it: it.request.method == "POST" and it.status == 204, timeout=10_000):
        pass
    page.context.set_offline(True)
    page.fill("[name=told]", "He is at the back door. Now he is gone.")
    page.wait_for_selector("[data-notice]:has-text('There is no connection')", timeout=10_000)
    page.context.set_offline(False)
    with page.expect_response(lambda it: it.request.method == "POST" and it.status == 204, timeout=10_000):
        pass
    page.goto("/desk/")
    page.goto(address)
    assert page.input_value("[name=told]") == "He is at the back door. Now he is gone."


def test_no_page_of_the_desk_has_a_fault(chromium, live_server, worker):
    needs_axe()
    page = a_page(chromium, live_server, size=PHONE)
    an_adviser(page, worker)
    case = take_call(worker)
    browser, today = worker.browser, "2026-03-01"
    at = f"/desk/cases/{case}"
    browser.post(f"{at}/new/note/", {"words": "n" * 300})
    browser.post(
        f"{at}/risk/threats/", {"presence": "present", "on": today, "source": "judgement", "reason": "Because."}
    )
    for _ in range(2):  # the second is made from nothing, so that two versions stand
        browser.post(f"{at}/client/1/", {"name": "Sam", "under_18": "no", "relationship": "stranger"})
    browser.post(f"{at}/new/promise/", {"what": "Call", "due": "2026-03-01T10:00", "by": worker.staff.pk, "within_minutes": "30", "outcome": "open"})  # fmt: skip
    aloud = browser.post(f"{at}/summary/", {"do": "save", "words": "Keep the door locked.", "given": "not_yet"})[
        "Location"
    ]
    call = browser.post("/desk/calls/new/", {"do": "begin"})["Location"]
    emergency = browser.post("/desk/calls/new/", {"do": "begin"})["Location"]
    browser.post(emergency, {"do": "emergency", "told": "Now."})
    nobodys = take_call(worker, knows="yes")
    asked = f"/desk/cases/{nobodys}/"
    addresses = ["/desk/", "/desk/?by=promise", "/desk/?whose=mine", "/desk/calls/new/", call, emergency, f"{at}/", f"{at}/factors/",
                 f"{at}/summary/", aloud, f"{at}/new/note/", f"{at}/client/1/", f"{at}/safe_contact/1/", f"{at}/risk/threats/", asked]  # fmt: skip
    faults = []
    for address in addresses:
        faults += faults_at(page, address) + over_the_edge(page, SCREEN, NARROW) + too_small(page)
        page.set_viewport_size(PHONE)
    assert not faults, "\n".join(map(str, faults))
