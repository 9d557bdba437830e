"""Small cases written as tables, for the specifications of detectors.

A contact is a line `id | time | person, "withheld" or "me" (what the user sent to p1) | channel | text`; columns at the end
may be left out. Times are local to Europe/London unless they carry an offset; incidents and milestones are values of the domain.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import polars as pl

from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.finding import Finding
from throughline.domain.incident import Impact, Incident, Occurred
from throughline.domain.milestone import Milestone, Order, OrderTerm
from throughline.domain.people import Identifier, Person, Place
from throughline.domain.timing import WrittenTime
from throughline.patterns.chronology import Chronology, build_chronology

NUMBERS = {
    "p1": "+447700900101", "p1b": "+447700900102", "p1c": "+447700900103", "p2": "+447700900201", "someone": "+447700900301",
}  # fmt: skip
PEOPLE = (
    Person("p1", "Sam", "former_partner", tuple(Identifier("phone", NUMBERS[key]) for key in ("p1", "p1b", "p1c"))),
    Person("p2", "Kit", "acquaintance", (Identifier("phone", NUMBERS["p2"]),)),
)
PLACES = (Place("home", "home", "Home"), Place("work", "work", "Work"), Place("lido", "leisure", "Parkside Lido"))


def milestone(id: str, at: str, kind: str, person: str | None = "p1", order: Order | None = None) -> Milestone:
    """A milestone that concerns p1 unless said otherwise."""
    return Milestone(id, WrittenTime(at), kind, person, order=order)  # type: ignore[arg-type]


def order(
    ends: str | None = None, *terms: OrderTerm, kind: str = "non_molestation", exceptions: Sequence[str] = ()
) -> Order:
    """An order with its end and terms."""
    return Order(kind, "", None if ends is None else WrittenTime(ends), terms, tuple(exceptions))  # type: ignore[arg-type]


def incident(
    id: str, at: str | None, *behaviours: str, person: str | None = "p1", place: str | None = None, precision: str = "minute",
    to: str | None = None, recorded: str | None = None, fear: int | None = None, changes: Sequence[str] = (), account: str = "",
) -> Incident:  # fmt: skip
    """An incident put down to p1 unless said otherwise; with no time its precision is unknown."""
    start = None if at is None else WrittenTime(at)
    occurred = Occurred(start, None if to is None else WrittenTime(to), precision if start else "unknown")  # type: ignore[arg-type]
    impact = Impact(fear, tuple(changes)) if fear is not None or changes else None
    recorded_at = None if recorded is None else WrittenTime(recorded)
    return Incident(id, occurred, recorded_at, behaviours, person, "seen", place=place, account=account, impact=impact)


def contacts(text: str) -> pl.DataFrame:
    """The table of communications that those lines say."""
    rows = []
    for line in text.strip().splitlines():
        id, at, who, *rest = (cell.strip() for cell in line.split("|"))
        channel, words = [*rest, "", ""][:2]
        kind = "withheld" if who == "withheld" else "phone"
        value = "" if who == "withheld" else NUMBERS["p1" if who == "me" else who]
        rows.append({
            "id": id, "at": at, "direction": "outgoing" if who == "me" else "incoming", "channel": channel or "sms",
            "kind": "call" if channel == "phone" else "message", "party_kind": kind, "party_value": value, "text": words or None,
        })  # fmt: skip
    return pl.DataFrame(rows, schema_overrides=table.SCHEMA, schema={name: table.SCHEMA[name] for name in table.SCHEMA})


def lay_out(
    *items: Incident | Milestone, came: str = "", people: Sequence[Person] = PEOPLE, timezone: str = "Europe/London",
    jurisdiction: str | None = "england_wales",
) -> Chronology:  # fmt: skip
    """The chronology of a small case."""
    case = Case(
        timezone, jurisdiction, tuple(people), PLACES,  # type: ignore[arg-type]
        tuple(it for it in items if isinstance(it, Milestone)), tuple(it for it in items if isinstance(it, Incident)),
    )  # fmt: skip
    return build_chronology(case, contacts(came) if came.strip() else table.empty())


def told(detector: ModuleType, chronology: Chronology) -> list[tuple[str, tuple[str, ...]]]:
    """What a detector says of a case: each statement with the ids it rests on."""
    return [(finding.statement, finding.because) for finding in found(detector, chronology)]


def found(detector: ModuleType, chronology: Chronology) -> list[Finding]:
    """The findings of one detector."""
    return list(detector.detect(chronology))
