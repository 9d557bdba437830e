"""Leaving fast, locking, and being away: what was on the page is gone, what was typed is kept."""

from __future__ import annotations

import pytest

from browsing import PASSPHRASE, PHONE, a_page, somebody, write_down

pytestmark = pytest.mark.django_db(transaction=True)


def test_leaving_ends_the_session_and_back_shows_nothing(chromium, live_server, settings):
    settings.EXIT_TO = f"{live_server.url}/now"
    page = a_page(chromium, live_server)
    somebody(page)
    write_down(page, "They stood outside with a lamp.")
    page.click("text=Exit this page")
    page.wait_for_url("**/now")
    page.go_back()
    assert "lamp" not in page.content()
    page.goto("/notes/")
    assert page.url.endswith("/me/in/")


@pytest.mark.parametrize("script", [True, False], ids=["shift three times", "the button without script"])
def test_both_ways_out_end_the_session(chromium, live_server, settings, script):
    settings.EXIT_TO = f"{live_server.url}/now"
    page = a_page(chromium, live_server, script=script)
    somebody(page)
    if script:
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.click("text=Exit this page")
    page.wait_for_url("**/now")
    page.goto("/notes/")
    assert page.url.endswith("/me/in/")


@pytest.mark.parametrize(
    ("script", "address", "field"),
    [
        (False, "/notes/add/", "account"),
        (False, "/files/add/", "description"),
        (True, "/notes/person/new/", "name"),
        (True, "/settings/", "initials"),
    ],
)
def test_lock_keeps_what_is_being_typed(chromium, live_server, script, address, field):
    page = a_page(chromium, live_server, script=script)
    somebody(page)
    page.goto(address)
    page.fill(f"[name={field}]", "LAMP")
    page.click("text=Lock")
    page.wait_for_url("**/me/unlock/**")
    assert "LAMP" not in page.content()
    page.goto("/notes/")
    assert "/me/unlock/" in page.url
    page.goto(address)
    page.fill("[name=passphrase]", PASSPHRASE)
    page.click("main button")
    page.wait_for_url(f"**{address}")
    assert page.input_value(f"[name={field}]") == "LAMP"
    page.click("text=Throw it away")
    page.wait_for_load_state()
    assert page.input_value(f"[name={field}]") == ""


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_enter_in_a_field_saves_and_does_not_lock(chromium, live_server, script):
    page = a_page(chromium, live_server, script=script)
    somebody(page)
    page.goto("/notes/person/new/")
    page.fill("[name=name]", "Sam")
    page.press("[name=name]", "Enter")
    page.wait_for_url(lambda url: "/person/new/" not in url)
    assert "/me/unlock/" not in page.url
    page.goto("/notes/who-where/")
    assert "Sam" in page.inner_text("main")


def test_entries_can_be_hidden_while_somebody_looks(chromium, live_server):
    page = a_page(chromium, live_server, script=False)
    somebody(page)
    write_down(page, "They stood outside with a lamp.")
    page.goto("/notes/")
    page.click("text=Hide my entries")
    assert "lamp" not in page.content()
    page.goto("/notes/")
    assert "lamp" not in page.content()
    page.click("text=Show my entries")
    assert "lamp" in page.inner_text("main")


def test_a_lost_connection_keeps_the_page_and_says_so(chromium, live_server):
    page = a_page(chromium, live_server, size=PHONE)
    somebody(page)
    page.goto("/notes/add/")
    page.context.set_offline(True)
    page.fill("[name=account]", "They rang the bell.")
    page.click("main button:has-text('Save')")
    page.wait_for_selector("text=There is no connection")
    assert page.input_value("[name=account]") == "They rang the bell."
    page.context.set_offline(False)
    page.click("main button:has-text('Save')")
    page.wait_for_url("**/more/who/")


def test_a_diary_left_open_warns_and_then_locks_with_what_was_typed(chromium, live_server, settings):
    settings.LOCK_AFTER_SECONDS = 70
    page = a_page(chromium, live_server)
    page.clock.install()
    somebody(page)
    page.goto("/notes/add/")
    page.fill("[name=account]", "Half a sent")
    page.clock.fast_forward(15_000)
    page.get_by_role("button", name="Keep it open").wait_for()
    page.clock.fast_forward(60_000)
    page.wait_for_url("**/me/unlock/**")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.click("main button")
    page.wait_for_url("**/notes/add/")
    assert page.input_value("[name=account]") == "Half a sent"
