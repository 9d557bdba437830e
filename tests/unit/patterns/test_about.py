"""Every kind says what it looked at and cannot know; a finding in one line and in full comes from the same value."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import get_args

import pytest

from generated_cases import NEVER_SAID
from plain_english import reading_age
from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.about import about_kinds, in_brief

KINDS = get_args(FindingKind)


def reaction(statement: str) -> Finding:
    return Finding(
        "reaction",
        "inference",
        "reaction/1",
        statement,
        ("i1",),
        measure=Measure("a", 3, of=4, chance=0.0167),
        caveat="A limit.",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_all_of_it_in_whole_sentences(kind: FindingKind) -> None:
    about = about_kinds()[kind]
    for field in fields(about):
        said = getattr(about, field.name)
        for sentence in (said,) if isinstance(said, str) else said:
            assert re.fullmatch(r"[A-Z].*\.", sentence), sentence
            assert not NEVER_SAID.search(sentence), sentence
    assert about.stronger
    assert about.weaker
    assert "cannot" in about.cannot


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_person_reads_is_plain(kind: FindingKind) -> None:
    about = about_kinds()[kind]
    assert reading_age(f"{about.looked} {about.cannot}") <= 11


@pytest.mark.parametrize(
    ("statement", "brief"),
    [
        (
            "After 3 of the 4 times you blocked them, contact from Sam came within 24 hours (17 minutes, 6 hours). At their usual pace, rare.",
            "After 3 of the 4 times you blocked them, contact from Sam came within 24 hours.",
        ),
        ("They wrote “Hi. You there” 3 times.", "They wrote “Hi. You there” 3 times."),
        ("On 3 March 2026 at 7.40pm it came. It was new.", "On 3 March 2026 at 7.40pm it came."),
        ("One sentence only", "One sentence only"),
    ],
)
def test_one_line_is_the_first_sentence_without_what_stands_in_brackets(statement: str, brief: str) -> None:
    assert in_brief(reaction(statement)) == brief
