"""Run the detectors over a case, keep the inferences that stand together, and put the findings in their order.

Facts are shown always. The inferences tested in one case are a family: each may come by chance, so they are kept by the
procedure of Benjamini and Hochberg at a false discovery rate of one in ten, over all that were tested, told or not; and
each at its own chance too, which is smaller, because a case is looked at again and again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from throughline.domain.case import Case
from throughline.domain.finding import Finding
from throughline.patterns.chronology import build_chronology
from throughline.patterns.listing import DETECTORS, READING_LIST, TEXT_DETECTORS, most_chance
from throughline.patterns.statistics.false_discovery import benjamini_hochberg

FALSE_DISCOVERY_RATE = 0.10


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
    chances = [chance for finding in findings if (chance := _chance(finding)) is not None]
    stands = iter(benjamini_hochberg(chances, q=FALSE_DISCOVERY_RATE))
    return [it for it in findings if (chance := _chance(it)) is None or (next(stands) and chance <= most_chance(it))]


def _chance(finding: Finding) -> float | None:
    """The chance that an inference was tested at; None for a fact, and for an inference that says a probability."""
    return finding.measure.chance if finding.sort == "inference" and finding.measure is not None else None
