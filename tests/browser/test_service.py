"""The service as somebody meets it: a real browser, with and without JavaScript, on a phone and on a screen."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
BROWSER = shutil.which("chromium")
AXE = Path(__file__).resolve().parents[2] / "build" / "checks" / "axe.min.js"
pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="there is no browser here: apt-get install chromium"),
    pytest.mark.django_db(transaction=True),
]
OPTIONS = [
    "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]  # fmt: skip
PASSPHRASE = "four small green words"
PHONE, SCREEN = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """One browser for all tests of this file."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own in this thread
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=OPTIONS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def a_page(chromium, live_server, *, script: bool, size: dict[str, int]):
    """A page of a browser of its own, which asks nobody but the service for anything."""
    context = chromium.new_context(java_script_enabled=script, viewport=size, base_url=live_server.url)
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    return page


def begin(page) -> None:
    """Sign somebody up and go to their diary."""
    page.goto("/")
    page.click("text=Begin a diary")
    page.click("text=This device is safe enough for me")
    page.fill("[name=word]", "maple")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=again]", PASSPHRASE)
    page.click("main button")
    assert re.fullmatch(r"maple-\d{4}", page.inner_text("#user-name"))
    page.click("text=I have written it down")


def write_down(page, words: str, kind: str) -> None:
    """Record an incident the way the pages lead: three answers, then questions until it is enough."""
    page.click("nav >> text=Diary")
    page.click("text=Something just happened")
    page.fill("[name=account]", words)
    page.click("main button")
    page.click("text=Save and go on")
    page.check(f"input[value={kind}]")
    page.click("text=Save, and enough for now")


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_somebody_new_gets_from_the_first_page_to_a_pack_that_verifies(chromium, live_server, tmp_path, script, size):
    from throughline.packs.verify import main as verify

    page = a_page(chromium, live_server, script=script, size=size)
    begin(page)
    for words, kind in (
        ("He stood outside.", "loitering"),
        ("A silent call.", "silent_calls"),
        ("At my bus stop.", "turning_up"),
    ):
        write_down(page, words, kind)
    page.click("nav >> text=Put together")
    assert "3 incidents" in page.inner_text("main")
    assert "cannot tell you that you are safe" in page.inner_text("main")
    page.click("nav >> text=Take away")
    page.click("text=Make a pack")
    page.click("text=See what it will reveal")
    with page.expect_download() as coming:
        page.click("text=Download the pack")
    path = tmp_path / "pack.zip"
    coming.value.save_as(path)
    assert coming.value.suggested_filename == "notes-pack.zip"
    assert verify([str(path)]) == 0
    assert {url.split("/")[2] for url in page.asked} == {live_server.url.split("/")[2]}


@pytest.mark.skipif(not AXE.exists(), reason="the checker of accessibility is not there: python assets/build_pages.py")
@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_no_page_has_a_fault_that_axe_knows(chromium, live_server, size):
    page = a_page(chromium, live_server, script=True, size=size)
    faults = []

    def look(address: str) -> None:
        page.goto(address)
        page.evaluate(AXE.read_text())
        found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        faults.extend((address, it["id"], it["nodes"][0]["html"][:120]) for it in found["violations"])
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address

    for address in ("/", "/now", "/care", "/me/begin/", "/me/new/", "/me/in/", "/me/code/", "/nothing-here"):
        look(address)
    begin(page)
    write_down(page, "He stood outside. " + "x" * 300, "loitering")
    for address in (
        "/notes/", "/notes/add/", "/notes/add/?all", "/notes/i1/", "/notes/i1/change/", "/notes/i1/more/effect/",
        "/notes/i1/before/", "/notes/who-where/", "/notes/person/new/", "/notes/place/new/", "/notes/milestone/new/",
        "/notes/incident/i1/delete/", "/overview/", "/overview/order/", "/overview/points/", "/take-away/", "/take-away/pack/",
        "/me/", "/me/passphrase/",
    ):  # fmt: skip
        look(address)
    assert faults == []


def test_leaving_ends_the_session_and_back_shows_nothing(chromium, live_server, settings):
    settings.EXIT_TO = f"{live_server.url}/now"
    page = a_page(chromium, live_server, script=True, size=PHONE)
    begin(page)
    write_down(page, "He stood outside with a lamp.", "loitering")
    page.click("text=Exit this page")
    page.wait_for_url("**/now")
    page.go_back()
    assert "lamp" not in page.content()
    page.goto("/notes/")
    assert page.url.endswith("/me/in/")


def test_shift_three_times_leaves_and_so_does_the_button_without_script(chromium, live_server, settings):
    settings.EXIT_TO = f"{live_server.url}/now"
    for script in (True, False):
        page = a_page(chromium, live_server, script=script, size=PHONE)
        begin(page)
        if script:
            for _ in range(3):
                page.keyboard.press("Shift")
        else:
            page.click("text=Exit this page")
        page.wait_for_url("**/now")
        page.goto("/notes/")
        assert page.url.endswith("/me/in/")


def test_an_incident_can_be_written_down_by_keyboard_alone(chromium, live_server):
    page = a_page(chromium, live_server, script=True, size=PHONE)
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
    page.goto("/notes/")
    assert "Footsteps behind me." in page.inner_text("main")
