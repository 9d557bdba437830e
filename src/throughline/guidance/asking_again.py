"""When the questions are worth asking again: a day in the case has come or is near since they were last answered.

What counts as such a day is `content/self_check_results.toml`. Nothing here looks at a clock: both days are given.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from throughline.guidance.load import load_content
from throughline.guidance.record import bounded, distinct

if TYPE_CHECKING:
    from throughline.domain.case import Case
    from throughline.domain.finding import Finding
    from throughline.domain.milestone import Milestone
    from throughline.guidance.schema import Content, Trigger


@dataclass(frozen=True, slots=True)
class AskAgain:
    """A trigger that was met, and the ids in the case that met it."""

    trigger: Trigger
    because: tuple[str, ...]


def ask_again(
    case: Case, findings: Sequence[Finding], *, answered_on: date, today: date, content: Content | None = None
) -> tuple[AskAgain, ...]:
    """Every trigger met between the day of the last answers and `today`, or that will be within its days before.

    Days are those of the case's own zone. A milestone on the day of the answers counts: it may have come after them. A
    finding counts when it ends on or after that day, or when it does not say when.
    """
    guidance = content or load_content()
    found = []
    for trigger in guidance.triggers.values():
        milestones = (it.id for it in case.milestones if _is_met(trigger, it, case, answered_on, today))
        because = (*milestones, *_in_findings(trigger, findings, answered_on))
        if because:
            found.append(AskAgain(trigger, bounded(distinct(because))))
    return tuple(found)


def _is_met(trigger: Trigger, milestone: Milestone, case: Case, answered_on: date, today: date) -> bool:
    if milestone.kind not in trigger.milestones:
        return False
    span = milestone.at.span(case.zone)
    first, last = span.earliest.astimezone(case.zone).date(), span.latest.astimezone(case.zone).date()
    until = today + timedelta(days=trigger.days_before)
    if not trigger.is_yearly:
        return first <= until and last >= answered_on
    begins = _each_year(first, answered_on.year - 1, until.year)
    return any(day <= until and day + (last - first) >= answered_on for day in begins)


def _each_year(day: date, first: int, last: int) -> Iterator[date]:
    """The same day of each year, from its own year on; 28 February stands for 29 where there is none."""
    for year in range(max(first, day.year), last + 1):
        is_missing = (day.month, day.day) == (2, 29) and not isleap(year)
        yield date(year, 2, 28) if is_missing else day.replace(year=year)


def _in_findings(trigger: Trigger, findings: Sequence[Finding], answered_on: date) -> Iterator[str]:
    for finding in findings:
        if finding.kind in trigger.findings and (finding.end is None or finding.end[:10] >= answered_on.isoformat()):
            yield from finding.because
