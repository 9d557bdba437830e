"""Single messages (`.eml`) and mailboxes (`.mbox`), also inside Google Takeout's archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from throughline.domain.communication import Communication, Problem
from throughline.domain.timing import zone_named
from throughline.domain.vocabulary import Direction, State
from throughline.importers.base import Importer, Item, Options, Reading
from throughline.importers.mail import mbox, parts, plain
from throughline.importers.mail.addresses import Named, addresses, read_addresses
from throughline.importers.mail.dates import Moment, read_date
from throughline.importers.mail.parts import Headers, Parsed
from throughline.importers.mail.words import header_text, read_words
from throughline.importers.original import Original
from throughline.originals.archive import open_member

_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}[ \t]*:(?:[ \t]|\r?\n|$)")
_TELLING = re.compile(
    rb"^(?:From|Date|Received|Return-Path|Message-ID|Delivered-To|Subject|To|MIME-Version|X-[\w-]+)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_ENVELOPE = re.compile(rb"\A(?:\xef\xbb\xbf)?[\r\n]*(?:>?From [^\n]*\n)*")
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_LATE_FIELDS = ("resent-date", "delivery-date", "received")
_LONGEST_HEAD = 16384
_RECEIVED_LABELS = frozenset({"inbox", "opened", "unread", "archived", "spam", "trash", "important"})
"""Labels of Gmail in English: where one stands and no `Sent`, the message came in."""


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
    zone = zone_named(options.zone)
    for position, message in _messages(original):
        parsed = _parsed(message)
        item = _read_message(parsed, position, f"c{number}", options, zone)
        if mbox.LEFT_OUT in message and isinstance(item, Communication) and item.state is not None:
            warnings.append(f"{position} is very large; not all of it was looked at. It is whole in the original.")
        elif parsed.is_cut_off:
            warnings.append(f"{position} ends before its last part does; the file or the message was cut off.")
        yield item
        number += not isinstance(item, Problem)


def _messages(original: Original) -> Iterator[tuple[str, bytes]]:
    """The content of each message with its place, as it was before it was put in a mailbox."""
    if original.is_archive:
        for name in original.members:
            if name.lower().endswith(".mbox"):
                with open_member(original.path, name, called=original.name) as stream:
                    yield from _of_mailbox(mbox.read_messages(stream), f"{name.split('/')[-1]} ")
        return
    with original.path.open("rb") as stream:
        if mbox.begins_mailbox(original.head):
            yield from _of_mailbox(mbox.read_messages(stream), "")
        else:
            yield "message 1", mbox.read_single(stream).content


def _of_mailbox(messages: Iterator[mbox.Message], place: str) -> Iterator[tuple[str, bytes]]:
    for number, message in enumerate(messages, 1):
        content = message.content
        if b"\n>" in content:
            content = _ESCAPED_FROM.sub(rb"\1", content)
        yield f"{place}message {number}, byte {message.start}", content


def _parsed(content: bytes) -> Parsed:
    content = content[_ENVELOPE.match(content).end() :]  # type: ignore[union-attr]  # it matches nothing too
    content = content.replace(b"\r\n", b"\n")
    return plain.parse(content) or parts.parse(content)


def _read_message(parsed: Parsed, position: str, id: str, options: Options, zone: ZoneInfo) -> Communication | Problem:
    headers = parsed.headers
    moment = _moment(headers, zone)
    if moment is None:
        why = "a date that does not exist or cannot be read" if headers.get("date") else "no date"
        return Problem(position, f"This message has {why}; it is whole in the original.")
    words = read_words(parsed)
    sender = addresses(headers, "from") or addresses(headers, "sender")
    to = addresses(headers, "to") or addresses(headers, "cc")
    labels = _labels(headers)
    direction = _direction(labels, sender, options.owner)
    others = to if direction == "outgoing" else sender
    party, name = others[0] if others else (None, None)
    subject = header_text(headers["subject"][0]) if "subject" in headers else ""
    text = f"Subject: {subject}\n\n{words.text}" if subject else words.text
    state: State | None = "undecodable" if not words.is_whole else "draft" if labels & {"draft", "drafts"} else None
    return Communication(
        id, moment[0], direction, "email", "email", party, name, text, attachments=words.attachments, position=position,
        at_latest=moment[1], state=state,
    )  # fmt: skip


def _moment(headers: Headers, zone: ZoneInfo) -> Moment | None:
    """The message's own date; only where it has none at all, the one its last carrier wrote."""
    if "date" in headers:
        return read_date(header_text(headers["date"][0]), zone)
    for field in _LATE_FIELDS:
        moment = (
            read_date(header_text(headers[field][0]).rpartition(";")[2].strip(), zone) if field in headers else None
        )
        if moment is not None:
            return moment
    return None


def _labels(headers: Headers) -> frozenset[str]:
    """Gmail's labels of a message, in lower case."""
    if "x-gmail-labels" not in headers:
        return frozenset()
    return frozenset(label.strip().lower() for label in header_text(headers["x-gmail-labels"][0]).split(","))


def _direction(labels: frozenset[str], sender: tuple[Named, ...], owner: str | None) -> Direction:
    """Whether the owner sent it: by the name or address given, or by Gmail's labels; unknown where nothing says."""
    if owner is not None:
        wanted = {party.value.casefold() for party, _ in read_addresses(owner)}
        if any(not wanted.isdisjoint((party.value.casefold(), (name or "").casefold())) for party, name in sender):
            return "outgoing"
    if labels & {"sent", "draft", "drafts"}:
        return "outgoing"
    return "incoming" if owner is not None or labels & _RECEIVED_LABELS else "unknown"
