"""The Markdown that a point may use, and nothing else: **strong words**, links to our own entries, and gaps.

A link is `[words](guide:keeping_calls)`, with the kind of entry and its id; there are no other links, no pictures, no
HTML and no code. A gap is `[[first_day]]`. Telephone numbers are not written: a link to a way brings the number with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LINKED = ("behaviour", "guide", "script", "way", "law", "risk", "figure", "route")
"""What a link can lead to."""
_PARTS = re.compile(
    rf"\*\*(?P<strong>[^*]+)\*\*|\[\[(?P<gap>[a-z_]+)\]\]"
    rf"|\[(?P<words>[^\[\]]+)\]\((?P<target>(?:{'|'.join(LINKED)}):[a-z0-9_.]+)\)"
)
_FORBIDDEN = re.compile(r"[<>`*\[\]{}\\|~]|://|www\.|&\w*;")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. `target` is `kind:id` for a link, and the name of a gap."""

    kind: Literal["text", "strong", "link", "gap"]
    text: str
    target: str = ""


def spans(body: str) -> tuple[Span, ...]:
    """The runs of a point's body, in order. Raises ValueError, saying what, for anything outside the subset."""
    found: list[Span] = []
    at = 0
    for part in _PARTS.finditer(body):
        found += _text(body[at : part.start()])
        found.append(_span(part))
        at = part.end()
    return (*found, *_text(body[at:]))


def plain(body: str, numbers: Mapping[str, str] | None = None) -> str:
    """The body as plain text: a link as its words, followed by the number when it leads to a way that has one in
    `numbers`; a gap as dots to write on."""
    shown = {"gap": "........"}
    return "".join(shown.get(span.kind, span.text) + _number(span, numbers or {}) for span in spans(body))


def targets(body: str) -> tuple[str, ...]:
    """What the links of a body lead to, as `kind:id`."""
    return tuple(span.target for span in spans(body) if span.kind == "link")


def gaps(body: str) -> tuple[str, ...]:
    """The names of the gaps in a body."""
    return tuple(span.target for span in spans(body) if span.kind == "gap")


def _span(part: re.Match[str]) -> Span:
    if part["strong"]:
        _text(part["strong"])
        return Span("strong", part["strong"])
    if part["gap"]:
        return Span("gap", "", part["gap"])
    _text(part["words"])
    return Span("link", part["words"], part["target"])


def _text(text: str) -> tuple[Span, ...]:
    wrong = _FORBIDDEN.search(text)
    if wrong:
        raise ValueError(f"“{wrong[0]}” is not in the Markdown that pages may use")
    return (Span("text", text),) if text else ()


def _number(span: Span, numbers: Mapping[str, str]) -> str:
    kind, _, id = span.target.partition(":")
    number = numbers.get(id, "") if kind == "way" else ""
    return f" ({number})" if number and number not in span.text else ""
