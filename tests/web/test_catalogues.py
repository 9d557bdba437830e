"""The catalogues: nothing in them whose English is gone, nothing that changes a number or a link, and every word of a page in
a language that is offered."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from catalogues import build_catalogues, english, translated
from throughline.guidance.wording import gaps, spans, targets

CATALOGUES = build_catalogues.catalogues()
NUMBERS = re.compile(r"\d+")
PLACES = re.compile(r"%\(\w+\)s|</?[a-z]+[^>]*>|%%")
"""What a translation must carry over as it is: places that are filled in, and tags."""
ON_PUBLIC_PAGES = re.compile(
    r"templates/(guide|public|components|base)|web/(page|languages)|web/guidance/|templates/problems/(not_found|failed|not_understood)"
)
named = pytest.mark.parametrize("path", CATALOGUES, ids=lambda it: f"{it.parts[-3]}-{it.stem}")


def test_there_is_a_catalogue():
    assert {it.stem for it in CATALOGUES} == {"django", "guidance"}


@named
def test_no_entry_is_there_whose_english_is_gone(path):
    """After the English was changed: translate the new words, or take the entry out. Until then they are shown in English."""
    assert sorted(set(translated(path)) - set(english(path.stem))) == []


@named
def test_a_translation_changes_no_number(path):
    for words, message in translated(path).items():
        for said in _all(message.string):
            assert Counter(NUMBERS.findall(said)) == Counter(NUMBERS.findall(words)), words


@named
def test_a_translation_has_the_places_the_tags_and_the_links_of_the_english(path):
    for words, message in translated(path).items():
        for said in _all(message.string):
            assert Counter(PLACES.findall(said)) == Counter(PLACES.findall(words)), words
            if path.stem == "guidance":
                spans(said)
                assert sorted(targets(said)) == sorted(targets(words)), words
                assert sorted(gaps(said)) == sorted(gaps(words)), words


@pytest.mark.parametrize("path", [it for it in CATALOGUES if it.stem == "django"], ids=lambda it: it.parts[-3])
def test_every_word_that_pages_in_this_language_add_is_translated(path):
    """What is not translated of the content stands in English and says so; what the pages add has no such mark."""
    wanted = {
        words for words, message in english("django").items()
        if any(ON_PUBLIC_PAGES.search(place) for place, _ in message.locations)
    }  # fmt: skip
    assert len(wanted) > 150
    assert sorted(wanted - set(translated(path))) == []


@named
def test_the_compiled_catalogue_is_that_of_the_text(path):
    from gettext import GNUTranslations

    if not path.with_suffix(".mo").exists():
        pytest.skip("the translations are not compiled: .venv/bin/python assets/build_catalogues.py")
    with path.with_suffix(".mo").open("rb") as stream:
        compiled = GNUTranslations(stream)
    told = {words: message.string for words, message in translated(path).items() if isinstance(message.id, str)}
    assert {words: compiled.gettext(words) for words in told} == told, "run .venv/bin/python assets/build_catalogues.py"


def _all(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else string
