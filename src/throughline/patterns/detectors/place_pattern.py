"""Where somebody was near you: at how many places, and how often at each.

Facts from the diary: incidents of presence that name a place. How often two people meet by chance at a place cannot be known
from them (patterns.md 2.2), so nothing is said about chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.chronology import Chronology, Happening
from throughline.patterns.counted import people
from throughline.patterns.law import examples_of
from throughline.patterns.names import PRESENCE
from throughline.patterns.spans import from_to
from throughline.patterns.wording import count, listed, times

KIND: FindingKind = "place_pattern"
RULE = "place_pattern/1"
LEAST_ENCOUNTERS = 2
_SEEN = frozenset({"following_on_foot", "following_by_vehicle", "watching"})
_CAVEAT = (
    "You may be asked whether they had a reason of their own to be at these places. Note what you know about that, and who "
    "knew that you would be there."
)


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each person, and one for incidents put down to nobody, from two encounters at a named place."""
    for person in people(chronology):
        near = [it for it in chronology.happenings_of(person) if _is_presence(it) and it.incident.place is not None]
        if len(near) >= LEAST_ENCOUNTERS:
            yield _finding(chronology, person, near)


def _is_presence(happening: Happening) -> bool:
    return not PRESENCE.isdisjoint(happening.incident.behaviours)


def _finding(chronology: Chronology, person: str | None, near: list[Happening]) -> Finding:
    labels = {place.id: place.label or place.id for place in chronology.case.places}
    at = Counter(it.incident.place for it in near)
    each = listed([f"“{labels[place]}” {times(number)}" for place, number in at.most_common() if place is not None])
    name = chronology.name(person)
    who = "somebody you did not name was" if person is None else "they were" if name == "they" else f"{name} was"
    statement = f"You wrote that {who} near you or your things at {count(len(at), 'place')}: {each}."
    behaviours = frozenset[str]().union(*(PRESENCE.intersection(it.incident.behaviours) for it in near))
    start, end = from_to(chronology, near)
    return Finding(
        KIND, "fact", RULE, statement, tuple(it.incident.id for it in near), person, start, end,
        Measure("places", len(at)), _CAVEAT, law=examples_of(chronology.case, behaviours),
        risk=("following_or_spying",) if behaviours & _SEEN else (),
    )  # fmt: skip
