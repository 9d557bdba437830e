"""Hostile mail is read without harm: who and when is told, and what was not read is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from throughline.domain.communication import Communication, Problem
from throughline.importers.base import Options
from throughline.importers.mail import mbox, reader
from throughline.importers.original import open_original

Read = Callable[..., list[Communication | Problem]]
HEAD = b"From: sam@example.org\nDate: Thu, 15 Jan 2026 10:18:40 +0000\nMIME-Version: 1.0\n"
MIXED = b"Content-Type: multipart/mixed; boundary=B\n\n"
ENCODED = (b"QUJD" * 19 + b"\n") * 150_000  # 11 MB


def one(read: Read, content: bytes) -> Communication:
    (item,) = read(content)
    assert isinstance(item, Communication)
    assert item.party is not None
    assert (item.party.value, item.at.isoformat()) == ("sam@example.org", "2026-01-15T10:18:40+00:00")
    return item


@pytest.mark.parametrize(
    "rest",
    [
        MIXED + b"--B\nContent-Type: text/plain\n\nx\n" * 10_000 + b"--B--\n",
        MIXED + b"--B\n\nx\n" * 30_000,
        b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(2_000)),
        b"Content-Disposition: attachment" + b"".join(b"; filename*%d*=x" % n for n in range(20_000)) + b"\n\nx",
    ],
    ids=["ten thousand parts", "thirty thousand", "nested", "a name in pieces"],
)
def test_a_message_more_intricate_than_any_program_writes_is_told_in_part(read: Read, rest: bytes) -> None:
    assert one(read, HEAD + rest).state == "undecodable"


@pytest.mark.parametrize(
    "field",
    [
        b"X-Big: " + b"a" * 10_000_000 + b"\n",
        b"To: " + b"alex@example.org, " * 600_000 + b"\n",
        b"To:" + b" alex@example.org,\n" * 600_000,
        b"Cc: " + b"(" * 3_000_000 + b"\n",
        b"Comments: " + b" " * 9_000_000 + b"x\n",
    ],
    ids=["letters", "addresses", "folded", "brackets", "spaces"],
)
def test_a_field_of_megabytes_hides_nothing_behind_it(read: Read, field: bytes) -> None:
    assert one(read, field + HEAD + b"\nthe words\n").text == "the words"


def test_html_that_takes_other_parsers_minutes(read: Read) -> None:
    one(read, HEAD + b"Content-Type: text/html\n\n" + b"<a " * 300_000)
    assert one(read, HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 30_000 + b"deep").text == "deep"


def test_behind_a_large_attachment_everything_is_named(read: Read) -> None:
    attachment = b"--B\nContent-Type: application/pdf; name=%s.pdf\nContent-Transfer-Encoding: base64\n\n"
    content = HEAD + MIXED + b"--B\n\nthe words\n" + attachment % b"a" + ENCODED + attachment % b"b" + b"QUJD\n--B--\n"
    item = one(read, content)
    assert (item.text, item.attachments, item.state) == ("the words", ("a.pdf", "b.pdf"), None)
    first, second = read(
        b"From a@b Thu Jan 15 10:18:40 2026\n" + content + b"\nFrom a@b Thu Jan 15 10:18:40 2026\n" + HEAD + b"\nx"
    )
    assert first.position == "message 1, byte 0"
    assert second.position == f"message 2, byte {len(content) + 35}"


@pytest.mark.parametrize("words", [b"some words\n" * 700_000, b"x" * 7_000_000], ids=["lines", "one line"])
def test_a_text_too_large_to_keep_says_so(tmp_path: Path, words: bytes) -> None:
    (tmp_path / "a.eml").write_bytes(HEAD + b"\n" + words)
    reading = reader.read(open_original(tmp_path / "a.eml"), Options())
    (item,) = reading.items
    assert isinstance(item, Communication)
    assert item.state == "undecodable"
    assert len(item.text or "") <= mbox.MOST_KEPT_BYTES
    assert reading.warnings == ["message 1 is very large; not all of it was looked at. It is whole in the original."]


def test_a_message_that_was_cut_off_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(HEAD + MIXED + b"--B\n\nthe words\n")
    reading = reader.read(open_original(tmp_path / "a.eml"), Options())
    (item,) = reading.items
    assert isinstance(item, Communication)
    assert item.text == "the words"
    assert reading.warnings == ["message 1 ends before its last part does; the file or the message was cut off."]
