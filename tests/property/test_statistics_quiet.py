"""Whatever the contact days, what is said about their longest break hangs together."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.patterns.statistics.quiet import longest_quiet, looks_at

GAPS = st.lists(st.one_of(st.integers(1, 4), st.integers(1, 500)), min_size=8, max_size=80)


@settings(max_examples=80, deadline=None)
@given(gaps=GAPS, first=st.integers(-40_000, 40_000))
def test_days_counts_and_chance_agree(gaps: list[int], first: int) -> None:
    days = np.cumsum([first, *gaps])
    quiet = longest_quiet(days)
    if quiet is None:
        return
    assert quiet.silent_days == max(gaps) - 1 == quiet.return_day - quiet.last_day - 1
    assert {quiet.last_day, quiet.return_day} <= set(days.tolist())
    assert 0 < quiet.next_longest < quiet.silent_days
    assert quiet.breaks == sum(gap > 1 for gap in gaps)
    assert 0 < quiet.chance <= 1


@settings(max_examples=40, deadline=None)
@given(gaps=GAPS, seed=st.integers(0, 2**32), later=st.integers(-1000, 1000))
def test_neither_the_calendar_nor_the_order_of_the_other_breaks_matters(gaps: list[int], seed: int, later: int) -> None:
    longest, others = max(gaps), sorted(gaps)[:-1]
    mixed = np.random.default_rng(seed).permutation(others).tolist()
    here = longest_quiet(np.cumsum([0, *others, longest]))
    there = longest_quiet(np.cumsum([later, *mixed, longest]))
    assert (here is None) == (there is None)
    if here is not None and there is not None:
        assert here.chance == there.chance


@settings(max_examples=60, deadline=None)
@given(gaps=GAPS, more=GAPS)
def test_what_comes_later_moves_no_look(gaps: list[int], more: list[int]) -> None:
    before = looks_at(np.cumsum([0, *gaps]))
    after = looks_at(np.cumsum([0, *gaps, *more]))
    assert after[: before.size].tolist() == before.tolist()
    assert np.all(np.diff(after) > 0)
