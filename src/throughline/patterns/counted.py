"""Occasions of contact and incidents in one order, each counted once: what detectors of facts count.

An incident that tells of a contact that was imported too is counted with the contact. An incident whose time is not known
is counted, but stands in no order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from datetime import UTC, datetime
from typing import NamedTuple

import polars as pl

from throughline.communications.parties import canonical
from throughline.domain.incident import Incident
from throughline.domain.milestone import Milestone
from throughline.domain.people import Person
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology, as_counted, with_day
from throughline.patterns.names import BEHAVIOUR_NAMED, CHANNEL_NAMED, CONTACT_CHANNELS, SAME_AS_CHANNEL

_SAYS_UNKNOWN = re.compile(
    r"\b(?:unknown|anonymous|withheld|no caller id|(?:new|strange|other) (?:number|account))\b", re.IGNORECASE
)


class Counted(NamedTuple):
    """One person's occasions.

    `dated`: rows `id`, `earliest`, `latest` (when it began, UTC), `channel` (null for an incident) and `day` (the date in
    the case's zone, null where it is not sure), in order.
    `undated`: incidents without a time.
    """

    dated: pl.DataFrame
    undated: tuple[Incident, ...]

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.dated) + len(self.undated)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every occasion's id, in order, those without a time last."""
        return (*self.dated["id"].to_list(), *(incident.id for incident in self.undated))

    @property
    def first(self) -> Span:
        """When the first of them began; there must be a dated one."""
        return Span(instant(self.dated["earliest"].min()), instant(self.dated["latest"].min()))

    @property
    def last(self) -> Span:
        """When the last of them began; there must be a dated one."""
        return Span(instant(self.dated["earliest"].max()), instant(self.dated["latest"].max()))


def instant(value: object) -> datetime:
    """A moment out of a column of instants, in UTC. Raises TypeError for anything else, null among it."""
    if not isinstance(value, datetime):
        raise TypeError("a column of instants holds something else")
    return value.astimezone(UTC)


def people(chronology: Chronology) -> tuple[str | None, ...]:
    """The people of the case in its order, then None for what is put down to nobody."""
    return (*(person.id for person in chronology.case.people), None)


def is_unknown(person: Person) -> bool:
    """Whether somebody of the case stands for a number or account whose owner the user does not know: "", "Unknown number"."""
    return not person.name.strip() or _SAYS_UNKNOWN.search(person.name) is not None


def count_once(chronology: Chronology, person: str | None, *, withheld: bool = False) -> Counted:
    """The occasions of a person, earliest first, each counted once. With None, the incidents put down to nobody; with
    `withheld` the contacts whose number was withheld instead."""
    if withheld:
        return Counted(with_day(as_counted(chronology.of(None)), chronology.case.timezone), ())
    incidents = [it for it in chronology.happenings_of(person) if it.incident.id not in chronology.told_twice]
    return Counted(chronology.counted_of(person), tuple(it.incident for it in incidents if it.begins is None))


def after(chronology: Chronology, person: str | None, counted: Counted, moment: Span) -> Counted:
    """The occasions that surely began after a moment. One that was going on then counts from its first contact after it."""
    later = counted.dated.filter(pl.col("earliest") > moment.latest)
    if person is None:
        return Counted(later, ())
    going_on = chronology.of(person).filter((pl.col("start") <= moment.latest) & (pl.col("end") > moment.latest))
    carried = [found for channel in going_on["channel"] if len(found := _next(chronology, person, channel, moment))]
    return Counted(pl.concat([*carried, later]).sort("earliest", maintain_order=True), ())


def _next(chronology: Chronology, person: str, channel: str, moment: Span) -> pl.DataFrame:
    """The first contact in a channel after a moment, if it belongs to an occasion that began before."""
    is_theirs = (pl.col("person") == person) & (pl.col("channel") == channel)
    contacts = chronology.contacts.select("id", "earliest", "latest", "channel", "person")
    found = contacts.filter(is_theirs & (pl.col("earliest") > moment.latest)).head(1)
    begins_one = chronology.occasions["first"].is_in(found["id"].implode()).any()
    row = found.clear() if begins_one else found
    row = row.select("id", "earliest", "latest", pl.col("channel").cast(pl.String))
    return with_day(row, chronology.case.timezone)


def kinds_in(chronology: Chronology, counted: Counted) -> list[str]:
    """The kinds of occasion in words, each once, by first appearance: a channel, or each behaviour of an incident. Messages
    or calls that were written down are no kind of their own beside imported ones they may be among."""
    incidents = {it.incident.id: it.incident for it in chronology.happenings}
    firsts = counted.dated.filter(pl.col("channel").is_null() | pl.col("channel").is_first_distinct())
    channels = set(firsts["channel"].drop_nulls())
    kinds: dict[str, None] = {}
    for id, channel in firsts.select("id", "channel").iter_rows():
        kinds |= dict.fromkeys(_kinds(incidents[id], channels) if channel is None else (CHANNEL_NAMED[channel],))
    for incident in counted.undated:
        kinds |= dict.fromkeys(_kinds(incident, channels))
    return list(kinds)


def _kinds(incident: Incident, channels: Set[str]) -> tuple[str, ...]:
    told_by_channel = [it for it in SAME_AS_CHANNEL if not CONTACT_CHANNELS[it].isdisjoint(channels)]
    return tuple(BEHAVIOUR_NAMED[behaviour] for behaviour in incident.behaviours if behaviour not in told_by_channel)


def subject_of(chronology: Chronology, milestone: Milestone) -> str | None:
    """The person a milestone concerns: the one it names, or the one person of the case where it names nobody."""
    known = chronology.case.people
    return known[0].id if milestone.person is None and len(known) == 1 else milestone.person


def milestones_of(chronology: Chronology, kinds: Sequence[str]) -> Iterator[tuple[Milestone, Span, str | None]]:
    """The milestones of some kinds in order, with when they were and whom they concern."""
    for milestone, span in chronology.milestones:
        if milestone.kind in kinds:
            yield milestone, span, subject_of(chronology, milestone)


class Way(NamedTuple):
    """A number, address or account that somebody was first heard from through: its kind, and the contact that shows it."""

    key: str
    kind: str
    id: str
    span: Span


def ways_of(chronology: Chronology, person: str | None) -> tuple[Way, ...]:
    """Every number, address and account that contacts of a person came from, by first use; two writings of one are one."""
    if person is None:
        return ()
    contacts = chronology.contacts.select("id", "earliest", "latest", "party_kind", "party_value", "person")
    theirs = contacts.filter(pl.col("person") == person)
    firsts = theirs.group_by("party_kind", "party_value", maintain_order=True).agg(
        pl.col("id").first(), pl.col("earliest").first(), pl.col("latest").first()
    )
    ways: dict[str, Way] = {}
    for kind, value, id, earliest, latest in firsts.iter_rows():
        key = canonical(kind, value or "")
        ways.setdefault(key, Way(key, kind, id, Span(instant(earliest), instant(latest))))
    return tuple(sorted(ways.values(), key=lambda way: way.span.earliest))
