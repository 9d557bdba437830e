"""When an incident happened is as wide as the person knows it, and never narrower."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from generated_cases import occurrences, written_times
from throughline.domain.incident import Occurred
from throughline.domain.timing import Span, WrittenTime, zone_named
from throughline.domain.vocabulary import Precision

LONDON = zone_named("Europe/London")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "precision", "earliest", "latest"),
    [
        ("2026-03-01T19:40", "minute", "2026-03-01T19:40:00", "2026-03-01T19:40:59"),
        ("2026-03-01T19:40", "hour", "2026-03-01T19:10:00", "2026-03-01T20:10:59"),
        ("2026-03-01T19:40", "part_of_day", "2026-03-01T16:40:00", "2026-03-01T22:40:59"),
        ("2026-03-01T19:40", "day", "2026-03-01T00:00:00", "2026-03-01T23:59:59"),
        ("2026-03-01T19:40", "month", "2026-03-01T00:00:00", "2026-03-31T22:59:59"),
        ("2026-03-01T19:40", "unknown", "2026-03-01T19:40:00", "2026-03-01T19:40:59"),
        ("2026-03", "minute", "2026-03-01T00:00:00", "2026-03-31T22:59:59"),
        # half past midnight in London, though it is written with the date of the day before
        ("2026-07-01T23:30Z", "day", "2026-07-01T23:00:00", "2026-07-02T22:59:59"),
        ("2026-06-30T23:30Z", "month", "2026-06-30T23:00:00", "2026-07-31T22:59:59"),
        # the days on which clocks change have 23 and 25 hours
        ("2026-03-29T12:00", "day", "2026-03-29T00:00:00", "2026-03-29T22:59:59"),
        ("2026-10-25T12:00", "day", "2026-10-24T23:00:00", "2026-10-25T23:59:59"),
        ("1900-01-01T00:00+10:00", "day", "1899-12-31T00:00:00", "1899-12-31T23:59:59"),
    ],
)
def test_how_precisely_it_is_known_says_how_wide_it_is(
    written: str, precision: Precision, earliest: str, latest: str
) -> None:
    assert Occurred(WrittenTime(written), None, precision).span(LONDON) == Span(utc(earliest), utc(latest))


@given(written_times(), occurrences())
def test_a_lesser_precision_never_says_less(written: WrittenTime, other: Occurred) -> None:
    exact = Occurred(written, other.to, "minute").span(LONDON)
    wider = Occurred(written, other.to, other.precision).span(LONDON)
    assert exact is not None
    assert wider is not None
    assert exact.surely_within(wider)


@given(occurrences())
def test_it_begins_within_the_time_it_takes(occurred: Occurred) -> None:
    begins, span = occurred.begins(LONDON), occurred.span(LONDON)
    assert (begins is None) == (span is None) == (occurred.start is None)
    if begins is not None and span is not None:
        assert begins.surely_within(span)
