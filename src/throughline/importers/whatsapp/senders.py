"""Who said it: the sender before the colon, and the line that nobody said."""

from __future__ import annotations

import re
from collections.abc import Set

_SENDER = re.compile(r"(?P<sender>[^:\n]{1,120}?) ?:(?:[ \u00a0\u202f]|(?=\n)|$)(?P<text>.*)", re.DOTALL)
_TIGHT = re.compile(r"(?P<sender>[^:\n]{1,120}):(?P<text>.*)", re.DOTALL)
_QUOTES = re.compile('[“”„«»"]')


def split_sender(rest: str, known: Set[str]) -> tuple[str | None, str]:
    """The sender and the words of what stands behind a line's head; no sender where WhatsApp wrote the line itself.

    A sender ends at the first colon with a space behind it. Only a sender known from other lines may do without the
    space (`John:.`). A line with a quoted name before its colon is about a group's subject, not from anybody.
    """
    found = _SENDER.match(rest)
    if found is not None and (found["sender"] in known or not _QUOTES.search(found["sender"])):
        return found["sender"], found["text"]
    tight = _TIGHT.match(rest)
    if tight is not None and tight["sender"] in known:
        return tight["sender"], tight["text"]
    return None, rest
