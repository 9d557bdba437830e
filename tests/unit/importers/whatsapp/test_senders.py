"""Who said a line: a contact, a number, a name as the other phone gives it, or WhatsApp itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from whatsapp_chats import brief, read_chat

SERVICE_LINES = (
    "Sam changed the subject from “a: b” to “c”",
    'Sam changed the group name to "Team: red"',
    "You changed the subject to 'Home: us'",
    "Sam changed the group description to: be nice",
    "Messages and calls are end-to-end encrypted. Tap to learn more.",
)


@pytest.mark.parametrize("line", SERVICE_LINES)
def test_a_line_that_whatsapp_wrote_is_nobodys_words(tmp_path: Path, line: str) -> None:
    _, item = read_chat(tmp_path, f"15/01/2025, 10:00 - Sam: hi\n15/01/2025, 10:01 - {line}\n")
    assert (item.kind, item.party, item.text) == ("notice", None, line)


@pytest.mark.parametrize("name", ["Jen:)", "Sam:Work", "🤓", "O’Neil, Pat (flat 2)"])
def test_a_name_may_have_a_colon_or_a_face_in_it(tmp_path: Path, name: str) -> None:
    text = f"15/01/2025, 10:00 - {name}: hi: you\n15/01/2025, 10:01 - Sam: see https://example.org: it\n"
    assert [(who, said) for _, who, said in brief(read_chat(tmp_path, text))] == [
        (name, "hi: you"),
        ("Sam", "see https://example.org: it"),
    ]


def test_a_number_is_one_and_a_name_that_was_not_saved_loses_its_mark(tmp_path: Path) -> None:
    number, name = read_chat(
        tmp_path,
        "[15/01/2025, 10:00:00] \u202a+44\u00a07700\u00a0900123\u202c: hi\n[15/01/2025, 10:01:00] ~\u202fKai: hi\n",
    )
    assert (number.party.kind, number.party.value) == ("phone", "+447700900123")
    assert name.party.value == "Kai"


def test_the_owner_of_the_phone_gives_each_message_its_direction(tmp_path: Path) -> None:
    text = "15/01/2025, 10:00 - Sam: a\n15/01/2025, 10:01 - Me: b\n"
    items = read_chat(tmp_path, text, owner="Me")
    assert [(item.direction, item.party_name) for item in items] == [("incoming", "Sam"), ("outgoing", "Sam")]


def test_a_mark_at_the_beginning_of_a_second_line_stays(tmp_path: Path) -> None:
    text = "\u200e[15/01/2025, 10:00:00] Sam: a\n\u200eb\n[15/01/2025, 10:01:00] Sam: c\n"
    assert [said for _, _, said in brief(read_chat(tmp_path, text))] == ["a\n\u200eb", "c"]
