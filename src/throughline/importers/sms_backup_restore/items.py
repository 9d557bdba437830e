"""One element of a backup as a communication: `sms`, `mms` or `call`, after SyncTech's description of the fields.

An absent value is the word `null`. Times are milliseconds since 1970 in UTC, and exact.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from throughline.communications.parties import party_from_number
from throughline.domain.communication import WITHHELD, Communication, Party, Problem
from throughline.domain.vocabulary import CommunicationKind, Direction, State

_SMS: dict[str, tuple[Direction, State | None]] = {
    "1": ("incoming", None), "2": ("outgoing", None), "3": ("outgoing", "draft"),
    "4": ("outgoing", "not_sent"), "5": ("outgoing", "not_sent"), "6": ("outgoing", "not_sent"),
}  # fmt: skip
_CALL: dict[str, tuple[Direction, CommunicationKind, State | None]] = {
    "1": ("incoming", "call", None), "2": ("outgoing", "call", None), "3": ("incoming", "missed_call", None),
    "4": ("incoming", "voicemail", None), "5": ("incoming", "missed_call", "rejected"),
    "6": ("incoming", "missed_call", "blocked"), "7": ("incoming", "call", None),
}  # fmt: skip
_HIDDEN_PRESENTATIONS = frozenset({"2", "3", "4"})
_HIDDEN_NUMBERS = frozenset(
    {"", "-1", "-2", "-3", "null", "unknown", "private", "private number", "withheld", "restricted"}
)
_NOT_DOWNLOADED = "130"
_FROM, _TO = "137", "151"
_NOBODY = frozenset({None, "", "null", "insert-address-token"})
_NO_NAME = frozenset({None, "", "null", "(Unknown)"})
Element = Any


def read_item(element: Element, item: int, number: int, zone: ZoneInfo) -> Communication | Problem:
    """The communication of the `item`-th element, with id `c<number>`; a Problem where it has no time that can be read."""
    position = f"item {item}"
    at = _moment(element.get("date"), zone)
    if at is None:
        return Problem(position, f"This {element.tag} has no date that can be read.")
    builder = {"sms": _sms, "mms": _mms, "call": _call}[element.tag]
    return builder(element, f"c{number}", at, position)


def _moment(written: str | None, zone: ZoneInfo) -> datetime | None:
    try:
        seconds, milliseconds = divmod(int(written or ""), 1000)
        return datetime.fromtimestamp(seconds, zone).replace(microsecond=milliseconds * 1000)
    except (ValueError, OverflowError, OSError):
        return None


def _name(element: Element) -> str | None:
    name = element.get("contact_name")
    return None if name in _NO_NAME else name


def _party(address: str | None) -> Party | None:
    return None if address in _NOBODY or address is None else party_from_number(address)


def _sms(element: Element, id: str, at: datetime, position: str) -> Communication:
    direction, state = _SMS.get(element.get("type") or "", ("unknown", None))
    return Communication(
        id, at, direction, "message", "sms", _party(element.get("address")), _name(element), element.get("body"),
        position=position, state=state,
    )  # fmt: skip


def _mms(element: Element, id: str, at: datetime, position: str) -> Communication:
    direction, state = _SMS.get(element.get("msg_box") or "", ("unknown", None))
    if element.get("m_type") == _NOT_DOWNLOADED:
        state = "not_downloaded"
    words, files = [], []
    subject = element.get("sub")
    if subject not in _NOBODY:
        words.append(subject)
    for part in element.iter("part"):
        kind = part.get("ct") or ""
        if kind.startswith("text/plain"):
            words.append(part.get("text") or "")
        elif kind != "application/smil":
            files.append(_file_name(part, kind))
    party, name = _mms_party(element, direction)
    text = "\n".join(words) if words else None
    return Communication(
        id, at, direction, "message", "mms", party, name, text, attachments=tuple(files), position=position, state=state
    )


def _file_name(part: Element, kind: str) -> str:
    names = (part.get(key) for key in ("cl", "name", "fn"))
    return next(
        (name for name in names if name not in _NOBODY and name is not None), f"part {part.get('seq')} ({kind})"
    )


def _mms_party(element: Element, direction: Direction) -> tuple[Party | None, str | None]:
    """Who a picture message came from, or the one it went to; a message to several went to nobody in particular."""
    talk = [address for address in (element.get("address") or "").split("~") if address not in _NOBODY]
    if len(talk) == 1:
        return _party(talk[0]), _name(element)
    wanted = _FROM if direction != "outgoing" else _TO
    listed = [it.get("address") for it in element.iter("addr") if it.get("type") == wanted]
    named = [address for address in listed if address not in _NOBODY]
    if len(named) == 1:
        return _party(named[0]), None if talk else _name(element)
    return None, _name(element) or (", ".join(talk or named) or None)


def _call(element: Element, id: str, at: datetime, position: str) -> Communication:
    direction, kind, state = _CALL.get(element.get("type") or "", ("unknown", "call", None))
    number = element.get("number") or ""
    hidden = element.get("presentation") in _HIDDEN_PRESENTATIONS or number.strip().lower() in _HIDDEN_NUMBERS
    duration = element.get("duration")
    seconds = int(duration) if duration is not None and duration.isdecimal() else None
    party = WITHHELD if hidden else party_from_number(number)
    name = None if hidden else _name(element)
    return Communication(id, at, direction, kind, "phone", party, name, None, seconds, position=position, state=state)
