"""A cluster of contact that lasts for days: told as a fact of kind `burst`, because it cannot be told from a rise while it lasts.

A rise is an inference about weeks (`detectors.frequency_change`). Where contact came on many days close together and then
became rarer, or has only begun to, that is said as it is: so many contacts between one day and another.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date

import polars as pl

from throughline.domain.finding import Finding, Measure
from throughline.patterns.chronology import Chronology
from throughline.patterns.law import law_for
from throughline.patterns.statistics.cluster import find_cluster

RULE = "burst_of_days/1"
_EPOCH = date(1970, 1, 1).toordinal()
_CAVEAT = (
    "A cluster is a time of up to two weeks with contact on more days than in the rest of the record. "
    "It does not say whether contact became more frequent for good."
)


def cluster_of_days(chronology: Chronology, person: str) -> Iterator[Finding]:
    """The densest cluster of days with contact from one person, if there is one. Occasions whose day is not sure are left out."""
    days = _days(chronology, person)
    numbers = days["day"].to_numpy()
    cluster = find_cluster(numbers, seed=zlib.crc32(numbers.tobytes()))
    if cluster is None:
        return
    inside = days[cluster.first : cluster.last + 1]
    ids = tuple(id for of_day in inside["id"].to_list() for id in of_day)
    first, last = (date.fromordinal(_EPOCH + int(numbers[at])) for at in (cluster.first, cluster.last))
    known = chronology.name(person)
    statement = (
        f"A cluster of {len(ids):,} contacts from {'them' if known == 'they' else known} came on {len(inside)} days "
        f"between {first:%-d %B %Y} and {last:%-d %B %Y}."
    )
    yield Finding(
        "burst", "fact", RULE, statement, ids, person, first.isoformat(), last.isoformat(),
        Measure("contacts_in_a_cluster", len(ids), chance=cluster.chance), _CAVEAT,
        law=law_for(chronology.case, "contact"),
    )  # fmt: skip


def _days(chronology: Chronology, person: str) -> pl.DataFrame:
    """The days of contact in order, as days since 1970 in the case's zone, with the ids of the occasions on each."""
    dated = chronology.counted_of(person).select("id", pl.col("day").cast(pl.Int64)).drop_nulls("day")
    return dated.group_by("day", maintain_order=True).agg("id").sort("day")
