"""Looks come as a history grows, and seldom."""

from __future__ import annotations

import pytest

from throughline.patterns.statistics.looks import geometric_looks, latest_look


def test_looks_grow_by_three_tenths() -> None:
    assert geometric_looks(40) == (6, 8, 10, 13, 17, 22, 29, 38)
    assert geometric_looks(10, first=2) == (2, 3, 4, 5, 6, 8, 10)


def test_there_is_no_look_before_the_first() -> None:
    assert geometric_looks(5) == ()
    assert latest_look(5) is None


@pytest.mark.parametrize(("size", "look"), [(6, 6), (7, 6), (8, 8), (12, 10), (13, 13), (37, 29)])
def test_between_looks_the_last_one_stands(size: int, look: int) -> None:
    assert latest_look(size) == look


@pytest.mark.parametrize(("first", "ratio"), [(0, 1.3), (6, 1.0)])
def test_looks_that_never_grow_are_refused(first: int, ratio: float) -> None:
    with pytest.raises(ValueError, match="ratio above 1"):
        geometric_looks(10, first, ratio)
