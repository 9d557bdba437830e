"""SMS Backup & Restore's XML, streamed: one element at a time, whatever the size of the file or of an attribute."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import IO, cast

from lxml import etree

from throughline.domain.communication import Problem
from throughline.domain.errors import HostileInput, InputError
from throughline.domain.timing import zone_named
from throughline.importers.base import Importer, Item, Options, Reading
from throughline.importers.original import Original
from throughline.importers.sms_backup_restore.clean import Cleaned, clean_blocks
from throughline.importers.sms_backup_restore.items import read_item

_ROOT = re.compile(rb"<(?:smses|calls|allsms|alllogs)\b[^>]*", re.DOTALL)
_COUNT = re.compile(rb"""\bcount=["'](\d+)["']""")
_ASIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_DECLARED = re.compile(rb"""(<\?xml[^>]*?)\s+encoding=["'][^"']*["']""")
_ITEMS = frozenset({"sms", "mms", "call"})
_INSIDE = frozenset({"part", "parts", "addr", "addrs", "smses", "calls", "allsms", "alllogs"})
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_PROLOGUE_BYTES = 4 * 2**20


def recognises(original: Original) -> bool:
    """True for XML whose outermost element is that of a backup of messages or calls."""
    head = _as_utf8(original.head)
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _ROOT.search(_ASIDE.sub(b"", head)) is not None


def read(original: Original, options: Options) -> Reading:
    """Refuse entities before anything is parsed, then stream the elements."""
    with original.path.open("rb") as stream:
        prologue = _as_utf8(stream.read(_PROLOGUE_BYTES))
    root = _ROOT.search(prologue)
    before = prologue if root is None else prologue[: root.start()]
    if b"<!doctype" in before.lower() or b"<!entity" in before.lower():
        raise HostileInput(
            f"“{original.name}” defines its own XML entities, which no backup does; it was not read.", code="E_XML_DTD"
        )
    if root is None:
        raise InputError(
            f"“{original.name}” is not a backup of messages or calls; give the sms- or calls- file.", code="E_LAYOUT"
        )
    count = _COUNT.search(root[0])
    warnings: list[str] = []
    expected = None if count is None else int(count[1])
    return Reading(_items(original, options, expected, warnings), {}, warnings)


IMPORTER = Importer("sms_backup_restore", "an SMS Backup & Restore backup", recognises, read)


def _as_utf8(head: bytes) -> bytes:
    """The head of a file as UTF-8, for looking at only."""
    encoding = _UTF16.get(head[:2])
    return head if encoding is None else head[2:].decode(encoding, "ignore").encode()


def _items(original: Original, options: Options, expected: int | None, warnings: list[str]) -> Iterator[Item]:
    zone = zone_named(options.zone)
    told = Cleaned()
    item = number = 0
    broken: etree.XMLSyntaxError | None = None
    with original.path.open("rb") as stream:
        for found in _elements(clean_blocks(_in_utf8(stream, original), told)):
            if isinstance(found, etree.XMLSyntaxError):
                broken = found
                break
            item += 1
            if found.tag in _ITEMS:
                read_one = read_item(found, item, number + 1, zone)
            else:
                read_one = Problem(f"item {item}", "This kind of element is not one that messages or calls have.")
            number += not isinstance(read_one, Problem)
            yield read_one
    if broken is not None:
        item += 1
        yield Problem(f"item {item}", "The file breaks off or is damaged here; what follows cannot be read.")
        warnings.append(f"The file is damaged or cut off after item {item - 1:,}; make the backup again if you can.")
    if expected is not None and expected != item:
        warnings.append(
            f"The file says that it holds {expected:,} items, and holds {item:,}; the backup may have been cut off."
        )
    if told.replaced:
        warnings.append(
            f"{told.replaced:,} characters that cannot be read are shown as “\ufffd”; the original keeps them."
        )


def _elements(blocks: Iterator[bytes]) -> Iterator[etree._Element | etree.XMLSyntaxError]:
    """Each element right below the root, whole; at the end the error where the file is broken."""
    parser = etree.XMLPullParser(("end",), huge_tree=True, resolve_entities=False, no_network=True, load_dtd=False)
    for block in blocks:
        broken = _feed(parser, block)
        yield from _taken(parser)
        if broken is not None:
            yield broken
            return
    try:
        parser.close()
    except etree.XMLSyntaxError as cut_off:
        yield cut_off
        return
    yield from _taken(parser)


def _feed(parser: etree.XMLPullParser, block: bytes) -> etree.XMLSyntaxError | None:
    try:
        parser.feed(block)
    except etree.XMLSyntaxError as broken:
        return broken
    return None


def _taken(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    """The elements that are complete; each is emptied once it was taken, and all but the last forgotten."""
    last = None
    ended = cast("Iterator[tuple[str, etree._Element]]", parser.read_events())
    for _, element in ended:
        tag = element.tag
        if tag in _ITEMS or (tag not in _INSIDE and _is_below_root(element)):
            yield element
            element.clear()
            last = element
    parent = None if last is None else last.getparent()
    if last is not None and parent is not None:
        del parent[: parent.index(last)]


def _is_below_root(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.getparent() is None


def _in_utf8(stream: IO[bytes], original: Original) -> IO[bytes]:
    """The stream itself, or one that turns UTF-16 into UTF-8 as it goes."""
    encoding = _UTF16.get(original.head[:2])
    return stream if encoding is None else io.BufferedReader(_Transcoded(stream, encoding, original.name))


class _Transcoded(io.RawIOBase):
    """UTF-16 as UTF-8, without the declaration that would say otherwise."""

    def __init__(self, stream: IO[bytes], encoding: str, name: str) -> None:
        self._stream, self._name = stream, name
        self._stream.read(2)
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._ready = b""
        self._is_first = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            block = self._stream.read(2**18)
            try:
                self._ready = self._decoder.decode(block, final=not block).encode()
            except UnicodeError:
                raise InputError(
                    f"“{self._name}” is not whole as UTF-16 text; make the backup again.", code="E_ENCODING"
                ) from None
            if self._is_first:
                self._ready = _DECLARED.sub(rb"\1", self._ready, count=1)
                self._is_first = False
            if not block:
                break
        length = min(len(buffer), len(self._ready))
        buffer[:length] = self._ready[:length]
        self._ready = self._ready[length:]
        return length
