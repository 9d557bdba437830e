"""Whatever the contact days, a cluster is some of them, short, and closer together than the rest."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.patterns.statistics.cluster import LEAST_DAYS, LONGEST_DAYS, find_cluster

GAPS = st.lists(st.one_of(st.integers(1, 2), st.integers(1, 60)), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(gaps=GAPS, first=st.integers(-40_000, 40_000), seed=st.integers(0, 2**32))
def test_a_cluster_is_short_and_dense(gaps: list[int], first: int, seed: int) -> None:
    days = np.cumsum([first, *gaps], dtype=np.int64)
    cluster = find_cluster(days, seed=seed)
    assert cluster == find_cluster(days, seed=seed)
    if cluster is None:
        return
    length = int(days[cluster.last] - days[cluster.first]) + 1
    number, span = cluster.last - cluster.first + 1, int(days[-1] - days[0]) + 1
    assert length <= min(LONGEST_DAYS, span / 3)
    assert number >= LEAST_DAYS
    assert number / length > days.size / span
    assert cluster.chance <= 0.05


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_few_days_and_contact_on_every_day_have_none(seed: int) -> None:
    assert find_cluster(np.arange(40, dtype=np.int64), seed=seed) is None
    assert find_cluster(np.array([0, 1, 2, 3, 50, 90, 120], dtype=np.int64), seed=seed) is None


def test_days_at_random_seldom_hold_a_cluster() -> None:
    rng = np.random.default_rng(1)
    days = [np.sort(rng.choice(180, 30, replace=False)).astype(np.int64) for _ in range(200)]
    assert sum(find_cluster(it, seed=case) is not None for case, it in enumerate(days)) <= 20
