"""Reasons add up to a probability that no single reason decides, and two of different sorts must speak before it is told."""

from __future__ import annotations

import math

import pytest

from throughline.patterns.statistics.linkage import MOST_PROBABLE, START, Evidence, Weighed, is_told, timing_bits, weigh

NOTHING = Evidence(None, None, 0, 0, 0)


def test_without_reasons_it_stays_at_one_in_four() -> None:
    assert weigh(NOTHING).probability == pytest.approx(0.25)
    assert not is_told(weigh(NOTHING))


@pytest.mark.parametrize(
    "one",
    [NOTHING._replace(style=(4.0, 4.0, 4.0)), NOTHING._replace(sooner=0.0001), NOTHING._replace(copies=9), NOTHING._replace(phrases=9), NOTHING._replace(words=9)],
)  # fmt: skip
def test_one_reason_alone_is_never_told_however_strong(one: Evidence) -> None:
    assert weigh(one).speaking <= 1
    assert not is_told(weigh(one))


def test_two_reasons_of_different_sorts_are_told() -> None:
    assert is_told(weigh(NOTHING._replace(style=(3.0, 3.0, 3.5), sooner=0.001)))
    assert is_told(weigh(NOTHING._replace(copies=2, sooner=0.001)))


def test_what_is_less_likely_than_eight_in_ten_is_not_told() -> None:
    weaker = weigh(NOTHING._replace(copies=1, sooner=0.03))
    assert weaker.speaking == 2
    assert 0.5 < weaker.probability < 0.8
    assert not is_told(weaker)


def test_strange_habits_speak_against_the_rest() -> None:
    soon_and_copied = NOTHING._replace(copies=1, sooner=0.01)
    assert not is_told(weigh(soon_and_copied._replace(style=(-2.0, -2.0, -2.0))))


def test_a_number_that_wrote_before_the_block_is_less_likely_theirs() -> None:
    copied = NOTHING._replace(copies=1, style=(3.0, 3.0, 3.5))
    assert weigh(copied._replace(began_before=True)).probability < weigh(copied).probability
    assert weigh(copied._replace(began_before=True)).timing < 0


def test_copies_and_phrases_are_one_sort() -> None:
    assert weigh(NOTHING._replace(copies=2, phrases=3)).speaking == 1


def test_the_probability_is_held_and_the_weights_add_up() -> None:
    everything = weigh(Evidence((4.0, 4.0, 4.0), 0.0001, 2, 3, 3))
    assert everything.probability == MOST_PROBABLE
    some = Weighed(1.0, 0.5, 0.0, 0.0)
    assert some.probability == pytest.approx(1 / (1 + 2 ** -(START + 1.5)))


def test_the_bound_of_a_chance() -> None:
    assert timing_bits(None) == timing_bits(1.0) == timing_bits(1 / math.e) == 0
    assert timing_bits(0.05) == pytest.approx(
        math.log2(2.456), abs=0.01
    )  # the table of Sellke, Bayarri and Berger 2001
    assert timing_bits(0.01) == pytest.approx(math.log2(7.988), abs=0.01)
    assert timing_bits(0) == timing_bits(1e-9) == 4.5
