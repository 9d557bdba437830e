"""A real browser and the steps that people take in it, shared by the tests of the service."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same browser without what draws windows: the tests take two thirds of the time in it."""
BROWSER = next((found for name in BROWSERS if (found := shutil.which(name))), None)
NO_BROWSER = "there is no browser here: apt-get install chromium-headless-shell"
AXE = Path(__file__).resolve().parents[1] / "build" / "checks" / "axe.min.js"
OPTIONS = [
    "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]  # fmt: skip
PASSPHRASE = "four small green words"
PHONE, SCREEN, NARROW = ({"width": width, "height": height} for width, height in ((390, 844), (1280, 900), (320, 640)))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
Page = Any
Fault = tuple[str, str, str]
"""The page, the rule that it breaks, and where."""


def a_page(chromium: Any, live_server: Any, *, script: bool = True, size: dict[str, int] = PHONE) -> Page:
    """A page of a browser of its own. `page.asked` is every address it asked for, so that a test can look whom."""
    context = chromium.new_context(
        java_script_enabled=script, viewport=size, base_url=live_server.url, locale="en-GB", timezone_id="Europe/London"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    return page


def needs_axe() -> None:
    if not AXE.exists():
        pytest.skip("the checker of accessibility is not there: python assets/build_pages.py")


def faults_of(page: Page) -> list[Fault]:
    """What axe finds on the page as it stands, and whether it runs over the edge. A click gives back when the next page is begun,
    so wait until it is there."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)["violations"]
    return [(page.url, it["id"], it["nodes"][0]["html"][:160]) for it in found] + over_the_edge(page)


def over_the_edge(page: Page, *sizes: dict[str, int]) -> list[Fault]:
    """Whether the page is wider than the window, at its size or at each of those; the last one stays."""
    page.wait_for_load_state()
    faults = []
    for size in sizes or (page.viewport_size,):
        page.set_viewport_size(size)
        if page.evaluate(OVER) > 0:
            faults.append((page.url, f"over the edge at {size['width']} px", ""))
    return faults


def answer_device_check(page: Page) -> None:
    """Nobody else has to do with this device."""
    page.goto("/me/begin/")
    for name in ("unlock", "set_up", "shared", "knows", "work"):
        page.check(f"input[name={name}][value=no]")
    page.click("main button")


def begin(page: Page) -> None:
    """From the first page to an empty diary, the way the pages lead."""
    page.goto("/")
    page.click("text=Begin a diary")
    answer_device_check(page)
    assert "How to leave fast" in page.inner_text("main")
    page.click("main a.govuk-button")
    page.fill("[name=word]", "maple")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=again]", PASSPHRASE)
    page.click("main button")
    assert re.fullmatch(r"maple-\d{4}", page.inner_text("#user-name"))
    page.click("text=I have written it down")


def somebody(page: Page) -> Any:
    """Somebody who has a diary already, signed in here; gives what begins one (account and key)."""
    from throughline.web.signing.actions import sign_up

    new = sign_up(word="maple", passphrase=PASSPHRASE)
    page.goto("/me/in/")
    page.fill("[name=user_name]", new.account.user_name)
    page.fill("[name=passphrase]", PASSPHRASE)
    page.click("main button")
    page.wait_for_url("**/notes/")
    return new


def write_down(page: Page, words: str, kind: str = "") -> None:
    """Record an incident the way the pages lead: what happened, then questions until it is enough."""
    page.click("nav >> text=Diary")
    page.click("text=Something just happened")
    page.fill("[name=account]", words)
    page.click("main button:has-text('Save')")
    page.wait_for_url("**/more/who/")
    page.click("text=Save and go on")
    page.wait_for_url("**/more/kind/")
    if kind:
        choice = page.locator(f"input[value={kind}]")
        fold = page.locator("details.tl-fold", has=choice)
        if not choice.is_visible():
            fold.locator("summary").click()
        choice.check()
    page.click("text=Save, and enough for now")
    page.wait_for_url("**/notes/i*/")
