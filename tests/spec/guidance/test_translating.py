"""The content in another language: every text a reader sees goes through the catalogue, and nothing that rules read."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from throughline.guidance import translating
from throughline.guidance.load import load_content
from throughline.guidance.translating import Untranslated, content_in, in_words, texts

CONTENT = load_content()


class Half(NullTranslations):
    """A catalogue that has every text with an even number of letters."""

    def gettext(self, message: str) -> str:
        return f"<{message}>" if len(message) % 2 == 0 else message


@pytest.fixture
def halved(monkeypatch):
    monkeypatch.setattr(translating, "catalogue", lambda language: Half())
    content_in.cache_clear()
    yield content_in("xx")
    content_in.cache_clear()


def test_english_and_a_language_without_a_catalogue_have_the_content_itself():
    assert content_in("en-gb") is CONTENT
    assert content_in("zz") == CONTENT


def test_what_is_not_translated_is_marked_and_what_is_stands_plain(halved):
    seen = {True: 0, False: 0}
    for place, words in texts(CONTENT):
        seen[len(words) % 2 == 0] += 1
        assert place
    assert min(seen.values()) > 500
    said = [point.body for page in halved.pages() for point in page.points]
    assert all(isinstance(it, Untranslated) != it.startswith("<") for it in said)


def test_every_text_of_a_page_and_of_an_entry_is_among_those_to_translate():
    told = {words for _, words in texts(CONTENT)}
    for page in CONTENT.pages():
        assert {page.title, *(section.heading for section in page.sections), *(it.body for it in page.points)} <= told
    for script in CONTENT.scripts.values():
        assert set(script.gaps.values()) <= told
    for route in CONTENT.routes.values():
        assert {route.title, route.body, *(point.body for point in route.points())} <= told
    for element in CONTENT.elements.values():
        assert {question.ask for question in element.asks} <= told
    for question in CONTENT.questions.values():
        assert {question.title, question.body} <= told
    for way in CONTENT.ways.values():
        assert {way.title, way.body, way.checked_how} <= told


def test_sources_numbers_laws_and_what_rules_look_for_stay(halved):
    assert halved.sources == CONTENT.sources
    assert halved.words == CONTENT.words
    assert [it.number for it in halved.ways.values()] == [it.number for it in CONTENT.ways.values()]
    assert [it.title for it in halved.law.values()] == [it.title for it in CONTENT.law.values()]
    assert halved.conditions() == CONTENT.conditions()
    assert [it.sources for it in halved.entries()] == [it.sources for it in CONTENT.entries()]


def test_the_keys_of_sections_do_not_change_with_the_words(halved):
    for name, page in halved.behaviours.items():
        assert [it.key for it in page.sections] == [it.key for it in CONTENT.behaviours[name].sections]
        assert page.in_short
        assert page.next_safe_step


def test_unchanged_words_give_the_content_unchanged():
    assert in_words(CONTENT, lambda place, words: words) == CONTENT


def test_english_words_say_so_in_html_and_cannot_bring_markup():
    assert Untranslated("a < b").__html__() == '<span lang="en-GB" dir="ltr">a &lt; b</span>'
