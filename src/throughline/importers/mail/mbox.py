"""A mailbox as its messages' bytes, streamed.

Four ways of writing one are met: mboxo and mboxrd (a body line that begins with From is escaped with `>`), mboxcl (a
Content-Length says where the body ends), and Thunderbird's, which escapes nothing. So a message begins at a `From ` line
only if it looks as the file's first one does or bears a date, an empty line stands before it, and a header field behind it. A
Content-Length is believed only where another message, or the end of the file, is found at its end: many are stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MOST_KEPT_BYTES = 4 * 2**20
LEFT_OUT = b"[\0]"
"""Stands in a message's content where some of a very large one was not kept."""
_CHUNK = 2**20
_MOST_AHEAD = 2 * 2**20
_BOM = b"\xef\xbb\xbf"
_DASH = re.compile(rb"From -(?:\s|$)")
_DATED = re.compile(
    rb"From (?:\S+|\"[^\"]*\"\S*|.{1,200}?)\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .{0,60}\d{1,2}:\d\d.{0,40}$"
)
_TOKEN = re.compile(rb"From \S+@\S+(?:\s.*\d{4}.*)?\s*$")
_STYLES = (_DASH, _DATED, _TOKEN)
_LONGEST_LINE = 1_000
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:|>?From ")
_LENGTH = re.compile(rb"\nContent-Length:[ \t]*(\d{1,12})[ \t]*\r?\n", re.IGNORECASE)
_HEAD_END = re.compile(rb"\n\r?\n")
_BODY_END = re.compile(rb"(?:\r?\n){0,2}(?:From |\Z)")
_LONG_RUNS = (  # of encoded lines, of one line, of the folds of one field: what takes their place keeps the lines around them
    (re.compile(rb"^(?:[A-Za-z0-9+/]{40,}={0,2}\r?\n){2,}", re.MULTILINE), LEFT_OUT + b"\n"),
    (re.compile(rb"([^\r\n]{1000})[^\r\n]{65536,}"), rb"\1" + LEFT_OUT),
    (re.compile(rb"^(?:[ \t][^\n]*\n){1000,}", re.MULTILINE), b" " + LEFT_OUT + b"\n"),
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a mailbox: its bytes (with its `From ` line), where they lie, and how many there are. Of a very
    large one long encoded attachments, or else its end, are left out."""

    content: bytes
    start: int
    size: int


def begins_mailbox(head: bytes) -> bool:
    """True when these first bytes are those of a mailbox."""
    first, _, behind = head.removeprefix(_BOM).partition(b"\n")
    return _style_of(first) is not None and _FIELD.match(behind) is not None


def read_messages(stream: IO[bytes]) -> Iterator[Message]:
    """The messages of a mailbox; their sizes add up to that of the stream."""
    ahead = _Ahead(stream)
    style = _style_of(ahead.window.removeprefix(_BOM).partition(b"\n")[0])
    while (message := _read_one(ahead, style)).size:
        yield message


def read_single(stream: IO[bytes]) -> Message:
    """A file that is one message."""
    return _read_one(_Ahead(stream), None)


def _style_of(line: bytes) -> re.Pattern[bytes] | None:
    plain = line.rstrip(b"\r")
    return None if len(line) > _LONGEST_LINE else next((style for style in _STYLES if style.match(plain)), None)


class _Ahead:
    """A stream with its next bytes in sight: `window[begin:]`, the first of them at `position` of the stream. No message
    begins behind `begin` and before `searched`."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.window = stream.read(_CHUNK)
        self.begin = self.searched = self.position = 0
        self.is_all = not self.window

    def look_further(self) -> None:
        """Bring the next bytes in sight; `is_all` when there are none."""
        block = self._stream.read(_CHUNK)
        self.is_all = not block
        self.window = self.window[self.begin :] + block
        self.searched -= self.begin
        self.begin = 0

    def take(self, end: int) -> bytes:
        """The bytes up to `end` (an index of the window), which are then passed."""
        taken = self.window[self.begin : end]
        self.position += len(taken)
        self.begin = end
        self.searched = max(self.searched, end)
        return taken


def _read_one(ahead: _Ahead, style: re.Pattern[bytes] | None) -> Message:
    """The next message; its size is 0 when there is none. Without a style all that is left is one message."""
    start, kept = ahead.position, b""
    while True:
        end = _next_start(ahead, style, is_begun=bool(kept))
        if end is not None or ahead.is_all:
            kept = _keep(kept, ahead.take(len(ahead.window) if end is None else end))
            return Message(kept, start, ahead.position - start)
        if len(ahead.window) - ahead.begin > _MOST_AHEAD:
            whole_lines = ahead.window.rfind(b"\n", ahead.begin, ahead.searched - 2) + 1
            kept = _keep(kept, ahead.take(whole_lines or ahead.searched - 2))
        ahead.look_further()


def _keep(kept: bytes, block: bytes) -> bytes:
    """What is kept of a message with its next bytes: of a large one no more long runs, and in the end no more at all."""
    if not kept:
        return block
    if len(kept) > MOST_KEPT_BYTES:
        return kept
    for run, in_its_place in _LONG_RUNS:
        block = run.sub(in_its_place, block)
    room = MOST_KEPT_BYTES - len(kept)
    return kept + block if len(block) <= room else kept + block[:room] + LEFT_OUT


def _next_start(ahead: _Ahead, style: re.Pattern[bytes] | None, *, is_begun: bool) -> int | None:
    """Where in the window the next message begins; None where more must be seen, or there is none."""
    window = ahead.window
    while style is not None and (newline := window.find(b"\nFrom ", ahead.searched)) >= 0:
        start = newline + 1
        if not ahead.is_all and len(window) - start < 2 * _LONGEST_LINE:
            ahead.searched = newline
            return None
        if _is_start(window, start, ahead.begin, style):
            body_end = None if is_begun else _body_end(window, ahead.begin)
            if body_end is None or body_end <= start:
                ahead.searched = start
                return start
            if body_end > len(window) - 10 and not ahead.is_all and body_end - ahead.begin < _MOST_AHEAD:
                ahead.searched = newline
                return None
            if body_end > len(window) or _BODY_END.match(window, body_end) is None:
                ahead.searched = start
                return start
            start = body_end
        ahead.searched = start
    ahead.searched = max(ahead.searched, ahead.begin + 2, len(window) - len(b"\nFrom"))
    return None


def _is_start(window: bytes, start: int, begin: int, style: re.Pattern[bytes]) -> bool:
    if not window.endswith((b"\n\n", b"\n\r\n"), begin, start):
        return False
    end = window.find(b"\n", start, start + _LONGEST_LINE)
    line = window[start:end].rstrip(b"\r")
    begins = style.match(line) or _DATED.match(line)  # whoever wrote the first, a mail server may have added to it
    return end >= 0 and begins is not None and _FIELD.match(window, end + 1) is not None


def _body_end(window: bytes, begin: int) -> int | None:
    """Where the body ends by the message's own word; None where it does not say."""
    head_end = _HEAD_END.search(window, begin)
    length = None if head_end is None else _LENGTH.search(window, begin, head_end.end())
    return None if head_end is None or length is None else head_end.end() + int(length[1])
