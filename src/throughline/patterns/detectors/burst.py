"""Many contacts in a short time: the fullest hours and days of one person's contact, or of withheld numbers.

A window opens at each contact and closes 1 hour or 24 hours later, or where you wrote or called back: a conversation is not a
burst. Source of the scan: patterns.md 2.2, "sliding 24 h scan". The chance is how likely so many would be in one of that
person's windows at their own pace: the number that follow a contact within a window, outside the burst itself, taken as
negative binomial (Poisson where it does not vary more than that), times the number of windows (Bonferroni).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.counted import people
from throughline.patterns.law import law_for
from throughline.patterns.wording import day, iso, within

KIND: FindingKind = "burst"
RULE = "burst/1"
LEAST_CONTACTS = 5
MOST_BURSTS = 3
LARGEST_CHANCE = 0.05
ALWAYS_TOLD = 20
"""So many contacts in one window are told whatever the pace: a person who calls twenty times every hour has no quiet pace."""
_WINDOWS = (("contacts_in_an_hour", timedelta(hours=1)), ("contacts_in_a_day", timedelta(hours=24)))
_LONGEST_DOUBT = timedelta(minutes=1)
_CAVEAT = (
    "Conversations in which you answered are left out of this. Up to three of the fullest hours and days are told."
)


class _Window(NamedTuple):
    """Contacts `first` to `last` (positions, both included) and the chance of so many in one of all windows."""

    first: int
    last: int
    chance: float

    @property
    def number(self) -> int:
        """How many contacts it holds."""
        return self.last - self.first + 1


class _Stream(NamedTuple):
    """Contacts of one person whose time is known to the minute, earliest first, and the end of each one's unanswered run."""

    contacts: pl.DataFrame
    seconds: NDArray[np.float64]
    run_ends: NDArray[np.int64]


def detect(chronology: Chronology) -> Iterator[Finding]:
    """At most three hours and three days for each person and for withheld numbers, the least likely first."""
    for person in people(chronology):
        stream = _stream(chronology, person)
        if len(stream.contacts) < LEAST_CONTACTS:
            continue
        told: list[_Window] = []
        for name, width in _WINDOWS:
            bursts = [it for it in _bursts(stream, width) if not any(_is_same(it, other) for other in told)]
            told += bursts
            yield from (_finding(chronology, person, stream, burst, name) for burst in bursts)


def _stream(chronology: Chronology, person: str | None) -> _Stream:
    is_exact = (pl.col("latest") - pl.col("earliest")) < _LONGEST_DOUBT
    theirs = chronology.contacts.filter(pl.col("person").eq_missing(pl.lit(person, dtype=pl.String)) & is_exact)
    contacts = theirs.select("id", "earliest", "latest", "kind")
    seconds = contacts["earliest"].dt.epoch("us").to_numpy() / 1e6
    answers = (
        chronology.own.filter(pl.col("person") == pl.lit(person, dtype=pl.String))["earliest"]
        .dt.epoch("us")
        .sort()
        .to_numpy()
        / 1e6
    )
    run = np.searchsorted(answers, seconds, side="right")
    return _Stream(contacts, seconds, np.searchsorted(run, run, side="right"))


def _bursts(stream: _Stream, width: timedelta) -> list[_Window]:
    """The least likely windows that do not overlap, at most three."""
    starts = np.arange(len(stream.seconds))
    ends = np.minimum(
        np.searchsorted(stream.seconds, stream.seconds + width.total_seconds(), side="right"), stream.run_ends
    )
    counts = ends - starts
    found: list[_Window] = []
    free = np.ones(len(counts), dtype=bool)
    while len(found) < MOST_BURSTS:
        fullest = int(np.argmax(np.where(free, counts, 0)))
        if not free[fullest] or counts[fullest] < LEAST_CONTACTS:
            break
        first, end = fullest, int(ends[fullest])
        chance = _chance(counts, first, end)
        if chance > LARGEST_CHANCE and counts[fullest] < ALWAYS_TOLD:
            break
        found.append(_Window(first, end - 1, chance))
        free &= (ends <= first) | (starts >= end)
    return sorted(found, key=lambda window: (window.chance, -window.number, window.first))


def _chance(counts: NDArray[np.int64], first: int, end: int) -> float:
    """The chance that the fullest of all windows holds so many, at the pace of the contacts outside this one.

    One follower in one more window is added to what was seen, so that a record without any other contact has a pace too.
    """
    followers = np.concatenate([counts[:first], counts[end:]]) - 1
    mean = (followers.sum() + 1) / (len(followers) + 1)
    variance = float(followers.var()) if len(followers) > 1 else 0.0
    return min(1.0, _upper_tail(int(counts[first]) - 1, float(mean), variance) * len(counts))


def _upper_tail(least: int, mean: float, variance: float) -> float:
    """P(X >= least) for a negative binomial with that mean and variance, or for a Poisson where the variance is no larger."""
    if variance > mean:
        size = mean * mean / (variance - mean)
        share = size / (size + mean)
        below = [
            math.exp(
                math.lgamma(k + size)
                - math.lgamma(size)
                - math.lgamma(k + 1)
                + size * math.log(share)
                + k * math.log1p(-share)
            )
            for k in range(least)
        ]
    else:
        below = [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(least)]
    return min(1.0, max(0.0, 1 - math.fsum(below)))


def _is_same(window: _Window, other: _Window) -> bool:
    """True when a longer window holds a shorter one that was told already, and not twice as many contacts."""
    overlaps = window.first <= other.last and other.first <= window.last
    return overlaps and window.number < 2 * other.number


def _finding(chronology: Chronology, person: str | None, stream: _Stream, burst: _Window, name: str) -> Finding:
    contacts = stream.contacts[burst.first : burst.last + 1]
    first, last = _moment(contacts["earliest"][0]), _moment(contacts["latest"].max())
    zone = chronology.zone
    known = chronology.name(person)
    what = "calls" if set(contacts["kind"]) <= {"call", "missed_call", "voicemail"} else "contacts"
    from_whom = "with the number withheld" if person is None else f"from {'them' if known == 'they' else known}"
    days = (day(first, zone), day(last, zone))
    on = f"on {days[0]}" if days[0] == days[1] else f"between {days[0]} and {days[1]}"
    start, end = iso(Span(first, last), zone)
    return Finding(
        KIND, "fact", RULE, f"{burst.number:,} {what} {from_whom} came within {within(last - first)} {on}.",
        tuple(contacts["id"]), person, start, end, Measure(name, burst.number, chance=burst.chance), _CAVEAT,
        law=law_for(chronology.case, "contact"),
    )  # fmt: skip


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError("a contact without a time")
    return value.astimezone(UTC)
