"""Quarters: which day lies in which, which is over, and how they are written."""

from __future__ import annotations

from datetime import date

import pytest

from throughline.statistics.quarters import Quarter, quarter_of, quarters_between, read_quarter


def test_a_day_lies_in_its_quarter():
    assert quarter_of(date(2026, 1, 1)) == quarter_of(date(2026, 3, 31)) == Quarter(2026, 1)
    assert quarter_of(date(2026, 12, 31)) == Quarter(2026, 4)


def test_a_quarter_is_over_when_the_next_begins():
    assert not Quarter(2026, 4).is_over(date(2026, 12, 31))
    assert Quarter(2026, 4).is_over(date(2027, 1, 1))


def test_quarters_follow_one_another_over_a_year():
    assert quarters_between(Quarter(2026, 3), Quarter(2027, 2)) == (
        Quarter(2026, 3),
        Quarter(2026, 4),
        Quarter(2027, 1),
    )
    assert quarters_between(Quarter(2026, 3), Quarter(2026, 3)) == ()


def test_a_quarter_is_read_as_it_is_written():
    assert read_quarter(Quarter(2026, 4).text) == Quarter(2026, 4)
    assert Quarter(2026, 4).words == "October to December 2026"
    for wrong in ("2026-Q5", "2026", "2026-Q1 ", "1926-Q1"):
        with pytest.raises(ValueError, match="not a quarter"):
            read_quarter(wrong)
    with pytest.raises(ValueError, match="1 to 4"):
        Quarter(2026, 0)
