"""Incidents: one thing that happened, at a time known as well as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from throughline.domain.people import Identifier
from throughline.domain.rules import NOT_EMPTY, Rule
from throughline.domain.timing import Span, WrittenTime, whole_days
from throughline.domain.vocabulary import BEHAVIOUR_NAMES, Attribution, Precision

_HALF_WIDTH: dict[str, timedelta] = {"hour": timedelta(minutes=30), "part_of_day": timedelta(hours=3)}
"""How far "about seven" and "that evening" may lie from the time written, each way."""

FEAR = Rule(range(5).__contains__, "goes from 0 (not at all) to 4 (very)")
A_CHANGE = Rule(
    lambda code: code.replace("_", "").isalnum() and code == code.lower(),
    "“{}” is not a code for a change, such as stopped_going_out",
)
A_BEHAVIOUR = Rule(BEHAVIOUR_NAMES.__contains__, "“{}” is not a behaviour this version knows; use other if none fits")


@dataclass(frozen=True, slots=True)
class Occurred:
    """When an incident happened: `start` (case-file key `from`), `to` where it lasted, and how precisely it is known.

    Without a start nothing is known of the time, whatever else is said of it.
    """

    start: WrittenTime | None = None
    to: WrittenTime | None = None
    precision: Precision = "minute"

    def span(self, zone: ZoneInfo) -> Span | None:
        """Every moment, in UTC, at which the incident can have begun or been under way; None when nothing is known."""
        if self.start is None:
            return None
        start = self.start.span(zone)
        whole = start if self.to is None else start.until(self.to.span(zone))
        return _widened(whole, self.start, self.precision, zone)

    def begins(self, zone: ZoneInfo) -> Span | None:
        """Every moment, in UTC, at which the incident can have begun; None when nothing is known."""
        if self.start is None:
            return None
        return _widened(self.start.span(zone), self.start, self.precision, zone)


def _widened(span: Span, written: WrittenTime, precision: Precision, zone: ZoneInfo) -> Span:
    """The span made as wide as the precision says, where the text alone says something narrower."""
    if precision in _HALF_WIDTH:
        return Span(span.earliest - _HALF_WIDTH[precision], span.latest + _HALF_WIDTH[precision])
    if precision not in ("day", "month"):
        return span
    # A time with an offset may lie on another day where the person is, and theirs is the day they mean.
    local = span.earliest.astimezone(zone) if written.has_offset else written.wall_clock()
    day = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    month = day.replace(day=1)
    if precision == "day":
        return whole_days(day, day + timedelta(days=1), zone).until(span)
    return whole_days(month, (month + timedelta(days=31)).replace(day=1), zone).until(span)


@dataclass(frozen=True, slots=True)
class Impact:
    """What it did to the person: fear from 0 (not at all) to 4 (very), and what they changed because of it."""

    fear: Annotated[int, FEAR] | None = None
    changes: tuple[Annotated[str, A_CHANGE], ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        FEAR.check(self.fear)
        A_CHANGE.check(*self.changes)


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody was told: who, when, and the reference they gave."""

    to: str = ""
    at: WrittenTime | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happened, in the person's own words, and how they know who did it.

    What is `private` as a whole, and `private_note` in any case, is the person's alone: it never goes into a pack.
    """

    id: Annotated[str, NOT_EMPTY]
    occurred: Occurred
    recorded_at: WrittenTime | None = None
    behaviours: tuple[Annotated[str, A_BEHAVIOUR], ...] = ()
    person: str | None = None
    attribution: Attribution = "unknown"
    identifiers: tuple[Identifier, ...] = ()
    place: str | None = None
    account: str = ""
    impact: Impact | None = None
    witnesses: tuple[str, ...] = ()
    exhibits: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()
    private: bool = False
    private_note: str = ""

    def __post_init__(self) -> None:
        NOT_EMPTY.check(self.id)
        A_BEHAVIOUR.check(*self.behaviours)
