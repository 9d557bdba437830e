"""When the questions are worth asking again: a day in the case has come or is near since they were last answered.

What counts as such a day is `content/self_check_results.toml`. Nothing here looks at a clock: both days are given.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from throughline.communications import table
from throughline.guidance.load import load_content
from throughline.guidance.record import bounded, build_record, distinct, ids_meeting_any

if TYPE_CHECKING:
    from throughline.domain.case import Case
    from throughline.domain.finding import Finding
    from throughline.domain.incident import Incident
    from throughline.domain.milestone import Milestone
    from throughline.domain.timing import WrittenTime
    from throughline.guidance.schema import Content, Trigger


@dataclass(frozen=True, slots=True)
class AskAgain:
    """A trigger that was met, and the ids in the case that met it. `keys` name this time that it was met, and no other: one
    for each day that is near, each day that has come, each finding that begins on another day."""

    trigger: Trigger
    because: tuple[str, ...]
    keys: tuple[str, ...]


class _Met(NamedTuple):
    key: str
    because: tuple[str, ...]


def ask_again(
    case: Case, findings: Sequence[Finding], *, answered_on: date, today: date, content: Content | None = None
) -> tuple[AskAgain, ...]:
    """Every trigger met between the day of the last answers and `today`, or that will be within its days before.

    Days are those of the case's own zone. A milestone on the day of the answers counts: it may have come after them. A
    finding counts when it ends on or after that day, or when it does not say when. What `Questions.put_away` holds plays no
    part: whoever shows these leaves out what was put away.
    """
    guidance = content or load_content()
    found = []
    for trigger in guidance.triggers.values():
        met = list(_met_by(trigger, case, findings, answered_on, today, guidance))
        if met:
            because = bounded(distinct(id for it in met for id in it.because))
            found.append(AskAgain(trigger, because, distinct(f"{trigger.id}:{it.key}" for it in met)))
    return tuple(found)


def _met_by(
    trigger: Trigger, case: Case, findings: Sequence[Finding], answered_on: date, today: date, content: Content
) -> Iterator[_Met]:
    for milestone in case.milestones:
        yield from _by_milestone(trigger, milestone, case, answered_on, today)
    yield from _by_findings(trigger, findings, answered_on)
    if trigger.is_graver:
        yield from _graver(case, answered_on, content)
    if trigger.weeks_after is not None and today - answered_on >= timedelta(weeks=trigger.weeks_after):
        yield _Met(f"{answered_on}", ())


def _by_milestone(trigger: Trigger, milestone: Milestone, case: Case, answered_on: date, today: date) -> Iterator[_Met]:
    """The milestone, and the end of its order, where they are days of that trigger."""
    until = today + timedelta(days=trigger.days_before)
    days: list[tuple[date, date]] = []
    if milestone.kind in trigger.milestones:
        own = _days(milestone.at, case)
        days += _each_year(*own, answered_on, until) if trigger.is_yearly else [own]
    if trigger.order_ends and milestone.order is not None and milestone.order.ends is not None:
        days.append(_days(milestone.order.ends, case))
    for first, last in days:
        if first <= until and last >= answered_on:
            yield _Met(f"{milestone.id}:{first}:{'near' if today < first else 'come'}", (milestone.id,))


def _days(at: WrittenTime, case: Case) -> tuple[date, date]:
    """The first and the last day that a written time can mean, where the case is."""
    span = at.span(case.zone)
    return span.earliest.astimezone(case.zone).date(), span.latest.astimezone(case.zone).date()


def _each_year(first: date, last: date, answered_on: date, until: date) -> list[tuple[date, date]]:
    """The same days of each year, from their own year on; 28 February stands for 29 where there is none."""
    found = []
    for year in range(max(answered_on.year - 1, first.year), until.year + 1):
        is_missing = (first.month, first.day) == (2, 29) and not isleap(year)
        begins = date(year, 2, 28) if is_missing else first.replace(year=year)
        found.append((begins, begins + (last - first)))
    return found


def _by_findings(trigger: Trigger, findings: Sequence[Finding], answered_on: date) -> Iterator[_Met]:
    for finding in findings:
        if finding.kind in trigger.findings and (finding.end is None or finding.end[:10] >= answered_on.isoformat()):
            yield _Met(f"{finding.kind}:{(finding.start or '')[:10]}", finding.because)


def _graver(case: Case, answered_on: date, content: Content) -> Iterator[_Met]:
    """Each rule above `report` that incidents meet which were all written down, or happened, since the answers."""
    record = build_record(case, table.empty(), (), content)
    since = {it.id: _is_since(it, case, answered_on) for it in case.incidents}
    for rule in content.steps.values():
        ids = ids_meeting_any(rule.conditions, record) if rule.level != "report" else ()
        incidents = tuple(id for id in ids if id in since)
        if incidents and all(since[id] for id in incidents):
            yield _Met(rule.id, incidents)


def _is_since(incident: Incident, case: Case, answered_on: date) -> bool:
    """True when it was written down on or after that day; where nobody noted that, when it may have happened then."""
    if incident.recorded_at is not None:
        return _days(incident.recorded_at, case)[1] >= answered_on
    span = incident.occurred.span(case.zone)
    return span is None or span.latest.astimezone(case.zone).date() >= answered_on
