"""Who said it: the sender before the colon, and the line that nobody said."""

from __future__ import annotations

import re
from collections.abc import Set

_COLON = r"(?::[ \u00a0\u202f]|:(?=\n)|:$)"
_SENDER = re.compile(rf"(?P<sender>(?:(?!{_COLON})[^\n]){{1,120}}?) ?{_COLON}(?P<text>.*)", re.DOTALL)
_TIGHT = re.compile(r"(?P<sender>[^:\n]{1,120}):(?P<text>.*)", re.DOTALL)
_MARKS = "\u200e\u200f"
_QUOTES = re.compile('[“”„«»"]')
_GROUP_WORDS = re.compile(
    r".{1,80} (?:changed|created|added|removed|updated|set|turned|deleted|pinned|left|joined|requested|approved|reset) "
    r"(?:the |this |their |to |a |your |you |off |on |from |using |group|subject|description|settings|message)"
    r"|(?:Messages|Your messages|This (?:chat|group|business)|You(?:'re|’re| (?:created|added|removed|changed|updated|were|blocked|unblocked|turned|joined|left|pinned)))\b",
    re.DOTALL,
)
ODD_SENDER = '[:\n“”„«»"]|^[\u200e\u200f]|[ \u00a0\u202f]$|^You|^Messages |^This |^Your | (?:changed|created|added|removed|updated|set|turned|deleted|pinned|left|joined|requested|approved|reset) '
"""Senders that only a careful look can tell."""


def split_sender(rest: str, known: Set[str]) -> tuple[str | None, str]:
    """The sender and the words of what stands behind a line's head; no sender where WhatsApp wrote the line itself.

    A sender ends at the first colon with a space behind it: a name may have a colon in it (`Jen:): hi`). Only a sender
    known from other lines may do without the space (`John:.`). A line whose colon stands in a quoted name, or behind words that WhatsApp itself uses (`Sam changed
    the group description to: …`), is from nobody, unless somebody is called just that.
    """
    plain = rest.lstrip(_MARKS)
    found = _SENDER.match(plain)
    if found is not None and (found["sender"] in known or not is_service(found["sender"])):
        return found["sender"], found["text"]
    tight = _TIGHT.match(plain)
    if tight is not None and tight["sender"] in known:
        return tight["sender"], tight["text"]
    return None, rest


def is_service(sender: str) -> bool:
    """True for what stands before a colon in a line that WhatsApp wrote."""
    return bool(_QUOTES.search(sender) or _GROUP_WORDS.match(sender))
