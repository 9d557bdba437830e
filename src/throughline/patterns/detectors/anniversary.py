"""Contact or incidents fall on dates the person listed more often than on other days near them.

Listed dates are milestones of kind `anniversary` (birthdays, holidays, whatever was meant) on their day of every year, the day
a relationship ended in later years, and hearings on their own day. A date of which the month alone is known is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.contact_days import DIARY_CAVEAT, EPOCH, ContactDays, contact_days, date_of, days_of
from throughline.patterns.counted import instant
from throughline.patterns.law import law_for
from throughline.patterns.statistics.anniversary import TOLD_CHANCE, DatesHit, dates_hit_at_latest_look
from throughline.patterns.wording import spoken_chance

KIND: FindingKind = "anniversary"
RULE = "anniversary/1"
_EVERY_YEAR, _LATER_YEARS, _ONCE = "anniversary", "relationship_ended", "court_hearing"
_CAVEAT = "The dates are those you listed; a date listed because of what came on it would be counted too."


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each person in touch around three listed dates or more, however likely by chance."""
    until = _end_of_record(chronology)
    for person in chronology.case.people:
        contact = contact_days(chronology, person.id)
        if contact.days.size == 0:
            continue
        listed = _listed_dates(chronology, person.id, int(contact.days[0]), until)
        dates = np.array(sorted(listed), dtype=np.int64)
        found = dates_hit_at_latest_look(contact.days, dates, until)
        if found is not None:
            yield _finding(chronology, person.id, contact, listed, found)


def most_chance(_inference: Finding) -> float:
    """Dates are told at or below the same chance at every look."""
    return TOLD_CHANCE


def _end_of_record(chronology: Chronology) -> int:
    """The last day of which anything is recorded (days since `EPOCH`): a date after it says nothing yet."""
    ends = chronology.exports["ends"].max()
    moments = [] if ends is None else [instant(ends)]
    moments += [it.begins.latest for it in chronology.happenings if it.begins is not None]
    return max((days_of(Span(moment, moment), chronology)[0] for moment in moments), default=0)


def _listed_dates(chronology: Chronology, person: str, first: int, until: int) -> dict[int, str]:
    """The milestone behind each listed day of the record (days since `EPOCH`)."""
    dates: dict[int, str] = {}
    for milestone, span in chronology.milestones:
        begins, ends = days_of(span, chronology)
        if begins != ends or milestone.person not in (None, person):
            continue
        if milestone.kind == _ONCE:
            days = [begins]
        elif milestone.kind in (_EVERY_YEAR, _LATER_YEARS):
            every = _every_year(date_of(begins), date_of(first).year, date_of(until).year)
            days = [day for day in every if milestone.kind == _EVERY_YEAR or day > begins]
        else:
            continue
        for day in days:
            if first <= day <= until:
                dates.setdefault(day, milestone.id)
    return dates


def _every_year(day: date, first: int, last: int) -> list[int]:
    """That day in each of those years; the last of February where a year has no 29th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    days = [
        date(year, 3, 1).toordinal() - 1 if is_leap_day else day.replace(year=year).toordinal()
        for year in range(first, last + 1)
    ]
    return [it - EPOCH.toordinal() for it in days]


def _finding(
    chronology: Chronology, person: str, contact: ContactDays, listed: dict[int, str], found: DatesHit
) -> Finding:
    dates = sorted(listed)[: found.of]
    name = chronology.name(person)
    near = "on" if found.within == 0 else "on or within a day of"
    hits = f"all {found.of:,}" if len(found.hit) == found.of else f"{len(found.hit):,} of the {found.of:,}"
    statement = (
        f"Contact or incidents from {'them' if name == 'they' else name} came {near} {hits} dates you listed. "
        f"If they could have been any days near these, {spoken_chance(found.chance)}."
    )
    came = [contact.ids[int(np.argmin(np.abs(contact.days - dates[hit])))] for hit in found.hit]
    return Finding(
        KIND, "inference", RULE, statement, tuple(dict.fromkeys([*(listed[day] for day in dates), *came])), person,
        start=date_of(dates[0]).isoformat(), end=date_of(dates[-1]).isoformat(),
        measure=Measure("dates_with_contact", len(found.hit), of=found.of, chance=found.chance),
        caveat=_CAVEAT + (f" {DIARY_CAVEAT}" if contact.is_diary else ""),
        law=law_for(chronology.case, "occasions"),
    )  # fmt: skip
