"""A backup's bytes, whether it lies in a zip or is UTF-16, and what stands before its first element."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from throughline.importers.original import Original
from throughline.originals.archive import open_member

_ROOT = re.compile(rb"<(?:smses|calls|allsms|alllogs)(?=[\s/>])[^>]*")
_ASIDE = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_COUNT = re.compile(rb"""\scount=["'](\d{1,12})["']""")
_DECLARED = re.compile(rb"""(<\?xml[^>]*?)\s+encoding=["']([^"']*)["']""")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_BLOCK_BYTES = 2**16
_PROLOGUE_BYTES = 4 * 2**20
_MOST_MEMBERS = 20


@dataclass(frozen=True, slots=True)
class Prologue:
    """What a file's beginning shows: whether its first element is that of a backup, whether it defines a document type
    (and with it entities) before that, the count it promises, and whether it is UTF-8 or will be made so."""

    is_backup: bool
    has_doctype: bool
    count: int | None
    is_utf8: bool


def look_at(head: bytes) -> Prologue:
    """What the first bytes of a file show. White space, comments and instructions may stand before the first element."""
    encoding = _UTF16.get(head[:2])
    text = head.removeprefix(codecs.BOM_UTF8)
    if encoding is not None:
        text = head[2:].decode(encoding, "ignore").encode()
    start = 0
    while aside := _ASIDE.match(text, start):
        start = aside.end()
    has_doctype = text.startswith(b"<!", start) and not text.startswith(b"<!--", start)
    root = _ROOT.search(text, start) if has_doctype else _ROOT.match(text, start)
    count = None if root is None else _COUNT.search(root[0])
    declared = _DECLARED.match(text)
    is_utf8 = encoding is not None or declared is None or declared[2].lower() in (b"utf-8", b"utf8")
    return Prologue(root is not None, has_doctype, None if count is None else int(count[1]), is_utf8)


def prologue_of(original: Original, member: str | None) -> Prologue:
    """The beginning of a backup, looked at as far as any comment before it can go."""
    with opened(original, member) as stream:
        return look_at(stream.read(_PROLOGUE_BYTES))


def backup_members(original: Original) -> tuple[str, ...]:
    """The names of the backups in a zip; none where there are so many XML files that it is something else."""
    names = [name for name in original.members if name.lower().endswith(".xml")]
    if len(names) > _MOST_MEMBERS:
        return ()
    return tuple(name for name in names if prologue_of(original, name).is_backup)


@contextmanager
def opened(original: Original, member: str | None) -> Iterator[IO[bytes]]:
    """The bytes of the file, or of one in it where it is a zip."""
    if member is None:
        with original.path.open("rb") as stream:
            yield stream
    else:
        with open_member(original.path, member) as stream:
            yield stream


def utf8_blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a stream a block at a time, as they are; those of UTF-16 as UTF-8, without the declaration that says
    otherwise. A half of a pair on its own stays one, for the next step to see; an odd last byte is left out."""
    block = stream.read(_BLOCK_BYTES)
    encoding = _UTF16.get(block[:2])
    if encoding is None:
        while block:
            yield block
            block = stream.read(_BLOCK_BYTES)
        return
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    first = decoder.decode(block[2:]).encode("utf-8", "surrogatepass")
    yield _DECLARED.sub(rb"\1", first, count=1)
    while block := stream.read(_BLOCK_BYTES):
        yield decoder.decode(block).encode("utf-8", "surrogatepass")
