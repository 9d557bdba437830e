"""What a method said of cases held against the truth about them: false, found, exact, honest.

A method's findings are read as contract findings.md writes them, so that ours and any other are scored by the same lines. Of a
method that is no part of Throughline, `kind`, `sort` and `person` are enough; what is exact needs `because`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from figures import Figure, share
from worlds.truth import INFERENCES, Truth

Finding = dict[str, Any]

CITATIONS, COUNTS, REASSURES = (
    "citations exist", "counts are those of what is cited", "a sentence that reassures or accuses",
)  # fmt: skip
ALL_BENIGN = "all flat and benign worlds"
FALSE_IN_A_CASE, FALSE_OF_A_KIND = "<= .08", "<= .05"
REASSURING = re.compile(
    r"\b(low risk|no risk|you are safe|is safe|safely|nothing to worry|don.t worry|do not worry|unlikely to|harmless|no pattern|"
    r"none found|not found|nothing (?:was )?found|all clear|not serious|no danger|no need to|is a crime|guilty|offender|"
    r"perpetrator|is stalking|risk score|out of 10)\b",
    re.IGNORECASE,
)
"""What no finding says, because it reassures, scores, or says that somebody did a crime."""
COUNTED = ("occasions", "third_party", "recorded_late", "order_breach", "after_stop", "burst")
"""Kinds whose measure is the number of what they cite, milestones left out."""


class Verdict(NamedTuple):
    """What is to be said of one case: `inferred` holds kind and person of every inference, `false` the kinds that are not so.

    `exact` says by kind whether the facts are as the case was made, and is empty where no fact was told; `holds` says whether
    every citation exists, every count is that of what it cites, and no sentence reassures.
    """

    truth: Truth
    inferred: frozenset[tuple[str, str | None]]
    false: frozenset[str]
    exact: dict[str, bool]
    holds: dict[str, bool]


def judge(truth: Truth, findings: Sequence[Finding]) -> Verdict:
    """Hold the findings of a case against the truth about it."""
    inferred = frozenset((it["kind"], it.get("person")) for it in findings if it["sort"] == "inference")
    false = frozenset(kind for kind, person in inferred if kind in INFERENCES and not truth.allows(kind, person))
    facts = [it for it in findings if it["sort"] == "fact"]
    if not facts:
        return Verdict(replace(truth, exact={}), inferred, false, {}, {})
    exact = {kind: _is_exact(truth, facts, kind) for kind in truth.exact}
    holds = {
        CITATIONS: all(it["because"] and all(map(truth.holds, it["because"])) for it in findings),
        COUNTS: all(map(_counts, (it for it in facts if it["kind"] in COUNTED))),
        REASSURES: any(REASSURING.search(f"{it['statement']} {it.get('caveat', '')}") for it in findings),
    }
    return Verdict(replace(truth, exact={}), inferred, false, exact, holds)


def score(verdicts: Sequence[Verdict], method: str) -> Iterator[Figure]:
    """False inferences, what was found of what was planted, and what has to be exact where a method tells facts."""
    yield from false_lines([it for it in verdicts if it.truth.benign], method)
    yield from found_lines(verdicts, method)
    yield from exact_lines(verdicts, method)


def false_lines(verdicts: Sequence[Verdict], method: str, what: str = "any false inference") -> Iterator[Figure]:
    """Shares of cases with a false inference: of all together, by world and by size, and of each kind by world."""
    if not verdicts:
        return
    by_world = _grouped(verdicts, lambda it: it.truth.world)
    yield _share(what, method, ALL_BENIGN, [bool(it.false) for it in verdicts], FALSE_IN_A_CASE)
    for world, cases in by_world.items():
        yield _share(what, method, world, [bool(it.false) for it in cases])
    for size, cases in sorted(_grouped(verdicts, lambda it: it.truth.size).items()):
        yield _share(what, method, ALL_BENIGN, [bool(it.false) for it in cases], n=size)
    for kind in INFERENCES:
        if any(kind in dict(it.inferred) for it in verdicts):
            for world, cases in by_world.items():
                yield _share(f"false {kind}", method, world, [kind in it.false for it in cases], FALSE_OF_A_KIND)


def found_lines(verdicts: Sequence[Verdict], method: str) -> Iterator[Figure]:
    """Shares of what was planted that was found, by kind, world and size."""
    planted = [(it, thing) for it in verdicts for thing in it.truth.planted]
    cells = _grouped(planted, lambda pair: (pair[1].kind, pair[0].truth.world, pair[0].truth.size))
    for (kind, world, size), pairs in sorted(cells.items()):
        found = [(thing.kind, thing.person) in it.inferred for it, thing in pairs]
        yield _share(f"found {kind}", method, world, found, n=size)


def exact_lines(verdicts: Sequence[Verdict], method: str) -> Iterator[Figure]:
    """Shares of cases in which facts are as the case was made, by kind, and of what has to hold in every one."""
    if not any(it.holds for it in verdicts):
        return
    for kind in sorted({kind for it in verdicts for kind in it.exact}):
        yield _share(
            f"exact {kind}", method, "all worlds", [it.exact[kind] for it in verdicts if kind in it.exact], ">= 1"
        )
    for what, goal in ((CITATIONS, ">= 1"), (COUNTS, ">= 1"), (REASSURES, "<= 0")):
        yield _share(what, method, "all worlds", [it.holds[what] for it in verdicts if it.holds], goal)


def _is_exact(truth: Truth, facts: Sequence[Finding], kind: str) -> bool:
    expected = Counter(frozenset(ids) for ids in truth.exact[kind].values())
    return expected == Counter(_evidence(it) for it in facts if it["kind"] == kind)


def _evidence(finding: Finding) -> frozenset[str]:
    return frozenset(id for id in finding["because"] if not id.startswith("m"))


def _counts(finding: Finding) -> bool:
    """True where the measure is the number of what is cited, and the sentence says it."""
    number = len(_evidence(finding))
    words = {1: r"once|1", 2: r"twice|2"}.get(number, f"{number:,}")
    says = re.search(rf"(?<![\d,.])(?:{words})(?![\d,]*\d)", finding["statement"])
    return finding["measure"]["value"] == number and says is not None


def _share(what: str, method: str, family: str, hits: Sequence[bool], goal: str = "", n: int | None = None) -> Figure:
    return Figure(what, method, family, n, *share(hits), goal)


def _grouped(items: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
