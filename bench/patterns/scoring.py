"""What a method said of cases held against the truth about them: false, found, exact, honest.

A method's findings are read as contract findings.md writes them, so that ours and any other are scored by the same lines. Of a
method that is no part of Throughline, `kind`, `sort` and `person` are enough; what is exact needs `because`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from figures import Figure, share
from worlds.truth import INFERENCES, Truth

Finding = dict[str, Any]

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


class Judged(NamedTuple):
    """One case and what was said of it."""

    truth: Truth
    findings: Sequence[Finding]

    @property
    def inferred(self) -> set[tuple[str, str | None]]:
        """Kind and person of every inference."""
        return {(it["kind"], it.get("person")) for it in self.findings if it["sort"] == "inference"}

    @property
    def false(self) -> set[str]:
        """The kinds that were inferred of somebody and are not so."""
        return {kind for kind, person in self.inferred if kind in INFERENCES and not self.truth.allows(kind, person)}


def score(judged: Sequence[Judged], method: str) -> Iterator[Figure]:
    """False inferences, what was found of what was planted, and what has to be exact."""
    yield from false_lines([it for it in judged if it.truth.benign], method)
    yield from found_lines(judged, method)
    yield from exact_lines(judged, method)


def false_lines(judged: Sequence[Judged], method: str, what: str = "any false inference") -> Iterator[Figure]:
    """Shares of cases with a false inference: of all together, by world, and of each kind where it is most in a world."""
    if not judged:
        return
    by_world = _grouped(judged, lambda it: it.truth.world)
    yield _share(what, method, "all flat and benign worlds", [bool(it.false) for it in judged], FALSE_IN_A_CASE)
    for world, cases in by_world.items():
        yield _share(what, method, world, [bool(it.false) for it in cases])
    for size, cases in sorted(_grouped(judged, lambda it: it.truth.size).items()):
        yield _share(what, method, "all flat and benign worlds", [bool(it.false) for it in cases], n=size)
    for kind in INFERENCES:
        if any(kind in dict(it.inferred) for it in judged):
            for world, cases in by_world.items():
                yield _share(f"false {kind}", method, world, [kind in it.false for it in cases], FALSE_OF_A_KIND)


def found_lines(judged: Sequence[Judged], method: str) -> Iterator[Figure]:
    """Shares of what was planted that was found, by kind, world and size."""
    planted = [(it, thing) for it in judged for thing in it.truth.planted]
    cells = _grouped(planted, lambda pair: (pair[1].kind, pair[0].truth.world, pair[0].truth.size))
    for (kind, world, size), pairs in sorted(cells.items()):
        found = [(thing.kind, thing.person) in it.inferred for it, thing in pairs]
        yield _share(f"found {kind}", method, world, found, n=size)


def exact_lines(judged: Sequence[Judged], method: str) -> Iterator[Figure]:
    """Shares of cases in which facts are as the case was made, every citation exists, every count is that of what it cites, and
    no sentence reassures. Each has to be every one."""
    with_facts = [it for it in judged if it.truth.exact]
    for kind in sorted({kind for it in with_facts for kind in it.truth.exact}):
        right = [_is_exact(it, kind) for it in with_facts if kind in it.truth.exact]
        yield _share(f"exact {kind}", method, "all worlds", right, ">= 1")
    for what, holds in (("citations exist", _cites), ("counts are those of what is cited", _counts)):
        yield _share(what, method, "all worlds", [holds(it) for it in judged], ">= 1")
    yield _share(
        "a sentence that reassures or accuses", method, "all worlds", [not _honest(it) for it in judged], "<= 0"
    )


def _is_exact(it: Judged, kind: str) -> bool:
    expected = Counter(frozenset(ids) for ids in it.truth.exact[kind].values())
    return expected == Counter(_evidence(finding) for finding in it.findings if finding["kind"] == kind)


def _evidence(finding: Finding) -> frozenset[str]:
    return frozenset(id for id in finding["because"] if not id.startswith("m"))


def _cites(it: Judged) -> bool:
    return all(finding["because"] and all(map(it.truth.holds, finding["because"])) for finding in it.findings)


def _counts(it: Judged) -> bool:
    counted = [finding for finding in it.findings if finding["kind"] in COUNTED]
    return all(finding["measure"]["value"] == len(_evidence(finding)) and _says(finding) for finding in counted)


def _says(finding: Finding) -> bool:
    number = int(finding["measure"]["value"])
    words = {1: r"once|1", 2: r"twice|2"}.get(number, f"{number:,}")
    return re.search(rf"(?<![\d,.])(?:{words})(?![\d,]*\d)", finding["statement"]) is not None


def _honest(it: Judged) -> bool:
    return not any(REASSURING.search(f"{finding['statement']} {finding['caveat']}") for finding in it.findings)


def _share(what: str, method: str, family: str, hits: Sequence[bool], goal: str = "", n: int | None = None) -> Figure:
    return Figure(what, method, family, n, *share(hits), goal)


def _grouped(items: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
