"""repeated_words: the same or nearly the same words across numbers, accounts and channels."""

from __future__ import annotations

import polars as pl
import pytest

from small_cases import contacts, found, lay_out, told
from throughline.patterns.chronology import build_chronology
from throughline.patterns.detectors import repeated_words

WORDS = "You will be sorry that you did not answer me"


def test_the_same_words_from_two_numbers() -> None:
    came = f"c1 | 2026-03-01T10:00:00 | p1 | sms | {WORDS}\nc2 | 2026-03-05T10:00:00 | p1b | sms | {WORDS.upper()}!!!"
    assert told(repeated_words, lay_out(came=came)) == [
        ("The same words came to you twice from Sam, through 2 phone numbers.", ("c1", "c2"))
    ]


def test_nearly_the_same_words_on_two_channels() -> None:
    came = f"c1 | 2026-03-01T10:00:00 | p1 | sms | {WORDS}\nc2 | 2026-03-05T10:00:00 | p1 | whatsapp | {WORDS} now"
    assert told(repeated_words, lay_out(came=came)) == [
        ("Nearly the same words came to you twice from Sam, on 2 channels (text messages and WhatsApp).", ("c1", "c2"))
    ]


def test_through_one_number_words_must_be_long_and_come_three_times() -> None:
    lines = [f"c{n} | 2026-03-0{n}T10:00:00 | p1 | sms | {WORDS}" for n in range(1, 4)]
    assert told(repeated_words, lay_out(came="\n".join(lines[:2]))) == []
    assert [because for _, because in told(repeated_words, lay_out(came="\n".join(lines)))] == [("c1", "c2", "c3")]


@pytest.mark.parametrize(
    "words",
    [
        "ok",
        "Good night",
        "call me back",
        "<Media omitted>",
        "image omitted",
        "This message was deleted.",
        "👍👍👍👍👍👍👍👍👍👍",
    ],
)
def test_short_everyday_and_app_texts_are_left_out(words: str) -> None:
    came = "\n".join(
        f"c{n} | 2026-03-0{n}T10:00:00 | {who} | sms | {words}" for n, who in enumerate(["p1", "p1b", "p1c"], 1)
    )
    assert told(repeated_words, lay_out(came=came)) == []


def test_different_words_are_not_the_same() -> None:
    came = f"c1 | 2026-03-01T10:00:00 | p1 | sms | {WORDS}\nc2 | 2026-03-05T10:00:00 | p1b | sms | Could you pick the children up on Friday please"
    assert told(repeated_words, lay_out(came=came)) == []


def test_beyond_twenty_groups_the_others_stand_in_one_finding_and_none_is_lost() -> None:
    lines = [
        f"c{n}{way} | 2026-03-{1 + n:02}T10:00:00 | {way} | sms | {words} {words[::-1]} and more"
        for n, words in enumerate(
            f"{letter * 5} {chr(ord(letter) + 1) * 4} {letter * 3}" for letter in "abcdefghijklmnopqrstuvw"
        )
        for way in ("p1", "p1b")
    ]
    *each, others = found(repeated_words, lay_out(came="\n".join(lines)))
    assert len(each) == 20
    assert others.statement == (
        "Another 3 groups of messages, 6 in all, say the same or nearly the same words within each group."
    )
    assert [len(group) for group in others.groups] == [2, 2, 2]
    assert sorted(id for group in others.groups for id in group) == sorted(others.because)
    assert len({id for finding in (*each, others) for id in finding.because}) == len(lines)


@pytest.mark.parametrize(
    "again",
    [
        "you will be sorry that you did not anwser me!!!", "You will be sorry you did not answer me", "😡 You will be sorry that you didn’t answer me 😡",
        "you did not answer me, you will be sorry that", "You wil be sorry that you did not answer me x",
    ],
)  # fmt: skip
def test_a_slip_a_word_less_other_marks_and_another_order_are_nearly_the_same(again: str) -> None:
    came = f"c1 | 2026-03-01T10:00:00 | p1 | sms | {WORDS}\nc2 | 2026-03-05T10:00:00 | p1b | sms | {again}"
    assert [because for _, because in told(repeated_words, lay_out(came=came))] == [("c1", "c2")]


def test_words_of_a_person_that_came_from_a_number_that_is_nobodys_too() -> None:
    came = f"c1 | 2026-03-01T10:00:00 | p1 | sms | {WORDS}\nc2 | 2026-03-05T10:00:00 | someone | sms | {WORDS}!"
    assert told(repeated_words, lay_out(came=came)) == [
        (
            "The same words came to you twice, from Sam and from a number or account you have put down to nobody, through 2 phone "
            "numbers.",
            ("c1", "c2"),
        )
    ]


def test_words_that_only_others_or_many_others_sent_are_left_alone() -> None:
    others = "\n".join(f"o{n} | 2026-03-0{n}T10:00:00 | s{n} | sms | {WORDS}" for n in (1, 2, 3))
    numbers = pl.Series([f"+44770090031{n}" for n in (1, 2, 3)])
    without = contacts(others.replace("s1", "p1").replace("s2", "p1").replace("s3", "p1")).with_columns(
        party_value=numbers
    )
    case = lay_out().case
    assert found(repeated_words, build_chronology(case, without)) == []
    with_sam = pl.concat([without, contacts(f"c1 | 2026-03-05T10:00:00 | p1 | sms | {WORDS}")])
    assert found(repeated_words, build_chronology(case, with_sam)) == []


def test_the_words_themselves_are_not_quoted() -> None:
    came = f"c1 | 2026-03-01T10:00:00 | p1 | sms | {WORDS}\nc2 | 2026-03-05T10:00:00 | p1b | sms | {WORDS}"
    (finding,) = found(repeated_words, lay_out(came=came))
    assert "sorry" not in finding.statement + finding.caveat


def test_two_writings_of_one_number_are_one_and_a_withheld_number_is_none() -> None:
    came = (
        f"c1 | 2026-03-01T10:00:00 | p1 | sms | {WORDS}\nc2 | 2026-03-05T10:00:00 | p1 | sms | {WORDS}\n"
        f"c3 | 2026-03-06T10:00:00 | withheld | sms | {WORDS}"
    )
    written = contacts(came).with_columns(
        party_value=pl.when(pl.col("id") == "c2").then(pl.lit("07700 900101")).otherwise(pl.col("party_value"))
    )
    (finding,) = found(repeated_words, build_chronology(lay_out().case, written))
    assert finding.statement == "The same words came to you 3 times, from Sam and from a withheld number."
