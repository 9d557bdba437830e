"""Times, lengths and lists as they are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from throughline.domain.incident import Occurred
from throughline.domain.timing import Span, WrittenTime
from throughline.patterns.wording import at_start, clock, count, days_from_to, iso, length, listed, times, when, within

LONDON = ZoneInfo("Europe/London")


def span(text: str) -> Span:
    return WrittenTime(text).span(LONDON)


@pytest.mark.parametrize(
    ("occurred", "told"),
    [
        (Occurred(WrittenTime("2026-03-03T19:40:12")), "on 3 March 2026 at 7.40pm"),
        (Occurred(WrittenTime("2026-03-03T19:00")), "on 3 March 2026 at 7pm"),
        (Occurred(WrittenTime("2026-03-03T00:00")), "on 3 March 2026 at midnight"),
        (Occurred(WrittenTime("2026-03-03T12:00")), "on 3 March 2026 at midday"),
        (Occurred(WrittenTime("2026-03-03T00:05")), "on 3 March 2026 at 12.05am"),
        (Occurred(WrittenTime("2026-03-03T19:00"), None, "hour"), "on 3 March 2026 at about 7pm"),
        (
            Occurred(WrittenTime("2026-03-03T20:00"), None, "part_of_day"),
            "on 3 March 2026 at about 8pm, give or take 3 hours",
        ),
        (Occurred(WrittenTime("2026-03-03"), None, "day"), "on 3 March 2026"),
        (Occurred(WrittenTime("2026-03-29"), None, "day"), "on 29 March 2026"),
        (Occurred(WrittenTime("2026-10-25"), None, "day"), "on 25 October 2026"),
        (Occurred(WrittenTime("2026-03-03T19:40"), None, "month"), "in March 2026"),
        (Occurred(WrittenTime("2026-10"), None, "month"), "in October 2026"),
        (Occurred(WrittenTime("2026-10-25T01:30")), "on 25 October 2026 at 1.30am (before the clocks went back)"),
        (Occurred(WrittenTime("2026-10-25T01:30+00:00")), "on 25 October 2026 at 1.30am (after the clocks went back)"),
        (Occurred(WrittenTime("2026-10-25T02:30")), "on 25 October 2026 at 2.30am"),
    ],
)
def test_a_time_is_told_as_well_as_it_is_known(occurred: Occurred, told: str) -> None:
    begins = occurred.begins(LONDON)
    assert begins is not None
    assert when(begins, LONDON) == told


def test_a_longer_span_is_told_from_day_to_day() -> None:
    assert (
        when(span("2026-03-03T19:40").until(span("2026-03-05T08:00")), LONDON)
        == "between 3 March 2026 and 5 March 2026"
    )


@pytest.mark.parametrize(
    ("shortest", "longest", "told"),
    [
        (timedelta(seconds=20), timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=1), timedelta(minutes=1, seconds=59), "1 minute"),
        (timedelta(minutes=17, seconds=5), timedelta(minutes=17, seconds=50), "17 minutes"),
        (timedelta(minutes=16, seconds=31), timedelta(minutes=17, seconds=30), "about 17 minutes"),
        (timedelta(minutes=16), timedelta(minutes=40), "16 to 40 minutes"),
        (timedelta(minutes=-5), timedelta(minutes=40), "less than 41 minutes"),
        (timedelta(minutes=120), timedelta(minutes=120), "2 hours"),
        (timedelta(hours=47, minutes=59), timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(days=2), timedelta(days=2), "2 days"),
        (timedelta(days=1500), timedelta(days=1600), "1,500 to 1,600 days"),
    ],
)
def test_a_length_of_time_holds_both_its_ends(shortest: timedelta, longest: timedelta, told: str) -> None:
    assert length(shortest, longest) == told


@pytest.mark.parametrize(
    ("took", "told"),
    [
        (timedelta(0), "1 minute"),
        (timedelta(seconds=61), "2 minutes"),
        (timedelta(minutes=52), "52 minutes"),
        (timedelta(minutes=121), "3 hours"),
    ],
)
def test_within_is_rounded_up(took: timedelta, told: str) -> None:
    assert within(took) == told


def test_counts_and_lists() -> None:
    assert [count(1, "day"), count(2, "day"), count(1_200, "message or call", "messages or calls")] == [
        "1 day",
        "2 days",
        "1,200 messages or calls",
    ]
    assert [times(1), times(2), times(3)] == ["once", "twice", "3 times"]
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert at_start("äb DC") == "Äb DC"


def test_days_count_the_first_and_the_last_in_the_cases_zone() -> None:
    assert (
        days_from_to(span("2026-01-01T10:00"), span("2026-03-04T10:00"), LONDON)
        == "over 63 days, from 1 January 2026 to 4 March 2026"
    )
    late = Span(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert days_from_to(late, late, LONDON) == "on 2 July 2026"


def test_the_clock_of_another_zone() -> None:
    assert clock(datetime(2026, 3, 1, 19, 40, tzinfo=UTC), ZoneInfo("Asia/Kolkata")) == "1.10am"


def test_iso_gives_days_where_days_are_known() -> None:
    assert iso(span("2026-03-29"), LONDON) == ("2026-03-29", "2026-03-29")
    assert iso(span("2026-07-01T10:00:00"), LONDON) == ("2026-07-01T10:00:00+01:00", "2026-07-01T10:00:00+01:00")
