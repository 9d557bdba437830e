"""When the entries behind a finding were, by their ids, in the case's zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import polars as pl

from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.counted import instant

_EXACT = timedelta(hours=1)


class Moment(NamedTuple):
    """An entry and the interval in which it was."""

    id: str
    span: Span

    @property
    def is_exact(self) -> bool:
        """True where it is known to the hour."""
        return self.span.latest - self.span.earliest <= _EXACT


def moments_of(chronology: Chronology, ids: Sequence[str]) -> list[Moment]:
    """The moments of those ids that have a time, in order of time: incidents, milestones, and communications either way."""
    wanted = set(ids)
    found = [
        Moment(it.incident.id, it.begins) for it in chronology.happenings if it.incident.id in wanted and it.begins
    ]
    found += [Moment(milestone.id, span) for milestone, span in chronology.milestones if milestone.id in wanted]
    for table in (chronology.contacts, chronology.own):
        rows = table.filter(pl.col("id").is_in(list(wanted))).select("id", "earliest", "latest")
        found += [Moment(id, Span(instant(earliest), instant(latest))) for id, earliest, latest in rows.iter_rows()]
    return sorted(found, key=lambda it: it.span.earliest)


def local(chronology: Chronology, moment: Moment) -> datetime:
    """The middle of a moment in the case's zone."""
    earliest, latest = moment.span.earliest, moment.span.latest
    return (earliest + (latest - earliest) / 2).astimezone(chronology.zone)
