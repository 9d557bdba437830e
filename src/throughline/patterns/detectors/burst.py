"""Many contacts in a short time: the hours and days of one person's contact, or of withheld numbers, that their pace does not
explain.

A window opens at each contact and closes 1, 4 or 24 hours later, or where you wrote or called back: a conversation is not a
burst. What is told has no contact in common, so that nothing is told twice (`statistics.burst`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.clusters import cluster_of_days
from throughline.patterns.counted import people
from throughline.patterns.law import law_for
from throughline.patterns.statistics.burst import HOUR, LEAST_CONTACTS, Burst, find_bursts
from throughline.patterns.wording import day, iso, within

KIND: FindingKind = "burst"
RULE = "burst/2"
_NAMES = {1: "contacts_in_an_hour", 4: "contacts_in_four_hours", 24: "contacts_in_a_day"}
_LONGEST_DOUBT = timedelta(minutes=1)
_CAVEAT = "Conversations in which you answered are left out of this. It tells the fullest times, not every one."


class _Stream(NamedTuple):
    """Contacts of one person whose time is known to the minute, earliest first, and the end of each one's unanswered run."""

    contacts: pl.DataFrame
    seconds: NDArray[np.float64]
    run_ends: NDArray[np.int64]


def detect(chronology: Chronology) -> Iterator[Finding]:
    """A few windows for each person and for withheld numbers, in order of time; and for each person a cluster that lasts for days."""
    for person in people(chronology):
        stream = _stream(chronology, person)
        if len(stream.contacts) >= LEAST_CONTACTS:
            for burst in find_bursts(stream.seconds, stream.run_ends):
                yield _finding(chronology, person, stream, burst)
    for known in chronology.case.people:
        yield from cluster_of_days(chronology, known.id)


def _stream(chronology: Chronology, person: str | None) -> _Stream:
    is_exact = (pl.col("latest") - pl.col("earliest")) < _LONGEST_DOUBT
    contacts = chronology.contacts.select("id", "earliest", "latest", "kind", "person")
    contacts = contacts.filter(pl.col("person").eq_missing(pl.lit(person, dtype=pl.String)) & is_exact)
    seconds = contacts["earliest"].dt.epoch("us").to_numpy() / 1e6
    answers = (
        chronology.own.select("earliest", "person")
        .filter(pl.col("person") == pl.lit(person, dtype=pl.String))["earliest"]
        .dt.epoch("us")
        .sort()
        .to_numpy()
        / 1e6
    )
    run = np.searchsorted(answers, seconds, side="right")
    return _Stream(contacts, seconds, np.searchsorted(run, run, side="right"))


def _finding(chronology: Chronology, person: str | None, stream: _Stream, burst: Burst) -> Finding:
    contacts = stream.contacts[burst.first : burst.last + 1]
    first, last = _moment(contacts["earliest"][0]), _moment(contacts["latest"].max())
    zone = chronology.zone
    known = chronology.name(person)
    what = "calls" if set(contacts["kind"].unique()) <= {"call", "missed_call", "voicemail"} else "contacts"
    from_whom = "with the number withheld" if person is None else f"from {'them' if known == 'they' else known}"
    days = (day(first, zone), day(last, zone))
    on = f"on {days[0]}" if days[0] == days[1] else f"between {days[0]} and {days[1]}"
    start, end = iso(Span(first, last), zone)
    name = _NAMES[round(burst.seconds / HOUR)]
    return Finding(
        KIND, "fact", RULE, f"{burst.number:,} {what} {from_whom} came within {within(last - first)} {on}.",
        tuple(contacts["id"].to_list()), person, start, end, Measure(name, burst.number, chance=burst.chance), _CAVEAT,
        law=law_for(chronology.case, "contact"),
    )  # fmt: skip


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError("a contact without a time")
    return value.astimezone(UTC)
