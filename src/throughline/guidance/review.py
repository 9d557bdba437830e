"""What maintainers must look at again: past its day, overtaken by the law, or not sure.

There is no clock here: the caller says which day it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from throughline.guidance.entry import CertaintyKind, Citation, Entry, Point
from throughline.guidance.pages import Behaviour, Page
from throughline.guidance.schema import (
    Change,
    CheckQuestion,
    Content,
    ElementRule,
    Law,
    Recognition,
    Route,
    StepRule,
    Urgency,
    WordList,
)
from throughline.guidance.wording import plain, targets

Concern = Literal["past_review", "law_changed", "conflicting", "flagged", "unverified", "secondary"]
"""Why something is listed, the gravest first. The first two want mending; the others are shown with their doubt."""
TO_MEND: tuple[Concern, ...] = ("past_review", "law_changed")
_UNSURE: Mapping[CertaintyKind, Concern] = {
    "conflicting": "conflicting",
    "flagged": "flagged",
    "unverified": "unverified",
    "secondary": "secondary",
}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to look at. `place` names the entry, or the page and the point on it; `words` are what is said there;
    `why` is one sentence; `sources` are where to look first."""

    concern: Concern
    place: str
    words: str
    why: str
    sources: tuple[Citation, ...]


def due(content: Content, today: date) -> tuple[Due, ...]:
    """Everything to look at on that day, the gravest concern first, in the order of the content."""
    order = {concern: at for at, concern in enumerate((*TO_MEND, *_UNSURE.values()))}
    found = [*_of_entries(content, today), *_of_pages(content, today)]
    return tuple(sorted(found, key=lambda it: order[it.concern]))


def _of_entries(content: Content, today: date) -> Iterator[Due]:
    for entry in content.entries():
        place = f"{_kind(entry)} {entry.id}"
        yield from _dated(content, entry, place, _law_of(entry), today)
        if entry.certainty in _UNSURE:
            why = content.doubts[entry.certainty]
            yield Due(_UNSURE[entry.certainty], place, entry.body, why, entry.sources)
        for at, point in enumerate(entry.points() if isinstance(entry, Route) else (), 1):
            if point.certainty in _UNSURE:
                yield Due(
                    _UNSURE[point.certainty],
                    f"{place}, {at}",
                    point.body,
                    content.doubts[point.certainty],
                    point.sources,
                )


def _of_pages(content: Content, today: date) -> Iterator[Due]:
    for page in content.pages():
        place = f"{_kind(page)} {page.id}"
        yield from _dated(content, page, place, _law_of(page), today)
        for section in page.sections:
            for at, point in enumerate(section.points, 1):
                if point.certainty in _UNSURE:
                    yield _unsure_point(content, point, f"{place}, {section.heading}, {at}")


def _unsure_point(content: Content, point: Point, place: str) -> Due:
    return Due(_UNSURE[point.certainty], place, plain(point.body), content.doubts[point.certainty], point.sources)


def _dated(content: Content, entry: Entry | Page, place: str, law: tuple[str, ...], today: date) -> Iterator[Due]:
    """What the days say: the review is past, or the law it rests on changed after it was checked."""
    if entry.review_by < today:
        why = f"It was to be looked at again by {entry.review_by.isoformat()}."
        yield Due("past_review", place, entry.title, why, entry.sources)
    for change in content.changes.values():
        if entry is not change and _overtakes(change, entry, law, today):
            why = f"{change.title} ({change.happened_on.isoformat()}) came after it was checked."
            yield Due("law_changed", place, entry.title, why, change.sources)


def _overtakes(change: Change, entry: Entry | Page, law: tuple[str, ...], today: date) -> bool:
    return entry.checked_on < change.happened_on <= today and not set(law).isdisjoint(change.law)


def _law_of(entry: Entry | Page) -> tuple[str, ...]:
    """The provisions that an entry or a page rests on or leads to."""
    if isinstance(entry, Law):
        return (entry.id,)
    if isinstance(entry, ElementRule | Route | Recognition):
        return entry.law
    if isinstance(entry, Page):
        linked = (target for point in entry.points for target in targets(point.body))
        named = entry.law if isinstance(entry, Behaviour) else ()
        return (*named, *(target.removeprefix("law:") for target in linked if target.startswith("law:")))
    return ()


def _kind(entry: Entry | Page) -> str:
    """What authors call it: the name of its table or of its folder."""
    names: Mapping[type, str] = {
        CheckQuestion: "question",
        ElementRule: "element",
        StepRule: "step",
        Urgency: "level",
        WordList: "words",
    }
    return names.get(type(entry), type(entry).__name__.lower())
