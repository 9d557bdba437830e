"""The permutation tests of graver kinds and of ways used together: exact, steady, and blind to what they must not see."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from throughline.patterns.statistics.together import chance_of_days_shared
from throughline.patterns.statistics.trend import rise

GRADES = st.lists(st.integers(1, 3), min_size=0, max_size=40).map(lambda it: np.array(it, dtype=np.int64))
OCCASIONS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), max_size=60).map(sorted)


@given(grades=GRADES, seed=st.integers(0, 2**32 - 1))
def test_a_rise_counts_what_it_says(grades: np.ndarray, seed: int) -> None:
    found = rise(grades, seed=seed)
    if found is None:
        return
    assert 0 < found.chance <= 1
    assert found.before == np.count_nonzero(grades[: found.at] >= found.grade)
    assert found.after == np.count_nonzero(grades[found.at :] >= found.grade)
    assert rise(grades, seed=seed) == found


def test_the_chance_of_a_rise_is_even_where_all_orders_are_alike() -> None:
    rng = np.random.default_rng(5)
    chances = []
    for case in range(400):
        found = rise(rng.choice([1, 2, 3], 20, p=[0.6, 0.3, 0.1]), seed=case)
        chances.append(1.0 if found is None else found.chance)
    assert sum(chance <= 0.05 for chance in chances) <= 36
    assert sum(chance <= 0.2 for chance in chances) >= 50


@given(occasions=OCCASIONS, seed=st.integers(0, 2**32 - 1))
def test_ways_together_do_not_depend_on_their_names(occasions: list[tuple[int, int]], seed: int) -> None:
    days = np.array([day for day, _ in occasions], dtype=np.int64)
    labels = np.array([label for _, label in occasions], dtype=np.int64)
    chance = chance_of_days_shared(days, labels, seed=seed)
    assert chance == chance_of_days_shared(days + 3, labels * 5 + 2, seed=seed)
    assert chance is None or 0 < chance <= 1


def test_the_chance_of_ways_together_is_even_where_each_comes_alone() -> None:
    rng = np.random.default_rng(6)
    chances = [
        chance_of_days_shared(np.sort(rng.integers(0, 25, 60)), rng.choice(4, 60, p=[0.5, 0.3, 0.1, 0.1]), seed=case)
        or 1.0
        for case in range(300)
    ]
    assert sum(chance <= 0.05 for chance in chances) <= 28
    assert sum(chance <= 0.3 for chance in chances) >= 45
