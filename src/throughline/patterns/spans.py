"""From when to when a handful of incidents and contacts lies, as findings write it."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology, Happening
from throughline.patterns.wording import iso


def from_to(chronology: Chronology, happenings: Iterable[Happening]) -> tuple[str | None, str | None]:
    """The first and last moment of incidents, ISO 8601 in the case's zone; two times None when none of them has a time."""
    return around([it.begins for it in happenings if it.begins is not None], chronology)


def around(spans: Iterable[Span], chronology: Chronology) -> tuple[str | None, str | None]:
    """The first and last moment of spans, each written as well as it is known; two times None when there are none."""
    known = list(spans)
    if not known:
        return None, None
    first = min(known, key=lambda span: span.earliest)
    last = max(known, key=lambda span: span.latest)
    return iso(first, chronology.zone)[0], iso(last, chronology.zone)[1]


def across(rows: pl.DataFrame, chronology: Chronology) -> tuple[str | None, str | None]:
    """The first and last moment of rows with `earliest` and `latest`, as `around`; rows without a time are passed over."""
    dated = rows.drop_nulls("earliest")
    if dated.is_empty():
        return None, None
    ends = (
        dated.row(int(dated["earliest"].arg_min() or 0), named=True),
        dated.row(int(dated["latest"].arg_max() or 0), named=True),
    )
    return around([Span(row["earliest"], row["latest"]) for row in ends], chronology)
