"""Whatever the contact days, what is said about them hangs together."""

from __future__ import annotations

import numpy as np
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
