"""Text that somebody pasted, and lists of dates, stay with the message they stand in; nobody's words go to anybody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from whatsapp_chats import brief, read_chat, reading_of

PASTED = {
    "copied lines, as the app on a computer copies them": (
        "15/01/2025, 10:00 - Sam: hi\n"
        "15/01/2025, 10:05 - Alex: look\n[10:00, 15/01/2025] Sam: hi\n[10:05, 15/01/2025] Alex: look\n"
        "15/01/2025, 10:06 - Sam: ok\n",
        ["hi", "look\n[10:00, 15/01/2025] Sam: hi\n[10:05, 15/01/2025] Alex: look", "ok"],
    ),
    "a line of another phone in the same minute": (
        "15/01/2025, 10:00 - Sam: hi\n15/01/2025, 10:05 - Alex: you said\n[15/01/2025, 10:05:20] Sam: hi\n"
        "15/01/2025, 10:06 - Sam: ok\n",
        ["hi", "you said\n[15/01/2025, 10:05:20] Sam: hi", "ok"],
    ),
    "a line in another order of dates and out of time": (
        "15/01/2025, 10:00 - Sam: hi\n16/01/2025, 10:05 - Alex: she wrote\n01/14/2025, 10:05 - Kim: help\n"
        "17/01/2025, 10:06 - Sam: ok\n",
        ["hi", "she wrote\n01/14/2025, 10:05 - Kim: help", "ok"],
    ),
    "a line of our calendar in a chat of another": (
        "[13/10/2567 BE, 23:30:00] Sam: hi\n[01/02/2019, 10:00:00] Kim: help\n[13/10/2567 BE, 23:31:00] Alex: ok\n",
        ["hi\n[01/02/2019, 10:00:00] Kim: help", "ok"],
    ),
    "appointments that lie ahead, at the end": (
        "13/01/2025, 10:00 - Sam: dates\n20/11/2026 14:00 dentist\n21/11/2026 09:30 - school: bring kit\n",
        ["dates\n20/11/2026 14:00 dentist\n21/11/2026 09:30 - school: bring kit"],
    ),
    "appointments that lie ahead, in the middle": (
        "13/01/2025, 10:00 - Sam: dates\n14/01/2025 14:00 dentist\n13/02/2025, 10:00 - Alex: ok\n",
        ["dates\n14/01/2025 14:00 dentist", "ok"],
    ),
    "an appointment between two messages of its day": (
        "13/01/2025, 10:00 - Sam: dates\n13.01.2025 11:00 Dentist: bring card\n13/01/2025, 12:00 - Alex: ok\n",
        ["dates\n13.01.2025 11:00 Dentist: bring card", "ok"],
    ),
    "a clock time and a dash": (
        "13/01/2025, 10:00 - Sam: when?\n12:30 - x\n13/01/2025, 10:01 - Alex: ok\n",
        ["when?\n12:30 - x", "ok"],
    ),
}


@pytest.mark.parametrize("what", PASTED)
def test_what_was_pasted_stays_in_its_message(tmp_path: Path, what: str) -> None:
    text, words = PASTED[what]
    assert [said for _, _, said in brief(read_chat(tmp_path, text))] == words


def test_lines_that_look_like_messages_and_are_kept_in_one_are_told(tmp_path: Path) -> None:
    text, _ = PASTED["a line of another phone in the same minute"]
    (warning,) = reading_of(tmp_path, text).warnings
    assert "1 line looks like a message of another chat" in warning
    assert "line 3" in warning


def test_dates_that_run_back_are_told_and_every_line_stays_a_message(tmp_path: Path) -> None:
    text = (
        "[15/01/2025, 10:00:00] Sam: look\n[01/03/2024, 09:00:00] Kim: old\n[01/03/2024, 09:01:00] Kim: older\n"
        "[15/01/2025, 10:00:09] Sam: see?\n"
    )
    (warning,) = reading_of(tmp_path, text).warnings
    assert "run back by more than a day once (first: line 2)" in warning
    assert [said for _, _, said in brief(read_chat(tmp_path, text))] == ["look", "old", "older", "see?"]


def test_a_change_of_layout_that_keeps_the_order_of_time_is_followed(tmp_path: Path) -> None:
    text = (
        "15/01/2025, 10:00 - Sam: hi\n15/01/2025, 10:05 - Alex: new phone\n"
        "[16/01/2025, 09:00:00] Sam: nice\n[16/01/2025, 09:01:00] Alex: is it?\n"
    )
    assert [(name, said) for _, name, said in brief(read_chat(tmp_path, text))] == [
        ("Sam", "hi"), ("Alex", "new phone"), ("Sam", "nice"), ("Alex", "is it?"),
    ]  # fmt: skip


def test_the_layout_of_a_chat_does_not_hang_on_the_line_that_comes_first(tmp_path: Path) -> None:
    text = "[13/01/2025, 08:00:00] Kim: from before\n" + "".join(
        f"14/01/2025, 10:{n:02} - Sam: {n}\n" for n in range(30)
    )
    items = brief(read_chat(tmp_path, text))
    assert len(items) == 31
    assert items[1] == ("2025-01-14 10:00:00", "Sam", "0")
