"""Every page of the list of addresses: no fault that axe knows, nothing over the edge on the narrowest phone or with letters
twice as large, and nothing too small to be tapped. A new page cannot be left out."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from browsing import NARROW, PASSPHRASE, PHONE, SCREEN, Fault, a_page, faults_of, needs_axe, over_the_edge, somebody
from riverside import RIVERSIDE
from throughline.web.guidance.leaves import address_of

pytestmark = pytest.mark.django_db(transaction=True)
ACCESS = runpy.run_path(str(Path(__file__).resolve().parents[1] / "web" / "test_access.py"))
FIGURES = runpy.run_path(str(RIVERSIDE / "make_figures.py"))
NOT_PAGES = {"/weather", "/me/out/"}
"""The ways out: they end the session that the other pages need."""
NOTHING = "/nothing-here"
MORE = [
    "/notes/add/?all", NOTHING, *(f"/notes/i1/more/{part}/" for part in ("kind", "effect", "others", "files")),
    "/notes/place/new/", "/notes/milestone/new/", "/notes/milestone/m1/edit/", "/notes/person/p1/edit/", "/files/AB-2/",
    *(address_of(kind, id) for kind, id in (
        ("guide", "danger_now"), ("script", "police_101"), ("law", "ew.pha1997.s2a3.b"), ("route", "ew.daa2021.dapo"),
        ("way", "bsl_999"), ("figure", "last_year"),
    )),
]  # fmt: skip
TOO_SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter(it => { const box = it.getBoundingClientRect(), look = getComputedStyle(it);
     return box.width && box.height && look.visibility !== "hidden" && it.type !== "hidden"
       && !it.closest("p, li, dd, .govuk-hint, .govuk-visually-hidden, .govuk-skip-link") && !it.matches(".govuk-skip-link, .govuk-visually-hidden-focusable")
       && look.position !== "absolute" && (box.width < 24 || box.height < 24) })
  .map(it => it.outerHTML.slice(0, 100))"""


@pytest.fixture
def filled(chromium, live_server):
    """A page of somebody whose diary has one of everything."""

    def opened(size):
        page = a_page(chromium, live_server, size=size)
        new = somebody(page)
        browser = Client(SERVER_NAME="127.0.0.1")
        browser.post("/me/in/", {"user_name": new.account.user_name, "passphrase": PASSPHRASE})
        at = {"exact": "minute", "date": "2026-03-01"}
        told = {"new_place": "Home", "everything": "yes", "new_person": "D", "behaviours": ["loitering"], "fear": "3",
                "witnesses": "Jo", "report_to": "police", "report_date": "2026-03-02"}  # fmt: skip
        browser.post("/notes/add/", {"account": "They stood outside. " + "x" * 300, "time": "19:40", **at, **told})
        for time in ("18:00", "20:10", "21:00"):
            browser.post("/notes/add/", {"account": "At the bus stop.", "time": time, **at, "person": "p1"})
        browser.post(
            "/notes/i1/change/", {"account": "They stood outside.", "time": "19:40", **at, **told, "person": "p1"}
        )
        browser.post("/notes/milestone/new/", {"kind": "told_to_stop", "date": "2026-02-01"})
        photograph = SimpleUploadedFile("IMG_1.jpg", b"\xff\xd8\xff\xe0" + b"x" * 64)
        letter = SimpleUploadedFile("letter.txt", b"Dear me, " * 40)
        browser.post("/files/add/", {"file": [photograph, letter], "description": "y" * 200, "to": "i1"})
        FIGURES["make_figures"](quarters=2)
        return page

    return opened


def pages_of(page) -> list[str]:
    """Every address that answers with a page of its own, besides those that only forms are sent to and those that are files. The
    desk's are not there for a person with a diary: its own journeys look at them."""
    addresses = dict.fromkeys([*(address for _, address in ACCESS["ALL"]), *MORE])
    found = []
    for address in addresses:
        if address in NOT_PAGES or (address.startswith("/cy/") and address != "/cy/"):
            continue  # the same pages in Welsh: what the words do to the layout is seen on one, and from right to left on all
        answer = page.request.get(address, max_redirects=0)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        if is_page and (answer.status in (200, 422) or address == NOTHING):
            found.append(address)
    return found


WIDE = (
    "/",
    "/care",
    "/me/begin/",
    "/notes/",
    "/notes/i1/",
    "/notes/add/?all",
    "/files/AB-1/",
    "/overview/",
    "/overview/points/",
    "/overview/one/f1/",
    "/overview/since/",
    "/overview/reading/",
    "/guide/",
    "/guide/routes/england_wales/",
    "/figures/",
    "/figures/method/",
    "/figures/take-part/",
)
"""Pages that are looked at on a screen too: the markup is the same, the layout is not."""


def faults_at(page, address: str) -> list[Fault]:
    """What is wrong with the page at that address with everything on it opened."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
    return faults_of(page)


def too_small(page) -> list[Fault]:
    """What on the page a thumb would miss."""
    return [(page.url, "too small to tap", it) for it in page.evaluate(TOO_SMALL)]


def test_no_page_has_a_fault_on_a_phone_on_the_narrowest_one_and_with_letters_twice_as_large(filled):
    needs_axe()
    page, faults = filled(PHONE), []
    addresses = pages_of(page)
    assert len(addresses) > 40
    for address in addresses:
        faults += faults_at(page, address) + over_the_edge(page, NARROW) + too_small(page)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        faults += over_the_edge(page, {"width": 640, "height": 640})
        page.set_viewport_size(PHONE)
    assert not faults, "\n".join(map(str, faults))


def test_no_page_has_a_fault_on_a_screen(filled):
    needs_axe()
    page = filled(SCREEN)
    faults = [fault for address in WIDE for fault in faults_at(page, address)]
    assert not faults, "\n".join(map(str, faults))
