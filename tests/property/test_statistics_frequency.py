"""Whatever the contact days, what is said about them hangs together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.patterns.statistics.frequency import frequency_change

GAPS = st.lists(st.one_of(st.integers(1, 3), st.integers(1, 400)), min_size=7, max_size=60)


def days_of(gaps: list[int], first: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.cumsum([first, *gaps], dtype=np.int64)


@settings(max_examples=60, deadline=None)
@given(gaps=GAPS, first=st.integers(-40_000, 40_000), seed=st.integers(0, 2**32))
def test_dates_counts_rates_and_intervals_agree(gaps: list[int], first: int, seed: int) -> None:
    days = days_of(gaps, first)
    change = frequency_change(days, seed=seed)
    if change is None:
        return
    assert change.since_day in days
    assert change.from_day < change.since_first <= change.since_day <= change.since_last <= change.until_day
    assert change.n_before + change.n_after == days.size
    assert change.ratio > 1
    assert change.low <= change.ratio <= change.high
    assert 0 < change.chance <= 1


@settings(max_examples=30, deadline=None)
@given(gaps=GAPS, first=st.integers(-40_000, 40_000), later=st.integers(-1000, 1000))
def test_only_the_gaps_matter_not_the_calendar(gaps: list[int], first: int, later: int) -> None:
    here, there = frequency_change(days_of(gaps, first), seed=5), frequency_change(days_of(gaps, first + later), seed=5)
    assert (here is None) == (there is None)
    if here is not None and there is not None:
        assert (here.chance, here.ratio, here.low, here.high) == (there.chance, there.ratio, there.low, there.high)
        assert here.since_day + later == there.since_day


@settings(max_examples=12, deadline=None)
@given(gaps=st.lists(st.integers(1, 300), min_size=8, max_size=40), seed=st.integers(0, 2**32))
def test_whatever_the_gaps_few_of_their_orders_look_like_a_rise(gaps: list[int], seed: int) -> None:
    """The chance is the mean of two, one of them exact for gaps in any order: .05 or less comes up in at most one order in ten."""
    rng = np.random.default_rng(seed)
    orders = [days_of([int(gap) for gap in rng.permutation(gaps)], 0) for _ in range(60)]
    changes = [frequency_change(days, seed=number) for number, days in enumerate(orders)]
    assert sum(change is not None and change.chance <= 0.05 for change in changes) <= 18


@settings(max_examples=30, deadline=None)
@given(gaps=GAPS, seed=st.integers(0, 2**32), number=st.integers(1, 9))
def test_the_same_number_of_occasions_on_every_day_says_no_more_than_one(
    gaps: list[int], seed: int, number: int
) -> None:
    days = days_of(gaps, 0)
    one = frequency_change(days, seed=seed)
    many = frequency_change(days, seed=seed, numbers=np.full(days.size, number))
    assert (one is None) == (many is None)
    if one is not None and many is not None:
        assert many.chance == pytest.approx(one.chance, abs=0.01)


@settings(max_examples=30, deadline=None)
@given(gaps=GAPS, seed=st.integers(0, 2**32))
def test_the_same_question_has_the_same_answer(gaps: list[int], seed: int) -> None:
    days = days_of(gaps, 0)
    assert frequency_change(days, seed=seed) == frequency_change(days.copy(), seed=seed)


def test_the_faster_the_pace_becomes_the_more_often_it_is_found() -> None:
    rng = np.random.default_rng(1)
    slow = [rng.exponential(9.0, (2, 16)) for _ in range(60)]
    shares = []
    for ratio in (0.5, 1.0, 2.0, 4.0, 8.0):
        days = [np.cumsum(np.ceil(np.concatenate([before, after / ratio])), dtype=np.int64) for before, after in slow]
        changes = [frequency_change(of, seed=case) for case, of in enumerate(days)]
        shares.append(sum(change is not None and change.chance <= 0.05 for change in changes))
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] > 50
