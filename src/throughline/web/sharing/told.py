"""The account of a share in words: what was given, who opened and took away what, and the messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from throughline.vault.entries import Opened
from throughline.web.sharing.forms import PART_NAMED
from throughline.web.sharing.queries import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

PERSON = "person"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done, for the account: when, and what in words."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message: from whom (empty where it is the person's own), when, and its words."""

    at: datetime
    name: str
    words: str


def messages_of(entries: Iterable[Opened], zone: ZoneInfo) -> list[Message]:
    """The messages in order."""
    return [
        Message(it.recorded_at.astimezone(zone), _name(it), str(words_of(it)["words"]))
        for it in entries
        if it.item.startswith("message:") and it.action == "written"
    ]


def told_of(entries: Iterable[Opened], zone: ZoneInfo) -> list[Told]:
    """Everything else, the newest first."""
    told = [Told(it.recorded_at.astimezone(zone), _words(it)) for it in entries if not it.item.startswith("message:")]
    return told[::-1]


def _words(entry: Opened) -> str:
    kind, _sep, id = entry.item.partition(":")
    name = _name(entry)
    match kind, entry.action:
        case "share", "given":
            return _("You shared it.")
        case "share", "withdrawn":
            return _("You took it back.")
        case "part", "opened":
            return _("%(name)s opened: %(part)s.") % {"name": name, "part": PART_NAMED.get(id, id.replace("_", " "))}
    if kind == "exhibit" or kind == "referral":
        return _left(entry, kind, id, name)
    said = words_of(entry).get("words")
    what = f"{kind.replace('_', ' ')}, {entry.action.replace('_', ' ')}"
    if said:
        return _("%(name)s: %(what)s. In their words: %(said)s") % {"name": name, "what": what, "said": said}
    return _("%(name)s: %(what)s.") % {"name": name, "what": what}


REFERRED = {
    "agreed": gettext_noop("%(name)s wrote down that you agreed to be referred to %(to)s."),
    "consent_taken_back": gettext_noop("%(name)s wrote down that you took back your consent to be referred to %(to)s."),
    "address_confirmed": gettext_noop("%(name)s confirmed that what goes to %(to)s may show an address."),
    "exported": gettext_noop("%(name)s made a pack of what you share, for %(to)s."),
    "sent": gettext_noop("%(name)s wrote down what was sent to %(to)s."),
    "chased": gettext_noop("%(name)s asked %(to)s for an answer."),
    "answered": gettext_noop("%(name)s wrote down what %(to)s answered."),
}


def _left(entry: Opened, kind: str, id: str, name: str) -> str:
    """What somebody did with one file, or for a referral."""
    said = words_of(entry)
    if kind == "referral" and entry.action in REFERRED:
        told = _(REFERRED[entry.action]) % {"name": name, "to": said.get("named") or said.get("to")}
        words = said.get("to_what") or said.get("what")
        return f"{told} {words}" if words else told
    words = {"name": name, "file": id}
    if entry.action == "opened":
        return _("%(name)s opened your file %(file)s.") % words
    if said.get("what") == "copy":
        return _("%(name)s saved a copy of your file %(file)s, without place, time and camera.") % words
    return _("%(name)s saved your file %(file)s as it is.") % words


def _name(entry: Opened) -> str:
    said = words_of(entry)
    return "" if said.get("by") == PERSON else str(said.get("by_name") or _("The helpline"))
