"""A rise in contact days is found where there is one, dated, sized, and not found in the order chance gives."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from numpy.typing import NDArray

from throughline.patterns.statistics.frequency import LOOK_CHANCE, at_look, frequency_change


def days_of(gaps: NDArray[np.int64], first: int = 20_000) -> NDArray[np.int64]:
    return first + np.concatenate([[0], np.cumsum(gaps)]).astype(np.int64)


def slow_then_quick(rng: np.random.Generator, slow: int, quick: int) -> NDArray[np.int64]:
    return days_of(np.concatenate([rng.integers(8, 13, slow), rng.integers(1, 4, quick)]))


def test_a_clear_rise_is_found_and_dated() -> None:
    days = slow_then_quick(np.random.default_rng(1), 15, 30)
    change = frequency_change(days, seed=1)
    assert change is not None
    assert change.chance <= 0.005
    assert abs(change.since_day - int(days[15])) <= 3
    assert change.since_first <= int(days[15]) <= change.since_last + 1
    assert change.low > 1.5
    assert change.low < change.ratio < change.high


def test_its_numbers_can_be_recomputed_from_the_days() -> None:
    days = slow_then_quick(np.random.default_rng(2), 12, 20)
    change = frequency_change(days, seed=1)
    assert change is not None
    assert (change.from_day, change.until_day) == (days[0], days[-1])
    assert change.n_before == np.count_nonzero(days < change.since_day)
    assert change.n_after == np.count_nonzero(days >= change.since_day)
    assert change.rate_before == pytest.approx(7 * change.n_before / (change.since_day - change.from_day))
    assert change.rate_after == pytest.approx(7 * (change.n_after - 1) / (change.until_day - change.since_day))
    assert change.ratio == pytest.approx(change.rate_after / change.rate_before)


def test_a_pace_that_slows_down_is_not_a_rise() -> None:
    days = slow_then_quick(np.random.default_rng(3), 15, 30)
    change = frequency_change(-days[::-1], seed=1)
    assert change is None or change.chance > 0.5


def test_one_burst_of_days_in_the_middle_is_not_a_rise() -> None:
    days = days_of(np.array([9, 11, 8, 12, 10, 9, 1, 1, 1, 1, 1, 11, 8, 9, 12, 10, 9, 8]))
    change = frequency_change(days, seed=1)
    assert change is None or change.chance > 0.05


def test_contact_every_day_says_nothing() -> None:
    assert frequency_change(np.arange(60, dtype=np.int64), seed=1) is None


@pytest.mark.parametrize("count", range(6))
def test_fewer_than_six_contact_days_say_nothing(count: int) -> None:
    assert frequency_change(slow_then_quick(np.random.default_rng(4), 4, 5)[:count], seed=1) is None


@pytest.mark.parametrize("days", [[3, 2, 5, 6, 7, 8, 9, 10, 11], [1, 2, 2, 3, 4, 5, 6, 7, 8]])
def test_days_out_of_order_or_twice_are_refused(days: list[int]) -> None:
    with pytest.raises(ValueError, match="sorted and distinct"):
        frequency_change(np.array(days, dtype=np.int64), seed=1)


def test_a_rise_in_thousands_of_days_is_found() -> None:
    change = frequency_change(slow_then_quick(np.random.default_rng(5), 1500, 1500), seed=1)
    assert change is not None
    assert change.chance <= 0.005
    assert 4 < change.low < change.ratio < change.high < 6.5


def test_heavy_tailed_gaps_in_chance_order_seldom_look_like_a_rise() -> None:
    rng = np.random.default_rng(6)
    found = 0
    for case in range(200):
        gaps = np.ceil(rng.pareto(1.5, 25)).astype(np.int64) + 1
        change = frequency_change(days_of(gaps), seed=case)
        found += change is not None and change.chance <= 0.05
    assert found <= 18


def test_most_threefold_rises_in_sixty_contacts_are_found() -> None:
    rng = np.random.default_rng(7)
    found = 0
    for case in range(100):
        gaps = np.ceil(np.concatenate([rng.exponential(6.0, 15), rng.exponential(2.0, 45)])).astype(np.int64)
        change = frequency_change(days_of(gaps), seed=case)
        found += change is not None and change.chance <= 0.05
    assert found >= 60


def test_the_same_days_and_seed_give_the_same_answer() -> None:
    days = slow_then_quick(np.random.default_rng(9), 10, 16)
    first, second = frequency_change(days, seed=3), frequency_change(days.copy(), seed=3)
    assert first is not None
    assert second is not None
    assert repr(astuple(first)) == repr(astuple(second))


def test_a_long_history_pays_for_being_looked_at_more_often() -> None:
    assert at_look(0.01, 8) == at_look(0.01, 20) == 0.01
    assert at_look(0.01, 80) == pytest.approx(0.02)
    assert at_look(0.9, 80) == 1.0


def test_more_occasions_a_day_tell_a_faster_pace_where_there_is_contact_on_most_days() -> None:
    every = np.arange(120, dtype=np.int64)
    days = every[np.random.default_rng(3).random(120) < np.where(every < 60, 0.6, 0.75)]
    alone = frequency_change(days, seed=1)
    counted = frequency_change(days, seed=1, numbers=np.where(days < 60, 1, 3))
    assert alone is not None
    assert counted is not None
    assert counted.chance < alone.chance / 2


def test_more_occasions_on_as_many_days_are_no_rise_in_days() -> None:
    days = np.arange(120, dtype=np.int64)[np.random.default_rng(12).random(120) < 0.6]
    change = frequency_change(days, seed=1, numbers=np.where(days < 60, 1, 4))
    assert change is None or change.chance > LOOK_CHANCE


def test_what_has_lasted_for_days_only_is_no_rise() -> None:
    rng = np.random.default_rng(11)
    days = days_of(np.concatenate([rng.integers(8, 13, 15), np.ones(9, dtype=np.int64)]))
    change = frequency_change(days, seed=1)
    assert change is None or change.chance > LOOK_CHANCE
