"""What a supervisor sees of calls, waits and call-backs: each call and each promise counts once, and none is left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.statistics.operations import LATE, Contact, operations

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def answered(minutes: float, **named) -> Contact:
    return Contact(NINE, NINE + minutes * MINUTE, **named)


def test_no_contacts_are_told_as_none():
    told = operations([], now=NINE, stages=("new",))
    assert (told.contacts, told.middle_wait, told.stages) == (0, None, (("new", 0),))
    assert dict(told.rows)["Half of those answered waited at most"] == "nobody was answered"


def test_waits_are_of_those_who_were_answered():
    told = operations([*(answered(it) for it in range(1, 11)), Contact(NINE)], now=NINE)
    assert (told.contacts, told.answered, told.not_answered, told.prompt) == (11, 10, 1, 5)
    assert (told.middle_wait, told.long_wait) == (5 * MINUTE, 9 * MINUTE)
    assert dict(told.rows)["9 in 10 of those answered waited at most"] == "9 minutes"


@pytest.mark.parametrize(
    ("kept", "now", "fate"),
    [
        (NINE, NINE, "kept"),
        (NINE + LATE, NINE + LATE, "kept"),
        (NINE + LATE + MINUTE, NINE + LATE + MINUTE, "late"),
        (None, NINE + LATE, "due"),
        (None, NINE + LATE + MINUTE, "missed"),
    ],
)
def test_a_promised_call_back_is_in_time_late_missed_or_still_to_come(kept, now, fate):
    told = operations([Contact(NINE - 60 * MINUTE, promised=NINE, kept=kept)], now=now)
    assert {it: getattr(told, it) for it in ("kept", "late", "missed", "due")} == {
        it: int(it == fate) for it in ("kept", "late", "missed", "due")
    }


def test_stages_are_told_in_their_order_and_one_that_is_not_known_is_not_lost():
    told = operations(
        [answered(1, stage="open"), answered(1, stage="odd"), answered(1)], now=NINE, stages=("new", "open")
    )
    assert told.stages == (("new", 0), ("open", 1), ("odd", 1))


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="before it came"):
        answered(-1)
    with pytest.raises(ValueError, match="nobody promised"):
        Contact(NINE, kept=NINE)


minutes = st.integers(0, 10_000).map(lambda it: NINE + it * MINUTE)
contacts = st.builds(
    lambda arrived, wait, promised, kept, stage: Contact(
        arrived, None if wait is None else arrived + wait * MINUTE, promised, kept if promised else None, stage
    ),
    minutes, st.none() | st.integers(0, 900), st.none() | minutes, st.none() | minutes, st.sampled_from(("", "new", "open")),
)  # fmt: skip


@given(st.lists(contacts, max_size=30), minutes)
def test_nothing_is_counted_twice_or_left_out(all_of, now):
    told = operations(all_of, now=now)
    assert told.answered + told.not_answered == told.contacts == len(all_of)
    assert told.kept + told.late + told.missed + told.due == told.promised
    assert sum(number for _, number in told.stages) == sum(bool(it.stage) for it in all_of)
    if told.answered:
        assert told.middle_wait <= told.long_wait
