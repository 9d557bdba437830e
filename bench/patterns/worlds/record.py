"""A case while it is being made up: contacts, diary and milestones on a clock of local days, and the facts that follow.

Times are days of local time since the start (2.5 is noon of the third day). An entry's written time may be rounded or left
vague; what is exact about a case is worked out here from the written values, apart from the engine's own code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.exhibit import Exhibit
from throughline.domain.incident import Impact, Incident, Occurred
from throughline.domain.milestone import Milestone, Order
from throughline.domain.people import Identifier, Person, Place
from throughline.domain.timing import WrittenTime
from worlds.truth import MadeCase, Planted, Truth

ZONE = "Europe/London"
OCCASION_SECONDS = 1800
STOPS = ("told_to_stop", "blocked", "police_spoke_to_them")
THROUGH_OTHERS = frozenset({"contact_through_family", "helpers", "contact_through_children"})
NEAR = frozenset({
    "approaches", "following_on_foot", "following_by_vehicle", "loitering", "watching", "turning_up", "entry", "damage",
    "vehicle_tampering", "assault",
})  # fmt: skip
_SAID = {
    "id": pl.String(), "local": pl.Datetime("us"), "text": pl.String(), "state": pl.String(), "direction": pl.String(),
}  # fmt: skip
_HALF_WIDTH = {"minute": timedelta(0), "hour": timedelta(minutes=30), "part_of_day": timedelta(hours=3)}
_PRECISIONS = ("minute", "hour", "part_of_day", "day", "month", "unknown")


@dataclass(frozen=True, slots=True)
class Remembering:
    """How a diary is kept: how often each precision is written, to how many minutes a time is rounded, and how many entries
    are written days late."""

    shares: tuple[float, ...] = (0.5, 0.2, 0.15, 0.1, 0.02, 0.03)
    minutes: int = 5
    late: float = 0.15


EXACT = Remembering((1.0, 0.0, 0.0, 0.0, 0.0, 0.0), minutes=1, late=0.0)
USUAL = Remembering()


@dataclass(slots=True)
class Record:
    """What has been put into a case so far. `starts` is the first day, local."""

    rng: np.random.Generator
    starts: date
    people: list[Person] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    frames: list[pl.DataFrame] = field(default_factory=list)
    told_twice: set[str] = field(default_factory=set)
    contacts_so_far: int = 0

    def person(self, name: str, relationship: str, *identifiers: Identifier) -> str:
        """Add somebody, and give their id."""
        self.people.append(Person(f"p{len(self.people) + 1}", name, relationship, identifiers))  # type: ignore[arg-type]
        return self.people[-1].id

    def also_known_by(self, person: str, identifier: Identifier) -> None:
        """Give somebody one more number or account."""
        self.people = [
            replace(it, identifiers=(*it.identifiers, identifier)) if it.id == person else it for it in self.people
        ]

    def place(self, kind: str, label: str) -> str:
        """Add a place, and give its id."""
        self.places.append(Place(f"place{len(self.places) + 1}", kind, label))  # type: ignore[arg-type]
        return self.places[-1].id

    def moment(self, day: float) -> datetime:
        """The local time so many days after the start, without a zone, to the second. A time clocks skip is an hour later."""
        naive = datetime.combine(self.starts, datetime.min.time()) + timedelta(seconds=round(day * 86_400))
        there_and_back = naive.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC).astimezone(ZoneInfo(ZONE))
        return there_and_back.replace(tzinfo=None)

    def contacts(
        self,
        days: Sequence[float] | np.ndarray,
        party: Identifier,
        channel: str,
        *,
        kind: str = "message",
        direction: str | Sequence[str] = "incoming",
        texts: Sequence[str | None] | None = None,
        exhibit: str = "AB/1",
        state: Sequence[str | None] | None = None,
    ) -> list[str]:
        """Add imported communications at these times, and give their ids."""
        number = len(days)
        ids = [f"c{self.contacts_so_far + n + 1}" for n in range(number)]
        self.contacts_so_far += number
        midnight = datetime.combine(self.starts, datetime.min.time())
        seconds = np.round(np.asarray(days, dtype=np.float64) * 86_400).astype(np.int64)
        local = pl.Series("local", seconds * 1_000_000, dtype=pl.Int64).cast(pl.Duration("us")) + midnight
        said = pl.DataFrame(
            {"id": ids, "local": local, "text": texts, "state": state,
             "direction": [direction] * number if isinstance(direction, str) else direction},
            schema=_SAID,
        )  # fmt: skip
        self.frames.append(said.with_columns(
            kind=pl.lit(kind), channel=pl.lit(channel), party_kind=pl.lit(party.kind), party_value=pl.lit(party.value),
            exhibit=pl.lit(exhibit),
        ))  # fmt: skip
        return ids

    def incident(
        self,
        day: float,
        behaviours: Sequence[str],
        person: str | None,
        *,
        place: str | None = None,
        keeping: Remembering = USUAL,
        tells_of_contact: bool = False,
        recorded: float | None = None,
        account: str = "",
        changes: Sequence[str] = (),
        fear: int | None = None,
    ) -> str:
        """Add a diary entry on something at that time, as somebody who keeps a diary in this way writes it; give its id.

        One that tells of a contact which was imported too is written to the minute.
        """
        id = f"i{len(self.incidents) + 1}"
        precision = "minute" if tells_of_contact else str(self.rng.choice(_PRECISIONS, p=keeping.shares))
        is_late = recorded is None and self.rng.random() < keeping.late
        if recorded is None:
            recorded = day + (self.rng.uniform(45, 60) if is_late else self.rng.uniform(0.01, 0.5))
        self.incidents.append(
            Incident(
                id, _written(self.moment(day), precision, 1 if tells_of_contact else keeping.minutes),
                WrittenTime(self._instant(recorded).isoformat(timespec="seconds")),
                tuple(behaviours), person, "seen" if NEAR & set(behaviours) else "identifier",
                place=place, account=account, impact=Impact(fear, tuple(changes)) if changes or fear is not None else None,
            )
        )  # fmt: skip
        if tells_of_contact:
            self.told_twice.add(id)
        return id

    def milestone(self, day: float, kind: str, person: str | None, order: Order | None = None) -> str:
        """Add a milestone, known to the minute, and give its id."""
        written = self.moment(day).isoformat(timespec="minutes")
        return self.milestone_written(written, kind, person, order)

    def milestone_written(self, at: str, kind: str, person: str | None, order: Order | None = None) -> str:
        """Add a milestone at a time as it is written, and give its id."""
        self.milestones.append(
            Milestone(f"m{len(self.milestones) + 1}", WrittenTime(at), kind, person, order=order)  # type: ignore[arg-type]
        )
        return self.milestones[-1].id

    def made(
        self,
        truth: Truth,
        *planted: Planted,
        unclear: Sequence[str] = (),
    ) -> MadeCase:
        """The case as it stands, with the facts that are exact about it."""
        case = Case(
            ZONE, people=tuple(self.people), places=tuple(self.places), milestones=tuple(self.milestones),
            incidents=tuple(self.incidents), exhibits=tuple(Exhibit(ref) for ref in self._exhibits()),
        )  # fmt: skip
        communications = self._communications()
        exact = _exact(case, communications, self.told_twice)
        ids = {"i": len(case.incidents), "c": len(communications), "m": len(case.milestones)}
        whole = replace(truth, planted=planted, unclear=tuple(unclear), ids=ids, exact=exact)
        return MadeCase(case, communications, whole)

    def _exhibits(self) -> list[str]:
        return sorted({ref for frame in self.frames for ref in frame["exhibit"].unique()})

    def _instant(self, day: float) -> datetime:
        return _in_utc(self.moment(day))

    def _communications(self) -> pl.DataFrame:
        """The table in order of time. Times carry the offset of the day, as importers write them."""
        if not self.frames:
            return table.with_times(table.empty(), ZONE)
        local = pl.col("local").dt.replace_time_zone(ZONE, ambiguous="earliest", non_existent="null")
        skipped = (pl.col("local") + timedelta(hours=1)).dt.replace_time_zone(
            ZONE, ambiguous="earliest", non_existent="null"
        )
        rows = (
            pl.concat(self.frames).with_columns(moment=pl.coalesce(local, skipped)).sort("moment", maintain_order=True)
        )
        said = rows.with_columns(
            at=pl.col("moment").dt.strftime("%Y-%m-%dT%H:%M:%S%:z"),
            position=pl.concat_str(pl.lit("line "), pl.int_range(1, pl.len() + 1)),
        ).drop("local", "moment")
        absent = [
            pl.lit(None, dtype=kind).alias(name) for name, kind in table.SCHEMA.items() if name not in said.columns
        ]
        whole = said.with_columns(*absent).select(pl.col(name).cast(kind) for name, kind in table.SCHEMA.items())
        return table.with_times(whole, ZONE)


def _written(moment: datetime, precision: str, minutes: int) -> Occurred:
    """A local time as a diary has it: rounded down to so many minutes, to the hour, to a part of the day, or vaguer."""
    if precision == "unknown":
        return Occurred(None, None, "unknown")
    if precision == "month":
        return Occurred(WrittenTime(f"{moment:%Y-%m}"), None, "month")
    if precision == "day":
        return Occurred(WrittenTime(f"{moment:%Y-%m-%d}"), None, "day")
    if precision == "minute":
        rounded = moment.replace(second=0, minute=moment.minute - moment.minute % minutes)
    else:
        rounded = moment.replace(second=0, minute=0)
    if precision == "part_of_day":
        rounded = rounded.replace(hour=min(21, max(3, moment.hour // 6 * 6 + 3)))
    return Occurred(WrittenTime(f"{rounded:%Y-%m-%dT%H:%M}"), None, precision)  # type: ignore[arg-type]


def _exact(case: Case, communications: pl.DataFrame, told_twice: set[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """What findings of facts must name, by kind and by person (or milestone)."""
    late = tuple(it.id for it in case.incidents if _is_late(it))
    exact: dict[str, dict[str, tuple[str, ...]]] = {"recorded_late": {"": late} if late else {}}
    exact |= {kind: {} for kind in ("occasions", "third_party", "place_pattern", "after_stop")}
    for person in case.people:
        theirs = [it for it in case.incidents if it.person == person.id]
        through = tuple(it.id for it in theirs if THROUGH_OTHERS & set(it.behaviours))
        near = tuple(it.id for it in theirs if NEAR & set(it.behaviours) and it.place is not None)
        runs = _occasions(person, communications)
        single = [it for it in theirs if it.id not in told_twice]
        all_ids = (*(run[0][1] for run in runs), *(it.id for it in single))
        exact["occasions"] |= {person.id: all_ids} if all_ids else {}
        exact["third_party"] |= {person.id: through} if through else {}
        exact["place_pattern"] |= {person.id: near} if len(near) >= 2 else {}
        for stop in case.milestones:
            if stop.kind in STOPS and stop.person == person.id:
                later = _later(stop, runs, single)
                exact["after_stop"] |= {stop.id: later} if later else {}
    return exact


Run = list[tuple[datetime, str]]


def _occasions(person: Person, communications: pl.DataFrame) -> list[Run]:
    """Contacts of one person in one channel under 30 minutes apart, as runs of moments and ids."""
    theirs = {it.value for it in person.identifiers}
    rows = communications.filter(pl.col("direction") != "outgoing", pl.col("party_value").is_in(theirs))
    runs: list[Run] = []
    last: dict[str, datetime] = {}
    of_channel: dict[str, Run] = {}
    for id, moment, channel in rows.select("id", "earliest", "channel").iter_rows():
        if channel in last and (moment - last[channel]).total_seconds() < OCCASION_SECONDS:
            of_channel[channel].append((moment, id))
        else:
            of_channel[channel] = [(moment, id)]
            runs.append(of_channel[channel])
        last[channel] = moment
    return runs


def _later(stop: Milestone, runs: list[Run], incidents: list[Incident]) -> tuple[str, ...]:
    """Ids of occasions that surely began, or went on, after a milestone that is known to the minute."""
    told = _in_utc(datetime.fromisoformat(stop.at.text)) + timedelta(seconds=59)
    after = [next((id for moment, id in run if moment > told), None) for run in runs]
    begun = (it.id for it in incidents if (first := _earliest(it.occurred)) is not None and first > told)
    return (*(id for id in after if id is not None), *begun)


def _earliest(occurred: Occurred) -> datetime | None:
    """The first moment that a written time can mean."""
    local = _local(occurred)
    return None if local is None else _in_utc(local) - _HALF_WIDTH.get(occurred.precision, timedelta(0))


def _latest(occurred: Occurred) -> datetime | None:
    """The last second that a written time can mean."""
    local = _local(occurred)
    if local is None:
        return None
    if occurred.precision == "day":
        return _in_utc(local + timedelta(days=1)) - timedelta(seconds=1)
    if occurred.precision == "month":
        return _in_utc((local + timedelta(days=31)).replace(day=1)) - timedelta(seconds=1)
    return _in_utc(local) + _HALF_WIDTH[occurred.precision] + timedelta(seconds=59)


def _local(occurred: Occurred) -> datetime | None:
    if occurred.start is None:
        return None
    text = occurred.start.text
    return datetime.fromisoformat(text + "-01" if len(text) == len("2026-03") else text)


def _in_utc(local: datetime) -> datetime:
    return local.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def _is_late(incident: Incident) -> bool:
    """Whether a day or more surely passed before it was written down."""
    latest = _latest(incident.occurred)
    assert incident.recorded_at is not None
    return latest is not None and datetime.fromisoformat(incident.recorded_at.text) - latest > timedelta(days=1)
