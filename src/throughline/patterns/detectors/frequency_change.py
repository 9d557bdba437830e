"""Contact days became more frequent since about a date.

The unit is the contact day, because messages come in bursts. Imported communications are complete in a way a diary is not
(people write more once they have begun one), so the diary's days are used only where exports hold too few, and only from the
day it was begun: what is remembered from before is never all there was. In the same way an export of several people's
messages that begins late would look like a rise on the day it begins; so the test is made on a stretch through which the same
exports run, the one with most contact days. The test is run
when the number of contact days has grown by 30 % since the last time, and on what there was then, so that opening a case
every day does not sooner or later find a rise.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from throughline.communications.table import INSTANT
from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.chronology import Chronology
from throughline.patterns.law import law_for
from throughline.patterns.statistics.frequency import (
    LEAST_CONTACT_DAYS,
    FrequencyChange,
    frequency_change,
    look_chance,
)
from throughline.patterns.statistics.looks import latest_look
from throughline.patterns.wording import at_start, spoken_chance

KIND: FindingKind = "frequency_change"
RULE = "frequency_change/1"
_EPOCH = date(1970, 1, 1)
_A_WEEK = timedelta(days=7)
_USUAL_GAPS = 1.5
_CAVEAT = "Several bursts close together can look like a rise. This looks at the days there was contact, not at what was said or done."
_STRETCH_CAVEAT = " It looks at a time for which the same exports hold everything, because some of yours begin later."
_DIARY_CAVEAT = " It is counted from your diary, and people often write more down once they have begun one."


@dataclass(frozen=True, slots=True)
class _ContactDays:
    """Distinct days of contact in order (days since 1970 in the case's zone), with the id that stands for each."""

    days: np.ndarray[tuple[int], np.dtype[np.int64]]
    ids: tuple[str, ...]
    caveat: str = ""


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each person in whose contact days there may be a rise, however likely by chance."""
    for person in chronology.case.people:
        contact = _contact_days(chronology, person.id)
        look = latest_look(len(contact.ids))
        if look is None or look < LEAST_CONTACT_DAYS:
            continue
        change = frequency_change(contact.days[:look], seed=zlib.crc32(contact.days[:look].tobytes()))
        if change is not None:
            yield _finding(chronology, person.id, change, contact)


def most_chance(inference: Finding) -> float:
    """A rise is told at or below a chance that gets smaller as contact days grow (`statistics.frequency.look_chance`)."""
    return look_chance(len(inference.because))


def _contact_days(chronology: Chronology, person: str) -> _ContactDays:
    imported = _imported_days(chronology, person)
    return imported if len(imported.ids) >= LEAST_CONTACT_DAYS else _diary_days(chronology, person)


def _imported_days(chronology: Chronology, person: str) -> _ContactDays:
    """The days of imported contact in the stretch that holds most of them."""
    occasions = chronology.of(person).select("first", "start", "exhibit")
    late = _late_exports(chronology, occasions)
    if late.is_empty():
        return _days_of(chronology, occasions)
    since = occasions.join(late, on="exhibit", how="left", nulls_equal=True, maintain_order="left")
    is_early = pl.col("begins").is_null()
    stretches = [since.filter(is_early)]
    for begins in late["begins"].sort():
        stretches.append(since.filter((pl.col("start") >= begins) & (is_early | (pl.col("begins") <= begins))))
    return max((_days_of(chronology, it, _STRETCH_CAVEAT) for it in stretches), key=lambda it: len(it.ids))


def _late_exports(chronology: Chronology, occasions: pl.DataFrame) -> pl.DataFrame:
    """The exports of several parties that begin after the first contact of the person, and in which that person comes up soon:
    that they hold nothing from before then shows nothing.

    A chat with one party begins where it began. Where an export ran for a week, and half as long again as usually lay between
    two contacts in it, before the person came up, it was they who began late.
    """
    start = pl.col("start")
    theirs = occasions.group_by("exhibit").agg(first=start.min(), gap=(start.max() - start.min()) / (pl.len() - 1))
    exports = chronology.exports.join(theirs, on="exhibit", nulls_equal=True)
    waited = pl.col("first") - pl.col("begins")
    is_cut = (waited < _A_WEEK) | (waited < pl.col("gap").fill_null(_A_WEEK) * _USUAL_GAPS)
    is_late = (pl.col("parties") > 1) & (pl.col("begins") > pl.lit(occasions["start"].min(), INSTANT))
    return exports.filter(is_late & is_cut).select("exhibit", "begins")


def _days_of(chronology: Chronology, occasions: pl.DataFrame, caveat: str = "") -> _ContactDays:
    day = pl.col("start").dt.convert_time_zone(chronology.case.timezone).dt.date().alias("day")
    by_day = occasions.group_by(day, maintain_order=True).agg(pl.col("first").first()).sort("day")
    days = np.array([(it - _EPOCH).days for it in by_day["day"].to_list()], dtype=np.int64)
    return _ContactDays(days, tuple(by_day["first"].to_list()), caveat)


def _diary_days(chronology: Chronology, person: str) -> _ContactDays:
    """The days of incidents whose day is sure, from the day the diary was begun."""
    begun = _diary_begun(chronology)
    first: dict[int, str] = {}
    for happening in chronology.happenings_of(person):
        if happening.begins is None:
            continue
        ends = (happening.begins.earliest, happening.begins.latest)
        days = {(moment.astimezone(chronology.zone).date() - _EPOCH).days for moment in ends}
        if len(days) == 1 and min(days) >= begun:
            first.setdefault(days.pop(), happening.incident.id)
    ordered = sorted(first)
    return _ContactDays(np.array(ordered, dtype=np.int64), tuple(first[day] for day in ordered), _DIARY_CAVEAT)


def _diary_begun(chronology: Chronology) -> int:
    """The day on which the first incident was written down (days since 1970), or long ago where no incident says when."""
    recorded = [
        it.incident.recorded_at.span(chronology.zone).earliest.astimezone(chronology.zone).date()
        for it in chronology.happenings
        if it.incident.recorded_at is not None
    ]
    return (min(recorded, default=date.min) - _EPOCH).days


def _finding(chronology: Chronology, person: str, change: FrequencyChange, contact: _ContactDays) -> Finding:
    name = chronology.name(person)
    since = _days_between(change.since_first, change.since_last)
    size = f"about {change.ratio:.1f} times as often; likely between {change.low:.1f} and {change.high:.1f} times"
    statement = (
        f"Since {since}, contact from {name} has come on more days: about {change.rate_after:.1f} days a week, up from "
        f"{change.rate_before:.1f} before ({size}). If nothing had changed, {spoken_chance(change.chance)}."
    )
    ids = contact.ids[: change.n_before + change.n_after]
    return Finding(
        KIND, "inference", RULE, at_start(statement), ids, person,
        start=_day(change.from_day).isoformat(), end=_day(change.until_day).isoformat(),
        measure=Measure("ratio", round(change.ratio, 2), low=round(change.low, 2), high=round(change.high, 2), chance=change.chance),
        caveat=_CAVEAT + contact.caveat,
        law=law_for(chronology.case, "occasions"), risk=("escalation_in_frequency",),
        since=(_day(change.since_first).isoformat(), _day(change.since_last).isoformat()),
    )  # fmt: skip


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=int(number))


def _days_between(first: int, last: int) -> str:
    start, end = _day(first), _day(last)
    if start == end:
        return f"about {start:%-d %B %Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"some time between {start:%-d} and {end:%-d %B %Y}"
    return f"some time between {start:%-d %B %Y} and {end:%-d %B %Y}"
