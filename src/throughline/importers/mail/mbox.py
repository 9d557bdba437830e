"""A mailbox as its messages' bytes, streamed.

Four ways of writing one are met: mboxo and mboxrd (a body line that begins with From is escaped with `>`), mboxcl (a
Content-Length says where the body ends), and Thunderbird's, which escapes nothing. So a message begins at a `From ` line
only if it looks as the file's first one does, an empty line stands before it, and a header field behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MOST_KEPT_BYTES = 8 * 2**20
_BOM = b"\xef\xbb\xbf"
_DASH = re.compile(rb"From -(?:\s|$)")
_DATED = re.compile(
    rb"From (?:\S+|\"[^\"]*\"\S*|.{1,200}?)\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .{0,60}\d{1,2}:\d\d.{0,40}$"
)
_TOKEN = re.compile(rb"From \S+@\S+(?:\s.*\d{4}.*)?\s*$")
_STYLES = (_DASH, _DATED, _TOKEN)
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:|>?From ")
_LENGTH = re.compile(rb"^Content-Length:\s*(\d+)\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a mailbox: its bytes (with its `From ` line), where they lie, and how many there are; of a very large
    one only the first are kept."""

    content: bytes
    start: int
    size: int

    @property
    def is_cut(self) -> bool:
        """True when the message is longer than what was kept of it."""
        return self.size > len(self.content)


def begins_mailbox(head: bytes) -> bool:
    """True when these first bytes are those of a mailbox."""
    first, _, behind = head.removeprefix(_BOM).partition(b"\n")
    return any(style.match(first.rstrip(b"\r")) for style in _STYLES) and _FIELD.match(behind) is not None


def read_messages(stream: IO[bytes]) -> Iterator[Message]:
    """The messages of a mailbox; their sizes add up to that of the stream."""
    kept, start, size, position = bytearray(), 0, 0, 0
    style: re.Pattern[bytes] | None = None
    was_empty, body_ends = True, -1
    lines = _with_next(stream)
    for line, following in lines:
        if body_ends >= 0 and position < body_ends:
            begins = False
        else:
            begins = was_empty and line.startswith((b"From ", _BOM)) and _is_start(line, following, style)
        if begins:
            style = style or _style_of(line)
            if size:
                yield Message(bytes(kept), start, size)
            kept, start, size, body_ends = bytearray(), position, 0, -1
        position += len(line)
        size += len(line)
        if len(kept) < MOST_KEPT_BYTES:
            kept += line
        was_empty = line in (b"\n", b"\r\n")
        if was_empty and body_ends < 0:
            body_ends = _body_end(bytes(kept), position)
    if size:
        yield Message(bytes(kept), start, size)


def _with_next(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Each line with the one behind it; a line without end comes in pieces."""
    line = stream.readline(2**20)
    while line:
        following = stream.readline(2**20)
        yield line, following
        line = following


def _style_of(line: bytes) -> re.Pattern[bytes] | None:
    plain = line.removeprefix(_BOM).rstrip(b"\r\n")
    return next((style for style in _STYLES if style.match(plain)), None)


def _is_start(line: bytes, following: bytes, style: re.Pattern[bytes] | None) -> bool:
    plain = line.removeprefix(_BOM).rstrip(b"\r\n")
    patterns = _STYLES if style is None else (style,)
    return any(pattern.match(plain) for pattern in patterns) and (_FIELD.match(following) is not None)


def _body_end(headers: bytes, position: int) -> int:
    """Where the body ends by the message's own word; 0 where it does not say, so that the lines decide."""
    length = _LENGTH.search(headers)
    return position + int(length[1]) if length is not None and int(length[1]) < 2**40 else 0
