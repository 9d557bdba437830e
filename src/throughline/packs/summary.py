"""The one page for a reader with ten minutes: who, since when, how often, after which dates, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from throughline.domain.case import Case
from throughline.domain.finding import Finding, Findings
from throughline.domain.milestone import Milestone
from throughline.domain.people import Person
from throughline.packs.chronology import MILESTONE_NAMED
from throughline.patterns.names import order_named
from throughline.patterns.wording import count, day, listed, when

_SHORTLY = (
    "order_breach", "frequency_change", "reaction", "severity_change", "channel_switch", "place_pattern", "impact",
)  # fmt: skip
"""Kinds of finding whose first one stands on the summary already; what came after a date stands beside that date."""
_REACHED_BY = ("phone", "email", "handle", "vehicle", "device")
"""Kinds of identifier that help to say who it is; an address stands in the case file and nowhere on the front."""
_LOOKS = {
    "order_breach": "Whether a term of the order was broken",
    "withheld": "Who rang with the number withheld, which the phone company may be able to say",
    "linked_identity": "Whether these numbers and accounts belong to one person",
    "repeated_words": "Whether the numbers and accounts that used the same words belong to one person",
    "knows_too_much": "How what was written may have become known",
    "third_party": "What the people who were asked, or passed something on, can say",
}
_MOST_PEOPLE = 8
_MOST_DATES = 12
_MOST_OF_A_NOTE = 160
_MOST_WITNESSES = 12


def summary_of(case: Case, findings: Findings) -> list[tuple[str, str]]:
    """The head of the summary as (what, words), without what the case does not say."""
    looked = findings.looked_at
    reports = {report.reference for incident in case.incidents for report in incident.reports if report.reference}
    orders = [
        order_named(milestone.order) + f", made {when(milestone.at.span(case.zone), case.zone)}"
        for milestone in case.milestones
        if milestone.order is not None
    ]
    occasions = [finding.statement for finding in findings.findings if finding.kind == "occasions"]
    fear = (finding.statement for finding in findings.findings if finding.kind == "impact" and _says_fear(finding))
    summary = [
        ("Who it concerns", _people(case)),
        (
            "What was looked at",
            f"{count(looked.incidents, 'incident')}, {count(looked.communications, 'communication')}",
        ),
        ("From and to", f"{_day(looked.first)} to {_day(looked.last)}" if looked.first and looked.last else ""),
        ("How often", " ".join(occasions[:3])),
        ("Fear", next(fear, "")),
        ("Orders", "; ".join(orders)),
        ("References", ", ".join(sorted(reports))),
    ]
    return [(key, value) for key, value in summary if value]


def _people(case: Case) -> str:
    shown = "; ".join(map(_person, case.people[:_MOST_PEOPLE]))
    others = len(case.people) - _MOST_PEOPLE
    return f"{shown} and {others:,} more" if others > 0 else shown


def _person(person: Person) -> str:
    reached = [it.value for it in person.identifiers if it.kind in _REACHED_BY and it.value]
    known = [] if person.relationship == "unknown" else [person.relationship.replace("_", " ")]
    told = ", ".join((*known, *reached))
    return (person.name or person.id) + (f" ({told})" if told else "")


def _says_fear(finding: Finding) -> bool:
    return finding.measure is not None and finding.measure.name == "highest_fear"


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso[:10]):%-d %B %Y}"


def dates_of(case: Case, findings: Findings) -> list[tuple[str, str]]:
    """The milestones in order as (day, what), and how many occasions came after each of which a finding counts them."""
    after = {finding.because[0]: finding for finding in findings.findings if finding.kind == "after_stop"}
    ordered = sorted(case.milestones, key=lambda milestone: milestone.at.span(case.zone).earliest)
    dates = [
        (day(milestone.at.span(case.zone).earliest, case.zone), _happened(milestone, after.get(milestone.id)))
        for milestone in ordered
    ]
    if len(dates) <= _MOST_DATES:
        return dates
    half = _MOST_DATES // 2
    return [*dates[:half], ("", f"{len(dates) - 2 * half:,} more are in the chronology."), *dates[-half:]]


def _happened(milestone: Milestone, after: Finding | None) -> str:
    what = MILESTONE_NAMED[milestone.kind] if milestone.kind != "other" else _cut(milestone.note)
    what = what.removesuffix(".") + "."
    if after is None or after.measure is None:
        return what
    return f"{what} {count(int(after.measure.value), 'more occasion')} after it ({after.id})."


def _cut(note: str) -> str:
    words = " ".join(note.split())
    return words if len(words) <= _MOST_OF_A_NOTE else words[:_MOST_OF_A_NOTE] + "…"


def shortly(findings: Findings) -> Iterator[tuple[str, str]]:
    """The first finding of the kinds that a reader in a hurry asks for, each with its id."""
    told: set[str] = set()
    for finding in findings.findings:
        if finding.kind in _SHORTLY and finding.kind not in told:
            told.add(finding.kind)
            yield finding.id, finding.statement


def first_looks(case: Case, findings: Findings) -> Iterator[str]:
    """Lines of enquiry that the record itself opens, each with the findings or entries that open it. It asks for nothing in
    the person's name, and says nothing of what will be found."""
    for kind, words in _LOOKS.items():
        ids = [finding.id for finding in findings.findings if _opens(finding) == kind]
        if ids:
            yield f"{words}: {listed(ids)}."
    witnessed = [incident.id for incident in case.incidents if incident.witnesses]
    if witnessed:
        more = f" and {len(witnessed) - _MOST_WITNESSES:,} more" if len(witnessed) > _MOST_WITNESSES else ""
        shown = witnessed[:_MOST_WITNESSES]
        yield f"What the witnesses saw who are named in {', '.join(shown) + more if more else listed(shown)}."


def _opens(finding: Finding) -> str:
    """The kind of the finding; `withheld` for contact of which nobody knows whose it was."""
    is_withheld = finding.kind == "occasions" and finding.person is None and "number withheld" in finding.statement
    return "withheld" if is_withheld else finding.kind
