"""The days on which somebody was in touch or did something, for what is said about when.

Imported communications are complete while an export runs; a diary is so only from the day it was begun, because what is
remembered from before is never all there was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.counted import count_once

EPOCH = date(1970, 1, 5)
"""Day 0, a Monday."""
DIARY_CAVEAT = "It is counted from your diary, from the day you began it."


@dataclass(frozen=True, slots=True)
class ContactDays:
    """Distinct days in order (days since `EPOCH`, on the wall in the case's zone), with the id of what came first on each.

    `vague` are incidents whose day is not sure: first and last day on which each can have begun. `lasting` are those that were
    going on from one day to another. `undated`: how many have no time at all. `is_diary`: nothing was imported, so the days are those of the diary from when it was begun.
    """

    days: NDArray[np.int64]
    ids: tuple[str, ...]
    vague: tuple[tuple[int, int], ...]
    lasting: tuple[tuple[int, int], ...]
    undated: int
    is_diary: bool


def contact_days(chronology: Chronology, person: str) -> ContactDays:
    """The days of one person, contact and incidents together, each occasion counted once."""
    counted = count_once(chronology, person)
    is_diary = counted.dated["channel"].null_count() == len(counted.dated)
    dated = counted.dated.select("id", "day").drop_nulls("day")
    if is_diary:
        dated = dated.filter(pl.col("day") >= diary_begun(chronology))
    sure = dated.filter(pl.col("day").is_first_distinct()).sort("day")
    return ContactDays(
        days=(sure["day"] - EPOCH).dt.total_days().to_numpy().astype(np.int64),
        ids=tuple(sure["id"].to_list()),
        vague=_over_days(chronology, person, lasting=False),
        lasting=_over_days(chronology, person, lasting=True),
        undated=len(counted.undated),
        is_diary=is_diary,
    )


def _over_days(chronology: Chronology, person: str, *, lasting: bool) -> tuple[tuple[int, int], ...]:
    """First and last day of every incident of a person that can touch more than one, of those that lasted or of the others."""
    incidents = [it.incident for it in chronology.happenings_of(person)]
    spans = [it.occurred.span(chronology.zone) for it in incidents if (it.occurred.to is not None) == lasting]
    days = [days_of(span, chronology) for span in spans if span is not None]
    return tuple((first, last) for first, last in days if first < last)


def days_of(span: Span, chronology: Chronology) -> tuple[int, int]:
    """First and last day of a span, as days since `EPOCH` on the wall in the case's zone."""
    first, last = (moment.astimezone(chronology.zone).date() for moment in (span.earliest, span.latest))
    return (first - EPOCH).days, (last - EPOCH).days


def date_of(day: int) -> date:
    """The date of a day since `EPOCH`."""
    return EPOCH + timedelta(days=day)


def diary_begun(chronology: Chronology) -> date:
    """The day on which the first incident was written down, or long ago where no incident says when."""
    recorded = [
        it.incident.recorded_at.span(chronology.zone).earliest.astimezone(chronology.zone).date()
        for it in chronology.happenings
        if it.incident.recorded_at is not None
    ]
    return min(recorded, default=date.min)
