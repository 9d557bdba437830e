"""The table of communications: one row a communication, columns as the case file names them.

`party` is three columns (`party_kind`, `party_value`, `party_written`) and `source` two (`exhibit`, `position`). `at` and
`at_latest` are kept as they are written; `with_times` adds `earliest` and `latest` as instants in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from throughline.communications.rows import iso
from throughline.domain.communication import Communication, Party
from throughline.domain.vocabulary import Channel, CommunicationKind, Direction, IdentifierKind, State, words

SCHEMA: dict[str, pl.DataType] = {
    "id": pl.String(),
    "at": pl.String(),
    "at_latest": pl.String(),
    "direction": pl.Enum(words(Direction)),
    "kind": pl.Enum(words(CommunicationKind)),
    "channel": pl.Enum(words(Channel)),
    "party_kind": pl.Enum(words(IdentifierKind)),
    "party_value": pl.String(),
    "party_written": pl.String(),
    "party_name": pl.String(),
    "text": pl.String(),
    "duration_seconds": pl.Float64(),
    "attachments": pl.List(pl.String()),
    "state": pl.Enum(words(State)),
    "exhibit": pl.String(),
    "position": pl.String(),
}
INSTANT = pl.Datetime("us", "UTC")
WRITTEN_TIME = r"^(19|2[01])\d\d-\d\d-\d\d([T ]\d\d:\d\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?[0-5]\d)?)?$"
"""A time to the day or better, as nearly every case file writes it; the column library understands all of these."""
_WHOLE_MINUTE = r"^\d{4}-\d\d-\d\dT\d\d:\d\d(Z|[+-]\d\d:?\d\d)?$"
_TO_THE_SECOND = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]([01]\d|2[0-3]):[0-5]\d$"
_OFFSET = r"T.*(Z|[+-]\d\d:?\d\d)$"
_WALL = "%Y-%m-%dT%H:%M:%S%.f"
_SECOND, _DAY, _REST_OF_MINUTE = timedelta(seconds=1), timedelta(days=1), timedelta(seconds=59)


def empty() -> pl.DataFrame:
    """A table with every column and no row."""
    return pl.DataFrame(schema=SCHEMA)


def from_values(values: Iterable[Communication]) -> pl.DataFrame:
    """A table of those communications, in their order."""
    return pl.DataFrame([_row(value) for value in values], schema=SCHEMA, orient="row")


def _row(value: Communication) -> tuple[object, ...]:
    party = value.party
    return (
        value.id, iso(value.at), None if value.at_latest is None else iso(value.at_latest),
        value.direction, value.kind, value.channel,
        party and party.kind, party and party.value, party and party.written,
        value.party_name, value.text, value.duration_seconds, list(value.attachments), value.state,
        value.exhibit, value.position,
    )  # fmt: skip


def to_values(frame: pl.DataFrame) -> Iterator[Communication]:
    """The rows as values, one at a time. `at` must carry an offset, as importers write it."""
    for row in frame.select(SCHEMA.keys()).iter_rows(named=True):
        party = None
        if row["party_kind"] is not None:
            party = Party(row["party_kind"], row["party_value"] or "", row["party_written"])
        yield Communication(
            id=row["id"], at=datetime.fromisoformat(row["at"]),
            direction=row["direction"], kind=row["kind"], channel=row["channel"], party=party,
            party_name=row["party_name"], text=row["text"], duration_seconds=row["duration_seconds"],
            attachments=tuple(row["attachments"] or ()), exhibit=row["exhibit"], position=row["position"] or "",
            at_latest=None if row["at_latest"] is None else datetime.fromisoformat(row["at_latest"]),
            state=row["state"],
        )  # fmt: skip


def knows_zone(timezone: str) -> bool:
    """True when times can be placed in that zone: some names a system has stand for no place (`localtime`, `Factory`)."""
    try:
        pl.select(pl.lit(datetime(2026, 3, 1, tzinfo=UTC)).dt.replace_time_zone(None).dt.replace_time_zone(timezone))
    except pl.exceptions.PolarsError:
        return False
    return True


def with_times(frame: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """The table with `earliest` and `latest` (instants in UTC, both included) after `at` and `at_latest`.

    A time without an offset is local to `timezone`: the first of a repeated hour; both readings of a missing one. A time
    to the minute lasts until its 59th second, a day until its end. A time that cannot be read leaves null.
    """
    if frame.select(pl.col("at", "at_latest").str.contains(_TO_THE_SECOND).all()).row(0) == (True, True):
        first_instants = _plain_instants(frame["at"])
        last_instants = _plain_instants(frame["at_latest"])
        return frame.with_columns(earliest=first_instants, latest=_stated_or(last_instants, first_instants))
    written = pl.col("at").str.replace(" ", "T", literal=True)
    first = _instants(written, timezone, _EARLIER)
    last = _instants(written, timezone, _LATER)
    stated = _instants(pl.col("at_latest").str.replace(" ", "T", literal=True), timezone, _LATER)
    return frame.with_columns(earliest=first, latest=_stated_or(stated, last))


def _stated_or(stated: pl.Expr | pl.Series, last: pl.Expr | pl.Series) -> pl.Expr:
    """The end that is stated, null where it cannot be read; `last` only where none is stated."""
    return pl.when(pl.col("at_latest").is_null()).then(last).otherwise(stated)


@dataclass(frozen=True, slots=True)
class _Side:
    """Which of the instants that a written time can mean: its first or last second, and on which side of the jump a
    missing hour is taken."""

    is_end: bool
    jump: timedelta


_EARLIER = _Side(is_end=False, jump=timedelta(hours=1))
_LATER = _Side(is_end=True, jump=timedelta(hours=-1))


def _plain_instants(written: pl.Series) -> pl.Series:
    """Instants of times to the second with an offset, which importers write: three times as quick as the general way."""
    if written.null_count() == len(written):
        return pl.Series([None], dtype=INSTANT).new_from_index(0, len(written))
    day_and_clock = written.str.slice(0, len("2026-03-01T19:40:12"))
    wall = day_and_clock.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False)
    offsets = written.str.slice(len("2026-03-01T19:40:12"))
    east = {text: datetime.strptime(text, "%z").utcoffset() for text in offsets.unique().drop_nulls()}
    return (wall - offsets.replace_strict(east, return_dtype=pl.Duration("us"))).dt.replace_time_zone("UTC")


def _instants(written: pl.Expr, timezone: str, side: _Side) -> pl.Expr:
    whole = _to_the_second(written)
    has_offset = written.str.contains(_OFFSET)
    with_offset = pl.when(has_offset).then(whole).str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
    wall = pl.when(has_offset.not_()).then(whole).str.to_datetime(_WALL, time_unit="us", strict=False)
    instant = pl.coalesce(with_offset, _localised(wall, timezone, side))
    if not side.is_end:
        return instant
    is_day = written.str.len_bytes() == len("2026-03-01")
    rest_of_minute = pl.when(written.str.contains(_WHOLE_MINUTE)).then(_REST_OF_MINUTE).otherwise(timedelta(0))
    end_of_day = _localised(pl.when(is_day).then(wall + _DAY), timezone, side) - _SECOND
    return pl.coalesce(end_of_day, instant + rest_of_minute)


def _to_the_second(written: pl.Expr) -> pl.Expr:
    to_the_minute = len("2026-03-01T19:40")
    with_seconds = written.str.slice(0, to_the_minute) + ":00" + written.str.slice(to_the_minute)
    is_day = written.str.len_bytes() == len("2026-03-01")
    whole = pl.when(is_day).then(written + "T00:00:00")
    return whole.when(written.str.contains(_WHOLE_MINUTE)).then(with_seconds).otherwise(written)


def _localised(wall: pl.Expr, timezone: str, side: _Side) -> pl.Expr:
    local = wall.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    # A missing wall-clock time lies one hour of change away from a real one on either side.
    jumped = (wall + side.jump).dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null") - side.jump
    return pl.coalesce(local.dt.convert_time_zone("UTC"), jumped.dt.convert_time_zone("UTC"))
