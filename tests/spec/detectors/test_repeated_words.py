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


def test_beyond_the_limit_equal_words_are_still_found_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated_words, "MOST_COMPARED", 1)
    came = (
        f"c1 | 2026-03-01T10:00:00 | p1 | sms | {WORDS}\nc2 | 2026-03-05T10:00:00 | p1b | sms | {WORDS}\n"
        f"c3 | 2026-03-06T10:00:00 | p1b | sms | {WORDS} now"
    )
    (finding,) = found(repeated_words, lay_out(came=came))
    assert finding.because == ("c1", "c2")
    assert "too many messages" in finding.caveat


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
