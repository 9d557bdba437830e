"""A case laid out for the detectors: contacts in order, gathered into occasions, beside incidents and milestones.

An occasion is contact from one person in one channel with less than 30 minutes between one communication and the next
(contract findings.md). It, and not the message, is the unit of everything counted: people send messages in bursts. An
incident is an occasion of its own, unless it tells of a contact that was imported too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from throughline.communications.joining import with_people
from throughline.communications.table import INSTANT, with_times

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from throughline.domain.case import Case
    from throughline.domain.incident import Incident
    from throughline.domain.milestone import Milestone
    from throughline.domain.timing import Span

OCCASION_GAP = timedelta(minutes=30)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_WORDS = ("draft", "not_sent")
_CHANNELS_TOLD_BY: dict[str, frozenset[str]] = {
    "silent_calls": frozenset({"phone", "whatsapp"}),
    "repeated_calls": frozenset({"phone", "whatsapp"}),
    "messages": frozenset({"sms", "mms", "whatsapp", "imessage", "telegram", "signal", "messenger"}),
    "emails": frozenset({"email"}),
    "social_contact": frozenset({"instagram", "snapchat", "x", "messenger"}),
}
"""Behaviours that tell of a contact in a channel an export may hold too."""
_COUNTED = {"id": pl.String(), "earliest": INSTANT, "latest": INSTANT, "channel": pl.String()}
_COUNTED_WITH_DAY = {**_COUNTED, "day": pl.Date()}


@dataclass(frozen=True, slots=True)
class Happening:
    """An incident with the interval it began in (UTC); None where its time is unknown."""

    incident: Incident
    begins: Span | None


@dataclass(frozen=True, slots=True)
class Chronology:
    """What every detector reads.

    `contacts`: communications that came from a person of the case, or with the number withheld (person null), earliest
    first; columns of the table plus `earliest`, `latest` (UTC) and `person`. `own`: what the user sent or called, the
    same columns. `received`: every communication that came, whoever from, with words or without, the same columns. `occasions`: one row an occasion of contact, with `person`, `channel`, `start`, `end` (UTC), `start_latest`
    (the last moment it can have begun), `first` (the id of its first communication), `exhibit` (the original that one is in),
    `last`, `count`, ordered by start. `occasions_of`: the same by person, of those who have any. `happenings`: incidents in order of their
    beginning, those without a time last. `told_twice`: the ids of incidents that tell of a contact which was imported too, so
    that they are not counted again. `counted`: by person, of those who have any, their occasions and the incidents put down to them whose time is
    known, each counted once, in order: `id`, `earliest`, `latest` (when it began, UTC), `channel` (null for an incident) and `day` (the
    date in the case's zone, null where it is not sure); with None the incidents put down to nobody. `milestones`: in order. `exports`: when each original that was imported begins and ends,
    `exhibit`, `begins` and `ends` (UTC), and how many `parties` it holds; of all that was imported, whoever it came from. `everyone`:
    all of that with its times and `person`, both directions, earliest first.
    """

    case: Case
    contacts: pl.DataFrame
    own: pl.DataFrame
    received: pl.DataFrame
    occasions: pl.DataFrame
    occasions_of: Mapping[str | None, pl.DataFrame]
    happenings: tuple[Happening, ...]
    told_twice: frozenset[str]
    counted: Mapping[str | None, pl.DataFrame]
    milestones: tuple[tuple[Milestone, Span], ...]
    exports: pl.DataFrame
    everyone: pl.DataFrame

    @property
    def zone(self) -> ZoneInfo:
        """The case's time zone, in which days and hours are told."""
        return self.case.zone

    def name(self, person: str | None) -> str:
        """What to call a person on screen: the name the user chose, or "they"."""
        known = None if person is None else self.case.person(person)
        return known.name if known is not None and known.name else "they"

    def of(self, person: str | None) -> pl.DataFrame:
        """The occasions of one person; with None those of withheld numbers."""
        return self.occasions_of[person] if person in self.occasions_of else self.occasions.clear()

    def counted_of(self, person: str | None) -> pl.DataFrame:
        """What is counted of one person, with None of nobody: rows of `counted`."""
        return self.counted[person] if person in self.counted else pl.DataFrame(schema=_COUNTED_WITH_DAY)

    def came(self) -> pl.DataFrame:
        """All that came to the user, also from numbers and accounts that are nobody's in the case. Gathered when asked for:
        only what compares words needs it."""
        return self.everyone.filter(pl.col("direction") != "outgoing")

    def happenings_of(self, person: str | None) -> tuple[Happening, ...]:
        """The incidents put down to one person; with None those put down to nobody."""
        return tuple(happening for happening in self.happenings if happening.incident.person == person)


def build_chronology(case: Case, communications: pl.DataFrame) -> Chronology:
    """Lay a case out. `communications` has the columns of the table, with or without its times."""
    table = communications if "earliest" in communications.columns else with_times(communications, case.timezone)
    table = table.filter(
        pl.col("earliest").is_not_null()
        & (pl.col("kind") != "notice")
        & ~pl.col("state").is_in(NO_WORDS).fill_null(value=False)
    )
    if not table["earliest"].is_sorted():
        table = table.sort("earliest", maintain_order=True)
    joined = with_people(table, case)
    withheld = (pl.col("party_kind") == "withheld").fill_null(value=False)
    contacts = joined.filter((pl.col("direction") != "outgoing") & (pl.col("person").is_not_null() | withheld))
    occasions, happenings = _occasions(contacts), _happenings(case)
    by_person = {person: of for (person,), of in occasions.partition_by("person", as_dict=True).items()}
    told_twice = _told_twice(happenings, by_person)
    return Chronology(
        case=case,
        contacts=contacts,
        own=joined.filter(pl.col("direction") == "outgoing"),
        received=joined.filter(pl.col("direction").ne_missing("outgoing")),
        occasions=occasions,
        occasions_of=by_person,
        happenings=happenings,
        told_twice=told_twice,
        counted=_counted(by_person, [it for it in happenings if it.incident.id not in told_twice], case.timezone),
        milestones=_milestones(case),
        exports=_exports(table),
        everyone=joined,
    )


def _occasions(contacts: pl.DataFrame) -> pl.DataFrame:
    """Contacts of one person in one channel less than 30 minutes apart, as one row each, in the order of their first contacts."""
    together = ["person", "channel"]
    ordered = contacts.select("id", "earliest", "latest", "exhibit", *together)
    is_new = (pl.col("earliest").diff() >= OCCASION_GAP).fill_null(value=True).over(together)
    opener = pl.when(is_new).then(pl.int_range(pl.len()))
    numbered = ordered.with_columns(opener=opener).with_columns(pl.col("opener").forward_fill().over(together))
    grouped = numbered.group_by("opener", maintain_order=True).agg(
        pl.col(together).first(),
        start=pl.col("earliest").first(), start_latest=pl.col("latest").first(), end=pl.col("latest").max(),
        first=pl.col("id").first(), last=pl.col("id").last(), exhibit=pl.col("exhibit").first(), count=pl.len(),
    )  # fmt: skip
    return grouped.drop("opener")


def _exports(table: pl.DataFrame) -> pl.DataFrame:
    begins, ends = pl.col("earliest").min(), pl.col("earliest").max()
    of_parties = table.group_by("exhibit", "party_kind", "party_value").agg(begins=begins, ends=ends)
    return of_parties.group_by("exhibit").agg(pl.col("begins").min(), pl.col("ends").max(), parties=pl.len())


def _happenings(case: Case) -> tuple[Happening, ...]:
    happenings = [Happening(incident, incident.occurred.begins(case.zone)) for incident in case.incidents]
    end_of_time = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(happenings, key=lambda it: end_of_time if it.begins is None else it.begins.earliest))


def _milestones(case: Case) -> tuple[tuple[Milestone, Span], ...]:
    dated = [(milestone, milestone.at.span(case.zone)) for milestone in case.milestones]
    return tuple(sorted(dated, key=lambda pair: pair[1].earliest))


def _told_twice(happenings: tuple[Happening, ...], occasions: Mapping[str | None, pl.DataFrame]) -> frozenset[str]:
    """Those whose contact stands among the occasions of their person; of an incident put down to nobody, among those of
    withheld numbers. An incident that the user put down to somebody counts for them, also where the call behind it was
    imported with the number withheld: the user says who it was, and the export does not."""
    of_person = {person: among(theirs) for person, theirs in occasions.items()}
    return frozenset(it.incident.id for it in happenings if is_among(it, of_person.get(it.incident.person, {})))


def _counted(
    occasions: Mapping[str | None, pl.DataFrame], happenings: Iterable[Happening], timezone: str
) -> dict[str | None, pl.DataFrame]:
    """The contacts whose number was withheld are nobody's, and are counted apart from the incidents put down to nobody."""
    incidents: dict[str | None, list[tuple[str, datetime, datetime, None]]] = {}
    for it in happenings:
        if it.begins is not None:
            row = (it.incident.id, it.begins.earliest, it.begins.latest, None)
            incidents.setdefault(it.incident.person, []).append(row)
    counted: dict[str | None, pl.DataFrame] = {
        person: as_counted(theirs) for person, theirs in occasions.items() if person is not None
    }
    for person, rows in incidents.items():
        both = [*([counted[person]] if person in counted else []), pl.DataFrame(rows, schema=_COUNTED, orient="row")]
        counted[person] = pl.concat(both).sort("earliest", maintain_order=True)
    return {person: with_day(rows, timezone) for person, rows in counted.items()}


def as_counted(occasions: pl.DataFrame) -> pl.DataFrame:
    """Occasions with the columns in which they are counted, but for the day."""
    channel = pl.col("channel").cast(pl.String)
    return occasions.select(id="first", earliest="start", latest="start_latest", channel=channel)


def with_day(rows: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """The rows with a column `day`: the date in that zone on which each began, null where it is not sure."""
    first, last = (pl.col(name).dt.convert_time_zone(timezone).dt.date() for name in ("earliest", "latest"))
    days = rows.select(first=first, last=last)  # apart, because one expression would work out the first day twice
    return rows.with_columns(days.select(day=pl.when(pl.col("first") == pl.col("last")).then("first")))


Among = Mapping[str | None, tuple[NDArray[np.int64], NDArray[np.int64]]]
"""Of each channel, when its occasions begin, in order, and the latest end of all up to there (microseconds since 1970)."""


def among(occasions: pl.DataFrame) -> Among:
    """Occasions laid out so that the one at a moment is found without looking at all of them."""
    moments = occasions.select("channel", pl.col("start", "end").dt.epoch("us")).drop_nulls("end").sort("start")
    of_channels = moments.partition_by("channel", as_dict=True).items()
    return {channel: (of["start"].to_numpy(), of["end"].cum_max().to_numpy()) for (channel,), of in of_channels}


def is_among(happening: Happening, occasions: Among) -> bool:
    """True when an incident tells of contact only, and these occasions hold contact at its time in a channel it may be of."""
    if happening.begins is None:
        return False
    channels: set[str] = set()
    for behaviour in happening.incident.behaviours:
        if behaviour not in _CHANNELS_TOLD_BY:
            return False
        channels |= _CHANNELS_TOLD_BY[behaviour]
    first = _microseconds(happening.begins.earliest - OCCASION_GAP)
    last = _microseconds(happening.begins.latest + OCCASION_GAP)
    for starts, ends in (occasions[channel] for channel in channels if channel in occasions):
        begun = int(np.searchsorted(starts, last, side="right"))
        if begun and ends[begun - 1] >= first:
            return True
    return False


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
