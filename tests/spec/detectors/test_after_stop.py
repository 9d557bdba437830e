"""after_stop: what surely came after a refusal, a block or a word from the police, and how soon."""

from __future__ import annotations

import pytest

from small_cases import incident, lay_out, milestone, told
from throughline.patterns.detectors import after_stop

STOP = milestone("m1", "2026-03-04T18:00:00", "told_to_stop")


def test_it_counts_what_came_after_and_says_how_soon() -> None:
    came = """
    c1 | 2026-03-04T12:00:00 | p1 | sms
    c2 | 2026-03-04T18:17:30 | p1 | sms
    c3 | 2026-03-06T09:00:00 | p1 | whatsapp
    """
    case = lay_out(STOP, incident("i1", "2026-03-05T20:00", "loitering"), came=came)
    assert told(after_stop, case) == [
        (
            "After you told Sam to stop on 4 March 2026 at 6pm, there were 3 more occasions, of 3 kinds: text messages, waiting "
            "around near you and WhatsApp. The first came 17 minutes later.",
            ("m1", "c2", "i1", "c3"),
        )
    ]


def test_a_conversation_that_was_going_on_counts_from_its_first_message_after() -> None:
    came = (
        "c1 | 2026-03-04T17:50:00 | p1 | sms\nc2 | 2026-03-04T18:05:00 | p1 | sms\nc3 | 2026-03-04T18:06:00 | p1 | sms"
    )
    ((statement, because),) = told(after_stop, lay_out(STOP, came=came))
    assert because == ("m1", "c2")
    assert "there was 1 more occasion" in statement
    assert statement.endswith("It came 5 minutes later.")


@pytest.mark.parametrize(
    ("stop", "contact", "is_after"),
    [
        ("2026-03-04T18:00:00", "2026-03-04T18:00:00", False),
        ("2026-03-04T18:00:00", "2026-03-04T18:00:01", True),
        ("2026-03-04T18:00", "2026-03-04T18:00:59", False),
        ("2026-03-04T18:00", "2026-03-04T18:01:00", True),
        ("2026-03-04", "2026-03-04T23:59:59", False),
        ("2026-03-04", "2026-03-05T00:00:00", True),
        (
            "2026-10-25T01:30:00",
            "2026-10-25T01:30:00+00:00",
            True,
        ),  # the hour that clocks repeat: the stop is the first one
        ("2026-10-25T01:30:00", "2026-10-25T01:29:59+01:00", False),
    ],
)
def test_what_may_have_come_before_is_not_counted(stop: str, contact: str, is_after: bool) -> None:
    case = lay_out(milestone("m1", stop, "told_to_stop"), came=f"c1 | {contact} | p1 | sms")
    assert [because for _, because in told(after_stop, case)] == ([("m1", "c1")] if is_after else [])


def test_a_refusal_known_to_the_day_gives_an_interval_for_how_soon() -> None:
    case = lay_out(milestone("m1", "2026-03-04", "blocked"), came="c1 | 2026-03-06T12:00:00 | p1 | sms")
    ((statement, _),) = told(after_stop, case)
    assert statement == (
        "After you blocked Sam on 4 March 2026, there was 1 more occasion, of 1 kind: text messages. It came about 2 days later."
    )


def test_other_people_and_other_milestones_do_not_count() -> None:
    case = lay_out(
        STOP,
        milestone("m2", "2026-03-01", "moved"),
        came="c1 | 2026-03-06T12:00:00 | p2 | sms\nc2 | 2026-03-06T12:00:00 | withheld | phone",
    )
    assert told(after_stop, case) == []


def test_answers_of_the_user_are_named_beside_it() -> None:
    came = "c1 | 2026-03-05T12:00:00 | p1 | sms\nc2 | 2026-03-05T12:01:00 | me | sms"
    (finding,) = after_stop.detect(lay_out(STOP, came=came))
    assert "messages or calls from you" in finding.caveat
    (finding,) = after_stop.detect(lay_out(STOP, came=came.splitlines()[0]))
    assert "messages or calls from you" not in finding.caveat


def test_going_on_after_the_police_spoke_is_a_reason_of_its_own() -> None:
    case = lay_out(milestone("m1", "2026-03-04", "police_spoke_to_them"), came="c1 | 2026-03-06T12:00:00 | p1 | sms")
    assert [finding.risk for finding in after_stop.detect(case)] == [
        ("persistence_after_refusal", "persistence_after_police")
    ]
