"""The naive methods do what their sentence says, so that standing beside them means something."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import naive
import polars as pl
from whole import as_of, evenings
from worlds.splits import Seed, make

from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.communication import Communication, Party
from throughline.domain.milestone import Milestone
from throughline.domain.people import Identifier, Person
from throughline.domain.timing import WrittenTime

NUMBER = "+447700900100"
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
CASE = Case(
    "Europe/London", people=(Person("p1", "D", identifiers=(Identifier("phone", NUMBER),)),),
    milestones=tuple(Milestone(f"m{n}", WrittenTime(f"2026-01-{n}T11:00Z"), "blocked", "p1") for n in (15, 25)),
)  # fmt: skip


def says(method: naive.Method, *days: float) -> bool:
    values = [
        Communication(f"c{n}", START + timedelta(days=day), "incoming", channel="sms", party=Party("phone", NUMBER))
        for n, day in enumerate(days)
    ]
    return list(method(CASE, table.with_times(table.from_values(values), "Europe/London"))) != []


def test_each_says_so_where_its_rule_holds_and_not_where_it_does_not() -> None:
    weekly = [7.0 * n for n in range(20)]
    assert says(naive.twice_the_last_28_days, *weekly, *(133 + n / 2 for n in range(1, 12)))
    assert not says(naive.twice_the_last_28_days, *weekly)
    assert says(naive.slope_of_weeks, *(day for n in range(12) for day in [7.0 * n + k / 9 for k in range(n + n % 2)]))
    assert not says(naive.slope_of_weeks, *weekly)
    assert says(naive.a_gap_of_a_month, 0, 31)
    assert not says(naive.a_gap_of_a_month, 0, 29)
    assert says(naive.rayleigh, *range(10))
    assert not says(naive.rayleigh, *(n + n / 8 for n in range(16)))
    assert says(naive.two_within_a_day, 14.5, 24.1)
    assert not says(naive.two_within_a_day, 14.5, 26.1)


def test_a_case_as_of_an_evening_holds_nothing_that_was_not_known_then() -> None:
    made = make(Seed("dev", "steady", "poisson", 60, 3))
    seen = 0
    for evening in evenings(made):
        case, communications = as_of(made, evening)
        assert communications.filter(pl.col("latest") >= evening).is_empty()
        assert all(it.recorded_at is None or it.recorded_at.span(case.zone).latest < evening for it in case.incidents)
        assert all(it.at.span(case.zone).latest < evening for it in case.milestones)
        known = len(communications) + len(case.incidents) + len(case.milestones)
        assert known >= seen
        seen = known
    assert seen == sum(made.truth.ids.values())
