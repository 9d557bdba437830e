"""What is a WhatsApp chat and what is not, and the encodings and line endings one comes in."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from throughline.domain.communication import Communication, Problem
from throughline.domain.errors import InputError
from throughline.importers.base import Options
from throughline.importers.original import open_original
from throughline.importers.whatsapp import reader
from whatsapp_chats import brief, flat, read_chat, reading_of

OTHERS = {
    "app.log": "2025-01-15 10:00:00 INFO started\n2025-01-15 10:00:01 ERROR: broken\n",
    "sums.csv": "date,amount\n2025-01-15 10:00, 3\n",
    "diary.txt": "15/01/2025 14:00 he was outside again\n16/01/2025 09:00 he called\n",
    "one.eml": "From: a@example.org\nSubject: chat\n\n15/01/2025, 10:00 - Sam: a\n",
    "all.mbox": "From a@example.org Wed Jan 15 10:00:00 2025\nSubject: x\n\n[15/01/2025, 10:00:00] Sam: a\n",
    "sms.xml": "<?xml version='1.0'?>\n<smses>\n<sms body='x\n15/01/2025, 10:00 - Sam: a'/>\n</smses>\n",
    "note.txt": "12:30 - lunch\nhello\n",
    "versions.txt": "1.2.3 10:00 - changelog\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_kind_of_file_is_not_taken_for_a_chat(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(OTHERS[name])
    assert not reader.recognises(open_original(tmp_path / name))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_chat_is_read_in_every_encoding_a_phone_or_an_editor_writes(tmp_path: Path, encoding: str) -> None:
    items = read_chat(tmp_path, "15/01/2025, 10:00 - Zoë: 👍\n".encode(encoding))
    assert brief(items) == [("2025-01-15 10:00:00", "Zoë", "👍")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_a_chat_is_read_with_every_line_ending(tmp_path: Path, newline: str, encoding: str) -> None:
    lines = ("15/01/2025, 10:00 - Sam: a", "b", "16/01/2025, 10:00 - Sam: c", "")
    content = newline.join(lines).encode(encoding)
    assert [said for _, _, said in brief(read_chat(tmp_path, content))] == ["a\nb", "c"]


def test_a_line_before_the_first_message_is_a_problem_with_its_place(tmp_path: Path) -> None:
    first, *rest = read_chat(tmp_path, "hello\n" + "15/01/2025, 10:00 - Sam: a\n" * 20)
    assert isinstance(first, Problem)
    assert first.position == "line 1"
    assert len(rest) == 20


def test_an_archive_names_its_chat_in_every_position_and_tells_of_media_it_does_not_hold(tmp_path: Path) -> None:
    chat = "[15/01/2025, 10:00:00] Sam: \u200e<attached: a.jpg>\n[15/01/2025, 10:01:00] Sam: \u200e<attached: b.jpg>\n"
    path = tmp_path / "WhatsApp Chat - Sam.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", chat)
        archive.writestr("a.jpg", b"x")
        archive.writestr("WhatsApp notes.txt", b"not the chat")
    assert reader.recognises(open_original(path))
    reading = reading_of(tmp_path, path.read_bytes(), path.name)
    assert [item.position for item in flat(reading.items)] == ["_chat.txt line 1", "_chat.txt line 2"]
    assert reading.learned["other_party_by_file_name"] == "Sam"
    (warning,) = reading.warnings
    assert warning.startswith("1 of the media files")


@pytest.mark.parametrize(
    "name", ["WhatsApp Chat mit Kim.txt", "Discussion WhatsApp avec Kim.txt", "Conversa do WhatsApp com Kim.txt"]
)
def test_a_chat_is_told_from_a_text_that_was_sent_in_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.txt", b"not the chat")
        archive.writestr(name, "15/01/2025, 10:00 - Kim: a\n")
    assert brief(read_chat(tmp_path, path.read_bytes(), path.name)) == [("2025-01-15 10:00:00", "Kim", "a")]


def test_a_zip_without_a_chat_is_refused_in_words_that_say_so(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.jpg", b"x")
    with pytest.raises(InputError, match="holds no text of a chat"):
        reader.read(open_original(path), Options())


def test_an_odd_line_does_not_take_the_rest_of_a_chat_with_it(tmp_path: Path) -> None:
    text = "15/01/2025, 10:00 - Sam: a\n31/02/2025, 10:00 - Sam: no such day\n16/01/2025, 10:00 - Sam: c\n"
    first, odd, last = read_chat(tmp_path, text)
    assert isinstance(odd, Problem)
    assert odd.position == "line 2"
    assert [item.text for item in (first, last) if isinstance(item, Communication)] == ["a", "c"]
