"""What the diary's pages show: entries in the order of what happened, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from throughline.domain.incident import Incident
from throughline.domain.milestone import Milestone
from throughline.packs.chronology import MILESTONE_NAMED, occurred_told
from throughline.patterns.names import BEHAVIOUR_NAMED
from throughline.patterns.wording import at_start, when
from throughline.web.cases.queries import OpenCase
from throughline.web.cases.state import value_of

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the diary as a list shows it."""

    id: str
    kind: str
    when: str
    what: str
    who: str
    labels: tuple[str, ...]
    is_private: bool
    sort: datetime


def diary_lines(case: OpenCase) -> list[Line]:
    """Incidents and milestones, the latest first; those without a time come last."""
    told = [_incident(case, it) for it in case.case.incidents] + [_milestone(case, it) for it in case.case.milestones]
    return sorted(told, key=lambda line: line.sort, reverse=True)


def _incident(case: OpenCase, incident: Incident) -> Line:
    span = incident.occurred.begins(case.case.zone)
    return Line(
        incident.id, "incident", at_start(occurred_told(incident.occurred, case.case.zone)), incident.account,
        _name(case, incident.person), tuple(at_start(BEHAVIOUR_NAMED[it]) for it in incident.behaviours), incident.private,
        _LONG_AGO if span is None else span.earliest,
    )  # fmt: skip


def _milestone(case: OpenCase, milestone: Milestone) -> Line:
    span = milestone.at.span(case.case.zone)
    return Line(
        milestone.id, "milestone", at_start(when(span, case.case.zone)), milestone.note, _name(case, milestone.person),
        (MILESTONE_NAMED[milestone.kind],), milestone.private, span.earliest,
    )  # fmt: skip


def _name(case: OpenCase, id: str | None) -> str:
    person = None if id is None else case.case.person(id)
    return "" if person is None else person.name or person.id


def history(case: OpenCase, kind: str, id: str) -> Sequence[tuple[datetime, str, dict[str, Any]]]:
    """Every form an item had: when it was recorded (in the case's zone), what was done, and what it said; the newest first."""
    entries = case.state.history[kind, id]
    zone = case.case.zone
    return [(it.recorded_at.astimezone(zone), it.action, value_of(it)) for it in reversed(entries)]
