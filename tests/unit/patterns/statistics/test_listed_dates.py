"""Dates with contact on them, against the days around."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.patterns.statistics.anniversary import (
    LEAST_CHANCE,
    TOLD_CHANCE,
    _at_least,
    dates_hit,
    dates_hit_at_latest_look,
)

DATES = np.array([20, 60, 100, 140, 180])
ELSEWHERE = np.array([0, 9, 33, 47, 75, 88, 115, 125, 160, 199])


def days(*more: int) -> np.ndarray:
    return np.unique([*ELSEWHERE, *more])


def test_contact_on_the_dates_and_seldom_else_is_rare() -> None:
    found = dates_hit(days(20, 60, 140, 180), DATES, 200)
    assert found is not None
    assert (found.hit, found.of, found.within) == ((0, 1, 3, 4), 5, 0)
    assert LEAST_CHANCE <= found.chance <= TOLD_CHANCE


def test_the_day_before_or_after_counts_as_such() -> None:
    found = dates_hit(days(19, 61, 141, 179), DATES, 200)
    assert found is not None
    assert (found.hit, found.within) == ((0, 1, 3, 4), 1)


def test_contact_on_every_day_shows_nothing_of_dates() -> None:
    found = dates_hit(np.arange(200), DATES, 200)
    assert found is not None
    assert found.chance == 1.0


def test_dates_in_a_busy_time_show_nothing() -> None:
    busy = np.unique([0, *np.arange(90, 190)])
    found = dates_hit(busy, np.array([100, 120, 140, 160, 180]), 200)
    assert found is not None
    assert found.chance > 0.5


@pytest.mark.parametrize("contact", [np.array([], dtype=np.int64), days(20, 60)], ids=["no contact", "two hits"])
def test_too_little_says_nothing(contact: np.ndarray) -> None:
    assert dates_hit(contact, DATES, 200) is None
    assert dates_hit(days(20, 60, 100), DATES[:2], 200) is None


def test_a_date_outside_the_record_is_refused() -> None:
    with pytest.raises(ValueError, match="lie in the record"):
        dates_hit(days(20, 60, 140), np.array([20, 60, 140, 300]), 200)


def test_between_looks_the_answer_stays() -> None:
    dates = np.array([20, 60, 100, 140, 180, 220, 260])
    contact = days(20, 60, 140, 180, 220)
    assert dates_hit_at_latest_look(contact, dates[:2], 70) is None
    first = dates_hit_at_latest_look(contact, dates, 221)
    assert first is not None
    assert first.of == 6
    assert dates_hit_at_latest_look(np.append(contact, [230, 241, 260]), dates, 261) == first


def test_unlike_chances_add_up_as_they_should() -> None:
    shares = np.array([0.1, 0.5, 0.3])
    assert _at_least(shares, 3) == pytest.approx(0.1 * 0.5 * 0.3)
    assert _at_least(shares, 1) == pytest.approx(1 - 0.9 * 0.5 * 0.7)
    assert _at_least(shares, 0) == pytest.approx(1.0)
