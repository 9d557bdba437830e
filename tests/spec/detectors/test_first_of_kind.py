"""first_of_kind: what is new once there was something before it."""

from __future__ import annotations

from small_cases import found, incident, lay_out, told
from throughline.patterns.detectors import first_of_kind

THREE = """
c1 | 2026-03-01T10:00:00 | p1 | sms
c2 | 2026-03-02T10:00:00 | p1 | sms
c3 | 2026-03-03T10:00:00 | p1 | sms
"""


def test_the_beginning_of_a_case_is_not_news() -> None:
    assert told(first_of_kind, lay_out(came=THREE)) == []
    assert told(first_of_kind, lay_out(incident("i1", "2026-03-01T10:00", "loitering", place="home"))) == []


def test_the_step_to_being_near_in_person_is_told_after_one_occasion() -> None:
    case = lay_out(incident("i1", "2026-03-05T19:40", "loitering"), came="c1 | 2026-03-01T10:00:00 | p1 | sms")
    (finding,) = found(first_of_kind, case)
    assert finding.statement == (
        "The first incident near you in person that you put down to Sam was on 5 March 2026 at 7.40pm (waiting around near you), "
        "after 1 earlier occasion without one."
    )
    assert finding.because == ("c1", "i1")
    assert finding.risk == ("escalation_to_presence",)


def test_a_new_behaviour_place_channel_and_number_are_told_after_three() -> None:
    came = THREE + "c4 | 2026-03-04T10:00:00 | p1b | whatsapp\n"
    case = lay_out(incident("i1", "2026-03-05T19:40", "gifts_left", place="work"), came=came)
    assert told(first_of_kind, case) == [
        (
            "On 4 March 2026 at 10am, this came up for the first time from Sam: WhatsApp and another phone number, after 3 earlier "
            "occasions without it.",
            ("c1", "c2", "c3", "c4"),
        ),
        (
            "On 5 March 2026 at 7.40pm, this came up for the first time from Sam: things sent or left for you and a new place, "
            "“Work”, after 4 earlier occasions without it.",
            ("c1", "c2", "c3", "c4", "i1"),
        ),
    ]


def test_a_thing_is_new_once() -> None:
    case = lay_out(
        incident("i1", "2026-03-05T19:40", "letters"), incident("i2", "2026-03-06T19:40", "letters"), came=THREE
    )
    assert [because[-1] for _, because in told(first_of_kind, case)] == ["i1"]


def test_an_occasion_that_may_be_earlier_makes_the_number_a_least_one() -> None:
    case = lay_out(
        incident("i1", "2026-03-05T19:40", "letters"),
        incident("i2", "2026-03-05", "loitering", precision="day"),
        came=THREE,
    )
    letters = [statement for statement, because in told(first_of_kind, case) if because[-1] == "i1"]
    assert "after at least 3 earlier occasions" in letters[0]


def test_more_than_a_hundred_earlier_occasions_are_at_least_a_hundred() -> None:
    came = "".join(f"c{n:03} | 2026-{1 + n // 28:02}-{1 + n % 28:02}T10:00:00 | p1 | sms\n" for n in range(120))
    (finding,) = found(first_of_kind, lay_out(incident("i1", "2026-06-05T19:40", "letters"), came=came))
    assert "after at least 100 earlier occasions" in finding.statement
    assert finding.because == (*(f"c{n:03}" for n in range(20, 120)), "i1")


def test_an_incident_without_a_time_is_never_a_first() -> None:
    assert told(first_of_kind, lay_out(incident("i1", None, "letters"), came=THREE)) == []


def test_messages_that_were_written_down_are_not_new_after_imported_ones() -> None:
    case = lay_out(
        incident("i1", "2026-03-05T19:40", "messages"), incident("i2", "2026-03-06T19:40", "emails"), came=THREE
    )
    assert [because[-1] for _, because in told(first_of_kind, case)] == ["i2"]
