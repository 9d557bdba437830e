"""Windows that are fuller than somebody's own pace explains, none told twice."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.patterns.statistics.burst import HOUR, LARGEST_CHANCE, LEAST_CONTACTS, find_bursts, upper_tail

RNG = np.random.default_rng(3)
QUIET = np.sort(RNG.uniform(0, 180 * 24 * HOUR, 40))


def with_bursts(*bursts: tuple[float, int, float]) -> np.ndarray:
    """A quiet record with bursts from some hour on, of so many, over so many hours."""
    more = [start * HOUR + np.linspace(0, hours * HOUR, number) for start, number, hours in bursts]
    return np.sort(np.concatenate([QUIET, *more]))


def found(times: np.ndarray) -> list[tuple[int, float]]:
    return [(it.number, it.seconds / HOUR) for it in find_bursts(times, np.full(times.size, times.size))]


@pytest.mark.parametrize(("hours", "width"), [(0.8, 1), (3.5, 4), (20, 24)])
def test_a_burst_is_told_in_the_window_that_it_fills(hours: float, width: float) -> None:
    longest = int(np.argmax(np.diff(QUIET)))
    in_between = float(QUIET[longest : longest + 2].mean()) / HOUR - 12
    assert found(with_bursts((in_between, 12, hours))) == [(12, width)]


def test_one_burst_does_not_hide_another() -> None:
    assert found(with_bursts((1_000.3, 12, 0.8), (2_000.3, 10, 0.8), (3_000.3, 9, 0.8))) == [(12, 1), (10, 1), (9, 1)]


def test_a_day_and_the_hour_in_it_are_told_once() -> None:
    times = with_bursts((1_000.3, 12, 0.5), (1_002.0, 12, 18))
    assert len(found(times)) == 1


def test_no_window_reaches_over_the_end_of_a_run() -> None:
    times = with_bursts((1_000.3, 12, 0.8))
    run_ends = np.arange(times.size) + 1
    assert find_bursts(times, run_ends) == []


def test_an_empty_record_has_no_bursts() -> None:
    assert find_bursts(np.empty(0), np.empty(0, dtype=np.int64)) == []


def test_what_is_told_is_many_and_rare() -> None:
    times = with_bursts((1_000.3, 12, 0.8), (2_000.3, 6, 5))
    for burst in find_bursts(times, np.full(times.size, times.size)):
        assert burst.number >= LEAST_CONTACTS
        assert burst.chance <= LARGEST_CHANCE
        assert times[burst.last] - times[burst.first] <= burst.seconds


@pytest.mark.parametrize(
    ("least", "mean", "variance", "expected"),
    [  # Poisson and negative binomial survival functions as scipy 1.17 has them
        (5, 1.0, 0.5, 0.003659846827343713),
        (11, 2.0, 2.0, 8.308224368484216e-06),
        (6, 1.5, 4.0, 0.05004638843125673),
        (40, 8.0, 100.0, 0.017847898983175577),
        (0, 1.0, 1.0, 1.0),
    ],
)  # fmt: skip
def test_the_tail_is_that_of_the_named_distributions(least: int, mean: float, variance: float, expected: float) -> None:
    assert upper_tail(least, mean, variance) == pytest.approx(expected, abs=1e-12)
