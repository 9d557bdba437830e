"""A message as its header fields and its parts, from bytes.

`plain.py` reads what most programs write; what it does not know, the standard library reads here. Both give the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from email.parser import BytesHeaderParser

Headers = dict[str, list[str]]
MOST_PARTS = 2_000
SHOWN_KINDS = ("text/plain", "text/html")
_MOST_DELIMITERS = 20_000
_LONG_PARAMETERS = re.compile(rb"^content-(?:type|disposition):(?:[^\n]|\n[ \t]){16384}", re.IGNORECASE | re.MULTILINE)
_RAW_NAME = re.compile(r"""name\s*=\s*["']?([^"';\r\n]+)""")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds something itself: its type, its file name and charset as written, and its bytes, still in the
    transfer encoding. Of a part that is not text no bytes are kept. Parts that say the same in different ways have one
    number of `alternative`."""

    kind: str
    name: str | None
    is_attached: bool
    charset: str
    encoding: str
    content: bytes
    alternative: int | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """The fields by their name in lower case, as they were written (bytes above 127 as Python's escapes), and the parts;
    `is_whole` is False where the parts could not all be told, `is_cut_off` True where the last one does not end."""

    headers: Headers
    parts: tuple[Part, ...]
    is_whole: bool = True
    is_cut_off: bool = False


def parse(content: bytes) -> Parsed:
    """A message by the standard library's rules. Lines end in LF."""
    try:
        if content.count(b"\n--") > _MOST_DELIMITERS or _LONG_PARAMETERS.search(content) is not None:
            return _without_parts(content)  # it would take minutes, and no program writes it
        message = message_from_bytes(content)
    except RecursionError:
        return _without_parts(content)
    headers = _headers(message)
    leaves = _leaves(message)
    parts = tuple(_part(leaf, alternative) for leaf, alternative in leaves[:MOST_PARTS])
    has_all = len(leaves) <= MOST_PARTS and not any(leaf.get_content_maintype() == "multipart" for leaf, _ in leaves)
    is_cut_off = any(isinstance(it, CloseBoundaryNotFoundDefect) for part in message.walk() for it in part.defects)
    return Parsed(headers, parts, has_all, is_cut_off)


def _without_parts(content: bytes) -> Parsed:
    """Who and when can still be told."""
    return Parsed(_headers(BytesHeaderParser().parsebytes(content)), (), is_whole=False)


def _headers(message: Message) -> Headers:
    headers: Headers = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), []).append(str(value))
    return headers


def _leaves(message: Message) -> list[tuple[Message, int | None]]:
    """The parts that hold something themselves, each with the number of the alternatives it is one of (the outermost);
    messages inside messages are not opened."""
    leaves: list[tuple[Message, int | None]] = []
    waiting: list[tuple[Message, int | None]] = [(message, None)]
    while waiting and len(leaves) <= MOST_PARTS:
        part, alternative = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            if alternative is None and part.get_content_subtype() == "alternative":
                alternative = len(leaves)
            waiting += [(it, alternative) for it in reversed(payload) if isinstance(it, Message)]
        else:
            leaves.append((part, alternative))
    return leaves


def _part(message: Message, alternative: int | None) -> Part:
    kind = message.get_content_type()
    if message.get_content_maintype() == "multipart":  # its parts were not found, so all of it is shown
        kind = "text/plain"
    charset = _asked(message, "charset") or "utf-8"
    encoding = str(message.get("content-transfer-encoding", ""))
    is_attached = message.get_content_disposition() == "attachment"
    name = _file_name(message)
    is_shown = name is None and not is_attached and kind in SHOWN_KINDS
    del message["content-transfer-encoding"]  # so that it gives the bytes as they are
    payload = message.get_payload(decode=True) if is_shown else b""
    content = payload if isinstance(payload, bytes) else b""
    return Part(kind, name, is_attached, charset, encoding, content, alternative)


def _asked(message: Message, parameter: str) -> str | None:
    try:
        value = message.get_param(parameter)
    except (ValueError, LookupError, TypeError):
        return None
    return str(value[2]) if isinstance(value, tuple) else None if value is None else str(value)


def _file_name(message: Message) -> str | None:
    try:
        name = message.get_filename()
    except (ValueError, LookupError, TypeError):
        return "attachment"
    if name is None or "\ufffd" not in name:
        return name
    headers = _headers(message)  # the library replaced bytes that the field has
    written = _RAW_NAME.search("\n".join(headers.get("content-disposition", []) + headers.get("content-type", [])))
    return name if written is None else written[1]
