"""How sure a page is of what it says: how many facts stand on it, and each that is not certain, with its sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from throughline.guidance.entry import Citation
from throughline.web.guidance.leaves import Said
from throughline.web.languages import guidance

UNCHECKED = ("secondary", "unverified")
"""What was not read in the source itself. The other doubts are about what was: sources differ, or it may have changed."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said, as plain words, and what it rests on. `language` is given where it is not the page's."""

    words: str
    sources: tuple[Citation, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt, as a mark and as a sentence, with the facts it is about."""

    certainty: str
    mark: str
    sentence: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many `facts` stand on a page; how many of them are `unchecked`, and how many read but `unsettled`."""

    facts: int
    unchecked: int
    unsettled: int
    doubts: tuple[Doubt, ...]


def standing(all_of: Iterable[Said]) -> Standing:
    """How sure all these are; what is said twice in the same words, and is as sure, is one fact."""
    said = list({(it.plain, it.certainty): it for it in all_of}.values())
    content = guidance()
    doubts = tuple(
        Doubt(certainty, mark, content.doubts[certainty], tuple(Fact(it.plain, it.cited, it.language) for it in said if it.certainty == certainty))
        for certainty, mark in content.doubt_marks.items()
        if any(it.certainty == certainty for it in said)
    )  # fmt: skip
    unchecked = sum(len(it.facts) for it in doubts if it.certainty in UNCHECKED)
    return Standing(len(said), unchecked, sum(len(it.facts) for it in doubts) - unchecked, doubts)


def marks_told(said: Iterable[Said]) -> list[tuple[str, str]]:
    """The marks that stand beside these words, each with what it means."""
    content, marked = guidance(), {it.mark for it in said if it.is_marked}
    return [(mark, content.doubts[id]) for id, mark in content.doubt_marks.items() if mark in marked]
