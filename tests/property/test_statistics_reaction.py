"""Whatever the contacts and anchors, what is said about them hangs together."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.patterns.statistics.reaction import LEAST_FOLLOWED, reaction, reaction_at_latest_look

MINUTES = st.integers(0, 60 * 24 * 60)
WINDOW_SECONDS = 24 * 3600


@settings(max_examples=80, deadline=None)
@given(
    contacts=st.lists(MINUTES, max_size=150),
    anchors=st.lists(MINUTES, max_size=25),
    until=MINUTES,
    seed=st.integers(0, 2**32),
)
def test_every_contact_counted_follows_its_anchor(
    contacts: list[int], anchors: list[int], until: int, seed: int
) -> None:
    times = np.sort(np.array(contacts, dtype=np.float64)) * 60
    moments = np.array(anchors, dtype=np.float64) * 60
    span = (0.0, float(until) * 60)
    found = reaction(times, moments, span=span, seed=seed)
    assert (
        reaction_at_latest_look(times, moments, span=span, seed=seed) is None or found is not None or len(anchors) > 2
    )
    if found is None:
        return
    assert found.of == len(found.anchors) == len(found.delays) == len(found.contacts)
    assert LEAST_FOLLOWED <= found.followed == sum(delay is not None for delay in found.delays) <= found.of
    assert 0 < found.chance <= 1
    assert sum(found.contacts) <= np.count_nonzero(times <= span[1])
    for anchor, delay, count in zip(found.anchors, found.delays, found.contacts, strict=True):
        assert (delay is None) == (count == 0)
        if delay is not None:
            assert 0 < delay <= WINDOW_SECONDS
            assert anchor + delay in times
            assert not any(anchor < other < anchor + delay for other in found.anchors)
