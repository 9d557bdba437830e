"""rhythm: occasions gather at hours, or days on one weekday, beyond what any usual day or week explains."""

from __future__ import annotations

from datetime import date, timedelta

from small_cases import incident, lay_out
from throughline.domain.finding import Finding
from throughline.patterns.chronology import Chronology
from throughline.patterns.detectors import rhythm
from throughline.patterns.engine import keep_together

START = date(2026, 2, 20)  # over the clock change of 29 March
CLOCKS = ("22:40", "23:10", "23:50", "00:20", "22:15")


def told(chronology: Chronology) -> list[Finding]:
    return keep_together(rhythm.detect(chronology))


def came(clocks: list[str], every: int = 3) -> str:
    return "".join(
        f"c{n:03} | {START + timedelta(days=every * n)}T{clock}:00 | p1 | sms\n" for n, clock in enumerate(clocks)
    )


def test_nights_are_told_with_their_hours() -> None:
    (finding,) = told(lay_out(came=came([*CLOCKS] * 4)))
    assert finding.statement.startswith(
        "17 of 17 occasions from Sam began between 10pm and 1am. With any usual hours, "
    )
    assert finding.measure is not None
    assert finding.measure.chance is not None
    assert finding.measure.chance <= 0.01
    assert len(finding.because) == 17  # as at the latest look


def test_hours_are_those_of_the_clock_on_the_wall_on_both_sides_of_a_clock_change() -> None:
    # 22:40 in winter is 22:40 UTC, and in summer 21:40 UTC: told as 10pm all the same.
    (finding,) = told(lay_out(came=came(["22:40"] * 17)))
    assert "between 10pm and 11pm" in finding.statement


def test_the_zone_of_the_case_counts() -> None:
    at = "".join(f"c{n:03} | {START + timedelta(days=3 * n)}T23:30:00+00:00 | p1 | sms\n" for n in range(17))
    (finding,) = told(lay_out(came=at, timezone="America/New_York"))
    assert "between 6pm and 8pm" in finding.statement


def test_a_day_of_contact_from_morning_to_night_is_not_told() -> None:
    assert told(lay_out(came=came([f"{8 + (5 * n) % 15:02}:30" for n in range(40)]))) == []


def test_messages_of_one_occasion_are_not_counted_apart() -> None:
    burst = "".join(f"b{n:02} | 2026-03-01T23:{n:02}:00 | p1 | sms\n" for n in range(30))
    assert told(lay_out(came=burst)) == []


def diary(precision: str, clocks: tuple[str, ...] = CLOCKS, begun: int = 0) -> Chronology:
    return lay_out(*(
        incident(
            f"i{n:03}", f"{START + timedelta(days=3 * n)}T{clock}", "loitering", precision=precision,
            recorded=f"{START + timedelta(days=3 * max(n, begun) + 1)}T09:00:00+00:00",
        )
        for n, clock in enumerate(clocks * 4)
    ))  # fmt: skip


def test_rough_times_are_no_hours() -> None:
    assert told(diary("part_of_day")) == []
    assert told(diary("hour")) == []
    (finding,) = told(diary("minute"))
    assert "counted from your diary" in finding.caveat


def test_what_is_remembered_from_before_the_diary_was_begun_is_left_out() -> None:
    assert told(diary("minute", begun=15)) == []


def test_fridays_are_told() -> None:
    fridays = "".join(
        f"f{n:02} | {date(2026, 1, 2) + timedelta(days=7 * n)}T{8 + n}:00:00 | p1 | sms\n" for n in range(13)
    )
    others = "".join(f"o{n:02} | {date(2026, 1, 6) + timedelta(days=25 * n)}T12:00:00 | p1 | sms\n" for n in range(4))
    (finding,) = told(lay_out(came=fridays + others))
    assert finding.statement.startswith(
        "13 of the 17 days with contact or incidents from Sam were Fridays. With any usual week, "
    )
    assert finding.measure is not None
    assert finding.measure.name == "days_on_weekday"


def test_contact_on_working_days_alone_is_a_usual_week() -> None:
    days = [START + timedelta(days=n) for n in range(60) if (START + timedelta(days=n)).weekday() < 5]
    at = "".join(f"c{n:03} | {day}T{9 + n % 14}:00:00 | p1 | sms\n" for n, day in enumerate(days))
    assert told(lay_out(came=at)) == []
