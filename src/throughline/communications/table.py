"""The table of communications: one row a communication, columns as the case file names them.

`party` is three columns (`party_kind`, `party_value`, `party_written`) and `source` two (`exhibit`, `position`). `at` and
`at_latest` are kept as they are written; `with_times` adds `earliest` and `latest` as instants in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import polars as pl

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
_WHOLE_MINUTE = r"^\d{4}-\d\d-\d\dT\d\d:\d\d(Z|[+-]\d\d:?\d\d)?$"
_OFFSET = r"(Z|[+-]\d\d:?\d\d)$"


def empty() -> pl.DataFrame:
    """A table with every column and no row."""
    return pl.DataFrame(schema=SCHEMA)


def iso(moment: datetime) -> str:
    """An aware time as the case file writes it: ISO 8601 with seconds, the offset, and a fraction only where there is one."""
    if not moment.microsecond:
        return moment.isoformat(timespec="seconds")
    return moment.isoformat(timespec="microseconds" if moment.microsecond % 1000 else "milliseconds")


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


def with_times(frame: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """The table with `earliest` and `latest` (instants in UTC, both included) after `at` and `at_latest`.

    A time without an offset is local to `timezone`: the first of a repeated hour; both readings of a missing one. A time
    to the minute lasts until its 59th second. A time that cannot be read leaves null.
    """
    written = pl.col("at")
    minute_long = written.str.contains(_WHOLE_MINUTE)
    seconds = pl.when(minute_long).then(pl.lit(timedelta(seconds=59))).otherwise(pl.lit(timedelta(0)))
    first = instants(written, timezone, "earliest")
    end = instants(written, timezone, "last_reading") + seconds
    last = pl.coalesce(instants(pl.col("at_latest"), timezone, "latest"), end)
    return frame.with_columns(earliest=first, latest=last)


def instants(written: pl.Expr, timezone: str, reading: str) -> pl.Expr:
    """Written times as instants in UTC. `reading` says which of two a local time means: `earliest` takes the first of a
    repeated hour and the earlier reading of a missing one; `last_reading` the first and the later; `latest` the last and
    the later."""
    has_offset = written.str.contains(_OFFSET)
    with_offset = pl.when(has_offset).then(written).str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
    full = pl.when(written.str.len_bytes() == len("2026-03-01T19:40")).then(written + ":00").otherwise(written)
    wall = pl.when(~has_offset).then(full).str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)
    repeated = "latest" if reading == "latest" else "earliest"
    local = wall.dt.replace_time_zone(timezone, ambiguous=repeated, non_existent="null")
    # A missing wall-clock time lies one hour of change away from a real one on either side.
    shift = timedelta(hours=1) if reading == "earliest" else -timedelta(hours=1)
    missing = (wall + shift).dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null") - shift
    return pl.coalesce(with_offset, local.dt.convert_time_zone("UTC"), missing.dt.convert_time_zone("UTC"))
