"""The days that are coming: those that advisers wrote down, and those in the milestones that the person shared, in order."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from throughline.casework.checks import TIME_ZONE
from throughline.casework.planning import TriggerDate, TriggerKind
from throughline.casework.state import State
from throughline.domain.milestone import Milestone
from throughline.domain.timing import WrittenTime
from throughline.domain.vocabulary import MilestoneKind

KINDS: dict[TriggerKind, str] = {
    "hearing": "A hearing",
    "order_ends": "An order or a bail condition ends",
    "release": "A release",
    "anniversary": "An anniversary",
    "papers_served": "Papers are served",
    "handover": "A hand-over of children",
    "move": "The person moves",
    "other": "Another day that may change something",
}
OF_MILESTONES: dict[MilestoneKind, tuple[TriggerKind, bool]] = {
    "court_hearing": ("hearing", False),
    "order_ended": ("order_ends", False),
    "released": ("release", False),
    "moved": ("move", False),
    "anniversary": ("anniversary", True),
    "relationship_ended": ("anniversary", True),
}
"""Which milestones are such days, as what kind, and whether each year. The end in an `order_made` is one too."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day or, where only the month is known, the days it may be. `source` names the item or milestone."""

    first: date
    last: date
    kind: TriggerKind
    words: str
    source: str
    is_shared: bool
    """True where it is from what the person shared, False where an adviser wrote it."""
    comes_again: bool


def coming(
    state: State, milestones: Sequence[Milestone] = (), *, today: date, zone: ZoneInfo = TIME_ZONE
) -> tuple[Day, ...]:
    """Every such day that may still come, the soonest first. A yearly one is given as it comes next.

    `zone` is that of the shared case, in which its milestones' times are meant.
    """
    return tuple(it for it in days_from(state, milestones, since=today, zone=zone) if it.last >= today)


def days_from(
    state: State, milestones: Sequence[Milestone] = (), *, since: date, zone: ZoneInfo = TIME_ZONE
) -> tuple[Day, ...]:
    """Every such day, the soonest first, past ones too; a yearly one as it first comes on or after `since`."""
    days = [*_written(state), *(day for it in milestones for day in _shared(it, zone))]
    return tuple(sorted((_next(it, since) for it in days), key=lambda it: (it.first, it.last, it.source)))


def _written(state: State) -> Iterator[Day]:
    for item in state.of(TriggerDate):
        for it in item.values:
            yield Day(it.on, it.on, it.what, it.words, f"{item.kind}:{item.id}", False, it.every_year)


def _shared(milestone: Milestone, zone: ZoneInfo) -> Iterator[Day]:
    source = f"milestone:{milestone.id}"
    if milestone.kind in OF_MILESTONES:
        kind, again = OF_MILESTONES[milestone.kind]
        yield Day(*_ends(milestone.at, zone), kind, milestone.note, source, True, again)
    if milestone.order is not None and milestone.order.ends is not None:
        yield Day(*_ends(milestone.order.ends, zone), "order_ends", milestone.order.name, source, True, False)


def _ends(at: WrittenTime, zone: ZoneInfo) -> tuple[date, date]:
    span = at.span(zone)
    return span.earliest.astimezone(zone).date(), span.latest.astimezone(zone).date()


def _next(day: Day, since: date) -> Day:
    """A yearly day as it first comes on or after `since`; any other as it is. 28 February stands for 29 where there is none."""
    if not day.comes_again or day.last >= since:
        return day
    length = day.last - day.first
    for year in range(since.year - 1, since.year + 2):
        first = _in_year(day.first, year)
        if first + length >= since:
            return Day(first, first + length, day.kind, day.words, day.source, day.is_shared, True)
    raise AssertionError("a day comes every year")


def _in_year(day: date, year: int) -> date:
    is_missing = (day.month, day.day) == (2, 29) and not isleap(year)
    return date(year, 2, 28) if is_missing else day.replace(year=year)


def is_near(day: Day, today: date, days: int) -> bool:
    """True when it may be today or within so many days."""
    return day.first <= today + timedelta(days=days) and day.last >= today
