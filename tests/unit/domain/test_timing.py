"""Written times mean intervals, also on the two days a year when clocks change."""

from datetime import UTC, datetime

import pytest

from throughline.domain.timing import Span, WrittenTime, is_missing, resolve_wall_clock, zone_named

LONDON = zone_named("Europe/London")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2026-03-01T19:40:12+00:00", "2026-03-01T19:40:12", "2026-03-01T19:40:12"),
        ("2026-03-01T19:40", "2026-03-01T19:40:00", "2026-03-01T19:40:59"),
        ("2026-07-01T19:40", "2026-07-01T18:40:00", "2026-07-01T18:40:59"),
        ("2026-07-01T19:40Z", "2026-07-01T19:40:00", "2026-07-01T19:40:59"),
        ("2026-03-01", "2026-03-01T00:00:00", "2026-03-01T23:59:59"),
        ("2026-03", "2026-03-01T00:00:00", "2026-03-31T22:59:59"),
        ("2026-02", "2026-02-01T00:00:00", "2026-02-28T23:59:59"),
        ("2026-12", "2026-12-01T00:00:00", "2026-12-31T23:59:59"),
        # the day clocks go forward has 23 hours, the day they go back 25
        ("2026-03-29", "2026-03-29T00:00:00", "2026-03-29T22:59:59"),
        ("2026-10-25", "2026-10-24T23:00:00", "2026-10-25T23:59:59"),
        # the repeated hour is the first one; the missing hour is either side of the jump
        ("2026-10-25T01:30:00", "2026-10-25T00:30:00", "2026-10-25T00:30:00"),
        ("2026-03-29T01:30:00", "2026-03-29T00:30:00", "2026-03-29T01:30:00"),
    ],
)
def test_a_written_time_means_an_interval(written: str, earliest: str, latest: str) -> None:
    assert WrittenTime(written).span(LONDON) == Span(utc(earliest), utc(latest))


@pytest.mark.parametrize(
    "wrong", ["", "yesterday", "2026-13", "2026-02-30", "2026-03-01T25:00", "01/03/2026", "0001-01-01"]
)
def test_what_is_not_a_time_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        WrittenTime(wrong)


def test_a_repeated_hour_keeps_its_digits_with_both_offsets_the_earlier_first() -> None:
    first, last = resolve_wall_clock(datetime(2026, 10, 25, 1, 30), LONDON)
    assert (first.isoformat(), last.isoformat()) == ("2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00")


def test_a_missing_hour_keeps_its_digits_with_both_offsets_the_earlier_first() -> None:
    first, last = resolve_wall_clock(datetime(2026, 3, 29, 1, 30), LONDON)
    assert (first.isoformat(), last.isoformat()) == ("2026-03-29T01:30:00+01:00", "2026-03-29T01:30:00+00:00")
    assert is_missing(datetime(2026, 3, 29, 1, 30), LONDON)
    assert not is_missing(datetime(2026, 3, 29, 2, 0), LONDON)


@pytest.mark.parametrize(
    ("zone", "day", "ends"),
    [
        ("America/Santiago", "2025-09-06", "2025-09-07T03:59:59"),  # clocks jump from midnight to one
        ("America/Havana", "2025-11-01", "2025-11-02T03:59:59"),  # clocks go back from one to midnight
        ("Pacific/Apia", "2011-12-29", "2011-12-30T09:59:59"),  # the next day was left out
    ],
)
def test_a_day_ends_where_the_next_begins_also_when_clocks_change_at_midnight(zone: str, day: str, ends: str) -> None:
    assert WrittenTime(day).span(zone_named(zone)).latest == utc(ends)


def test_spans_compare_as_intervals() -> None:
    morning = Span(utc("2026-03-01T08:00"), utc("2026-03-01T10:00"))
    nine = Span(utc("2026-03-01T09:00"), utc("2026-03-01T09:00"))
    noon = Span(utc("2026-03-01T12:00"), utc("2026-03-01T12:00"))
    assert nine.surely_within(morning)
    assert morning.overlaps(nine)
    assert morning.surely_before(noon)
    assert not morning.surely_before(nine)


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(ValueError, match="Europe/Londn"):
        zone_named("Europe/Londn")
