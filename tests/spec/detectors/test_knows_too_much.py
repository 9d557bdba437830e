"""knows_too_much: words of seeing or knowing, from somebody who had been told to stay away; silent when unsure."""

from __future__ import annotations

import polars as pl
import pytest
from lines_that_know import (
    KNOWING,
    KNOWING_BLIND,
    KNOWING_LATER,
    KNOWING_UNSEEN,
    OTHER,
    OTHER_BLIND,
    OTHER_LATER,
    OTHER_UNSEEN,
)  # fmt: skip

from small_cases import contacts, found, incident, lay_out, milestone, told
from throughline.patterns.chronology import build_chronology
from throughline.patterns.detectors import knows_too_much
from throughline.patterns.seeing import minutes_apart, times_said, words_of_seeing

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
            f"March 2026 at 6pm: “{words}”.",
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
        STOP,
        incident("i1", "2026-03-10T19:40:00", "loitering", place="lido"),
        came=said("parkside lido is busy", at=at),
    )
    assert [because for _, because in told(knows_too_much, case)] == ([("m1", "i1", "c1")] if is_near else [])


def test_everyday_place_names_are_no_sign() -> None:
    case = lay_out(STOP, incident("i1", "2026-03-10T19:40:00", "loitering", place="home"), came=said("on my way home"))
    assert told(knows_too_much, case) == []


def test_a_place_is_no_sign_before_a_refusal() -> None:
    here = incident("i1", "2026-03-10T19:40:00", "loitering", place="lido")
    assert told(knows_too_much, lay_out(here, came=said("parkside lido is busy"))) == []


def test_a_time_of_the_diary_is_set_against_its_entry() -> None:
    case = lay_out(
        STOP, incident("i1", "2026-03-10T19:10", "loitering", place="home"),
        came=said("saw you get in at ten past seven", at="2026-03-10T21:00:00"),
    )  # fmt: skip
    seen, entry = told(knows_too_much, case)
    assert seen[1] == ("m1", "c1")
    assert entry == (
        "1 message from Sam said “saw you get in at ten past seven”: that is the place or the time of what you wrote down on 10 March "
        "2026 at 7.10pm (Home). It came after you told Sam to stop on 4 March 2026 at 6pm.",
        ("m1", "i1", "c1"),
    )


@pytest.mark.parametrize("at", ["2026-03-10T18:00:00", "2026-03-11T19:30:00"])
def test_a_time_is_set_against_an_entry_only_in_the_day_after_it(at: str) -> None:
    case = lay_out(
        STOP, incident("i1", "2026-03-10T19:10", "loitering"), came=said("saw you get in at ten past seven", at=at)
    )
    assert [because for _, because in told(knows_too_much, case)] == [("m1", "c1")]


def test_a_number_that_is_nobodys_counts_after_a_block_and_only_by_plain_words() -> None:
    block = milestone("m1", "2026-03-04T18:00", "blocked")
    (finding,) = found(knows_too_much, lay_out(block, came=said("I saw you get in", who="someone")))
    assert finding.person is None
    assert finding.statement == (
        "1 message from +447700900301, whose owner you do not know, may speak of seeing you, or of where you were, what you wore or "
        "did, after you blocked Sam on 4 March 2026 at 6pm: “I saw you get in”."
    )
    assert found(knows_too_much, lay_out(block, came=said("you left the gate open last night", who="someone"))) == []
    assert found(knows_too_much, lay_out(came=said("I saw you get in", who="someone"))) == []


def test_somebody_you_answered_or_saved_is_no_unknown_sender() -> None:
    came = "o1 | 2026-03-01T10:00:00 | me | sms | hi\nc1 | 2026-03-10T10:00:00 | someone | sms | I saw you get in"
    frame = contacts(came)
    answered = frame.with_columns(party_value=pl.lit("+447700900301"))
    assert found(knows_too_much, build_chronology(lay_out(STOP).case, answered)) == []
    saved = frame.with_columns(party_name=pl.when(pl.col("id") == "c1").then(pl.lit("Mo from work")))
    assert found(knows_too_much, build_chronology(lay_out(STOP).case, saved)) == []
    numbered = frame.with_columns(party_name=pl.when(pl.col("id") == "c1").then(pl.lit("+44 7700 900301")))
    assert len(found(knows_too_much, build_chronology(lay_out(STOP).case, numbered))) == 1


def read(lines: tuple[str, ...] | dict[str, tuple[str, ...]]) -> tuple[int, int]:
    """How many of those lines are read as showing knowledge, and how many there are."""
    every = [line for some in lines.values() for line in some] if isinstance(lines, dict) else list(lines)
    return sum(words_of_seeing(line) is not None for line in every), len(every)


def test_the_labelled_lines_are_read_as_the_page_says() -> None:
    """The counts stand in docs/reference/findings/knows_too_much.md; whoever changes a word in `seeing` changes them there."""
    assert [read(it) for it in (KNOWING, KNOWING_LATER, KNOWING_BLIND, KNOWING_UNSEEN)] == [
        (98, 116),
        (23, 40),
        (30, 40),
        (13, 30),
    ]
    assert [read(it) for it in (OTHER, OTHER_LATER, OTHER_BLIND, OTHER_UNSEEN)] == [(5, 119), (2, 60), (3, 54), (4, 40)]


@pytest.mark.parametrize(
    "words",
    ["tick tock", "Your parcel is outside", "I'm outside with Ellie, can you come to the door", "I dreamt I saw you"],
)
def test_hard_lines_that_are_no_sign(words: str) -> None:
    assert words_of_seeing(words) is None


def test_the_sentence_that_was_read_is_quoted_and_no_other() -> None:
    assert words_of_seeing("I am sorry about all that. I saw you get in at 7.10! Ring me") == "I saw you get in at 7.10"
    assert words_of_seeing("I hate this\nyour lights are on") == "your lights are on"


def test_a_long_message_is_quoted_short() -> None:
    words = words_of_seeing("I saw you get in " + "and then " * 30)
    assert words is not None
    assert words.endswith(" …")
    assert len(words) <= 82


@pytest.mark.parametrize(
    ("said_so", "minutes"),
    [("ten past seven", 430), ("quarter to 8", 465), ("half eight", 510), ("7.40pm", 460), ("19:10", 430), ("at 9pm", 540), ("twelve", None), ("20 past 6", 380)],
)  # fmt: skip
def test_times_in_words(said_so: str, minutes: int | None) -> None:
    assert times_said(f"you got in {said_so} last night") == (() if minutes is None else (minutes,))


def test_times_meet_round_noon_and_midnight() -> None:
    assert minutes_apart(5, 715) == 10
    assert minutes_apart(430, 430) == 0
