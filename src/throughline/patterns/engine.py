"""Run the detectors over a case, keep the inferences that stand together, and put the findings in their order.

Facts are shown always. The inferences tested in one case are a family: each may come by chance, so they are kept by the
procedure of Benjamini and Hochberg at a false discovery rate of one in ten, over all that were tested, told or not; and
each at its own chance too, which is smaller, because a case is looked at again and again (`most_chance` of its detector). That
chance is shared where several people are looked at: two people are twice as many occasions to be wrong about somebody.
An inference that carries a probability instead of a chance is no test: its detector tells it or does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from throughline.domain.case import Case
from throughline.domain.finding import Finding
from throughline.patterns.chronology import build_chronology
from throughline.patterns.listing import DETECTORS, INFERRING, READING_LIST, TEXT_DETECTORS
from throughline.patterns.statistics.false_discovery import benjamini_hochberg

FALSE_DISCOVERY_RATE = 0.10
MOST_SHARES = 3
"""Among more people the chance is not shared further: chances are counted out of a thousand random orders or so, and a smaller
share of the least one could never be met."""


def find(
    case: Case, communications: pl.DataFrame, *, with_text: bool = True, with_reading_list: bool = False
) -> tuple[Finding, ...]:
    """The findings of a case with ids `f1`, `f2`, …, facts and inferences in the order of the listed detectors.

    `communications` has the columns of `communications.table`. `with_text` False leaves out what compares words.
    `with_reading_list` adds the order in which to read the messages, which takes long where there are many.
    """
    chronology = build_chronology(case, communications)
    detectors = (*DETECTORS, *(TEXT_DETECTORS if with_text else ()), *((READING_LIST,) if with_reading_list else ()))
    found = [finding for detector in detectors for finding in detector.detect(chronology)]
    kept = keep_together(found)
    return tuple(replace(finding, id=f"f{number}") for number, finding in enumerate(kept, 1))


def keep_together(found: Iterable[Finding]) -> list[Finding]:
    """The facts, and those inferences that stand among all that were tested. Takes every inference tested. One that says a
    probability in place of a chance tests nothing, and is shown as it is."""
    findings = list(found)
    tested = [it for it in findings if _is_tested(it)]
    shares = min(MOST_SHARES, len({it.person for it in tested}))
    stands = iter(benjamini_hochberg([_chance(it) for it in tested], q=FALSE_DISCOVERY_RATE))
    return [it for it in findings if not _is_tested(it) or (next(stands) and _is_rare_enough(it, shares))]


def _is_tested(finding: Finding) -> bool:
    return finding.sort == "inference" and finding.measure is not None and finding.measure.chance is not None


def _chance(finding: Finding) -> float:
    assert finding.measure is not None
    assert finding.measure.chance is not None
    return finding.measure.chance


def _is_rare_enough(finding: Finding, shares: int) -> bool:
    return _chance(finding) <= INFERRING[finding.kind].most_chance(finding) / shares
