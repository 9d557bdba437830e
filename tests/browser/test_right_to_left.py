"""Pages as they are in a language that is written from right to left. The language is made up for the test: the letters of
Arabic in the place of ours, for half of all texts, so that English words stand among them as they would in a catalogue begun."""

from __future__ import annotations

import re
from gettext import NullTranslations

import pytest

from browsing import PHONE, SCREEN, Fault, a_page, faults_of, needs_axe, somebody
from catalogues import build_catalogues, english
from throughline.guidance import translating
from throughline.guidance.load import load_content
from throughline.guidance.translating import content_in
from throughline.web.guidance import leaves, same_for_all, searching
from throughline.web.guidance.leaves import address_of

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه")
KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&\w+;|\]\([^)]*\)|\[\[\w+\]\]|\{\w+\}|\d[\d ]*\d|\d)")
GUIDE = ["/", "/now", "/guide/", "/guide/check/", "/guide/who/", "/guide/find/", "/guide/routes/england_wales/",
         *(address_of(kind, id) for kind, id in (("behaviour", "tracker"), ("guide", "danger_now"), ("script", "police_101"),
                                                 ("law", "ew.pha1997.s2a3.b")))]  # fmt: skip
DIARY = ["/notes/", "/notes/i1/", "/notes/add/?all", "/files/", "/overview/", "/settings/", "/me/"]
NUMBERS_TURNED = """() => [...document.querySelectorAll("a[href^='tel:']")].filter(it => {
  const look = getComputedStyle(it), text = it.firstChild, range = document.createRange(), at = [];
  for (let i = 0; i < text.length; i++) { range.setStart(text, i); range.setEnd(text, i + 1);
    if (text.data[i].trim()) at.push(range.getBoundingClientRect().left); }
  return look.direction !== "ltr" || at.some((left, i) => i && left <= at[i - 1]);
}).map(it => it.outerHTML)"""


def turned(words: str) -> str:
    """The words in letters that run from right to left; numbers, tags, links and gaps stay."""
    return "".join(part if KEPT.fullmatch(part) else part.lower().translate(LETTERS) for part in KEPT.split(words))


class Half(NullTranslations):
    """A catalogue of the content that has every second text."""

    def gettext(self, message: str) -> str:
        return turned(message) if len(message) % 2 else message


@pytest.fixture
def right_to_left(settings, tmp_path, monkeypatch):
    """The whole service in that language, also where a page is offered in English alone."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    made = Catalog(locale="ar", fuzzy=False)
    for message in english("django").values():
        forms = [message.id] if isinstance(message.id, str) else [message.id[1]] * made.num_plurals
        said = [turned(it) for it in forms]
        made.add(message.id, said[0] if isinstance(message.id, str) else tuple(said))
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as stream:
        write_mo(stream, made)
    monkeypatch.setattr(translating, "catalogue", lambda language: Half())
    settings.LOCALE_PATHS, settings.LANGUAGES, settings.LANGUAGE_CODE = [tmp_path], [("ar", "Made up")], "ar"
    forget()
    yield
    forget()


def forget() -> None:
    """What is kept of pages in a language."""
    for kept in (content_in, leaves._leaves, searching._index_in):
        kept.cache_clear()
    same_for_all.forget_rendered()


def faults_at(page, address: str) -> list[Fault]:
    """What is wrong with a page that runs from right to left."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
    faults = [(address, "a number is turned round", it) for it in page.evaluate(NUMBERS_TURNED)]
    if page.evaluate("document.documentElement.dir") != "rtl":
        faults.append((address, "does not run from right to left", ""))
    width = page.evaluate("document.documentElement.clientWidth")
    box = page.locator(".tl-exit__button").bounding_box()
    if box["x"] > width - box["x"] - box["width"]:
        faults.append((address, "the way out is on the wrong side", str(box)))
    return faults + faults_of(page)


def test_the_made_up_language_keeps_what_a_translation_keeps():
    assert turned(
        "Call %(call_999)s, [now](way:999) **at once** 08 02"
    ) == "تاسس %(call_999)s, [ضطم](way:999) **اب طضتج** 08 02".replace(
        "تاسس", "Call".lower().translate(LETTERS)
    ).replace("ضطم", "now".translate(LETTERS)).replace("اب طضتج", "at once".translate(LETTERS))
    assert len(english("django")) > 500
    assert build_catalogues.catalogues()


@pytest.mark.parametrize("size", [PHONE], ids=["phone"])
def test_the_guidance_has_no_fault(chromium, live_server, right_to_left, size):
    needs_axe()
    page = a_page(chromium, live_server, size=size)
    faults = [fault for address in GUIDE for fault in faults_at(page, address)]
    assert not faults, "\n".join(map(str, faults))
    page.goto("/now")
    assert page.eval_on_selector_all(".tl-dial a", "all => all.map(it => it.innerText)") == [
        "999", "101", load_content().ways["helpline"].number,
    ]  # fmt: skip
    english_there = page.locator("main [lang='en-GB'][dir='ltr']")
    assert english_there.count() > 3
    assert english_there.first.evaluate("it => getComputedStyle(it).direction") == "ltr"


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_the_diary_has_no_fault(chromium, live_server, right_to_left, size):
    needs_axe()
    page = a_page(chromium, live_server, size=size)
    somebody(page)
    page.goto("/notes/add/?all")
    page.fill("[name=account]", "They stood outside.")
    page.click("#typed button[type=submit]")
    page.wait_for_url("**/notes/i1/**")
    faults = [fault for address in DIARY for fault in faults_at(page, address)]
    assert not faults, "\n".join(map(str, faults))
