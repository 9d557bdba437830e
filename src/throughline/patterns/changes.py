"""What changed between two tellings of the findings of a case, and why.

A finding is the same as one told before where kind, person and sort are the same and they share most of what is behind them; among
several, the one that shares most. Why it changed is read off what stands behind it then and now, the rule, and the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from throughline.domain.finding import Finding, Findings
from throughline.patterns.wording import count

Sort = Literal["new", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Change:
    """One finding that is new, says something else, or is no longer told; and why, in a sentence.

    `before` and `after` are the finding then and now, None where there was or is none.
    """

    sort: Sort
    why: str
    before: Finding | None
    after: Finding | None

    def to_json(self) -> dict[str, Any]:
        """The change with both findings as contract findings.md writes them."""
        before, after = (None if it is None else it.to_json() for it in (self.before, self.after))
        return {"change": self.sort, "why": self.why, "before": before, "after": after}


def changes_between(before: Findings, after: Findings) -> tuple[Change, ...]:
    """Everything that is told otherwise now: what is new and changed in the order of now, then what is gone in the order of then."""
    pairs = _paired(before.findings, after.findings)
    rules_differ = before.engine != after.engine
    changes = []
    for now in after.findings:
        then = pairs.get(now.id)
        if then is None:
            changes.append(Change("new", _why_new(now, _behind(before)), None, now))
        elif then.statement != now.statement:
            changes.append(Change("changed", _why_changed(then, now, rules_differ=rules_differ), then, now))
    kept = {finding.id for finding in pairs.values()}
    there = _behind(after)
    changes += [Change("gone", _why_gone(it, there), it, None) for it in before.findings if it.id not in kept]
    return tuple(changes)


def _paired(before: Sequence[Finding], after: Sequence[Finding]) -> dict[str, Finding]:
    """The finding told before for each of now that had one, by the id of now; each at most once, the closest pairs first."""
    close = sorted(
        (
            (-_shared(then, now), at_then, at_now)
            for at_then, then in enumerate(before)
            for at_now, now in enumerate(after)
            if (then.kind, then.sort, then.person) == (now.kind, now.sort, now.person) and _shared(then, now) > 0
        ),
    )
    pairs: dict[str, Finding] = {}
    taken: set[int] = set()
    for _, at_then, at_now in close:
        if at_then not in taken and after[at_now].id not in pairs:
            taken.add(at_then)
            pairs[after[at_now].id] = before[at_then]
    return pairs


def _shared(then: Finding, now: Finding) -> float:
    """How much of what is behind the smaller of two findings is behind the other too."""
    both = len(set(then.because) & set(now.because))
    return both / min(len(set(then.because)), len(set(now.because)))


def _behind(findings: Findings) -> set[str]:
    return {id for finding in findings.findings for id in finding.because}


def _why_new(now: Finding, behind_before: set[str]) -> str:
    added = [id for id in now.because if id not in behind_before]
    if added:
        return f"{count(len(added), 'entry is', 'entries are')} behind it that were behind nothing before."
    return "All that is behind it was there before; together with what came since it now says this."


def _why_changed(then: Finding, now: Finding, *, rules_differ: bool) -> str:
    if then.rule != now.rule:
        return f"The rule changed from {then.rule} to {now.rule}."
    more, fewer = set(now.because) - set(then.because), set(then.because) - set(now.because)
    parts = []
    if more:
        parts.append(f"{count(len(more), 'entry', 'entries')} came to it")
    if fewer:
        parts.append(f"{count(len(fewer), 'entry', 'entries')} no longer count for it")
    if parts:
        return f"{' and '.join(parts)}."
    if rules_differ:
        return "The same entries are behind it; the software was changed."
    return "The same entries are behind it, but something in them or beside them was changed."


def _why_gone(then: Finding, behind_now: set[str]) -> str:
    missing = set(then.because) - behind_now
    if missing:
        return f"{count(len(missing), 'entry', 'entries')} of those behind it were changed, deleted or count elsewhere now."
    return "With what came since, it is no longer rare enough to tell. What is behind it is all still there."
