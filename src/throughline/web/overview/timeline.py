"""The picture of what happened over time, by kind, and the same in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from throughline.domain.timing import Span
from throughline.web.cases.queries import OpenCase
from throughline.web.diary.kinds import GROUPS, MILESTONE, UNSORTED
from throughline.web.diary.queries import groups_of

BROUGHT_IN = "Messages and calls you brought in"
_MOST_WEEKS, _MOST_MONTHS = 26, 36
_LEFT, _WIDTH, _ROW, _TOP = 6, 348, 46, 6
"""Where the picture begins, how wide it is, how high a row is, and how much stands above the first; in its own points."""


@dataclass(frozen=True, slots=True)
class Dot:
    """How many of a kind fell in one period: where it is drawn, and how large."""

    x: float
    y: float
    radius: float
    count: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind over time."""

    name: str
    y: int
    line: int
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes of dots over periods; `periods` has the same as words: each period in which something happened, and what.

    `step` is week, month or year. `undated` is how many incidents have no place in it.
    """

    step: str
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str, str], ...]
    height: int
    periods: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    undated: int


def timeline_of(case: OpenCase) -> Timeline | None:
    """The timeline of a case, in its zone; None where nothing has a day."""
    dated, undated = _dated(case)
    if not dated:
        return None
    first, last = min(day for day, _, _ in dated), max(day for day, _, _ in dated)
    step = _step(first, last)
    starts = _starts(first, last, step)
    counts: Counter[tuple[date, str]] = Counter()
    for day, kind, number in dated:
        counts[_start(day, step), kind] += number
    kinds = [it for it in (*GROUPS, UNSORTED, BROUGHT_IN, MILESTONE) if any(kind == it for _, kind in counts)]
    lanes = tuple(_lane(at, kind, starts, counts) for at, kind in enumerate(kinds))
    periods = tuple(
        (_named(start, step), tuple((kind, counts[start, kind]) for kind in kinds if counts[start, kind]))
        for start in starts
        if any(counts[start, kind] for kind in kinds)
    )
    return Timeline(step, lanes, _ticks(starts, step), _TOP + _ROW * len(lanes) + 20, periods, undated)


def _dated(case: OpenCase) -> tuple[list[tuple[date, str, int]], int]:
    """Days with a kind and how many, and how many incidents have none. A month is known, and stands at its first day."""
    found, undated = [], 0
    for incident in case.case.incidents:
        span = incident.occurred.begins(case.case.zone)
        if span is None:
            undated += 1
            continue
        found += [(_day(case, span), group, 1) for group in groups_of(incident.behaviours)]
    found += [(_day(case, it.at.span(case.case.zone)), MILESTONE, 1) for it in case.case.milestones]
    local = pl.col("earliest").dt.convert_time_zone(case.case.timezone).dt.date().alias("day")
    came = case.communications.filter(
        pl.col("direction").ne_missing("outgoing")
        & pl.col("kind").ne_missing("notice")
        & pl.col("earliest").is_not_null()
    )
    return found + [(day, BROUGHT_IN, number) for day, number in came.group_by(local).len().rows()], undated


def _day(case: OpenCase, span: Span) -> date:
    middle = span.earliest if span.latest - span.earliest > timedelta(days=2) else _middle(span)
    return middle.astimezone(case.case.zone).date()


def _middle(span: Span) -> datetime:
    return span.earliest + (span.latest - span.earliest) / 2


def _step(first: date, last: date) -> str:
    if (last - first).days <= 7 * _MOST_WEEKS:
        return "week"
    return "month" if (last - first).days <= 31 * _MOST_MONTHS else "year"


def _start(day: date, step: str) -> date:
    if step == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day.replace(month=1, day=1)


def _starts(first: date, last: date, step: str) -> list[date]:
    starts, at = [], _start(first, step)
    while at <= last:
        starts.append(at)
        at = _start(at + timedelta(days={"week": 7, "month": 31, "year": 366}[step]), step)
    return starts


def _named(start: date, step: str) -> str:
    if step == "week":
        return f"Week from {start:%-d %B %Y}"
    return f"{start:%B %Y}" if step == "month" else f"{start:%Y}"


def _x(at: int, starts: list[date]) -> float:
    return round(_LEFT + _WIDTH * (at + 0.5) / len(starts), 1)


def _lane(at: int, kind: str, starts: list[date], counts: Counter[tuple[date, str]]) -> Lane:
    """The area of a dot says how many, against the most there was of its own kind."""
    numbers = [counts[start, kind] for start in starts]
    most, widest = max(numbers), min(9.0, max(3.0, _WIDTH / len(starts) / 2))
    y = _TOP + _ROW * at
    dots = tuple(
        Dot(_x(place, starts), y + 30, round(max(2.0, widest * (number / most) ** 0.5), 1), number)
        for place, number in enumerate(numbers)
        if number
    )
    return Lane(kind, y + 13, y + 30, dots)


def _ticks(starts: list[date], step: str) -> tuple[tuple[float, str, str], ...]:
    """The first and the last period, and one between where there is room: where, how it is anchored, and its words."""
    words = {"week": "%-d %b %Y", "month": "%b %Y", "year": "%Y"}[step]
    chosen: Iterable[int] = sorted({0, len(starts) // 2, len(starts) - 1} if len(starts) > 4 else {0, len(starts) - 1})
    anchor = {0: "start", len(starts) - 1: "end"}
    if len(starts) == 1:
        anchor = {0: "middle"}
    return tuple((_edge(at, starts), anchor.get(at, "middle"), f"{starts[at]:{words}}") for at in chosen)


def _edge(at: int, starts: list[date]) -> float:
    if len(starts) == 1:
        return _x(at, starts)
    return {0: float(_LEFT), len(starts) - 1: float(_LEFT + _WIDTH)}.get(at, _x(at, starts))
