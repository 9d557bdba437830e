"""A number is shown only where they said yes, and at a time at which they said yes. What nobody asked is not safe."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import get_args

import pytest

from ledgers import START
from throughline.casework.checks import Answer
from throughline.casework.safe_contact import (
    CALL_REFUSALS,
    SENDING,
    Agreed,
    Leaving,
    SafeContact,
    Window,
    may_dial,
    may_leave,
)

ANSWERS = get_args(Answer)
MORNINGS = Window(("mon", "tue", "wed", "thu", "fri"), time(9), time(12))
NIGHT = Window(("sun",), time(22), time(2))
SAFE = SafeContact(
    "yes", "07700 900123", "yes", (), "yes", "yes", "yes", "sam@example.org", "yes", "1 Example Street",
    "Only Sam", "that it is the dentist", "heron", "use the word helpline",
)  # fmt: skip


def agreed(*contacts: SafeContact, at: datetime = START) -> list[Agreed]:
    return [Agreed(it, at) for it in contacts]


def test_where_nobody_wrote_anything_no_number_is_shown():
    dial = may_dial([], START)
    assert (dial.number, dial.why_not) == (None, CALL_REFUSALS["unasked"])
    assert all(may_leave(way, [], START).to is None for way in SENDING)


@pytest.mark.parametrize(("call", "any_time", "number"), list(product(ANSWERS, ANSWERS, ["", "07700 900123"])))
def test_for_every_combination_only_a_yes_to_both_is_dialled(call, any_time, number):
    dial = may_dial(agreed(SafeContact(call, number, any_time)), START)
    assert (dial.number is not None) == ((call, any_time, bool(number)) == ("yes", "yes", True))
    assert bool(dial.why_not) == (dial.number is None)


@pytest.mark.parametrize(("way", "answer", "call"), list(product(SENDING, ANSWERS, ANSWERS)))
def test_for_every_way_only_a_yes_is_left_or_sent(way: Leaving, answer, call):
    contact = SafeContact(
        call, "07700 900123", "yes", email_address="sam@example.org", postal_address="1 Example Street"
    )
    chosen = SafeContact(**{**{name: getattr(contact, name) for name in contact.__slots__}, way: answer})
    leave = may_leave(way, agreed(chosen), START)
    needs_a_call = way == "voicemail"
    assert (leave.to is not None) == (answer == "yes" and (call == "yes" or not needs_a_call))
    assert (SENDING[way][2] in leave.warnings) or leave.to is None


def test_what_to_know_is_said_before_the_number_is_dialled():
    before = " ".join(may_dial(agreed(SAFE), START).before)
    assert all(words in before for words in ("Only Sam", "dentist", "heron", "the word helpline"))
    bare = " ".join(may_dial(agreed(SafeContact("yes", "07700 900123", "yes")), START).before)
    assert all(words in bare for words in ("wrong number", "no code word", "Leave no voicemail"))


@pytest.mark.parametrize(
    ("window", "moment", "is_safe"),
    [
        (MORNINGS, datetime(2026, 3, 2, 9, tzinfo=UTC), True),
        (MORNINGS, datetime(2026, 3, 2, 12, tzinfo=UTC), False),
        (MORNINGS, datetime(2026, 3, 7, 10, tzinfo=UTC), False),
        (MORNINGS, datetime(2026, 7, 1, 8, tzinfo=UTC), True),  # nine in London in summer
        (MORNINGS, datetime(2026, 7, 1, 11, tzinfo=UTC), False),
        (NIGHT, datetime(2026, 3, 1, 23, tzinfo=UTC), True),
        (NIGHT, datetime(2026, 3, 2, 1, 59, tzinfo=UTC), True),
        (NIGHT, datetime(2026, 3, 2, 2, tzinfo=UTC), False),
        (NIGHT, datetime(2026, 3, 2, 23, tzinfo=UTC), False),
        (NIGHT, datetime(2026, 3, 1, 1, tzinfo=UTC), False),
    ],
)
def test_hours_are_those_of_a_clock_in_london(window, moment, is_safe):
    dial = may_dial(agreed(SafeContact("yes", "07700 900123", windows=(window,))), moment)
    assert (dial.number is not None) is is_safe
    assert is_safe or window.told() in dial.why_not


def test_what_was_agreed_until_a_day_ends_with_it():
    contact = SafeContact(
        "yes", "07700 900123", "yes", email="yes", email_address="sam@example.org", until=date(2026, 3, 2)
    )
    assert may_dial(agreed(contact), START).number
    assert may_dial(agreed(contact), START + timedelta(days=1)).why_not == CALL_REFUSALS["ended"]
    assert may_leave("email", agreed(contact), START + timedelta(days=1)).to is None


def test_what_was_written_long_ago_says_so():
    late = START + timedelta(days=29)
    assert any("2 March 2026" in words for words in may_dial(agreed(SAFE), late).before)
    assert any("2 March 2026" in words for words in may_leave("post", agreed(SAFE), late).warnings)
    assert not any("2 March 2026" in words for words in may_dial(agreed(SAFE), START).before)


def test_of_two_versions_at_once_both_must_allow_it_and_agree():
    other = SafeContact("yes", "07700 900999", "yes", email="yes", email_address="else@example.org")
    assert may_dial(agreed(SAFE, SafeContact("unknown")), START).number is None
    assert may_dial(agreed(SAFE, other), START).why_not == CALL_REFUSALS["apart"]
    assert may_leave("email", agreed(SAFE, other), START).to is None
    assert may_dial(agreed(SAFE, SafeContact("yes", "07700900123", "yes")), START).number
