"""One element of a backup as a communication: `sms`, `mms` or `call`, after SyncTech's description of the fields.

An absent value is the word `null`. Times are milliseconds since 1970 in UTC, and exact.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from throughline.communications.parties import looks_like_number, party_from_number, without_marks
from throughline.domain.communication import WITHHELD, Communication, Party, Problem
from throughline.domain.vocabulary import CommunicationKind, Direction, State
from throughline.importers.sms_backup_restore.elements import ITEMS, Element

_SMS: dict[str | None, tuple[Direction, State | None]] = {
    "1": ("incoming", None), "2": ("outgoing", None), "3": ("outgoing", "draft"),
    "4": ("outgoing", "not_sent"), "5": ("outgoing", "not_sent"), "6": ("outgoing", "not_sent"),
}  # fmt: skip
_CALL: dict[str | None, tuple[Direction, CommunicationKind, State | None]] = {
    "1": ("incoming", "call", None), "2": ("outgoing", "call", None), "3": ("incoming", "missed_call", None),
    "4": ("incoming", "voicemail", None), "5": ("incoming", "missed_call", "rejected"),
    "6": ("incoming", "missed_call", "blocked"), "7": ("incoming", "call", None),
}  # fmt: skip
_HIDDEN_PRESENTATIONS = frozenset({"2", "3", "4"})
_HIDDEN_NUMBERS = frozenset({
    "", "-1", "-2", "-3", "null", "unknown", "private", "private number", "withheld", "number withheld", "restricted",
    "anonymous", "unavailable", "payphone", "no caller id",
})  # fmt: skip
_NOT_DOWNLOADED = "130"
_FROM, _TO = "137", "151"
_GROUP = "@rcs.google.com"
_NOTHING = frozenset({None, "", "null"})
_NOBODY = frozenset({None, "", "null", "insert-address-token"})
_NO_NAME = frozenset({None, "", "null", "(Unknown)"})
_EARLIEST, _LATEST = -2_208_988_800_000, 7_258_118_400_000
"""1900 to 2200, which is what a case file can hold. To the millisecond they are exact as a float of seconds."""
_MOST_DURATION_DIGITS = 9
Attributes = dict[str, str]
Inside = list[tuple[str, Attributes]]


def read_item(element: Element, id: str, position: str, zone: ZoneInfo) -> Communication | Problem:
    """The communication of an element; a Problem where it is none, or has no time that can be read."""
    tag, attributes, inside = element
    if tag not in ITEMS:
        return Problem(position, "This kind of element is not one that messages or calls have.")
    at = _moment(attributes.get("date"), zone)
    if at is None:
        return Problem(position, f"This {tag} has no date that can be read.")
    if tag == "sms":
        return _sms(attributes, id, at, position)
    return _call(attributes, id, at, position) if tag == "call" else _mms(attributes, inside, id, at, position)


def _moment(written: str | None, zone: ZoneInfo) -> datetime | None:
    try:
        milliseconds = int(written or "")
    except ValueError:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, zone) if _EARLIEST <= milliseconds < _LATEST else None


def _stated(attributes: Attributes, key: str, absent: frozenset[str | None] = _NOTHING) -> str | None:
    """The value of an attribute, or None where the phone had none."""
    value = attributes.get(key)
    return None if value in absent else value


@lru_cache(maxsize=65536)
def _party(address: str | None) -> Party | None:
    if address is None or address in _NOBODY:
        return None
    plain = without_marks(address)
    if "@" in plain:
        lowered = plain.lower()
        return Party("email", lowered, None if lowered == address else address)
    return party_from_number(address)


def _sms(attributes: Attributes, id: str, at: datetime, position: str) -> Communication:
    get = attributes.get
    direction, state = _SMS.get(get("type"), ("unknown", None))
    name, text, subject = get("contact_name"), get("body"), get("subject")
    if text == "null":
        text = None
    if subject not in _NOTHING:
        text = subject if text is None else f"{subject}\n{text}"
    return Communication(
        id, at, direction, "message", "sms", _party(get("address")), None if name in _NO_NAME else name, text,
        None, (), None, position, None, state,
    )  # fmt: skip


def _mms(attributes: Attributes, inside: Inside, id: str, at: datetime, position: str) -> Communication:
    direction, state = _SMS.get(attributes.get("msg_box"), ("unknown", None))
    if attributes.get("m_type") == _NOT_DOWNLOADED:
        state = "not_downloaded"
    subject = _stated(attributes, "sub", _NOBODY)
    words, files = [] if subject is None else [subject], []
    for number, part in enumerate((part for tag, part in inside if tag == "part"), 1):
        kind = part.get("ct", "").lower()
        is_text = kind.startswith("text/plain")
        said = _stated(part, "text") if is_text else None
        if said is not None:
            words.append(said)
        elif kind != "application/smil" and not (is_text and _stated(part, "data") is None):
            files.append(_file_name(part, kind, number))
    party, name = _mms_party(attributes, inside, direction)
    text = "\n".join(words) if words else None
    return Communication(
        id, at, direction, "message", "mms", party, name, text, attachments=tuple(files), position=position, state=state
    )


def _file_name(part: Attributes, kind: str, number: int) -> str:
    names = (_stated(part, key) for key in ("cl", "name", "fn"))
    return next((name for name in names if name is not None), f"part {number} ({kind})")


def _mms_party(attributes: Attributes, inside: Inside, direction: Direction) -> tuple[Party | None, str | None]:
    """Who a picture message came from, or the one it went to; a message to several went to nobody in particular.

    A group is its numbers joined by `~`, or a name of its own that Google gives it; who wrote in it stands in `addr`.
    """
    name = _stated(attributes, "contact_name", _NO_NAME)
    talk = [address for address in attributes.get("address", "").split("~") if address not in _NOBODY]
    if len(talk) == 1 and not talk[0].endswith(_GROUP):
        return _party(talk[0]), name
    wanted = _FROM if direction != "outgoing" else _TO
    listed = [addr.get("address") for tag, addr in inside if tag == "addr" and addr.get("type") == wanted]
    named = [address for address in listed if address is not None and address not in _NOBODY]
    if len(named) == 1:
        return _party(named[0]), None if talk else name
    several = named if len(talk) == 1 else talk or named
    return None, name or (", ".join(several or talk) or None)


def _call(attributes: Attributes, id: str, at: datetime, position: str) -> Communication:
    direction, kind, state = _CALL.get(attributes.get("type"), ("unknown", "call", None))
    number = attributes.get("number", "")
    is_hidden = attributes.get("presentation") in _HIDDEN_PRESENTATIONS and direction != "outgoing"
    party, name = party_from_number(number), _stated(attributes, "contact_name", _NO_NAME)
    if is_hidden or number.strip().lower() in _HIDDEN_NUMBERS:
        # What the phone shows of a hidden number is a word or a code for it; should it be a number, it is kept as written.
        party = Party("withheld", "", number) if is_hidden and looks_like_number(number) else WITHHELD
        name = None
    seconds = _seconds(attributes.get("duration", ""))
    return Communication(id, at, direction, kind, "phone", party, name, None, seconds, position=position, state=state)


def _seconds(written: str) -> int | None:
    return int(written) if written.isdecimal() and len(written) <= _MOST_DURATION_DIGITS else None
