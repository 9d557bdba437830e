"""What the diary's pages show: entries in the order of what happened, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from throughline.casefile.decoding import decode
from throughline.domain.incident import Incident
from throughline.domain.milestone import Milestone
from throughline.domain.timing import Span
from throughline.packs.chronology import MILESTONE_NAMED, occurred_told
from throughline.patterns.names import BEHAVIOUR_NAMED, FEAR_NAMED, change_named
from throughline.patterns.wording import at_start, listed, when
from throughline.web.cases.queries import OpenCase
from throughline.web.cases.state import value_of
from throughline.web.diary.kinds import GROUPS, MILESTONE, UNSORTED

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
    month: str
    groups: frozenset[str]
    words: str

    @property
    def month_words(self) -> str:
        """The month it stands under, as people say it; `month` is it as 2026-03."""
        return f"{date.fromisoformat(self.month + '-01'):%B %Y}" if self.month else "At a time not known"


def diary_lines(case: OpenCase) -> list[Line]:
    """Incidents and milestones, the latest first; those without a time come last."""
    told = [incident_line(case, it) for it in case.case.incidents]
    told += [_milestone_line(case, it) for it in case.case.milestones]
    return sorted(told, key=lambda line: line.sort, reverse=True)


def narrowed(lines: Iterable[Line], *, words: str, group: str, month: str) -> list[Line]:
    """Those of the lines that have every one of the words somewhere, are of the group and of the month; an empty choice
    leaves none out. Small and capital letters are the same."""
    wanted = words.casefold().split()
    return [
        line
        for line in lines
        if (not group or group in line.groups)
        and (not month or month == line.month)
        and all(word in line.words for word in wanted)
    ]


def incident_line(case: OpenCase, incident: Incident) -> Line:
    """An incident as a list shows it."""
    zone, span = case.case.zone, incident.occurred.begins(case.case.zone)
    who = _name(case, incident.person)
    labels = tuple(at_start(BEHAVIOUR_NAMED[it]) for it in incident.behaviours)
    place = next((it.label for it in case.case.places if it.id == incident.place), "")
    note = incident.impact.note if incident.impact else ""
    told = (incident.account, note, incident.private_note, who, place, *labels, *incident.witnesses, *incident.exhibits)
    return Line(
        incident.id, "incident", at_start(occurred_told(incident.occurred, zone)), incident.account, who, labels,
        incident.private, _LONG_AGO if span is None else span.earliest, _month(case, span),
        groups_of(incident.behaviours), "\n".join(told).casefold(),
    )  # fmt: skip


def _milestone_line(case: OpenCase, milestone: Milestone) -> Line:
    span = milestone.at.span(case.case.zone)
    who, kind = _name(case, milestone.person), MILESTONE_NAMED[milestone.kind]
    return Line(
        milestone.id, "milestone", at_start(when(span, case.case.zone)), milestone.note, who, () if milestone.kind == "other" else (kind,), milestone.private,
        span.earliest, _month(case, span), frozenset({MILESTONE}), "\n".join((milestone.note, who, kind)).casefold(),
    )  # fmt: skip


def _month(case: OpenCase, span: Span | None) -> str:
    return "" if span is None else f"{span.earliest.astimezone(case.case.zone):%Y-%m}"


def groups_of(behaviours: Iterable[str]) -> frozenset[str]:
    """The groups of a form's kinds that behaviours fall under; `UNSORTED` where there are none."""
    found = {name for name, of in GROUPS.items() if any(it in of for it in behaviours)}
    return frozenset(found or {UNSORTED})


def _name(case: OpenCase, id: str | None) -> str:
    person = None if id is None else case.case.person(id)
    return "" if person is None else person.name or person.id


def impact_words(incident: Incident) -> list[str]:
    """What it did to the person, as lines: how afraid, what they changed, what they wrote."""
    impact = incident.impact
    if impact is None:
        return []
    fear = "" if impact.fear is None else at_start(FEAR_NAMED[impact.fear])
    changes = at_start(listed([change_named(code) for code in impact.changes])) if impact.changes else ""
    return [line for line in (fear, changes, impact.note) if line]


def may_break_an_order(case: OpenCase, incident: Incident) -> bool:
    """True where the person says so, or where an order was in force and a finding counts this entry among what may break it."""
    if "order_breach" in incident.behaviours:
        return True
    if not any(it.order for it in case.case.milestones):
        return False
    return any(it.kind == "order_breach" and incident.id in it.because for it in case.findings.findings)


ACTIONS = {"recorded": "first written", "amended": "changed", "deleted": "deleted"}


@dataclass(frozen=True, slots=True)
class Version:
    """One form an incident had: when that was written and what was done, in words, and what it said."""

    written: str
    action: str
    when: str
    account: str


def told_before(case: OpenCase, id: str) -> list[Version]:
    """Every form an incident had, the newest first."""
    told, zone = [], case.case.zone
    for entry in reversed(case.state.history["incident", id]):
        incident = decode(Incident, value_of(entry), "incident", [])
        if incident is not None:
            written = f"{entry.recorded_at.astimezone(zone):%-d %B %Y, %H:%M}"
            when_words = at_start(occurred_told(incident.occurred, zone))
            told.append(Version(written, ACTIONS[entry.action], when_words, incident.account))
    return told
