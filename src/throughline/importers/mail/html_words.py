"""HTML as the words a reader would see. Nothing is fetched, nothing is run.

Read with libxml2: the standard library's parser takes minutes on a hostile page of 100 kB.
"""

from __future__ import annotations

import re

_BLOCKS = frozenset(
    ["p", "div", "br", "tr", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "ul", "ol"]
)
_UNSEEN = frozenset({"script", "style", "head", "title"})
_EMPTY = frozenset({"br", "hr"})
_SPACES = re.compile(r"\s+")


def text_of_html(html: str) -> str:
    """The words of a page of HTML, a line a block."""
    from lxml import etree  # most mail has its words in plain text too, and needs no such library

    words = _Words()
    parser = etree.HTMLParser(target=words, huge_tree=True, no_network=True, encoding="utf-8")
    parser.feed(html.encode("utf-8", "replace") or b" ")
    parser.close()
    lines = (line.strip() for line in "".join(words.found).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words:
    """What the parser tells: the words outside what is never shown, and where lines break."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._unseen = 0

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> None:  # noqa: ARG002 - the parser gives it
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.found.append("\n")

    def end(self, tag: str | bytes) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS and tag not in _EMPTY:
            self.found.append("\n")

    def data(self, data: str | bytes) -> None:
        if not self._unseen:
            self.found.append(_SPACES.sub(" ", str(data)))

    def comment(self, text: str | bytes) -> None:
        """Nobody sees a comment."""

    def close(self) -> None:
        """Nothing is left to do."""
