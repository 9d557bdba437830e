"""Single messages (`.eml`) and mailboxes (`.mbox`), also inside Google Takeout's archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache

from throughline.domain.communication import Communication, Party, Problem
from throughline.importers.base import Importer, Item, Options, Reading
from throughline.importers.mail import mbox
from throughline.importers.mail.words import header_text, raw_headers, read_words
from throughline.importers.original import Original
from throughline.originals.archive import open_member

_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}[ \t]*:(?:[ \t]|\r?\n|$)")
_TELLING = re.compile(
    rb"^(?:From|Date|Received|Return-Path|Message-ID|Delivered-To|Subject|To|MIME-Version|X-[\w-]+)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_ENVELOPE = re.compile(rb"\A(?:\xef\xbb\xbf)?>?From [^\n]*\n")
_LATE_FIELDS = ("resent-date", "delivery-date", "received")
_LONGEST_HEAD = 16384
Headers = dict[str, list[str]]


def recognises(original: Original) -> bool:
    """True for a mailbox, a message that begins with header fields, or an archive with a mailbox in it."""
    if original.is_archive:
        return any(name.lower().endswith(".mbox") for name in original.members)
    return mbox.begins_mailbox(original.head) or _begins_message(original.head)


def _begins_message(head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    fields = re.split(rb"\r?\n\r?\n", start[:_LONGEST_HEAD])[0]
    lines = [line for line in fields.splitlines() if line[:1] not in (b" ", b"\t")]
    telling = len(_TELLING.findall(fields))
    return bool(lines) and _FIELD.match(lines[0]) is not None and (telling >= 2 or _TELLING.match(lines[0]) is not None)


def read(original: Original, options: Options) -> Reading:
    """Read messages one at a time; a message without a date that can be read is a problem with its place."""
    warnings: list[str] = []
    return Reading(_items(original, options, warnings), {}, warnings)


IMPORTER = Importer("email", "e-mail", recognises, read)


def _items(original: Original, options: Options, warnings: list[str]) -> Iterator[Item]:
    number = 1
    for position, found in _messages(original):
        if found.is_cut:
            kept = mbox.MOST_KEPT_BYTES // 2**20
            warnings.append(
                f"{position} is very large; what follows its first {kept} MiB was not looked at, and is in the original."
            )
        item = _read_message(found.content, position, f"c{number}", options)
        yield item
        number += not isinstance(item, Problem)


def _messages(original: Original) -> Iterator[tuple[str, mbox.Message]]:
    """Each message with its place."""
    if original.is_archive:
        for name in original.members:
            if name.lower().endswith(".mbox"):
                with open_member(original.path, name, called=original.name) as stream:
                    yield from _placed(mbox.read_messages(stream), f"{name.split('/')[-1]} ")
        return
    with original.path.open("rb") as stream:
        if mbox.begins_mailbox(original.head):
            yield from _placed(mbox.read_messages(stream), "")
        else:
            yield "message 1", mbox.Message(stream.read(mbox.MOST_KEPT_BYTES), 0, original.size)


def _placed(messages: Iterator[mbox.Message], place: str) -> Iterator[tuple[str, mbox.Message]]:
    for number, message in enumerate(messages, 1):
        yield f"{place}message {number}, byte {message.start}", message


def _read_message(content: bytes, position: str, id: str, options: Options) -> Communication | Problem:
    try:
        return _communication(message_from_bytes(_ENVELOPE.sub(b"", content, count=1)), position, id, options)
    except RecursionError:
        return Problem(position, "This message holds messages inside messages, deeper than any mail program writes.")


def _communication(message: Message, position: str, id: str, options: Options) -> Communication | Problem:
    headers = raw_headers(message)
    at = _date(headers)
    if at is None:
        return Problem(position, "This message has no date that can be read; it is whole in the original.")
    words = read_words(message)
    sender = _addresses(headers, "from") or _addresses(headers, "sender")
    to = _addresses(headers, "to") or _addresses(headers, "cc")
    is_own = _is_own(headers, sender, options.owner)
    party, name = (to if is_own else sender)[0] if (to if is_own else sender) else (None, None)
    subject = header_text(headers["subject"][0]) if "subject" in headers else ""
    text = f"Subject: {subject}\n\n{words.text}" if subject else words.text
    return Communication(
        id, at, "unknown" if is_own is None else "outgoing" if is_own else "incoming", "email", "email", party, name,
        text, attachments=words.attachments, position=position, state=None if words.is_whole else "undecodable",
    )  # fmt: skip


def _date(headers: Headers) -> datetime | None:
    """The message's own date; only where it has none at all, the one its last carrier wrote."""
    if "date" in headers:
        return _moment(header_text(headers["date"][0]))
    for field in _LATE_FIELDS:
        moment = _moment(header_text(headers[field][0]).rpartition(";")[2]) if field in headers else None
        if moment is not None:
            return moment
    return None


def _moment(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _addresses(headers: Headers, field: str) -> list[tuple[Party, str | None]]:
    values = [header_text(value) for value in headers.get(field, [])]
    found = [_party(name, address) for name, address in getaddresses(values) if address or name]
    if not found and values and values[0]:
        return [(Party("other", values[0]), values[0])]
    return found


@lru_cache(maxsize=65536)
def _party(name: str, address: str) -> tuple[Party, str | None]:
    if not address:
        return Party("other", name), name
    lowered = address.strip().lower()
    return Party("email", lowered, None if lowered == address else address), name or None


def _is_own(headers: Headers, sender: list[tuple[Party, str | None]], owner: str | None) -> bool | None:
    """Whether the owner sent it: by the name or address given, else by Gmail's label; None where nothing says."""
    if owner is not None:
        wanted = owner.strip().casefold()
        return any(wanted in (party.value.casefold(), (name or "").casefold()) for party, name in sender)
    if "x-gmail-labels" not in headers:
        return None
    return "sent" in [label.strip().lower() for label in header_text(headers["x-gmail-labels"][0]).split(",")]
