"""severity_change: whether the kinds of behaviour became graver, by the days of the diary."""

from __future__ import annotations

from small_cases import found, incident, lay_out, told
from throughline.patterns.detectors import severity_change
from throughline.patterns.engine import keep_together

LIGHT = [incident(f"i{n}", f"2026-01-{n:02}T19:40", "messages") for n in range(1, 11)]
GRAVE = [incident(f"i{n}", f"2026-02-{n:02}T19:40", "threats" if n % 2 else "approaches") for n in range(11, 18)]


def test_days_that_become_graver_are_told_with_what_came_before() -> None:
    case = lay_out(*LIGHT, *GRAVE)
    (finding,) = found(severity_change, case)
    assert finding.statement.startswith(
        "Since about 11 February 2026, 7 of the 7 days you wrote down for Sam had more than contact from a distance "
        "(threats and coming up to you). Before that it was 0 of 10. If the order meant nothing, a record would show as much about 1"
    )
    assert finding.because == tuple(f"i{n}" for n in range(1, 18))
    assert finding.measure is not None
    assert (finding.measure.value, finding.measure.of) == (7, 7)
    assert (finding.measure.chance or 1) <= severity_change.LOOK_CHANCE
    assert finding.risk == ("escalation_in_kind", "escalation_to_presence")
    assert finding in keep_together([finding])


def test_days_that_become_lighter_or_stay_alike_and_short_diaries_say_nothing() -> None:
    lighter = [incident(f"i{n}", f"2026-01-{n:02}T19:40", "threats" if n < 8 else "messages") for n in range(1, 18)]
    alike = [incident(f"i{n}", f"2026-01-{n:02}T19:40", "threats") for n in range(1, 18)]
    short = [incident(f"i{n}", f"2026-01-{n:02}T19:40", "messages" if n < 4 else "threats") for n in range(1, 8)]
    for case in (lighter, alike, short):
        assert told(severity_change, lay_out(*case)) == []


def test_a_grave_week_in_the_middle_is_kept_among_the_tests_and_not_told() -> None:
    mixed = [
        incident(f"i{n}", f"2026-01-{n:02}T19:40", "threats" if 7 <= n <= 10 else "messages") for n in range(1, 18)
    ]
    assert keep_together(found(severity_change, lay_out(*mixed))) == []


def test_a_day_counts_once_with_the_gravest_and_days_that_are_not_sure_do_not_count() -> None:
    twice = [incident(f"x{n}", f"2026-02-{n:02}T20:40", "messages") for n in range(11, 18)]
    unsure = [incident(f"u{n}", "2026-01-01", "assault", precision="month") for n in range(3)]
    (finding,) = found(severity_change, lay_out(*LIGHT, *GRAVE, *twice, *unsure))
    assert finding.because == tuple(f"i{n}" for n in range(1, 18))


def test_what_came_after_the_last_look_does_not_change_it() -> None:
    until_look = lay_out(*LIGHT, *GRAVE)
    more = lay_out(*LIGHT, *GRAVE, *(incident(f"y{n}", f"2026-03-0{n}T19:40", "messages") for n in range(1, 4)))
    assert told(severity_change, more) == told(severity_change, until_look)


def test_imported_messages_are_not_looked_at() -> None:
    came = "\n".join(f"c{n} | 2025-11-{n:02}T10:00 | p1 | sms" for n in range(1, 25))
    threats = [incident(f"i{n}", f"2026-02-{n:02}T19:40", "threats") for n in range(11, 17)]
    assert told(severity_change, lay_out(*threats, came=came)) == []
