"""Occasions gather at hours of the day, or days of contact on one day of the week, beyond what any usual day or week explains.

When an occasion begins is what counts, on the clock of the case's zone, and only where that is known to the minute: "that
evening" is no hour. A diary tells when somebody was there to notice, so it is used only where too little was imported, from the
day it was begun, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.chronology import Chronology
from throughline.patterns.contact_days import DIARY_CAVEAT, EPOCH, contact_days, date_of, diary_begun
from throughline.patterns.counted import count_once
from throughline.patterns.law import law_for
from throughline.patterns.statistics.gathering import (
    LEAST_DAYS,
    TOLD_CHANCE,
    Hours,
    Weekday,
    day_of,
    gathered_hours,
    gathered_weekday,
)
from throughline.patterns.statistics.looks import latest_look
from throughline.patterns.wording import at_start, spoken_chance

KIND: FindingKind = "rhythm"
RULE = "rhythm/1"
_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_KNOWN_TO = timedelta(minutes=1)
_HOURS_CAVEAT = "Work, sleep or a shared routine can bring people together at some hours; this takes any day with contact spread over 14 hours or more as usual."
_WEEKDAY_CAVEAT = "Handing over children, a course or a working week can bring contact on one day; this takes any share between workdays and weekend as usual."


class _Begun(NamedTuple):
    """Occasions whose beginning is known to the minute: ids, and hours on the wall since midnight before `EPOCH`, in order."""

    ids: tuple[str, ...]
    hours: NDArray[np.float64]
    caveat: str


def detect(chronology: Chronology) -> Iterator[Finding]:
    """At most two findings for each person, hours and a weekday, however likely by chance."""
    for person in chronology.case.people:
        begun = _at_latest_look(_begun(chronology, person.id))
        hours = gathered_hours(begun.hours)
        if hours is not None:
            yield _of_hours(chronology, person.id, begun, hours)
        contact = contact_days(chronology, person.id)
        look = latest_look(contact.days.size, first=LEAST_DAYS) or 0
        weekday = gathered_weekday(contact.days[:look])
        if weekday is not None:
            caveat = _WEEKDAY_CAVEAT + (f" {DIARY_CAVEAT}" if contact.is_diary else "")
            yield _of_weekday(chronology, person.id, contact.ids[:look], contact.days[:look], weekday, caveat)


def most_chance(_inference: Finding) -> float:
    """Hours and weekdays are told at or below the same chance at every look."""
    return TOLD_CHANCE


def _begun(chronology: Chronology, person: str) -> _Begun:
    """What was imported, where that is on enough days, else the diary."""
    dated = count_once(chronology, person).dated.filter(pl.col("latest") - pl.col("earliest") < _KNOWN_TO)
    wall = pl.col("earliest").dt.convert_time_zone(chronology.case.timezone).dt.replace_time_zone(None)
    at = dated.with_columns(hours=(wall - pl.lit(EPOCH).cast(pl.Datetime("us"))).dt.total_seconds() / 3600.0)
    imported = at.filter(pl.col("channel").is_not_null())
    if np.unique(day_of(imported["hours"].to_numpy())).size >= LEAST_DAYS:
        return _Begun(tuple(imported["id"].to_list()), imported["hours"].to_numpy(), "")
    written = at.filter(pl.col("channel").is_null() & (wall.dt.date() >= diary_begun(chronology)))
    return _Begun(tuple(written["id"].to_list()), written["hours"].to_numpy(), f" {DIARY_CAVEAT}")


def _at_latest_look(begun: _Begun) -> _Begun:
    """Those up to the day at which there was the latest look (8, 10, 13, 17, … days)."""
    days = day_of(begun.hours)
    distinct = np.unique(days)
    look = latest_look(distinct.size, first=LEAST_DAYS)
    until = 0 if look is None else int(np.searchsorted(days, distinct[look - 1], side="right"))
    return _Begun(begun.ids[:until], begun.hours[:until], begun.caveat)


def _of_hours(chronology: Chronology, person: str, begun: _Begun, hours: Hours) -> Finding:
    statement = (
        f"{hours.inside:,} of {hours.of:,} occasions from {_them(chronology.name(person))} began between "
        f"{_hour(hours.begins)} and {_hour(hours.begins + hours.width)}. With any usual hours, {spoken_chance(hours.chance)}."
    )
    first, last = (date_of(int(begun.hours[at] // 24)) for at in (0, -1))
    return Finding(
        KIND, "inference", RULE, statement, begun.ids, person, start=first.isoformat(), end=last.isoformat(),
        measure=Measure("occasions_in_hours", hours.inside, of=hours.of, chance=hours.chance),
        caveat=_HOURS_CAVEAT + begun.caveat, law=law_for(chronology.case, "occasions"),
    )  # fmt: skip


def _hour(hour: int) -> str:
    """An hour of the clock: "9pm", "midnight"."""
    at = hour % 24
    if at % 12 == 0:
        return "midday" if at else "midnight"
    return f"{at % 12}{'am' if at < 12 else 'pm'}"


def _of_weekday(
    chronology: Chronology, person: str, ids: Sequence[str], days: NDArray[np.int64], found: Weekday, caveat: str
) -> Finding:
    statement = (
        f"{found.on:,} of the {found.of:,} days with contact or incidents from {_them(chronology.name(person))} were "
        f"{_WEEKDAYS[found.weekday]}. With any usual week, {spoken_chance(found.chance)}."
    )
    return Finding(
        KIND, "inference", RULE, at_start(statement), tuple(ids), person,
        start=date_of(int(days[0])).isoformat(), end=date_of(int(days[-1])).isoformat(),
        measure=Measure("days_on_weekday", found.on, of=found.of, chance=found.chance),
        caveat=caveat, law=law_for(chronology.case, "occasions"),
    )  # fmt: skip


def _them(name: str) -> str:
    return "them" if name == "they" else name
