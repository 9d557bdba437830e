"""What the overview shows, as plain values: the same content that a pack lays out, and the grid of hours by weekday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from throughline.packs.content import Content, build_content
from throughline.web.cases.queries import OpenCase

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS = (("midnight to 6am", 0, 6), ("6am to midday", 6, 12), ("midday to 6pm", 12, 18), ("6pm to midnight", 18, 24))
SHADES = 5


def content_of(case: OpenCase) -> Content:
    """The case as a pack for its own person would lay it out now."""
    return build_content(
        case.case, case.communications, case.findings, recipient="self", made_at=datetime.now(UTC), withheld=0, files={},
        warnings=(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one weekday: where it is drawn, how many, and how dark."""

    x: int
    y: int
    count: int
    shade: int


@dataclass(frozen=True, slots=True)
class Week:
    """When things happened: a cell for each hour of each weekday, and the same as rows of a table by part of the day."""

    cells: tuple[Cell, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    total: int


def week_of(case: OpenCase) -> Week:
    """Incoming contact and incidents whose hour is known, by weekday and hour in the case's zone."""
    counts = [[0] * 24 for _ in DAYS]
    for weekday, hour, number in _contacts(case):
        counts[weekday - 1][hour] += number
    for incident in case.case.incidents:
        span = incident.occurred.begins(case.case.zone)
        if span is not None and incident.occurred.precision in ("minute", "hour"):
            middle = (span.earliest + (span.latest - span.earliest) / 2).astimezone(case.case.zone)
            counts[middle.weekday()][middle.hour] += 1
    most = max(map(max, counts))
    cells = tuple(
        Cell(40 + 13 * hour, 20 + 24 * weekday, number, -(-SHADES * number // most) if number else 0)
        for weekday, hours in enumerate(counts)
        for hour, number in enumerate(hours)
    )
    rows = tuple(
        (day, tuple(sum(hours[start:end]) for _, start, end in PARTS)) for day, hours in zip(DAYS, counts, strict=True)
    )
    return Week(cells, rows, sum(map(sum, counts)))


def _contacts(case: OpenCase) -> list[tuple[int, int, int]]:
    local = pl.col("earliest").dt.convert_time_zone(case.case.timezone)
    came = case.communications.filter(
        pl.col("direction").ne_missing("outgoing")
        & pl.col("kind").ne_missing("notice")
        & pl.col("earliest").is_not_null()
    )
    return came.group_by(local.dt.weekday().alias("weekday"), local.dt.hour().alias("hour")).len().rows()
