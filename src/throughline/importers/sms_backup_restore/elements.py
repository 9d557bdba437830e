"""The elements of a backup, one at a time, each whole; no tree is kept of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

ITEMS = frozenset({"sms", "mms", "call"})
_HOLDERS = frozenset({"smses", "calls", "allsms", "alllogs"})


Element = tuple[str, dict[str, str], list[tuple[str, dict[str, str]]]]
"""One element: its tag and attributes, and those of every element in it, in the file's order."""


class Elements:
    """What the parser calls at each tag. `ended` fills with the items, and with what is strange where an item should be.

    `loose` is True once there were words between the items, which no backup has.
    """

    def __init__(self) -> None:
        self.ended: list[Element] = []
        self.loose = False
        self._open: list[Element] = []
        self._strange = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag in ITEMS:
            self._open.append((tag, attributes, []))
        elif self._open:
            self._open[-1][2].append((tag, attributes))
        elif tag not in _HOLDERS:
            self._strange += 1

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in ITEMS:
            self.ended.append(self._open.pop())
        elif not self._open and tag not in _HOLDERS:
            self._strange -= 1
            if not self._strange:
                self.ended.append((tag, {}, []))

    def data(self, text: str) -> None:
        """Words between tags."""
        if not text.isspace():
            self.loose = True

    def close(self) -> None:
        """The end of the file."""


def read_elements(blocks: Iterable[bytes], elements: Elements) -> Iterator[Element]:
    """Each element of the blocks. Raises lxml's XMLSyntaxError after the last whole one where the file is broken."""
    # With `resolve_entities=False` a target is given `&amp;` as `&#38;`. A file with entities of its own was refused before.
    options: dict[str, Any] = {"target": elements, "resolve_entities": "internal"}
    parser = etree.XMLParser(encoding="utf-8", huge_tree=True, no_network=True, load_dtd=False, **options)
    broken: etree.XMLSyntaxError | None = None
    for block in blocks:
        try:
            parser.feed(block)
        except etree.XMLSyntaxError as error:
            broken = error
        yield from elements.ended
        elements.ended.clear()
        if broken is not None:
            raise broken
    parser.close()
    yield from elements.ended
