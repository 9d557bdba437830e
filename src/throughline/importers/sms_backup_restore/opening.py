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
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "utf-16"})
"""Declared by what is UTF-8. Ours, whose marks were looked for before, is not UTF-16, whatever an editor left in it."""
_ONE_BYTE = re.compile("iso-8859-(?:[1-9]|1[0134-6])|windows-125[0-8]")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_BLOCK_BYTES = 2**16
_PROLOGUE_BYTES = 4 * 2**20
_MOST_MEMBERS = 20


@dataclass(frozen=True, slots=True)
class Prologue:
    """What a file's beginning shows: whether its first element is that of a backup, whether it defines a document type
    (and with it entities) before that, the count it promises, and the encoding that it has by its mark or by its word."""

    is_backup: bool
    has_doctype: bool
    count: int | None
    encoding: str

    @property
    def is_readable(self) -> bool:
        """False for encodings in which other bytes than those of `<` can mean `<`: what they hide was not looked for."""
        return self.encoding in _UTF8 or self.encoding in _UTF16.values() or bool(_ONE_BYTE.fullmatch(self.encoding))


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
    if encoding is None and declared is not None and not head.startswith(codecs.BOM_UTF8):
        encoding = declared[1].decode("ascii", "replace").lower()
    return Prologue(root is not None, has_doctype, None if count is None else int(count[1]), encoding or "utf-8")


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
        with open_member(original.path, member, called=original.name) as stream:
            yield stream


def utf8_blocks(stream: IO[bytes], encoding: str) -> Iterator[bytes]:
    """The bytes of a stream a block at a time, made UTF-8 where they are not meant to be. What is no character, such as
    half a pair on its own, stays no character, for the next step to see; an odd last byte of UTF-16 is left out."""
    if encoding in _UTF8:
        while block := stream.read(_BLOCK_BYTES):
            yield block
        return
    is_utf16 = encoding in _UTF16.values()
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass" if is_utf16 else "surrogateescape")
    if is_utf16:
        stream.read(2)
    while block := stream.read(_BLOCK_BYTES):
        yield decoder.decode(block).encode("utf-8", "surrogatepass")
