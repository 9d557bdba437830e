"""Whatever the times, what is said about their hours and weekdays hangs together."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.patterns.statistics.gathering import ARC_HOURS, LEAST_SHARE, gathered_hours, gathered_weekday

MINUTES = st.lists(
    st.one_of(st.integers(0, 60 * 24 * 60), st.integers(0, 59).map(lambda day: day * 1440 + 1380)),
    min_size=1,
    max_size=80,
)


@settings(max_examples=80, deadline=None)
@given(minutes=MINUTES, hour=st.integers(0, 23))
def test_hours_hold_what_they_say_and_turn_with_the_clock(minutes: list[int], hour: int) -> None:
    times = np.sort(np.array(minutes, dtype=np.float64)) / 60
    hours = gathered_hours(times)
    if hours is None:
        return
    inside = (times % 24 - hours.begins) % 24 < hours.width
    assert (hours.inside, hours.of) == (int(inside.sum()), times.size)
    assert hours.inside >= LEAST_SHARE * hours.of
    assert 1 <= hours.width <= ARC_HOURS
    assert 0 < hours.chance <= 1


@settings(max_examples=80, deadline=None)
@given(days=st.sets(st.integers(-500, 500), min_size=1, max_size=120), weeks=st.integers(-60, 60))
def test_a_weekday_counts_its_days_and_stays_when_weeks_pass(days: set[int], weeks: int) -> None:
    here = gathered_weekday(np.array(sorted(days)))
    there = gathered_weekday(np.array(sorted(days)) + 7 * weeks)
    assert here == there
    if here is not None:
        assert here.on == sum(day % 7 == here.weekday for day in days)
        assert here.of == len(days)
        assert 0 < here.chance <= 1
