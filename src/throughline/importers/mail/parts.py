"""A message as its header fields and its parts, from bytes.

`plain.py` reads what most programs write; what it does not know, the standard library reads here. Both give the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser

Headers = dict[str, list[str]]
MOST_PARTS = 2_000
_RAW_NAME = re.compile(r"""name\s*=\s*["']?([^"';\r\n]+)""")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds something itself: its type, its file name and charset as written, and its bytes, still in the
    transfer encoding. Of a part that is not text no bytes are kept."""

    kind: str
    name: str | None
    is_attached: bool
    charset: str
    encoding: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parsed:
    """The fields by their name in lower case, as they were written (bytes above 127 as Python's escapes), and the parts;
    `is_whole` is False where the parts could not all be told."""

    headers: Headers
    parts: tuple[Part, ...]
    is_whole: bool = True


def parse(content: bytes) -> Parsed:
    """A message by the standard library's rules. Lines end in LF."""
    try:
        message = message_from_bytes(content)
    except RecursionError:  # parts inside parts, deeper than any program writes: who and when can still be told
        return Parsed(_headers(BytesHeaderParser().parsebytes(content)), (), is_whole=False)
    headers = _headers(message)
    leaves = _leaves(message)
    parts = tuple(_part(leaf) for leaf in leaves[:MOST_PARTS])
    has_all = len(leaves) <= MOST_PARTS and not any(leaf.get_content_maintype() == "multipart" for leaf in leaves)
    return Parsed(headers, parts, has_all)


def _headers(message: Message) -> Headers:
    headers: Headers = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), []).append(str(value))
    return headers


def _leaves(message: Message) -> list[Message]:
    """The parts that hold something themselves; messages inside messages are not opened."""
    leaves: list[Message] = []
    waiting = [message]
    while waiting and len(leaves) <= MOST_PARTS:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting += [it for it in reversed(payload) if isinstance(it, Message)]
        else:
            leaves.append(part)
    return leaves


def _part(message: Message) -> Part:
    kind = message.get_content_type()
    if message.get_content_maintype() == "multipart":  # its parts were not found, so all of it is shown
        kind = "text/plain"
    charset = _asked(message, "charset") or "utf-8"
    encoding = str(message.get("content-transfer-encoding", ""))
    is_attached = message.get_content_disposition() == "attachment"
    name = _file_name(message)
    is_shown = name is None and not is_attached and kind in ("text/plain", "text/html")
    del message["content-transfer-encoding"]  # so that it gives the bytes as they are
    payload = message.get_payload(decode=True) if is_shown else b""
    content = payload if isinstance(payload, bytes) else b""
    return Part(kind, name, is_attached, charset, encoding, content)


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
    written = _RAW_NAME.search("".join(headers.get("content-disposition", []) + headers.get("content-type", [])))
    return name if written is None else written[1]
