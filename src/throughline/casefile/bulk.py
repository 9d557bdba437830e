"""communications.jsonl as a table: a million lines in columns, and the exact place of every fault.

The quick path is Arrow's JSON reader, chosen because it is strict: an unknown or doubled key, a wrong type or half a
character stops it (it takes bytes that are not UTF-8, so its columns are validated). Whatever it or the checks behind it
stop at goes line by line through the decoder, which lists what is wrong; where it finds nothing wrong after all, its rows
are the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Annotated, Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow import json as arrow_json

from throughline.casefile.container import COMMUNICATIONS, Container
from throughline.casefile.decoding import Wrong, decode, load_json, why_refused
from throughline.casefile.references import Line
from throughline.communications import table
from throughline.domain.rules import NOT_EMPTY, Rule
from throughline.domain.timing import WrittenTime
from throughline.domain.vocabulary import Channel, CommunicationKind, Direction, IdentifierKind, State

_MOST_WRONGS = 100
_ROWS_AT_A_TIME = 20_000
_TEXT = pa.string()
_ARROW_SCHEMA = pa.schema(
    [
        *(
            (name, _TEXT)
            for name in ("id", "at", "at_latest", "direction", "kind", "channel", "party_name", "text", "state")
        ),
        ("party", pa.struct([("kind", _TEXT), ("value", _TEXT), ("written", _TEXT)])),
        ("duration_seconds", pa.float64()),
        ("attachments", pa.list_(_TEXT)),
        ("source", pa.struct([("exhibit", _TEXT), ("position", _TEXT)])),
    ]
)
_PARSING = arrow_json.ParseOptions(explicit_schema=_ARROW_SCHEMA, unexpected_field_behavior="error")
_READING = arrow_json.ReadOptions(block_size=2**22)
_TO_THE_DAY = Rule(lambda time: len(time.text) >= len("2026-03-01"), "needs at least the day")


@dataclass(frozen=True, slots=True)
class _WrittenParty:
    kind: IdentifierKind | None = None
    value: str | None = None
    written: str | None = None

    @property
    def kind_said(self) -> IdentifierKind | None:
        """The kind, where anything at all is said: a party without a kind is an `other`, an empty one is nobody."""
        return self.kind or (None if self.value is None and self.written is None else "other")


@dataclass(frozen=True, slots=True)
class _WrittenSource:
    exhibit: str | None = None
    position: str | None = None


@dataclass(frozen=True, slots=True)
class _WrittenCommunication:
    """One line as the format has it: what the decoder checks, and the list of the keys there are."""

    id: Annotated[str, NOT_EMPTY]
    at: Annotated[WrittenTime, _TO_THE_DAY]
    at_latest: Annotated[WrittenTime, _TO_THE_DAY] | None = None
    direction: Direction = "unknown"
    kind: CommunicationKind = "message"
    channel: Channel = "other"
    party: _WrittenParty | None = None
    party_name: str | None = None
    text: str | None = None
    duration_seconds: float | None = None
    attachments: tuple[str, ...] = ()
    state: State | None = None
    source: _WrittenSource | None = None


def read_communications(container: Container, timezone: str) -> pl.DataFrame | None:
    """The table with its times, or None where the quick path met anything it does not know; then ask `read_carefully`."""
    path = container.path_of(COMMUNICATIONS)
    if path is not None:
        with pa.OSFile(str(path), "r") as file:  # a third quicker than through a Python stream
            frame = _read(file, timezone)  # type: ignore[arg-type]
    else:
        with container.open(COMMUNICATIONS) as stream:
            frame = _read(stream, timezone)
    if frame is None:
        return None
    return frame if _has_lines(container, len(frame)) else None


def _has_lines(container: Container, rows: int) -> bool:
    """True when that many lines are not blank. Arrow takes two objects on a line, and one on two, and the format does not."""
    with container.open(COMMUNICATIONS) as stream:
        if _lines_of_unbroken(stream) == rows:
            return True
    with container.open(COMMUNICATIONS) as stream:
        return sum(1 for line in stream if line.strip()) == rows


def _lines_of_unbroken(stream: IO[bytes]) -> int | None:
    """The number of lines; None where one of them is empty. Less than half the time that reading line by line takes."""
    buffer = bytearray(2**18)
    codes = np.frombuffer(buffer, np.uint8)
    lines, last = 0, ord("\n")
    while length := stream.readinto(buffer):  # type: ignore[attr-defined]
        ends = codes[:length] == ord("\n")
        if (ends[0] and last == ord("\n")) or (ends[1:] & ends[:-1]).any():
            return None
        lines, last = lines + int(np.count_nonzero(ends)), buffer[length - 1]
    return lines + (last != ord("\n"))


def _read(stream: IO[Any], timezone: str) -> pl.DataFrame | None:
    try:
        arrow = arrow_json.read_json(stream, parse_options=_PARSING, read_options=_READING)
        arrow.validate(full=True)
        if any(chunk.flatten().null_count for chunk in arrow["attachments"].chunks):  # type: ignore[attr-defined]
            return None
    except pa.ArrowInvalid as refused:
        return table.with_times(table.empty(), timezone) if "Empty JSON file" in str(refused) else None
    except UnicodeDecodeError:  # Arrow quotes the line in its message, and the line is not UTF-8
        return None
    raw = pl.from_arrow(arrow)
    del arrow  # a million rows need not stand in memory twice
    try:
        frame = _in_our_columns(raw)  # type: ignore[arg-type]
    except pl.exceptions.PolarsError:
        return None
    timed = table.with_times(frame, timezone)
    return timed if _is_sound(timed) else None


def _in_our_columns(raw: pl.DataFrame) -> pl.DataFrame:
    party, source = pl.col("party").struct, pl.col("source").struct
    says_who = pl.any_horizontal(party.field(key).is_not_null() for key in ("kind", "value", "written"))
    return raw.select(
        "id", "at", "at_latest",
        pl.col("direction").fill_null("unknown").cast(table.SCHEMA["direction"]),
        pl.col("kind").fill_null("message").cast(table.SCHEMA["kind"]),
        pl.col("channel").fill_null("other").cast(table.SCHEMA["channel"]),
        pl.when(says_who).then(party.field("kind").fill_null("other")).cast(table.SCHEMA["party_kind"]).alias("party_kind"),
        pl.when(says_who).then(party.field("value").fill_null("")).alias("party_value"),
        party.field("written").alias("party_written"),
        "party_name", "text", "duration_seconds",
        pl.col("attachments").fill_null([]),
        pl.col("state").cast(table.SCHEMA["state"]),
        source.field("exhibit").alias("exhibit"), source.field("position").alias("position"),
    )  # fmt: skip


def _is_sound(frame: pl.DataFrame) -> bool:
    """True when every row would pass the decoder: what Arrow's types cannot say, as one look at the columns."""
    faulty = (
        pl.col("id").is_null() | (pl.col("id") == "") | pl.col("earliest").is_null() | pl.col("latest").is_null()
        | (pl.col("at_latest").is_not_null() & (pl.col("latest") < pl.col("earliest")))
        | pl.col("duration_seconds").is_finite().not_()
    )  # fmt: skip
    written = [pl.col(name).drop_nulls().str.contains(table.WRITTEN_TIME).all() for name in ("at", "at_latest")]
    return not bool(frame.select(faulty.any()).item()) and all(frame.select(*written).row(0))


def read_carefully(stream: IO[bytes], zone: ZoneInfo, wrongs: list[Wrong]) -> pl.DataFrame:
    """The table read line by line, with every fault (up to a hundred) and its line added to `wrongs`."""
    schema = {**table.SCHEMA, "earliest": table.INSTANT, "latest": table.INSTANT}
    frames, rows = [pl.DataFrame(schema=schema)], list[tuple[Any, ...]]()
    before = len(wrongs)
    for number, line in enumerate(stream, 1):
        if len(wrongs) - before >= _MOST_WRONGS:
            wrongs.append(Wrong(f"communications.jsonl line {number}", "and the lines after it were not looked at"))
            break
        value = _read_line(line, f"communications.jsonl line {number}", zone, wrongs) if line.strip() else None
        if value is not None:
            # The spans are the domain's, not the columns': some times, such as one in a gap of two hours, only it can place.
            rows.append((*_row(value), value.at.span(zone).earliest, (value.at_latest or value.at).span(zone).latest))
        if len(rows) == _ROWS_AT_A_TIME:  # as objects, a million rows would take gigabytes
            frames.append(pl.DataFrame(rows, schema=schema, orient="row"))
            rows.clear()
    return pl.concat([*frames, pl.DataFrame(rows, schema=schema, orient="row")])


def _read_line(line: bytes, place: str, zone: ZoneInfo, wrongs: list[Wrong]) -> _WrittenCommunication | None:
    try:
        raw = load_json(line.rstrip(b"\r\n"))
    except (ValueError, RecursionError) as refused:
        wrongs.append(Wrong(place, why_refused(refused)))
        return None
    value = decode(_WrittenCommunication, raw, place, wrongs)
    if value is None:
        return None
    if value.at_latest is not None and value.at_latest.span(zone).latest < value.at.span(zone).earliest:
        wrongs.append(Wrong(f"{place}.at_latest", "lies before the time itself"))
        return None
    return value


def lines(stream: IO[bytes]) -> Iterator[Line]:
    """The lines that are objects, to find the place of a fault that the table shows."""
    for number, line in enumerate(stream, 1):
        try:
            raw = load_json(line.rstrip(b"\r\n"))
        except (ValueError, RecursionError):
            continue
        if isinstance(raw, dict):
            source = raw.get("source")
            yield Line(number, raw.get("id"), source.get("exhibit") if isinstance(source, dict) else None)


def _row(value: _WrittenCommunication) -> tuple[Any, ...]:
    party, source = value.party or _WrittenParty(), value.source or _WrittenSource()
    seconds = value.duration_seconds
    return (
        value.id, value.at.text, value.at_latest and value.at_latest.text,
        value.direction, value.kind, value.channel,
        party.kind_said, (party.value or "") if party.kind_said else None, party.written,
        value.party_name, value.text, None if seconds is None else float(seconds), list(value.attachments), value.state,
        source.exhibit, source.position,
    )  # fmt: skip
