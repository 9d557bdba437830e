"""Time measured by somebody's own week: busy hours count for more, whole weeks for as much as ever."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.patterns.statistics.reaction import LOOK_CHANCE, reaction
from throughline.patterns.statistics.rhythm import by_rhythm, fit_rhythm

DAY, WEEK = 24.0, 168.0
EVENINGS = np.arange(1, 61) * DAY + 20.0
RNG = np.random.default_rng(1)


def test_without_contact_every_hour_counts_alike() -> None:
    times = np.linspace(-50.0, 400.0, 91)
    assert by_rhythm(fit_rhythm(np.array([])), times) == pytest.approx(times)


def test_the_hours_at_which_contact_comes_count_for_more_and_a_week_for_a_week() -> None:
    rhythm = fit_rhythm(EVENINGS)
    morning, evening, week = by_rhythm(rhythm, np.array([[32.0, 36.0], [42.0, 46.0], [100.0, 100.0 + WEEK]]))
    assert morning[1] - morning[0] < 1.5
    assert evening[1] - evening[0] > 12.0
    assert week[1] - week[0] == pytest.approx(WEEK)


def test_the_days_on_which_contact_comes_count_for_more() -> None:
    saturdays = np.arange(30) * WEEK + 5 * DAY + RNG.uniform(0, DAY, 30)
    measured = by_rhythm(fit_rhythm(saturdays), np.arange(8) * DAY)
    lengths = np.diff(measured)
    assert lengths[5] > 3 * lengths[:5].max()


def test_order_stays() -> None:
    times = np.sort(RNG.uniform(0, 1000, 200))
    assert np.all(np.diff(by_rhythm(fit_rhythm(EVENINGS), times)) >= 0)


def test_evening_contact_after_a_report_at_midday_is_no_reaction_and_at_night_it_is() -> None:
    hour = 3600.0
    evenings = (np.arange(0, 170, 2) * DAY + 17.0 + RNG.uniform(0, 8, 85)) * hour
    days = np.array([20, 60, 100, 140], dtype=float)  # days on which contact comes anyway
    span = (0.0, 171 * DAY * hour)
    midday = reaction(evenings, (days * DAY + 12.5) * hour, span=span, seed=1)
    assert midday is not None
    assert (midday.followed, midday.chance > 0.05) == (4, True)
    answers = (days + 1) * DAY + 4.0  # four in the morning, after a block at two
    night = reaction(np.sort(np.append(evenings, answers * hour)), (answers - 2.0) * hour, span=span, seed=1)
    assert night is not None
    assert night.chance <= LOOK_CHANCE
