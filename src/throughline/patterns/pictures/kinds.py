"""The picture of a finding, for the kinds that a picture says better. Each draws what is behind the finding and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

import polars as pl

from throughline.communications.parties import canonical
from throughline.domain.case import Case
from throughline.domain.finding import Finding, FindingKind
from throughline.patterns.chronology import Chronology, build_chronology
from throughline.patterns.counted import instant
from throughline.patterns.pictures.drawing import (
    FAINT,
    INK,
    LEFT,
    MARK,
    QUIET,
    RIGHT,
    Picture,
    across,
    bars,
    block,
    dot,
    drawing,
    rule,
    words,
)
from throughline.patterns.pictures.moments import Moment, local, moments_of
from throughline.patterns.wording import count, length

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST_PERIODS = 60
_TALL = 90.0
_LANE = 26.0
_MOST_LANES = 16
_DAY_HOURS = 24


def picture_of(chronology: Chronology, finding: Finding) -> Picture | None:
    """The picture of a finding, or None for a kind that needs none, and where too little behind it has a time."""
    draw = _PICTURES.get(finding.kind)
    return None if draw is None else draw(chronology, finding)


def pictures_of(case: Case, communications: pl.DataFrame, findings: Iterable[Finding]) -> dict[str, Picture]:
    """The pictures of the inferences among findings, by the id of each. They hold no words that anybody wrote."""
    inferred = [it for it in findings if it.sort == "inference" and it.kind in _WITHOUT_WORDS]
    chronology = build_chronology(case, communications) if inferred else None
    drawn = {} if chronology is None else {it.id: picture_of(chronology, it) for it in inferred}
    return {id: picture for id, picture in drawn.items() if picture is not None}


def _over_time(chronology: Chronology, finding: Finding) -> Picture | None:
    """How many of the entries behind it fell in each week or month; the time in which the change may lie is shaded, what came after it
    is in teal."""
    moments = moments_of(chronology, finding.because)
    if len(moments) < 2:
        return None
    days = [local(chronology, it).date() for it in moments]
    starts, name = _periods(days[0], days[-1])
    counts = [0] * len(starts)
    for day in days:
        counts[_at(starts, day)] += 1
    change = None if finding.since is None else tuple(_at(starts, date.fromisoformat(it)) for it in finding.since)
    marked = range(len(starts)) if change is None else range(change[1], len(starts))
    says = f"How many in each {name}, from {_short(days[0])} to {_short(days[-1])}"
    shapes = [words(LEFT, 12, f"{max(counts)} at most in one {name}")]
    if change is not None:
        begins, ends = across(change[0] / len(starts)), across((change[1] + 1) / len(starts))
        shapes += [
            block(begins, 20, ends - begins, _TALL, FAINT),
            words(RIGHT, 12, "changed in the shaded time", anchor="end"),
        ]
    shapes += bars(counts, 20, _TALL, marked)
    shapes += _ends(_short(days[0]), _short(days[-1]), 34 + _TALL)
    rows = tuple(
        (_period_named(start, name), str(number)) for start, number in zip(starts, counts, strict=True) if number
    )
    return Picture(says, drawing(says, 40 + _TALL, shapes), (name.capitalize(), "How many"), rows)


def _by_hour(chronology: Chronology, finding: Finding) -> Picture | None:
    """How many began in each hour of the day, and on each day of the week."""
    exact = [local(chronology, it) for it in moments_of(chronology, finding.because) if it.is_exact]
    if not exact:
        return None
    hours = Counter(it.hour for it in exact)
    weekdays = Counter(it.weekday() for it in exact)
    says = "How many began in each hour of the day, and on each day of the week"
    by_hour, by_day = [hours[hour] for hour in range(_DAY_HOURS)], [weekdays[day] for day in range(7)]
    shapes = [words(LEFT, 12, "By hour of the day"), *bars(by_hour, 20, _TALL, range(_DAY_HOURS))]
    shapes += [
        words(across((hour + 0.5) / _DAY_HOURS), 34 + _TALL, name, anchor="middle")
        for hour, name in ((0, "12am"), (6, "6am"), (12, "12pm"), (18, "6pm"), (23, "11pm"))
    ]
    shapes += [words(LEFT, 62 + _TALL, "By day of the week"), *bars(by_day, 70 + _TALL, _TALL / 2, range(7))]
    shapes += [
        words(across((day + 0.5) / 7), 84 + _TALL * 1.5, name[:3], anchor="middle")
        for day, name in enumerate(_WEEKDAYS)
    ]
    rows = [(f"{hour:02}:00 to {hour:02}:59", str(hours[hour])) for hour in range(_DAY_HOURS) if hours[hour]]
    rows += [(_WEEKDAYS[day], str(weekdays[day])) for day in range(7) if weekdays[day]]
    return Picture(says, drawing(says, 92 + _TALL * 1.5, shapes), ("When", "How many"), tuple(rows))


def _after_moments(chronology: Chronology, finding: Finding) -> Picture | None:
    """One line for each moment, a day long, with the first contact after it."""
    moments = moments_of(chronology, finding.because)
    anchors = {milestone.id for milestone, _ in chronology.milestones}
    lines: list[tuple[Moment, Moment | None]] = []
    for moment in moments:
        if moment.id in anchors:
            lines.append((moment, None))
        elif lines and lines[-1][1] is None:
            lines[-1] = (lines[-1][0], moment)
    if not lines:
        return None
    shown = lines[-_MOST_LANES:]
    says = "How soon the first contact came after each of these moments, over one day"
    left, shapes, rows = 128.0, [], []
    for at, (anchor, first) in enumerate(shown):
        y = 14 + _LANE * at
        when = f"{local(chronology, anchor):%-d %b %Y %H:%M}"
        shapes += [words(LEFT, y + 4, when), rule(left, y, RIGHT, y, FAINT, width=2)]
        after = None if first is None else first.span.earliest - anchor.span.earliest
        if after is not None:
            shapes.append(dot(across(after / timedelta(days=1), left), y, MARK))
        rows.append((when, "nothing within a day" if after is None else length(after, after)))
    foot = 14 + _LANE * len(shown)
    shapes += [
        words(left, foot, "at once"),
        words((left + RIGHT) / 2, foot, "12 hours", anchor="middle"),
        words(RIGHT, foot, "a day", anchor="end"),
    ]
    return Picture(says, drawing(says, foot + 8, shapes), ("After", "First contact came within"), tuple(rows))


def _in_a_row(chronology: Chronology, finding: Finding) -> Picture | None:
    """Each of the entries behind it on one line of time, the longest gap between two of them shaded."""
    moments = moments_of(chronology, finding.because)
    if len(moments) < 2 or moments[0].span.earliest == moments[-1].span.earliest:
        return None
    first, last = moments[0].span.earliest, moments[-1].span.earliest
    whole = last - first
    places = [across((it.span.earliest - first) / whole) for it in moments]
    gaps = [later.span.earliest - earlier.span.earliest for earlier, later in pairwise(moments)]
    longest = gaps.index(max(gaps))
    says = f"{count(len(moments), 'entry', 'entries')} on a line of time, {length(whole, whole)} long"
    shapes = []
    if finding.kind == "return_after_quiet":
        shapes.append(block(places[longest], 14, places[longest + 1] - places[longest], 34, FAINT))
        middle = min(max((places[longest] + places[longest + 1]) / 2, 60.0), 300.0)
        shapes.append(words(middle, 11, length(gaps[longest], gaps[longest]), anchor="middle", colour=INK))
    shapes += [rule(x, 18, x, 44, MARK, width=1.5) for x in places]
    shapes += [
        rule(LEFT, 48, RIGHT, 48, QUIET),
        *_ends(_moment_named(chronology, first, whole), _moment_named(chronology, last, whole), 64),
    ]
    rows = [(f"{local(chronology, it):%-d %B %Y %H:%M}", "") for it in moments[:1]]
    rows += [
        (f"{local(chronology, it):%-d %B %Y %H:%M}", length(gap, gap))
        for it, gap in zip(moments[1:], gaps, strict=True)
    ]
    return Picture(says, drawing(says, 72, shapes), ("When", "After the one before"), tuple(rows))


def _ladder(chronology: Chronology, finding: Finding) -> Picture | None:
    """Every number and account of one person, from its first contact to its last, in the order in which they came; and the blocks."""
    theirs = chronology.contacts.filter(pl.col("person") == finding.person)
    ways: dict[str, tuple[str, datetime, datetime, int]] = {}
    grouped = theirs.group_by("party_kind", "party_value", maintain_order=True).agg(
        pl.col("earliest").min(), pl.col("earliest").max().alias("last"), pl.len()
    )
    for kind, value, earliest, last, number in grouped.iter_rows():
        key = canonical(kind, value or "")
        known = ways.get(key, (value or kind, instant(earliest), instant(last), 0))
        ways[key] = (known[0], min(known[1], instant(earliest)), max(known[2], instant(last)), known[3] + number)
    lanes = sorted(ways.values(), key=lambda way: way[1])[:_MOST_LANES]
    if len(lanes) < 2:
        return None
    first, last = lanes[0][1], max(way[2] for way in lanes)
    whole = max(last - first, timedelta(hours=1))
    blocks = [
        span.earliest for milestone, span in chronology.milestones
        if milestone.kind in ("blocked", "told_to_stop") and milestone.person in (None, finding.person) and first <= span.earliest <= last
    ]  # fmt: skip
    says = "The numbers and accounts contact came from, each from its first contact to its last; dashed lines are blocks and refusals"
    shapes, rows = [], []
    for at, (value, since, until, number) in enumerate(lanes):
        y = 16 + (_LANE + 8) * at
        start, end = across((since - first) / whole), across((until - first) / whole)
        shapes += [words(LEFT, y, value, colour=INK), block(start, y + 5, max(3.0, end - start), 8, MARK)]
        days = [f"{it.astimezone(chronology.zone):%-d %B %Y}" for it in (since, until)]
        rows.append((value, *days, f"{number:,}"))
    foot = 16 + (_LANE + 8) * len(lanes)
    shapes += [rule(x, 2, x, foot - 12, QUIET, is_dashed=True) for x in (across((it - first) / whole) for it in blocks)]
    shapes += _ends(
        f"{first.astimezone(chronology.zone):%-d %b %Y}", f"{last.astimezone(chronology.zone):%-d %b %Y}", foot
    )
    return Picture(
        says, drawing(says, foot + 8, shapes), ("Number or account", "First", "Last", "How many"), tuple(rows)
    )


def _ends(first: str, last: str, y: float) -> list[str]:
    return [words(LEFT, y, first), words(RIGHT, y, last, anchor="end")]


def _moment_named(chronology: Chronology, moment: datetime, whole: timedelta) -> str:
    here = moment.astimezone(chronology.zone)
    return f"{here:%-d %b %Y %H:%M}" if whole < timedelta(days=2) else _short(here.date())


def _short(day: date) -> str:
    return f"{day:%-d %b %Y}"


def _periods(first: date, last: date) -> tuple[list[date], str]:
    """The first days of the weeks, or of the months where there would be too many weeks, that hold two days and all between."""
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    if weeks <= _MOST_PERIODS:
        return [monday + timedelta(days=7 * week) for week in range(weeks)], "week"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= 2 * _MOST_PERIODS:
        return [
            date(first.year + (first.month - 1 + it) // 12, (first.month - 1 + it) % 12 + 1, 1) for it in range(months)
        ], "month"
    return [date(year, 1, 1) for year in range(first.year, last.year + 1)], "year"


def _at(starts: list[date], day: date) -> int:
    return max(0, sum(start <= day for start in starts) - 1)


def _period_named(start: date, name: str) -> str:
    return {"week": f"Week from {start:%-d %B %Y}", "month": f"{start:%B %Y}", "year": f"{start:%Y}"}[name]


_WITHOUT_WORDS = frozenset({
    "frequency_change", "severity_change", "rhythm", "reaction", "return_after_quiet", "anniversary",
})  # fmt: skip
_PICTURES: dict[FindingKind, Callable[[Chronology, Finding], Picture | None]] = {
    "frequency_change": _over_time, "severity_change": _over_time, "after_stop": _over_time, "occasions": _over_time,
    "place_pattern": _in_a_row, "burst": _in_a_row, "return_after_quiet": _in_a_row, "anniversary": _in_a_row,
    "rhythm": _by_hour, "reaction": _after_moments, "channel_switch": _ladder,
}  # fmt: skip
