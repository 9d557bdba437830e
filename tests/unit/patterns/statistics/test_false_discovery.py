"""Which inferences stand together."""

from __future__ import annotations

import pytest

from throughline.patterns.statistics.false_discovery import benjamini_hochberg


def test_the_example_of_the_paper() -> None:
    """Benjamini and Hochberg (1995), section 3.2: 15 chances, of which the first four stand at .05."""
    chances = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert benjamini_hochberg(chances, q=0.05) == (True,) * 4 + (False,) * 11


def test_answers_come_in_the_order_asked() -> None:
    assert benjamini_hochberg([0.9, 0.01, 0.5, 0.04]) == (False, True, False, True)


def test_one_that_fails_alone_may_stand_among_others() -> None:
    assert benjamini_hochberg([0.09, 0.08, 0.09]) == (True, True, True)
    assert benjamini_hochberg([0.11, 0.2]) == (False, False)


def test_none_asked_none_answered() -> None:
    assert benjamini_hochberg([]) == ()


@pytest.mark.parametrize("chance", [-0.1, 1.1, float("nan")])
def test_what_is_no_chance_is_refused(chance: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, chance])
