"""What the overview shows, as plain values: the same content that a pack lays out, and the grid of hours by weekday."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse

from throughline.domain.finding import Finding, LookedAt
from throughline.packs.chronology import Row
from throughline.packs.content import Content, build_content
from throughline.patterns.about import About, about_kinds, in_brief
from throughline.patterns.chronology import build_chronology
from throughline.patterns.pictures.drawing import Picture
from throughline.patterns.pictures.kinds import picture_of
from throughline.patterns.wording import count
from throughline.web.cases.queries import OpenCase
from throughline.web.exhibits.queries import address_name
from throughline.web.overview.timeline import timeline_of

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
class Behind:
    """One entry behind a finding or a point of law, with the address of its page."""

    when: str
    what: str
    address: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where whoever looks at a case finds an entry and a finding of it, each by its id: its own person in their diary, an adviser
    in what was shared."""

    entry: Callable[[str], str]
    finding: Callable[[str], str]


def own_places(case: OpenCase) -> Places:
    """The places in the diary itself."""
    return Places(lambda id: address_of(case, id), lambda id: reverse("overview:one", args=[id]))


def findings_shown(content: Content, places: Places) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The findings under their headings, each with its page and every entry behind it that has a page of its own or in the order."""
    return [(heading, [_found(it, places) for it in findings]) for heading, findings in content.findings]


def _found(finding: Mapping[str, Any], places: Places) -> Mapping[str, Any]:
    first, last = (_behind(finding[end], places) for end in ("first", "last"))
    return {**finding, "first": first, "last": last, "address": places.finding(finding["id"])}


def _behind(entries: Iterable[Mapping[str, str]], places: Places) -> list[Behind]:
    return [Behind(it["when"], it["what"], places.entry(it["id"])) for it in entries]


def finding_shown(
    case: OpenCase, id: str, places: Places
) -> tuple[Finding, str, Mapping[str, Any], About, Picture | None] | None:
    """One finding with its heading, everything behind it, what it looked at and cannot know, and its picture; None where there is none
    of that id."""
    finding = next((it for it in case.findings.findings if it.id == id), None)
    if finding is None:
        return None
    for heading, of in findings_shown(content_of(case), places):
        for shown in of:
            if shown["id"] == id:
                picture = picture_of(build_chronology(case.case, case.communications), finding)
                return finding, heading, shown, about_kinds()[finding.kind], picture
    return None


def finding_told(case: OpenCase, id: str, places: Places) -> dict[str, Any]:
    """The same as the page of a finding has it. Raises Http404."""
    shown = finding_shown(case, id, places)
    if shown is None:
        raise Http404
    finding, heading, entries, about, picture = shown
    return {
        "finding": entries, "heading": heading, "about": about, "picture": picture, "brief": in_brief(finding),
        "measure": finding.measure,
    }  # fmt: skip


def address_of(case: OpenCase, id: str) -> str:
    """The page of an entry in its own diary: its own, or everything in order where it stands."""
    if ("incident", id) in case.state.kept:
        return reverse("diary:show", args=[id])
    if ("milestone", id) in case.state.kept:
        return reverse("diary:edit", args=["milestone", id])
    if ("exhibit", id) in case.state.kept:
        return reverse("exhibits:one", args=[address_name(id)])
    return f"{reverse('overview:chronology')}?at={id}#e-{id}"


PAGE = 60
"""Entries on one page of everything in order."""


def order_told(case: OpenCase, places: Places, *, at: str | None, page: str | None) -> dict[str, Any]:
    """One page of everything in the order in which it happened: the one of that number, or the one on which the entry of the id `at`
    stands."""
    content = content_of(case)
    place = next((number for number, row in enumerate(content.rows) if at and row.id == at), None)
    shown = Paginator(content.rows, PAGE).get_page(page if place is None else 1 + place // PAGE)
    incidents, milestones = ({it.id for it in items} for items in (case.case.incidents, case.case.milestones))
    rows = [
        (row, places.entry(row.id) if row.id in incidents or row.id in milestones else "", row.id in milestones)
        for row in shown
    ]
    return {"content": content, "page": shown, "rows": rows}


MOST_SHOWING = 12


def points_told(case: OpenCase, places: Places) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The points of law by their route, each with the entries that may help show it."""
    content = content_of(case)
    rows = {row.id: row for row in content.rows if row.id}
    return [
        (route, [_point_shown(rows, it, places) for it in of])
        for route, of in groupby(content.elements, key=lambda it: str(it["route"]))
    ]


def _point_shown(rows: Mapping[str, Row], element: Mapping[str, Any], places: Places) -> Mapping[str, Any]:
    """A point of law with the entries that may help show it, as far as a list is read, and how many more there are.
    `rows` are the entries of the chronology by their id."""
    shows = element["shows"]
    listed = [
        Behind(rows[id].when, " ".join(rows[id].what.split())[:120], places.entry(id))
        for id in shows[:MOST_SHOWING]
        if id in rows
    ]
    return {**element, "listed": listed, "more": len(shows) - len(listed), "count": len(shows)}


def pictures_told(case: OpenCase) -> dict[str, Any]:
    """When things happened: over time, and by day of the week and hour."""
    return {
        "timeline": timeline_of(case), "week": week_of(case), "days": DAYS, "parts": [name for name, _, _ in PARTS],
    }  # fmt: skip


def looked_words(looked_at: LookedAt) -> str:
    """What was looked at, in words: how much, and between which days."""
    counts = [count(looked_at.incidents, "diary entry", "diary entries")]
    if looked_at.communications:
        counts.append(count(looked_at.communications, "message or call", "messages and calls"))
    days = [f"{date.fromisoformat(it[:10]):%-d %B %Y}" for it in (looked_at.first, looked_at.last) if it]
    return " and ".join(counts) + (f", from {days[0]} to {days[1]}" if len(days) == 2 else "")


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
