"""Whatever the days and dates, what is said of them hangs together."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.patterns.statistics.anniversary import dates_hit, dates_hit_at_latest_look

DAYS = st.sets(st.integers(0, 400), min_size=3, max_size=80).map(lambda days: np.array(sorted(days)))


@settings(max_examples=80, deadline=None)
@given(contact=DAYS, listed=DAYS, later=st.integers(-2000, 2000))
def test_hits_are_hits_and_the_calendar_does_not_matter(contact: np.ndarray, listed: np.ndarray, later: int) -> None:
    dates = listed[listed >= contact[0]]
    found = dates_hit(contact, dates, 400)
    assert dates_hit(contact + later, dates + later, 400 + later) == found
    if found is None:
        return
    near = [at for at, date in enumerate(dates) if np.abs(contact - date).min() <= found.within]
    assert list(found.hit) == near
    assert found.of == dates.size
    assert 0 < found.chance <= 1


@settings(max_examples=60, deadline=None)
@given(contact=DAYS, listed=DAYS, more=st.integers(1, 60))
def test_what_comes_after_a_look_does_not_change_it(contact: np.ndarray, listed: np.ndarray, more: int) -> None:
    dates = listed[listed >= contact[0]]
    here = dates_hit_at_latest_look(contact, dates, 401)
    there = dates_hit_at_latest_look(np.append(contact, 401 + more), dates, 401 + more)
    assert here == there
