"""Contact days became more frequent since about a date.

The unit is the contact day, because messages come in bursts. A rise in what is written down is no rise in what was done, so the
test is made on one kind of record at a time, over a time in which it was kept evenly.

- Imported communications are complete in a way a diary is not, so the diary's days are used only where exports hold too few. An
  export that begins late would look like a rise on the day it begins; so the test is made on a stretch through which the
  same exports run, the one with most contact days.
- A diary counts only from the day it was kept: the first day of which something was written down within three days. What is
  remembered from before is never all there was. Entries written down later than that about days since are a memory too, and
  may be of any time; so a rise has to show with them and without them.

The test is run when the number of contact days has grown by 30 % since the last time, and on what there was then, so that opening a case
every day does not sooner or later find a rise.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

from throughline.communications.table import INSTANT
from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.chronology import Chronology, Happening
from throughline.patterns.law import law_for
from throughline.patterns.statistics.frequency import (
    FIRST_LOOK,
    LOOK_CHANCE,
    MOST_OCCASIONS_A_DAY,
    FrequencyChange,
    at_look,
    frequency_change,
)
from throughline.patterns.statistics.looks import latest_look
from throughline.patterns.wording import at_start, spoken_chance

KIND: FindingKind = "frequency_change"
RULE = "frequency_change/2"
_EPOCH = date(1970, 1, 1)
_A_WEEK, _PROMPT = timedelta(days=7), timedelta(days=3)
_USUAL_GAPS = 1.5
_CAVEAT = "Several bursts close together can look like a rise. This looks at the days there was contact, not at what was said or done."
_STRETCH_CAVEAT = " It looks at a time for which the same exports hold everything, because some of yours begin later."
_DIARY_CAVEAT = " It is counted from your diary, and people often write more down once they have begun one."


@dataclass(frozen=True, slots=True)
class _ContactDays:
    """Distinct days of contact in order (days since 1970 in the case's zone), and the ids of the occasions on each, up to four."""

    days: tuple[int, ...]
    ids: tuple[tuple[str, ...], ...]
    caveat: str = ""

    def change(self) -> FrequencyChange | None:
        """The rise in these days as it was at the latest look."""
        look = latest_look(len(self.days), FIRST_LOOK)
        if look is None:
            return None
        days = np.array(self.days[:look], dtype=np.int64)
        numbers = np.array([len(ids) for ids in self.ids[:look]], dtype=np.int64)
        change = frequency_change(days, seed=zlib.crc32(days.tobytes()), numbers=numbers)
        return None if change is None else replace(change, chance=at_look(change.chance, look))


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each person in whose contact days there may be a rise, however likely by chance."""
    for person in chronology.case.people:
        records = _records(chronology, person.id)
        rises = [(record, change) for record in records if (change := record.change()) is not None]
        if len(rises) == len(records):
            contact, change = max(rises, key=lambda rise: rise[1].chance)
            yield _finding(chronology, person.id, change, contact)


def most_chance(_inference: Finding) -> float:
    """A rise is told at or below this chance, because a case is looked at again and again."""
    return LOOK_CHANCE


def _records(chronology: Chronology, person: str) -> list[_ContactDays]:
    """The contact days that must each show a rise: the imported ones, or the diary's with and without its late entries."""
    imported = _imported_days(chronology, person)
    return [imported] if len(imported.days) >= FIRST_LOOK else _diary_days(chronology, person)


def _imported_days(chronology: Chronology, person: str) -> _ContactDays:
    """The days of imported contact in the stretch that holds most of them."""
    occasions = chronology.of(person).select("first", "start", "exhibit")
    late = _late_exports(chronology, occasions)
    if late.is_empty():
        return _days_of(chronology, occasions)
    since = occasions.join(late, on="exhibit", how="left", nulls_equal=True, maintain_order="left")
    is_early = pl.col("begins").is_null()
    stretches = [_days_of(chronology, since.filter(is_early), _STRETCH_CAVEAT)]
    for begins in late["begins"].sort():
        stretch = since.filter((pl.col("start") >= begins) & (is_early | (pl.col("begins") <= begins)))
        stretches.append(_days_of(chronology, stretch, _STRETCH_CAVEAT))
    return max(stretches, key=lambda it: len(it.days))


def _late_exports(chronology: Chronology, occasions: pl.DataFrame) -> pl.DataFrame:
    """The exports that begin after the first contact of the person, and in which that person comes up soon: that they hold
    nothing from before then shows nothing.

    Where an export of several parties ran for a week, and half as long again as usually lay between two contacts in it, before the
    person came up, it was they who began late. A chat with one party begins with them, whether or not there was more before.
    """
    start = pl.col("start")
    theirs = occasions.group_by("exhibit").agg(first=start.min(), gap=(start.max() - start.min()) / (pl.len() - 1))
    exports = chronology.exports.join(theirs, on="exhibit", nulls_equal=True)
    waited = pl.col("first") - pl.col("begins")
    is_cut = (waited < _A_WEEK) | (waited < pl.col("gap").fill_null(_A_WEEK) * _USUAL_GAPS)
    is_late = pl.col("begins") > pl.lit(occasions["start"].min(), INSTANT)
    return exports.filter(is_late & is_cut).select("exhibit", "begins")


def _days_of(chronology: Chronology, occasions: pl.DataFrame, caveat: str = "") -> _ContactDays:
    day = pl.col("start").dt.convert_time_zone(chronology.case.timezone).dt.date().cast(pl.Int64).alias("day")
    by_day = occasions.group_by(day).agg(pl.col("first").head(MOST_OCCASIONS_A_DAY)).sort("day")
    return _ContactDays(tuple(by_day["day"].to_list()), tuple(map(tuple, by_day["first"].to_list())), caveat)


def _diary_days(chronology: Chronology, person: str) -> list[_ContactDays]:
    """The days of incidents whose day is sure, since the diary was kept; and the same without what was written down late."""
    kept_from = _diary_kept_from(chronology)
    sure = [(day, it) for it in chronology.happenings_of(person) if (day := _sure_day(chronology, it)) is not None]
    kept = [(day, it) for day, it in sure if kept_from is None or day >= kept_from]
    prompt = [(day, it) for day, it in kept if _was_prompt(chronology, it)]
    return [_told_days(kept)] if len(prompt) == len(kept) else [_told_days(kept), _told_days(prompt)]


def _told_days(told: list[tuple[int, Happening]]) -> _ContactDays:
    by_day: dict[int, list[str]] = {}
    for day, happening in told:
        by_day.setdefault(day, []).append(happening.incident.id)
    ids = tuple(tuple(by_day[day][:MOST_OCCASIONS_A_DAY]) for day in sorted(by_day))
    return _ContactDays(tuple(sorted(by_day)), ids, _DIARY_CAVEAT)


def _diary_kept_from(chronology: Chronology) -> int | None:
    """The first day of which an incident was written down within three days; None where no incident says when it was written down.

    Where all were written down later, the day on which the first of them was.
    """
    written = [it for it in chronology.happenings if it.incident.recorded_at is not None]
    prompt = [day for it in written if _was_prompt(chronology, it) and (day := _sure_day(chronology, it)) is not None]
    recorded = [_day_number(chronology, moment) for it in written if (moment := _recorded(chronology, it)) is not None]
    return min(prompt or recorded, default=None)


def _was_prompt(chronology: Chronology, happening: Happening) -> bool:
    """True where an incident was written down within three days, or does not say when."""
    recorded = _recorded(chronology, happening)
    return recorded is None or (happening.begins is not None and recorded - happening.begins.latest < _PROMPT)


def _recorded(chronology: Chronology, happening: Happening) -> datetime | None:
    at = happening.incident.recorded_at
    return None if at is None else at.span(chronology.zone).earliest


def _sure_day(chronology: Chronology, happening: Happening) -> int | None:
    """The day on which an incident began (days since 1970), where it is sure."""
    if happening.begins is None:
        return None
    first, last = (_day_number(chronology, at) for at in (happening.begins.earliest, happening.begins.latest))
    return first if first == last else None


def _day_number(chronology: Chronology, moment: datetime) -> int:
    return (moment.astimezone(chronology.zone).date() - _EPOCH).days


def _finding(chronology: Chronology, person: str, change: FrequencyChange, contact: _ContactDays) -> Finding:
    name = chronology.name(person)
    since = _days_between(change.since_first, change.since_last)
    size = f"about {change.ratio:.1f} times as often; likely between {change.low:.1f} and {change.high:.1f} times"
    statement = (
        f"Since {since}, contact from {name} has come on more days: about {change.rate_after:.1f} days a week, up from "
        f"{change.rate_before:.1f} before ({size}). If nothing had changed, {spoken_chance(change.chance)}."
    )
    ids = tuple(id for of_day in contact.ids[: change.n_before + change.n_after] for id in of_day)
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
