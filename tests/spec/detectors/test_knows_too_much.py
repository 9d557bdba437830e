"""knows_too_much: words of seeing or knowing, from somebody who had been told to stay away; silent when unsure."""

from __future__ import annotations

import pytest

from small_cases import found, incident, lay_out, milestone, told
from throughline.patterns.detectors import knows_too_much

STOP = milestone("m1", "2026-03-04T18:00", "told_to_stop")


def said(words: str, at: str = "2026-03-10T19:20:00", who: str = "p1") -> str:
    return f"c1 | {at} | {who} | sms | {words}"


@pytest.mark.parametrize(
    "words",
    [
        "saw you get in at ten past seven", "I'm parked outside", "I know where you were last night", "You looked nice today",
        "your coat looked warm", "your lights are on", "who was that with you", "been watching you",
    ],
)  # fmt: skip
def test_words_of_seeing_after_a_refusal(words: str) -> None:
    assert told(knows_too_much, lay_out(STOP, came=said(words))) == [
        (
            "1 message from Sam may speak of seeing you, or of where you were, what you wore or did, after you told Sam to stop on 4 "
            "March 2026 at 6pm.",
            ("m1", "c1"),
        )
    ]


@pytest.mark.parametrize(
    "words",
    [
        "please answer me",
        "I miss you",
        "see you tomorrow",
        "you were right about that",
        "you were on my mind",
        "I see your point",
        "I am sorry",
    ],
)
def test_other_words_are_left_alone(words: str) -> None:
    assert told(knows_too_much, lay_out(STOP, came=said(words))) == []


def test_before_a_refusal_or_from_others_the_words_say_nothing() -> None:
    words = "saw you get in at ten past seven"
    assert told(knows_too_much, lay_out(came=said(words))) == []
    assert told(knows_too_much, lay_out(STOP, came=said(words, at="2026-03-04T18:00:30"))) == []
    assert told(knows_too_much, lay_out(STOP, came=said(words, who="p2"))) == []
    assert told(knows_too_much, lay_out(STOP, came=said(words, who="me"))) == []


def test_ways_of_knowing_that_the_user_marked_are_named_beside_it() -> None:
    (finding,) = found(
        knows_too_much, lay_out(STOP, incident("i1", "2026-03-08T10:00", "tracker"), came=said("saw you get in at ten"))
    )
    assert finding.because == ("m1", "c1", "i1")
    assert finding.statement.endswith("You also wrote down a tracker.")


@pytest.mark.parametrize(
    ("at", "is_near"),
    [("2026-03-10T18:40:00", True), ("2026-03-10T20:39:59", True), ("2026-03-10T20:40:00", True), ("2026-03-10T20:40:01", False), ("2026-03-10T18:39:59", False)],
)  # fmt: skip
def test_a_named_place_within_an_hour_of_an_incident_there(at: str, is_near: bool) -> None:
    case = lay_out(
        incident("i1", "2026-03-10T19:40:00", "loitering", place="lido"), came=said("parkside lido is busy", at=at)
    )
    assert [because for _, because in told(knows_too_much, case)] == ([("i1", "c1")] if is_near else [])


def test_everyday_place_names_are_no_sign() -> None:
    case = lay_out(incident("i1", "2026-03-10T19:40:00", "loitering", place="home"), came=said("on my way home"))
    assert told(knows_too_much, case) == []
