"""The longest break of a record: told when the others do not explain it, and by nothing but the breaks."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.patterns.statistics.quiet import LEAST_CHANCE, TOLD_CHANCE, longest_quiet, looks_at

RNG = np.random.default_rng(4)


def days_of(*breaks: int) -> np.ndarray:
    """Contact days with that many whole days between them."""
    return np.cumsum([100, *(it + 1 for it in breaks)])


def test_a_long_silence_among_short_breaks_is_rare_and_is_where_it_was() -> None:
    quiet = longest_quiet(days_of(2, 1, 3, 2, 1, 2, 4, 2, 60, 1, 3))
    assert quiet is not None
    assert (quiet.silent_days, quiet.next_longest, quiet.breaks) == (60, 4, 11)
    assert quiet.return_day - quiet.last_day == 61
    assert quiet.chance <= TOLD_CHANCE


def test_a_silence_like_others_is_not_rare() -> None:
    quiet = longest_quiet(days_of(2, 1, 30, 2, 1, 2, 25, 2, 36, 1, 3))
    assert quiet is not None
    assert quiet.chance > 0.2


def test_a_longer_silence_is_never_likelier() -> None:
    chances = [longest_quiet(days_of(2, 1, 3, 2, 1, 2, 4, 2, it)).chance for it in (8, 15, 30, 60, 400)]  # type: ignore[union-attr]
    assert chances == sorted(chances, reverse=True)
    assert chances[-1] >= LEAST_CHANCE


def test_runs_of_days_count_by_their_pauses() -> None:
    days = np.concatenate([np.arange(4) + 12 * run for run in range(12)])
    run_by_run = longest_quiet(np.concatenate([days, days[-1] + 40 + np.arange(4)]))
    assert run_by_run is not None
    assert run_by_run.breaks == 12


@pytest.mark.parametrize(
    "breaks",
    [
        (2, 1, 3, 2, 1, 2, 60),  # seven
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 60),  # one break and a run of days
        (2, 1, 3, 60, 1, 2, 60, 2, 5, 1, 3),  # two that are the longest
        (2, 1, 3, 60, 1, 2, 4, 2, 5, 1, 3),  # three before it
        (),
    ],
)
def test_nothing_can_be_said_of_these(breaks: tuple[int, ...]) -> None:
    assert longest_quiet(days_of(*breaks)) is None


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="sorted and distinct"):
        longest_quiet(np.array([3, 2, 9]))


def test_a_return_is_looked_at_on_the_day_it_comes_and_then_seldom() -> None:
    days = days_of(2, 1, 3, 2, 1, 2, 4, 2, 2, 2, 60, 1, 1, 1, 1, 1, 1)
    assert looks_at(days).tolist() == [8, 10, 11, 13, 17]
    assert looks_at(days[:8]).size == 0


def test_the_generalised_pareto_at_shape_nought_is_geometric() -> None:
    # Many breaks of a geometric history leave no doubt of shape and scale: the chance is then k times its tail, and k / 25 for
    # a long record.
    breaks = np.random.default_rng(1).geometric(0.25, size=3_000)
    quiet = longest_quiet(days_of(*breaks, 48))
    assert quiet is not None
    assert quiet.chance == pytest.approx(3_001 * 3_001 / 25 * 0.75**47, rel=0.5)
