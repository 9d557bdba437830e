"""The account of a share in words: what was given, who opened and took away what, and the messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    if kind in _OF_THE_DESK and entry.action in _OF_THE_DESK[kind]:
        more = words_of(entry)
        return _OF_THE_DESK[kind][entry.action] % {
            "name": name,
            "id": id,
            "of": more.get("of") or more.get("named") or more.get("to"),
            "on": more.get("on", ""),
            "why": more.get("words") or more.get("what") or more.get("to_what") or "",
        }
    said = words_of(entry).get("words")
    what = f"{kind.replace('_', ' ')}, {entry.action.replace('_', ' ')}"
    if said:
        return _("%(name)s: %(what)s. In their words: %(said)s") % {"name": name, "what": what, "said": said}
    return _("%(name)s: %(what)s.") % {"name": name, "what": what}


_OF_THE_DESK = {
    "emergency": {
        "begun": gettext_lazy("%(name)s, who does not have your case, opened it in an emergency, for an hour at most. Why: %(why)s"),
        "ended": gettext_lazy("%(name)s was done with the emergency, and cannot open it any more."),
    },
    "opinion": {
        "asked": gettext_lazy("%(name)s asked %(of)s for a second opinion. Until it is given, %(of)s can read what you share."),
        "ended": gettext_lazy("The second opinion is given, or not needed. It is closed to whoever was asked."),
    },
    "case": {
        "given": gettext_lazy("%(name)s gave your case to %(of)s."),
        "given_back": gettext_lazy("%(name)s put your case back, so that somebody else can take it."),
    },
    "exhibit": {
        "opened": gettext_lazy("%(name)s opened your file %(id)s."),
        "exported": gettext_lazy("%(name)s saved your file %(id)s as it is."),
        "copied": gettext_lazy("%(name)s saved a copy of your file %(id)s, without place, time and camera."),
    },
    "referral": {
        "agreed": gettext_lazy("%(name)s wrote down that you agreed to be referred to %(of)s. To what you agreed: %(why)s"),
        "consent_taken_back": gettext_lazy("%(name)s wrote down that you took back your consent to be referred to %(of)s."),
        "address_confirmed": gettext_lazy("%(name)s confirmed that what goes to %(of)s may show an address."),
        "exported": gettext_lazy("%(name)s made a pack of what you share. %(why)s"),
        "sent": gettext_lazy("%(name)s wrote down what was sent to %(of)s: %(why)s"),
        "chased": gettext_lazy("%(name)s asked %(of)s for an answer: %(why)s"),
        "answered": gettext_lazy("%(name)s wrote down what %(of)s answered: %(why)s"),
    },
    "without_consent": {
        "told": gettext_lazy("The helpline told somebody about you without your consent: %(of)s, on %(on)s. Why: %(why)s"),
    },
}  # fmt: skip
"""What happens at the desk with a case, by kind of item and action, as its person reads it."""


def _name(entry: Opened) -> str:
    said = words_of(entry)
    return "" if said.get("by") == PERSON else str(said.get("by_name") or _("The helpline"))
