"""Which lines of another layout, or another date order, are messages, and which are text that somebody pasted.

Copied chat lines are older than the message they were pasted into; dates that somebody lists lie ahead. A real change of
layout keeps the file's order of time. So a layout is taken for the file's own second one only where

1. one of its lines has a sender and lies later than the message before it and not later than the message behind it; and,
   where it has no brackets (which only chats have), its sender is known from the file, or it lies within a day of one of
   the two and has a dash, a colon or a comma, which lists of dates seldom have; or it stands before every other line; and
2. then those of its lines that do not run backwards, and have a frame (bracket, dash, colon) or a sender.

Everything else stays with the message it stands in, and is counted in a warning.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from throughline.domain.errors import InputError, Question
from throughline.importers.base import DateOrder
from throughline.importers.whatsapp.header import Header, Layout
from throughline.importers.whatsapp.layout import Beginning, Learned, Placed, Survey

_NEAR = timedelta(days=1)


@dataclass(slots=True)
class _Weighed:
    """What a second layout looks like when its dates are read in one order."""

    order: DateOrder
    lines: dict[int, datetime]
    is_established: bool


def decide(survey: Survey, beginning: Beginning, stated: DateOrder | None, name: str) -> Learned:
    """Everything about a file's lines. Raises Question and InputError as `DateEvidence.order` does, and InputError where
    one layout is written in two orders, or in a calendar that cannot be read."""
    own = survey.own
    evidence = survey.evidence[own]
    if not evidence.exists:
        why = f"“{name}” has dates such as {evidence.sample} in a calendar that cannot be read yet; nothing was read."
        raise InputError(why, code="E_CALENDAR")
    order = evidence.order(stated, name)
    pasted = _pasted(survey, order, name) if evidence.is_mixed else frozenset()
    orders: dict[Layout, DateOrder] = {own: order}
    strangers: set[int] = set()
    senders = beginning.senders.get(own, frozenset())
    known = senders
    for layout in survey.evidence:
        if layout != own:
            weighed = _weigh(survey, layout, order, senders, stated)
            orders[layout] = weighed.order
            strangers |= weighed.lines.keys()
            known |= beginning.senders.get(layout, frozenset()) if weighed.lines else frozenset()
    kept = sorted({*pasted, *(one.number for one in survey.strangers)} - strangers)
    heads = [line for line in (survey.first_own, min(strangers, default=None)) if line is not None]
    return Learned(
        own, orders, survey.samples[own], known, frozenset(strangers), pasted,
        min(heads, default=1), len(kept), kept[0] if kept else 0, *evidence.runs_back(order),
    )  # fmt: skip


def _pasted(survey: Survey, order: DateOrder, name: str) -> frozenset[int]:
    """The lines of the file's own layout that are in the other date order and out of its time: somebody pasted them."""
    other: DateOrder = "month-first" if order == "day-first" else "day-first"
    odd = survey.mixed[other]
    counts = survey.evidence[survey.own].only
    if (
        counts[other] > len(odd)
        or counts[other] == counts[order]
        or any(_fits_by_day(one, other, order) for one in odd)
    ):
        why = f"“{name}” writes the day first in some dates and the month first in others; export the chat again."
        raise InputError(why, code="E_DATE_ORDER")
    return frozenset(one.number for one in odd)


def _fits_by_day(placed: Placed, order: DateOrder, own: DateOrder) -> bool:
    day = placed.header.wall_clock(order)
    before, after = _time(placed.before, own), _time(placed.after, own)
    if day is None:
        return False
    return (before is None or before.date() < day.date()) and (after is None or day.date() <= after.date())


def _weigh(survey: Survey, layout: Layout, own: DateOrder, senders: Set[str], stated: DateOrder | None) -> _Weighed:
    """The lines of a second layout that are messages, in the order its own dates show or, failing that, time shows."""
    evidence = survey.evidence[layout]
    learned = None if evidence.is_mixed else evidence.learned()
    orders: tuple[DateOrder, ...] = ("day-first", "month-first") if learned is None else (learned,)
    lines = [placed for placed in survey.strangers if placed.header.layout == layout]
    found = [_weigh_in(lines, order, own, senders) for order in orders]
    good = sorted((one for one in found if one.is_established), key=lambda one: -len(one.lines))
    if not good:
        return _Weighed(orders[0], {}, is_established=False)
    if len(good) > 1 and good[0].lines != good[1].lines and len(good[0].lines) == len(good[1].lines):
        if stated not in orders:
            raise Question(
                f"The file changes its layout, and {evidence.sample} could be read with the day or the month first; "
                "say which.",
                code="Q_DATE_ORDER",
            )
        return next(one for one in good if one.order == stated)
    return good[0]


def _weigh_in(lines: list[Placed], order: DateOrder, own: DateOrder, senders: Set[str]) -> _Weighed:
    weighed = _Weighed(order, {}, is_established=False)
    last: datetime | None = None
    for placed in lines:
        moment = placed.header.wall_clock(order)
        before, after = _time(placed.before, own), _time(placed.after, own)
        earliest = max((time for time in (before, last) if time is not None), default=None)
        if moment is None or not (placed.header.layout.is_framed or placed.sender is not None):
            continue
        if not _is_between(moment, earliest, after, is_coarse=_is_coarse(placed)):
            continue
        weighed.lines[placed.number] = moment
        last = moment
        weighed.is_established |= _is_proof(placed, moment, earliest, after, senders)
    if not weighed.is_established:
        weighed.lines.clear()
    return weighed


def _is_coarse(placed: Placed) -> bool:
    """True where one of the times to compare is told to the minute only."""
    heads = (placed.header, placed.before, placed.after)
    return not all(head.layout.has_seconds for head in heads if head is not None)


def _is_between(moment: datetime, before: datetime | None, after: datetime | None, *, is_coarse: bool) -> bool:
    if is_coarse:
        moment, before, after = _minute(moment), before and _minute(before), after and _minute(after)
    return (before is None or before <= moment) and (after is None or moment <= after)


def _is_proof(
    placed: Placed, moment: datetime, before: datetime | None, after: datetime | None, senders: Set[str]
) -> bool:
    """True where this one line shows that its layout is the file's own second one."""
    if placed.sender is None:
        return False
    if before is None:
        return True
    if _minute(moment) <= _minute(before) if _is_coarse(placed) else moment <= before:
        return False
    if placed.header.layout.has_bracket or placed.sender in senders:
        return True
    is_marked_off = placed.header.layout.is_framed or bool(placed.header.layout.comma)
    return is_marked_off and after is not None and (moment - before <= _NEAR or after - moment <= _NEAR)


def _time(header: Header | None, order: DateOrder) -> datetime | None:
    return None if header is None else header.wall_clock(order)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0)
