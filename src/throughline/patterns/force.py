"""When a court order, bail condition or undertaking was in force: surely, and perhaps.

In force from the moment it was made until the earlier of its end and the milestone that ended it; the end itself is no longer
inside. An end that is a day lasts through that whole day in the case's zone; a timed one is that instant. A milestone
`order_ended` does not say which order it ended: where several of one person's orders could be meant, each of them may have
gone on, until as many were ended as there were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from throughline.domain.milestone import Milestone
from throughline.domain.timing import Span, WrittenTime

FOREVER = datetime.max.replace(tzinfo=UTC)
_SECOND = timedelta(seconds=1)


class Force(NamedTuple):
    """When an order was in force, in UTC, each `until` not included. `ended_by`: the milestones that say so, and the other
    orders that could have been meant by them; `is_end_unclear` where it is not known whether this one was."""

    surely_from: datetime
    surely_until: datetime
    may_from: datetime
    may_until: datetime
    ended_by: tuple[str, ...] = ()
    is_end_unclear: bool = False

    def surely_holds(self, span: Span) -> bool:
        """True when every moment of a span lies inside."""
        return self.surely_from <= span.earliest and span.latest < self.surely_until

    def may_hold(self, span: Span | None) -> bool:
        """True when some moment of a span may lie inside; a time that is not known may."""
        return span is None or (self.may_from <= span.latest and span.earliest < self.may_until)


@dataclass(slots=True)
class _Course:
    """One order while endings are gone through."""

    milestone: Milestone
    made: Span
    surely_until: datetime
    may_until: datetime
    ended_by: dict[str, None] = field(default_factory=dict)
    is_end_unclear: bool = False


def in_force(
    orders: Sequence[tuple[Milestone, Span]], endings: Sequence[tuple[Milestone, Span]], zone: ZoneInfo
) -> dict[str, Force]:
    """When each order of one person was in force, by its milestone's id. `endings` are that person's `order_ended`."""
    courses = [_Course(milestone, made, *_ends(milestone, zone)) for milestone, made in orders]
    doubted: list[frozenset[str]] = []
    for ending, span in sorted(endings, key=lambda pair: pair[1].earliest):
        meant = [course for course in courses if _could_end(course, span, courses)]
        ids = frozenset(course.milestone.id for course in meant)
        doubted.append(ids)
        # As many endings as there were orders: now all of them have ended.
        is_clear = doubted.count(ids) == len(ids)
        for course in meant:
            _end(course, ending, span, is_clear=is_clear)
            course.ended_by |= dict.fromkeys(it.milestone.id for it in meant if it is not course)
    return {course.milestone.id: _force(course) for course in courses}


def _could_end(course: _Course, ending: Span, courses: Sequence[_Course]) -> bool:
    """True when that ending may be this order's: it was in force then, and made before, or at about the same time with no
    older order that the ending can belong to (an interim order often ends on the day the final one is made)."""
    if course.may_until <= ending.earliest or ending.latest < course.made.earliest:
        return False
    has_older = any(it.made.surely_before(course.made) and it.may_until > ending.earliest for it in courses)
    return course.made.surely_before(ending) or not has_older


def _end(course: _Course, ending: Milestone, span: Span, *, is_clear: bool) -> None:
    course.surely_until = min(course.surely_until, span.earliest)
    course.ended_by[ending.id] = None
    course.is_end_unclear = not is_clear
    if is_clear:
        course.may_until = min(course.may_until, span.latest if span.is_instant else span.latest + _SECOND)


def _ends(milestone: Milestone, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Until when the order's own end says it was in force: surely, and perhaps."""
    ends: WrittenTime | None = None if milestone.order is None else milestone.order.ends
    if ends is None:
        return FOREVER, FOREVER
    span = ends.span(zone)
    if ends.has_clock_time:
        return span.earliest, span.latest if ends.is_missing_hour(zone) else span.earliest
    end = span.latest + _SECOND
    is_day = len(ends.text) == len("2026-03-01")
    return (end if is_day else span.earliest), end


def _force(course: _Course) -> Force:
    made = course.made
    return Force(
        surely_from=made.latest if made.is_instant else made.latest + _SECOND,
        surely_until=course.surely_until,
        may_from=made.earliest,
        may_until=course.may_until,
        ended_by=tuple(course.ended_by),
        is_end_unclear=course.is_end_unclear,
    )
