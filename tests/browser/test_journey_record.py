"""Recording: begin, write down, amend, keep private, find again, delete."""

from __future__ import annotations

import pytest

from browsing import PHONE, SCREEN, a_page, begin, somebody, write_down

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = pytest.mark.parametrize(
    ("script", "size"),
    [(False, PHONE), (True, SCREEN)],
    ids=["phone-no-script", "screen"],
)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_doubtful_device_leads_to_help_and_the_choice_stays_hers(chromium, live_server, script):
    page = a_page(chromium, live_server, script=script)
    page.goto("/me/new/")
    assert page.url.endswith("/me/begin/"), "nobody begins before the questions"
    page.click("main button")
    assert "Choose an answer" in page.inner_text("main")
    for name in ("unlock", "set_up", "shared", "knows"):
        page.check(f"input[name={name}][value=no]")
    page.check("input[name=work][value=maybe]")
    page.click("main button")
    told = page.inner_text("main")
    assert "another device" in told
    assert "Do not change passwords yet" in told
    page.click("text=Go on with this device")
    page.click("main a.govuk-button")
    assert page.url.endswith("/me/new/")


@WAYS
def test_an_entry_is_written_changed_kept_private_found_and_deleted(chromium, live_server, script, size):
    page = a_page(chromium, live_server, script=script, size=size)
    somebody(page)
    write_down(page, "They stood outside with a lamp.", "loitering")
    write_down(page, "A silent call.", "silent_calls")
    page.goto("/notes/i1/")
    page.click("text=Change this entry")
    page.fill("[name=account]", "They stood outside with a torch.")
    page.click("main button:has-text('Save')")
    page.wait_for_url("**/notes/i1/")
    page.click("text=How it was told before")
    told = page.inner_text("main")
    assert "torch" in told
    assert "lamp" in told
    page.go_back()
    page.click("text=A note for yourself")
    page.fill("[name=private_note]", "Ask Jo.")
    page.check("[name=private]")
    page.click("main button:has-text('Save')")
    page.wait_for_url("**/notes/i1/")
    assert "kept out of every pack" in page.inner_text("main")
    for number in range(4):
        write_down(page, f"Another call, {number}.")
    page.goto("/notes/")
    page.click("text=Find an entry")
    page.fill("[name=words]", "TORCH")
    page.click("main button:text-is('Find')")
    page.wait_for_load_state()
    assert "1 of 6 entries" in page.inner_text("main")
    assert page.url.endswith("/notes/"), "what was looked for stands in no address"
    page.click("main .tl-card__link")
    page.wait_for_url("**/notes/i1/")
    page.click("text=Delete it")
    assert "What stays" in page.inner_text("main")
    page.click("text=Delete it for good")
    page.wait_for_url("**/notes/")
    assert "torch" not in page.inner_text("main")


def test_an_incident_can_be_written_down_by_keyboard_alone(chromium, live_server):
    page = a_page(chromium, live_server)
    begin(page)
    page.goto("/notes/add/")
    page.focus("[name=account]")
    page.keyboard.type("Footsteps behind me.")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main button')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/more/who/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim() === 'Skip this question'"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/more/kind/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.tl-fold summary')"):
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("input[name=behaviours]:checked").count() == 1
    page.goto("/notes/")
    assert "Footsteps behind me." in page.inner_text("main")


def test_what_is_wrong_is_said_and_the_focus_is_on_it(chromium, live_server):
    page = a_page(chromium, live_server)
    somebody(page)
    page.goto("/notes/add/")
    page.check("input[value=minute]")
    page.click("main button:has-text('Save')")
    page.wait_for_selector(".govuk-error-summary")
    assert page.evaluate("document.activeElement.matches('.govuk-error-summary')")
    page.click(".govuk-error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.matches('[name=account]')")
