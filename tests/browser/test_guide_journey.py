"""Somebody without an account, in a real browser: what to do, in a few taps, leaving nothing behind."""

from __future__ import annotations

import pytest

from browsing import a_page, faults_of, needs_axe
from throughline.guidance.load import load_content
from throughline.web.guidance.leaves import address_of, ids_by_mark

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = load_content().ways
HREFS = "all => all.map(it => it.getAttribute('href'))"


def kept_by(page) -> list[object]:
    """What the browser holds of the service: cookies, and what a script could have stored."""
    return page.context.cookies()


@pytest.mark.parametrize("script", [True, False])
def test_the_questions_lead_to_999_and_leave_nothing_behind(chromium, live_server, script):
    page = a_page(chromium, live_server, script=script)
    page.goto("/")
    page.click("main >> text=Is this stalking?")
    page.check("input[name=danger_now][value=yes]")
    page.check("input[name=contact][value=not_sure]")
    page.check("input[name=where][value=scotland]")
    page.click("main >> text=Show me what I can do >> nth=-1")
    assert page.inner_text("main section .tl-dial") == "999"
    led = [ids_by_mark()[it.split("/")[3]] for it in page.eval_on_selector_all("main a", HREFS) if "/law/" in it]
    assert led
    assert all(it.startswith("sct.") for it in led)
    assert page.url.endswith("/guide/check/")
    page.click("text=Change an answer")
    assert page.is_checked("input[name=danger_now][value=yes]")
    assert kept_by(page) == []
    assert all(it.startswith((live_server.url, "data:")) for it in page.asked)


def test_a_page_is_found_without_script_and_its_law_is_shown_once_a_place_is_opened(chromium, live_server):
    page = a_page(chromium, live_server, script=False)
    page.goto("/guide/")
    page.fill("[name=asked]", "tracker")
    page.press("[name=asked]", "Enter")
    assert page.url.endswith("/guide/find/")
    page.click("main ol a >> nth=0")
    assert page.url.endswith(address_of("behaviour", "tracker"))
    law = page.locator("details a[href^='/guide/law/']").first
    assert not law.is_visible()
    page.click("text=It happened in England and Wales")
    assert law.is_visible()
    assert kept_by(page) == []


def test_what_forms_answer_with_has_no_fault(chromium, live_server):
    needs_axe()
    page = a_page(chromium, live_server)
    faults = []
    for address, sent in (
        ("/guide/check/", ("input[name=contact][value=yes]", "main form button >> nth=-1")),
        ("/guide/find/", ("", "main form button")), ("/guide/who/", ("", "main form button")),
    ):  # fmt: skip
        page.goto(address)
        if sent[0]:
            page.check(sent[0])
        elif address == "/guide/find/":
            page.fill("[name=asked]", "calls")
        else:
            page.select_option("[name=place]", "wales")
        page.click(sent[1])
        faults += faults_of(page)
    assert not faults, faults
