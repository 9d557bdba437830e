"""The messages of a mailbox add up to it, whatever its bytes, and are those that its lines say."""

from __future__ import annotations

import io
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.importers.mail import mbox
from throughline.importers.mail.mbox import Message, read_messages

START = b"From a@b Thu Jan 15 10:18:40 2026\n"
lines = st.sampled_from(
    [START, START, b"From b@c Fri Jan 16 10:18:40 2026\r\n", b"Date: x\n", b"Date: x\r\n", b"\n", b"\n", b"\r\n", b">From x\n", b"From Russia\n",
     b"words\n", b"Content-Length: 40\n", b"\nContent-Length: 66\n", b"x" * 30 + b"\n"]
)  # fmt: skip
mailboxes = st.builds(
    lambda first, parts, rest: first + b"".join(parts) + rest,
    st.sampled_from([b"", START + b"Date: x\n", START + b"Content-Length: 45\n\n"]),
    st.lists(lines, max_size=60),
    st.binary(max_size=40),
)


def add_up(content: bytes, messages: list[Message]) -> bool:
    ends = [message.start + message.size for message in messages]
    return [message.start for message in messages] == [0, *ends][: len(messages)] and [0, *ends][-1] == len(content)


@given(mailboxes)
def test_the_bytes_add_up(content: bytes) -> None:
    messages = list(read_messages(io.BytesIO(content)))
    assert add_up(content, messages)
    assert b"".join(message.content for message in messages) == content


def by_lines(content: bytes) -> list[bytes]:
    """The rule of the docstring told plainly: a dated `From ` line, empty line before it, field behind it."""
    parts = [b""]
    all_lines = content.replace(b"\n", b"\n\0").split(b"\0")
    for number, line in enumerate(all_lines):
        behind = all_lines[number + 1] if number + 1 < len(all_lines) else b""
        begins = line.startswith((START.strip(), b"From b@c Fri")) and line.rstrip(b"\r\n")[-4:] == b"2026"
        if (
            begins
            and number
            and all_lines[number - 1] in (b"\n", b"\r\n")
            and behind.startswith((b"Date:", b"Content", b"From ", b">From "))
        ):
            parts.append(b"")
        parts[-1] += line
    return parts


@given(st.lists(lines.filter(lambda it: b"Length" not in it), max_size=60))
def test_messages_begin_where_the_lines_say(parts: list[bytes]) -> None:
    content = START + b"Date: x\n" + b"".join(parts)
    assert [message.content for message in read_messages(io.BytesIO(content))] == by_lines(content)


@given(mailboxes, st.integers(40, 300))
def test_where_the_file_is_cut_for_reading_makes_no_difference(content: bytes, chunk: int) -> None:
    whole = list(read_messages(io.BytesIO(content)))
    with mock.patch.object(mbox, "_CHUNK", chunk), mock.patch.object(mbox, "_LONGEST_LINE", 60):
        assert list(read_messages(io.BytesIO(content))) == whole or len(content.partition(b"\n")[0]) >= chunk


@pytest.mark.parametrize("chunk", [64, 4096])
@given(st.lists(lines, max_size=60))
def test_the_bytes_add_up_when_messages_are_too_large_to_keep(chunk: int, parts: list[bytes]) -> None:
    content = START + b"Date: x\n" + b"".join(parts)
    small = {"_CHUNK": chunk, "_MOST_AHEAD": 100, "_LONGEST_LINE": 60, "MOST_KEPT_BYTES": 150}
    with mock.patch.multiple(mbox, **small):
        assert add_up(content, list(read_messages(io.BytesIO(content))))
