"""recorded_late: surely more than 24 hours between an incident and its being written down."""

from __future__ import annotations

import pytest

from small_cases import incident, lay_out, told
from throughline.patterns.detectors import recorded_late


@pytest.mark.parametrize(
    ("at", "precision", "to", "recorded", "is_late"),
    [
        ("2026-03-01T10:00:00", "minute", None, "2026-03-02T10:00:00", False),
        ("2026-03-01T10:00:00", "minute", None, "2026-03-02T10:00:01", True),
        ("2026-03-01T10:00", "minute", None, "2026-03-02T10:01:00", True),
        ("2026-03-01T10:00", "minute", None, "2026-03-02T10:00:30", False),
        ("2026-03-01T10:00", "hour", None, "2026-03-02T10:30:00", False),
        ("2026-03-01", "day", None, "2026-03-02T23:59:59", False),
        ("2026-03-01", "day", None, "2026-03-03", True),
        ("2026-03-01T10:00:00", "minute", "2026-03-02T09:00:00", "2026-03-02T20:00:00", False),
        ("2026-03-28T20:00:00", "minute", None, "2026-03-29T20:30:00", False),  # 23 and a half hours: the clocks went forward
        ("2026-10-24T20:00:00", "minute", None, "2026-10-25T19:30:00", True),  # 24 and a half: they went back
        (None, "unknown", None, "2026-03-03", False),
        ("2026-03-01T10:00:00", "minute", None, None, False),
    ],
)  # fmt: skip
def test_a_day_is_24_hours_and_must_be_sure(
    at: str | None, precision: str, to: str | None, recorded: str | None, is_late: bool
) -> None:
    case = lay_out(incident("i1", at, "messages", precision=precision, to=to, recorded=recorded))
    assert [because for _, because in told(recorded_late, case)] == ([("i1",)] if is_late else [])


def test_it_says_how_many_and_the_longest_time_between() -> None:
    case = lay_out(
        incident("i1", "2026-03-01T10:00", "messages", recorded="2026-03-13T12:00"),
        incident("i2", "2026-03-05T10:00", "messages", recorded="2026-03-07T12:00"),
        incident("i3", "2026-03-06T10:00", "messages", recorded="2026-03-06T12:00"),
    )
    assert told(recorded_late, case) == [
        (
            "You wrote down 2 incidents more than a day after they happened. The longest gap was 12 days.",
            ("i1", "i2"),
        )
    ]
