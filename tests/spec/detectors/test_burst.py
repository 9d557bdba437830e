"""burst: many contacts in a short time, beyond the person's own pace."""

from __future__ import annotations

from small_cases import found, lay_out, told
from throughline.patterns.detectors import burst

QUIET = "".join(f"q{n:02} | 2026-02-{n + 1:02}T10:00:00 | p1 | sms\n" for n in range(20))


def calls(*minutes: int, who: str = "p1", hour: int = 21) -> str:
    return "".join(
        f"b{n:02} | 2026-03-03T{hour + minute // 60:02}:{minute % 60:02}:00 | {who} | phone\n"
        for n, minute in enumerate(minutes)
    )


def test_it_names_how_many_in_how_long_and_when() -> None:
    case = lay_out(came=QUIET + calls(2, 5, 9, 20, 21, 30, 33, 40, 44, 50, 54))
    assert told(burst, case) == [
        ("11 calls from Sam came within 52 minutes on 3 March 2026.", tuple(f"b{n:02}" for n in range(11)))
    ]


def test_four_are_not_many() -> None:
    assert told(burst, lay_out(came=QUIET + calls(1, 2, 3, 4))) == []


def test_what_is_usual_for_them_is_not_a_burst() -> None:
    every_day = "".join(f"d{n:02}{m} | 2026-02-{n + 1:02}T10:0{m}:00 | p1 | sms\n" for n in range(20) for m in range(6))
    assert told(burst, lay_out(came=every_day)) == []


def test_twenty_in_an_hour_are_told_whatever_is_usual() -> None:
    every_day = "".join(
        f"d{n:02}{m:02} | 2026-02-{n + 1:02}T10:{m:02}:00 | p1 | sms\n" for n in range(6) for m in range(20)
    )
    findings = found(burst, lay_out(came=every_day))
    assert [finding.measure.value for finding in findings if finding.measure] == [20, 20, 20]


def test_a_conversation_is_no_burst() -> None:
    answers = "".join(f"a{n} | 2026-03-03T21:{n:02}:30 | me | sms\n" for n in range(0, 60, 4))
    minutes = (2, 5, 9, 20, 21, 30, 33, 40, 44, 50, 54)
    assert told(burst, lay_out(came=QUIET + calls(*minutes) + answers)) == []


def test_withheld_calls_are_put_down_to_nobody() -> None:
    (finding,) = found(
        burst, lay_out(came=QUIET.replace("p1", "withheld") + calls(0, 3, 8, 30, 40, 50, who="withheld"))
    )
    assert finding.person is None
    assert finding.statement.startswith("6 calls with the number withheld came within 50 minutes")


def test_a_long_day_is_told_when_no_hour_is_full() -> None:
    came = QUIET + calls(*range(0, 840, 70), hour=8)
    (finding,) = found(burst, lay_out(came=came))
    assert finding.measure is not None
    assert (finding.measure.name, finding.measure.value) == ("contacts_in_a_day", 12)


def test_an_hour_over_midnight_and_over_the_clock_change_is_an_hour() -> None:
    # 01:50 summer time to 01:10 winter time are 20 minutes, not minus 40.
    times = ["2026-10-25T01:50:00+01:00", "2026-10-25T01:55:00+01:00", "2026-10-25T01:00:00+00:00", "2026-10-25T01:05:00+00:00",
             "2026-10-25T01:10:00+00:00", "2026-10-25T01:10:30+00:00"]  # fmt: skip
    came = QUIET + "".join(f"b{n} | {at} | p1 | phone\n" for n, at in enumerate(times))
    assert told(burst, lay_out(came=came))[0][0] == "6 calls from Sam came within 21 minutes on 25 October 2026."
