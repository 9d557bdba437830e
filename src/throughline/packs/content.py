"""What a pack says, once, for the page and the document alike: plain values that both lay out in their own way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from throughline import __version__
from throughline.domain.case import Case
from throughline.domain.errors import ThroughlineError
from throughline.domain.finding import Finding, Findings
from throughline.domain.incident import Occurred
from throughline.domain.vocabulary import Jurisdiction
from throughline.guidance.load import law_entry
from throughline.packs.chronology import Row, occurred_told, shown_rows
from throughline.packs.summary import dates_of, first_looks, shortly, summary_of
from throughline.patterns.about import about_kinds
from throughline.patterns.headings import under_headings
from throughline.patterns.names import change_named
from throughline.patterns.pictures.drawing import Picture
from throughline.patterns.wording import at_start, count, day

RECIPIENTS = {
    "police": "the police", "solicitor": "a solicitor", "advocate": "an advocate", "service": "another service",
    "self": "the person themself",
}  # fmt: skip
LEVELS = {
    "emergency": "Somebody may be in danger now. In an emergency call 999.",
    "today": "There is reason to tell the police today: 101, online or at a station; 999 if it changes.",
    "report": "This can be reported. The National Stalking Helpline is 0808 802 0300.",
}
MEANING = (
    "This pack was put together from what one person wrote down and from exports of their own phone and mailbox. It says what "
    "those show. It does not say that an offence was committed, by whom, or how likely anything is, and it cannot show what "
    "is not in it.",
    "It is written to that person: “you” and “your” mean the person whose record this is, and not whoever reads it.",
    "Findings are facts (counts, firsts, the order of events) or inferences. An inference says how often a case in which "
    "nothing had changed would show as much. Each names the entries it rests on, so that it can be counted again.",
    "Every exhibit is byte for byte as it was taken in, and its SHA-256 was taken before anything read it. A hash shows that "
    "a file is unchanged since then. It does not show that its content is true or who made it.",
)


_PLACE_NAMED: Mapping[Jurisdiction, str] = {
    "england_wales": "England and Wales", "scotland": "Scotland", "northern_ireland": "Northern Ireland",
}  # fmt: skip
_MOST_BEHIND, _ENDS = 14, 4
"""What is behind a finding is shown whole up to so many entries, and else so many of its first and of its last."""
_STEERS = re.compile("[\u202a-\u202e\u2066-\u2069]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MARKS = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_STACK = re.compile(f"({_MARKS}{{5}})({_MARKS}+)")
"""More marks on one letter than any language puts there; Hebrew with its accents needs up to five."""
_OVERRIDES = ("\u202d", "\u202e")


def readable(text: str) -> str:
    """The text so that it reads as it runs: a character that turns letters round, or that no page can show, is shown as its
    number; those that only set the direction of what stands between them are left out (Unicode, UAX 9); and of marks stacked so
    high that they would cover the lines above, the first few are drawn and the others counted."""
    plain = _STACK.sub(lambda found: f"{found[1]}⟨{count(len(found[2]), 'more mark')}⟩", text)
    return _STEERS.sub(lambda found: numbered(found[0]) if found[0] in _OVERRIDES or found[0] < "\xa0" else "", plain)


def numbered(character: str) -> str:
    """A character as its number, ⟨U+1F9FF⟩."""
    return f"⟨U+{ord(character):04X}⟩"


NO_PICTURES: Mapping[str, Picture] = {}


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the readable parts of a pack show."""

    title: str
    made: str
    recipient: str
    software: str
    zone: str
    summary: tuple[tuple[str, str], ...]
    dates: tuple[tuple[str, str], ...]
    shortly: tuple[tuple[str, str], ...]
    looks: tuple[str, ...]
    steps: tuple[str, ...]
    level: str
    rows: tuple[Row, ...]
    left_out: int
    withheld: int
    findings: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]
    impact: tuple[Mapping[str, str], ...]
    elements: tuple[Mapping[str, Any], ...]
    exhibits: tuple[Mapping[str, str], ...]
    warnings: tuple[str, ...]
    pictures: Mapping[str, Picture]


def build_content(
    case: Case, communications: pl.DataFrame, findings: Findings, *, recipient: str, made_at: datetime, withheld: int,
    files: Mapping[str, str], warnings: tuple[str, ...], pictures: Mapping[str, Picture] = NO_PICTURES,
) -> Content:  # fmt: skip
    """Lay out what a pack shows. `files` gives the name in the pack of each exhibit that has one, `pictures` those of findings by
    their id."""
    rows, left_out = shown_rows(case, communications, findings)
    by_id = {row.id: row for row in rows if row.id}
    return Content(
        title="Chronology and evidence",
        made=f"{made_at.astimezone(case.zone):%-d %B %Y, %H:%M}",
        recipient=RECIPIENTS[recipient],
        software=f"Throughline {__version__}",
        zone=case.timezone,
        summary=tuple(summary_of(case, findings)),
        dates=tuple(dates_of(case, findings)),
        shortly=tuple(shortly(findings)),
        looks=tuple(first_looks(case, findings)),
        steps=tuple(reason.why for reason in findings.next_steps.reasons),
        level=LEVELS[findings.next_steps.level],
        rows=tuple(rows),
        left_out=left_out,
        withheld=withheld,
        findings=tuple(
            (heading, tuple(_finding(finding, caveat, by_id) for finding, caveat in shown))
            for heading, shown in under_headings(findings.findings)
        ),
        impact=tuple(_impact(case)),
        elements=tuple(
            {"route": _route(element.route, case), "element": element.element.replace("_", " "), "shows": element.may_help_show,
             "missing": element.missing}
            for element in findings.elements
        ),
        exhibits=tuple(
            {"ref": exhibit.ref, "what": exhibit.description, "file": files.get(exhibit.ref, ""), "sha256": exhibit.sha256 or ""}
            for exhibit in case.exhibits
        ),
        warnings=warnings,
        pictures=pictures,
    )  # fmt: skip


def _law(id: str) -> str:
    try:
        return law_entry(id).title
    except (KeyError, ThroughlineError):
        return id


def _route(id: str, case: Case) -> str:
    """The route of an element; where nobody said where it happened, with the place whose law it is."""
    place = law_entry(id).jurisdiction
    return f"{_PLACE_NAMED[place]}: {_law(id)}" if case.jurisdiction is None and place else _law(id)


def _finding(finding: Finding, caveat: str, by_id: Mapping[str, Row]) -> Mapping[str, Any]:
    ids = finding.because
    is_long = len(ids) > _MOST_BEHIND
    ends = (ids[:_ENDS], ids[-_ENDS:]) if is_long else (ids, ())
    first, last = (
        [{"id": id, "when": by_id[id].when, "what": _short(by_id[id])} for id in end if id in by_id] for end in ends
    )
    chance = finding.measure.chance if finding.measure is not None else None
    return {
        "id": finding.id, "sort": finding.sort, "statement": finding.statement, "caveat": caveat,
        "first": first, "between": len(ids) - len(first) - len(last), "last": last,
        "chance": "" if chance is None else f"{chance:.3g}", "rule": finding.rule,
        "method": about_kinds()[finding.kind].method,
        "law": tuple(dict.fromkeys(_law(id) for id in finding.law)),
    }  # fmt: skip


def _short(row: Row) -> str:
    text = " ".join(row.what.split())
    what = next((value for key, value in row.details if key in ("What", "Kind")), row.kind)
    return f"{what}: {text[:140]}{'…' if len(text) > 140 else ''}" if text else what


def _day_of(occurred: Occurred, zone: ZoneInfo) -> str:
    """The day alone where it is one day: the entry itself has the time."""
    begins = occurred.begins(zone)
    days = set() if begins is None else {day(begins.earliest, zone), day(begins.latest, zone)}
    return days.pop() if len(days) == 1 else occurred_told(occurred, zone)


def _impact(case: Case) -> list[Mapping[str, str]]:
    impacts: list[Mapping[str, str]] = []
    for incident in case.incidents:
        if incident.impact is None or not (incident.impact.changes or incident.impact.note):
            continue
        changes = ", ".join(map(change_named, incident.impact.changes))
        dated = at_start(_day_of(incident.occurred, case.zone))
        impacts.append({"id": incident.id, "when": dated, "changes": changes, "note": incident.impact.note})
    return impacts
