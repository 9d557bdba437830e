"""channel_switch: a new number, account or channel after the old one was closed, and how long after."""

from __future__ import annotations

from small_cases import lay_out, milestone, told
from throughline.patterns.detectors import channel_switch

OLD = "c1 | 2026-03-01T10:00:00 | p1 | sms\n"
BLOCK = milestone("m1", "2026-03-04T18:00:00", "blocked")


def test_a_new_number_after_a_block() -> None:
    case = lay_out(BLOCK, came=OLD + "c2 | 2026-03-04T18:40:00 | p1b | sms\nc3 | 2026-03-05T18:40:00 | p1b | sms")
    assert told(channel_switch, case) == [
        (
            "40 minutes after you blocked Sam (on 4 March 2026 at 6pm), Sam reached you by a new phone number on 4 March 2026 at 6.40pm.",
            ("c1", "m1", "c2"),
        )
    ]


def test_a_new_channel_from_the_same_number() -> None:
    ((statement, because),) = told(
        channel_switch, lay_out(BLOCK, came=OLD + "c2 | 2026-03-06T18:00:00 | p1 | whatsapp")
    )
    assert "2 days after you blocked Sam" in statement
    assert "by a new channel (WhatsApp)" in statement
    assert because == ("c1", "m1", "c2")


def test_contact_by_phone_number_after_changing_it() -> None:
    case = lay_out(
        milestone("m1", "2026-03-04T18:00:00", "changed_number", person=None),
        came=OLD + "c2 | 2026-03-07T18:00:00 | p1 | sms",
    )
    # Two people in the case and nobody named: whom it concerns is not known.
    assert told(channel_switch, case) == []
    case = lay_out(
        milestone("m1", "2026-03-04T18:00:00", "changed_number"), came=OLD + "c2 | 2026-03-07T18:00:00 | p1 | sms"
    )
    ((statement, _),) = told(channel_switch, case)
    assert "3 days after you changed your number" in statement
    assert "by a channel that runs on your phone number" in statement


def test_each_new_way_goes_with_the_last_closing_before_it() -> None:
    later = milestone("m2", "2026-03-06T18:00:00", "told_to_stop")
    ((_, because),) = told(channel_switch, lay_out(BLOCK, later, came=OLD + "c2 | 2026-03-06T19:00:00 | p1b | sms"))
    assert because == ("c1", "m2", "c2")


def test_it_is_silent_when_the_way_is_old_when_nothing_was_before_or_when_the_order_is_not_sure() -> None:
    assert told(channel_switch, lay_out(BLOCK, came=OLD + "c2 | 2026-03-06T18:00:00 | p1 | sms")) == []
    assert told(channel_switch, lay_out(BLOCK, came="c2 | 2026-03-06T18:00:00 | p1b | sms")) == []
    on_the_day = milestone("m1", "2026-03-06", "blocked")
    assert told(channel_switch, lay_out(on_the_day, came=OLD + "c2 | 2026-03-06T18:00:00 | p1b | sms")) == []
    assert told(channel_switch, lay_out(BLOCK, came=OLD + "c2 | 2026-03-06T18:00:00 | p2 | sms")) == []
