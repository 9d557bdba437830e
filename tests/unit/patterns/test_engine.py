"""Inferences stand or fall together: what else was tested in the same case counts, told or not."""

from __future__ import annotations

import pytest

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.engine import keep_together


def inference(chance: float, kind: FindingKind = "reaction") -> Finding:
    return Finding(kind, "inference", f"{kind}/1", "Something.", ("c1",), measure=Measure("m", 1, chance=chance))


FACT = Finding("occasions", "fact", "occasions/1", "Something.", ("c1",))


def test_a_fact_always_stands() -> None:
    assert keep_together([FACT, inference(0.9), FACT]) == [FACT, FACT]


def test_a_small_chance_stands_alone_and_falls_among_thirty_that_show_nothing() -> None:
    assert keep_together([inference(0.006)]) == [inference(0.006)]
    assert keep_together([inference(0.006), *[inference(0.9)] * 30]) == []


@pytest.mark.parametrize(("kind", "chance", "stands"), [
    ("reaction", 0.03, True), ("reaction", 0.031, False), ("frequency_change", 0.013, True), ("frequency_change", 0.014, False),
])  # fmt: skip
def test_each_kind_has_a_chance_of_its_own_above_which_it_is_not_told(
    kind: FindingKind, chance: float, stands: bool
) -> None:
    assert bool(keep_together([inference(chance, kind)])) == stands


def test_an_inference_with_a_probability_instead_of_a_chance_is_no_test_and_leaves_those_that_are_alone() -> None:
    likely = Finding(
        "linked_identity", "inference", "linked_identity/1", "Something.", ("c1",), measure=Measure("m", 1, probability=0.9)
    )  # fmt: skip
    assert keep_together([likely, inference(0.006), likely]) == [likely, inference(0.006), likely]
    assert keep_together([likely, inference(0.5)]) == [likely]


def test_the_order_stays() -> None:
    found = [inference(0.001), FACT, inference(0.002, "frequency_change"), inference(0.0005)]
    assert keep_together(found) == found
