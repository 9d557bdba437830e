"""The first time a kind of behaviour, a place, a channel, or a number or account appeared, once there was something before it.

The very first occasions of a case are new in every way and say nothing. So a first is told when at least three earlier
occasions had gone without it; the step to being near you in person is told after the first earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import polars as pl

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.counted import Counted, count_once, instant, people
from throughline.patterns.names import (
    BEHAVIOUR_NAMED,
    CHANNEL_NAMED,
    ENCOUNTERS,
    THROUGH_OTHERS,
    examples_of,
    law_for,
)  # fmt: skip
from throughline.patterns.wording import at_start, count, iso, listed, when

KIND: FindingKind = "first_of_kind"
RULE = "first_of_kind/1"
LEAST_EARLIER = 3
MOST_EARLIER = 100
"""So many earlier occasions are named at most; of more, the statement says "at least 100" and names the last 100."""
_CAVEAT = "The first time means the first in what you wrote down and imported. It may have happened before that."


class _First(NamedTuple):
    """What is new, in words; the row it first stands in; whether it is the step to being there in person."""

    says: str
    id: str
    span: Span
    is_in_person: bool = False
    behaviours: frozenset[str] = frozenset()


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each new thing of each person; new things of one incident are told together."""
    for person in people(chronology):
        counted = count_once(chronology, person)
        if counted.dated.is_empty():
            continue
        firsts = [*_of_incidents(chronology, person), *_of_channels(counted), *_of_parties(chronology, person)]
        for together in _by_moment(firsts):
            finding = _finding(chronology, person, counted, together)
            if finding is not None:
                yield finding


def _of_incidents(chronology: Chronology, person: str | None) -> Iterator[_First]:
    """Behaviours and places, from incidents with a time."""
    seen: set[str] = set()
    labels = {place.id: place.label or place.id for place in chronology.case.places}
    for incident, begins in chronology.happenings_of(person):
        if begins is None:
            continue
        behaviours = frozenset(incident.behaviours)
        if behaviours & ENCOUNTERS and "in person" not in seen:
            seen |= {"in person", *behaviours}
            named = listed([BEHAVIOUR_NAMED[it] for it in incident.behaviours if it in ENCOUNTERS])
            yield _First(f"the first time near you in person ({named})", incident.id, begins, True, behaviours)
        new = [it for it in incident.behaviours if it not in seen and it != "other"]
        if new:
            yield _First(f"the first of this kind: {listed([BEHAVIOUR_NAMED[it] for it in new])}", incident.id, begins, False, frozenset(new))
        if incident.place is not None and "place " + incident.place not in seen:
            yield _First(f"the first at this place: {labels[incident.place]}", incident.id, begins)
            seen.add("place " + incident.place)
        seen |= behaviours
