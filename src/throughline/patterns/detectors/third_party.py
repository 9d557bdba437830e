"""Contact through other people: family and friends, helpers, children.

As the user marked it. Acts that somebody gets another to do count as their own (Protection from Harassment Act 1997 s.7(3A));
the finding does not say that anybody was asked to do it.
"""

from __future__ import annotations

from collections.abc import Iterator

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.chronology import Chronology, Happening
from throughline.patterns.counted import people
from throughline.patterns.law import law_for
from throughline.patterns.names import THROUGH_OTHERS
from throughline.patterns.spans import from_to
from throughline.patterns.wording import listed, times

KIND: FindingKind = "third_party"
RULE = "third_party/1"
_BY = {
    "contact_through_family": "through family or friends", "helpers": "through people who help them",
    "contact_through_children": "through children",
}  # fmt: skip
_CAVEAT = (
    "Your record cannot show who asked whom. It helps if each person who was contacted writes their own note with the date, "
    "and does not pass on an answer."
)


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each person, and one for incidents put down to nobody."""
    for person in people(chronology):
        through = [
            it for it in chronology.happenings_of(person) if not set(THROUGH_OTHERS).isdisjoint(it.incident.behaviours)
        ]
        if through:
            yield _finding(chronology, person, through)


def _finding(chronology: Chronology, person: str | None, through: list[Happening]) -> Finding:
    numbers = {by: sum(by in it.incident.behaviours for it in through) for by in THROUGH_OTHERS}
    each = listed([f"{_BY[by]} {times(number)}" for by, number in numbers.items() if number])
    name = chronology.name(person)
    about = "" if person is None else " from them" if name == "they" else f" from {name}"
    start, end = from_to(chronology, through)
    return Finding(
        KIND, "fact", RULE, f"You wrote down contact{about} through other people {times(len(through))}: {each}.",
        tuple(it.incident.id for it in through), person, start, end, Measure("incidents", len(through)), _CAVEAT,
        law=law_for(chronology.case, "contact", "through_others"),
        risk=("third_parties", "children") if numbers["contact_through_children"] else ("third_parties",),
    )  # fmt: skip
