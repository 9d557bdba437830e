"""A table of communications as lines of JSON, written by the column library at its own speed."""

from __future__ import annotations

from io import BytesIO
from typing import IO

import polars as pl

from throughline.communications import table

_ROWS_AT_A_TIME = 4_000
"""As quick as more at a time, and the lines of so few stay within a few megabytes."""


def write_table(frame: pl.DataFrame, stream: IO[bytes], *, wrap: bool) -> None:
    """Write one line a row with the keys of contract case-file.md. `wrap` puts each under `communication`, as `read --json`
    prints it. `frame` has the table's columns; `at_latest` and `state` are left out where no row nearby has one."""
    for chunk in frame.select(table.SCHEMA.keys()).iter_slices(_ROWS_AT_A_TIME):
        columns = _columns(chunk)
        shaped = chunk.select(pl.struct(columns).alias("communication")) if wrap else chunk.select(columns)
        lines = BytesIO()  # the column library would hide why a stream refused it: a closed pipe, a full disk
        shaped.write_ndjson(lines)
        stream.write(lines.getbuffer())


def _columns(chunk: pl.DataFrame) -> list[pl.Expr]:
    """The keys of a line, in their order, as expressions over the table's columns."""
    party_keys = ["party_kind", "party_value"]
    if chunk["party_written"].null_count() < len(chunk):
        party_keys.append("party_written")
    party = pl.struct(pl.col(key).alias(key.removeprefix("party_")) for key in party_keys)
    keys = {
        "party": pl.when(pl.col("party_kind").is_not_null()).then(party).alias("party"),
        "exhibit": pl.struct("exhibit", "position").alias("source"),
    }
    columns = []
    for name in ("id", "at", "at_latest", "direction", "kind", "channel", "party", "party_name", "text",
                 "duration_seconds", "attachments", "state", "exhibit"):  # fmt: skip
        is_optional = name in ("at_latest", "state")
        if not (is_optional and chunk[name].null_count() == len(chunk)):
            columns.append(keys.get(name, pl.col(name)))
    return columns
