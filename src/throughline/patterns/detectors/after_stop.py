"""What came after being told to stop, and how soon.

A refusal, a block or a word from the police says that contact is not wanted: what surely came after it is counted. Whoever
goes on after that knew, or ought to have known (Protection from Harassment Act 1997 s.1(2)); the finding does not say so.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.milestone import Milestone
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.counted import Counted, after, count_once, kinds_in, milestones_of
from throughline.patterns.law import law_for
from throughline.patterns.spans import around
from throughline.patterns.wording import count, length, listed, when

KIND: FindingKind = "after_stop"
RULE = "after_stop/1"
_SAID = {
    "told_to_stop": "you told {them} to stop", "blocked": "you blocked {them}",
    "police_spoke_to_them": "the police spoke to {them}",
}  # fmt: skip
_RISK = {"police_spoke_to_them": ("persistence_after_refusal", "persistence_after_police")}
_MOST_KINDS_NAMED = 6
_CAVEAT = "What may have come before that, because its time is not known exactly, is not counted."
_CAVEAT_ANSWERED = " Your exports also hold messages or calls from you to them after that. You may be asked about those, so it helps to note why."


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each refusal, block or word from the police that something surely came after."""
    told = list(milestones_of(chronology, tuple(_SAID)))
    counts = {person: count_once(chronology, person) for person in {person for _, _, person in told}}
    for milestone, span, person in told:
        later = after(chronology, person, counts[person], span)
        if later.number:
            yield _finding(chronology, milestone, span, person, later)


def _finding(chronology: Chronology, milestone: Milestone, span: Span, person: str | None, later: Counted) -> Finding:
    name = chronology.name(person)
    said = _SAID[milestone.kind].format(them="them" if name == "they" else name)
    soon = length(later.first.earliest - span.latest, later.first.latest - span.earliest)
    kinds = kinds_in(chronology, later)
    of_kinds = f", of {count(len(kinds), 'kind')}" if kinds else ""
    of_kinds += f": {listed(kinds)}" if 0 < len(kinds) <= _MOST_KINDS_NAMED else ""
    number = later.number
    came = "1 more occasion" if number == 1 else f"{number:,} more occasions"
    statement = (
        f"After {said} {when(span, chronology.zone)}, there {'was' if number == 1 else 'were'} {came}{of_kinds}."
    )
    statement += f" {'It' if number == 1 else 'The first'} came {soon} later."
    start, end = around([later.first, later.last], chronology)
    return Finding(
        KIND, "fact", RULE, statement, (milestone.id, *later.ids), person, start, end,
        Measure("occasions_after", number), _CAVEAT + _answered(chronology, person, span),
        law=law_for(chronology.case, "harassment", "occasions"),
        risk=_RISK.get(milestone.kind, ("persistence_after_refusal",)),
    )  # fmt: skip


def _answered(chronology: Chronology, person: str | None, span: Span) -> str:
    if person is None:
        return ""
    is_to_them = (pl.col("person") == person) & (pl.col("earliest") > span.latest)
    return _CAVEAT_ANSWERED if chronology.own.select(is_to_them.any()).item() else ""
