"""Hours and weekdays: told where no usual day or week explains them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from throughline.patterns.statistics.gathering import (
    EVEN_HOURS,
    TOLD_CHANCE,
    _chance_of_length,
    _upper_tail,
    gathered_hours,
    gathered_weekday,
)

RNG = np.random.default_rng(8)


def at(clock: np.ndarray, days: np.ndarray | None = None) -> np.ndarray:
    """Those hours of the day, on those days or on one day after another."""
    return np.sort((np.arange(clock.size) if days is None else days) * 24.0 + clock)


def test_nights_are_told_over_midnight() -> None:
    hours = gathered_hours(at(np.tile([22.5, 23.2, 23.9, 24.6], 5)))
    assert hours is not None
    assert (hours.begins, hours.width, hours.inside, hours.of) == (22, 3, 20, 20)
    assert hours.chance <= TOLD_CHANCE


@pytest.mark.parametrize(("first", "last"), [(8, 23), (11, 26), (0, 24), (6, 20)])
@pytest.mark.parametrize("days", [15, 60, 400])
def test_no_usual_day_is_told(first: int, last: int, days: int) -> None:
    told = 0
    for _ in range(40):
        hours = gathered_hours(at(RNG.uniform(first, last, days)))
        told += hours is not None and hours.chance <= TOLD_CHANCE
    assert told <= 3


def test_a_day_has_one_vote_however_much_came_on_it() -> None:
    even = at(RNG.uniform(8, 23, 40))
    one_night = 41 * 24 + 23 + np.linspace(0, 1, 300)
    assert gathered_hours(np.concatenate([even, one_night])) is None


def test_seven_days_are_too_few() -> None:
    assert gathered_hours(at(np.full(7, 23.5))) is None
    assert gathered_hours(np.array([])) is None


def test_the_chance_is_that_of_times_spread_evenly() -> None:
    angles = RNG.uniform(0, 2 * np.pi * EVEN_HOURS / 24, size=(4_000, 60))
    lengths = np.abs(np.exp(1j * angles).mean(axis=1))
    assert np.mean([_chance_of_length(float(it), 60) <= 0.05 for it in lengths]) == pytest.approx(0.05, abs=0.015)
    drawn = [_chance_of_length(float(it), 20) for it in np.abs(np.exp(1j * angles[:, :20]).mean(axis=1))]
    assert np.mean(np.array(drawn) <= 0.05) == pytest.approx(0.05, abs=0.015)


def test_the_even_day_gathers_more_than_any_day_as_thin_as_it() -> None:
    breaks = np.concatenate([RNG.uniform(6, 13, 4_000), RNG.uniform(15, 22, 4_000)])
    even = RNG.uniform(0, EVEN_HOURS, 8_000)
    length = [float(np.abs(np.exp(2j * np.pi * it / 24).mean())) for it in (breaks, even)]
    assert length[0] < length[1]


def test_one_weekday_is_told_and_a_working_week_is_not() -> None:
    fridays = np.arange(12) * 7 + 4
    friday = gathered_weekday(np.concatenate([fridays, [2, 15, 37]]))
    assert friday is not None
    assert (friday.weekday, friday.on, friday.of) == (4, 12, 15)
    assert friday.chance <= TOLD_CHANCE
    for week in ([0, 1, 2, 3, 4], [5, 6]):
        usual = gathered_weekday(np.add.outer(np.arange(20) * 7, week).ravel())
        assert usual is not None
        assert usual.chance > 0.2


@pytest.mark.parametrize(("least", "of", "share"), [(0, 10, 0.2), (4, 10, 0.2), (10, 10, 0.5), (31, 120, 0.2)])
def test_the_tail_is_binomial(least: int, of: int, share: float) -> None:
    exact = math.fsum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(least, of + 1))
    assert _upper_tail(least, of, share) == pytest.approx(exact, rel=1e-9)
