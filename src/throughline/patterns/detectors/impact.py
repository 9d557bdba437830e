"""What changed in the person's life, and when; and how afraid they said they were.

In the words of the diary: nothing is inferred. Changes to daily life are among the examples of a substantial adverse effect
(Protection from Harassment Act 1997 s.4A; domain/law.md section 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology, Happening
from throughline.patterns.counted import milestones_of, people
from throughline.patterns.law import law_for
from throughline.patterns.names import FEAR_NAMED, change_named
from throughline.patterns.spans import around, from_to
from throughline.patterns.wording import count, listed, times, when

KIND: FindingKind = "impact"
RULE = "impact/1"
HIGH_FEAR = 4
_MILESTONES = {"moved": "moving home", "changed_number": "changing your number"}
_CAVEAT = "A change counts from the first incident you noted it with. If it had another reason too, say so."
_CAVEAT_FEAR = "This is how you put it yourself at the time. It cannot say what will happen."
_NO_SPAN = Span(datetime.max.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


class _Change(NamedTuple):
    """Something that changed, in words, where it is noted first, and when that was."""

    says: str
    id: str
    span: Span | None


def detect(chronology: Chronology) -> Iterator[Finding]:
    """For each person, and for what is put down to nobody: one finding on changes and one on fear."""
    for person in people(chronology):
        changes = _changes(chronology, person)
        if changes:
            yield _on_changes(chronology, person, changes)
        afraid = [it for it in chronology.happenings_of(person) if _fear(it)]
        if afraid:
            yield _on_fear(chronology, person, afraid)


def _fear(happening: Happening) -> int:
    impact = happening.incident.impact
    return 0 if impact is None or impact.fear is None else impact.fear


def _changes(chronology: Chronology, person: str | None) -> list[_Change]:
    """Each change once, with the first incident or milestone that tells of it; those without a time last."""
    changes: dict[str, _Change] = {}
    for happening in chronology.happenings_of(person):
        impact = happening.incident.impact
        for code in impact.changes if impact else ():
            changes.setdefault(code, _Change(f"“{change_named(code)}”", happening.incident.id, happening.begins))
    for milestone, span, subject in milestones_of(chronology, tuple(_MILESTONES)):
        if subject == person:
            changes[f"milestone {milestone.id}"] = _Change(_MILESTONES[milestone.kind], milestone.id, span)
    return sorted(changes.values(), key=lambda change: (change.span is None, change.span or _NO_SPAN))


def _on_changes(chronology: Chronology, person: str | None, changes: list[_Change]) -> Finding:
    zone = chronology.zone
    each = listed([f"{it.says} ({when(it.span, zone) if it.span else 'no time noted'})" for it in changes])
    start, end = around([it.span for it in changes if it.span is not None], chronology)
    return Finding(
        KIND, "fact", RULE, f"You wrote down {count(len(changes), 'change')} in your life: {each}.",
        tuple(dict.fromkeys(it.id for it in changes)), person, start, end, Measure("changes", len(changes)), _CAVEAT,
        law=law_for(chronology.case, "daily_life"), risk=("impact",),
    )  # fmt: skip


def _on_fear(chronology: Chronology, person: str | None, afraid: list[Happening]) -> Finding:
    degrees = [_fear(it) for it in afraid]
    each = listed(
        [f"{FEAR_NAMED[degree]} {times(degrees.count(degree))}" for degree in sorted(set(degrees), reverse=True)]
    )
    name = chronology.name(person)
    incidents = count(len(afraid), "incident")
    where = (
        f"{incidents} where you named nobody"
        if person is None
        else f"{incidents} with {'them' if name == 'they' else name}"
    )
    start, end = from_to(chronology, afraid)
    return Finding(
        KIND, "fact", RULE, f"You wrote down how afraid you were in {where}: {each}.",
        tuple(it.incident.id for it in afraid), person, start, end, Measure("highest_fear", max(degrees)), _CAVEAT_FEAR,
        law=law_for(chronology.case, "fear"), risk=("impact", "high_fear") if max(degrees) == HIGH_FEAR else ("impact",),
    )  # fmt: skip
