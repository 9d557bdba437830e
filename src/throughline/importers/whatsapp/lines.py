"""The chat text inside an export, as lines with their place, a few megabytes at a time."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from throughline.domain.errors import InputError
from throughline.importers.original import Original
from throughline.originals.archive import open_member

MOST_BYTES = 16 * 2**20
"""More than this without a line ending, or without a message beginning, is no chat: WhatsApp takes 65,536 characters."""
CHUNK_BYTES = 13 * 2**17
_IPHONE_NAME = re.compile(r"(?:^|/)_chat\.txt$")
_ANDROID_NAME = re.compile(
    r"(?:^|/)(?=[^/]*WhatsApp)(?=[^/]*(?:chat|czat|discussion|conversa|sohbet|чат))[^/]*\.txt$", re.IGNORECASE
)
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines: their bytes in UTF-8, where they begin (bytes of the text, its byte order mark left out), the number
    of the first, and how many line feeds there are."""

    content: bytes
    start: int
    first_line: int
    feeds: int

    def lines(self) -> Iterator[tuple[int, int, int, str]]:
        """Each line as (number, start, end, text without its line ending)."""
        start, number = self.start, self.first_line
        for line in self.content.splitlines(keepends=True) if b"\r" not in self.content else _split(self.content):
            end = start + len(line)
            yield number, start, end, line.decode().rstrip("\r\n")
            start, number = end, number + 1


def _split(content: bytes) -> Iterator[bytes]:
    """Lines at line feeds only: `bytes.splitlines` would also break at a lone carriage return."""
    start = 0
    while start < len(content):
        end = content.find(b"\n", start) + 1 or len(content)
        yield content[start:end]
        start = end


def chat_member(original: Original) -> str | None:
    """The name of the chat inside an archive: `_chat.txt`, `WhatsApp Chat with ….txt` (in the phone's language), the text
    named as the archive is, or the one text there is. Raises InputError where several are named as chats are."""
    texts = [name for name in original.members if name.lower().endswith(".txt")]
    choices = (
        [name for name in texts if _IPHONE_NAME.search(name)],
        [name for name in texts if _ANDROID_NAME.search(name)],
        [name for name in texts if name.split("/")[-1].removesuffix(".txt") == Path(original.name).stem],
        texts,
    )
    member = next((names[0] for names in choices if len(names) == 1), None)
    if member is None and (choices[0] or choices[1]):
        why = f"“{original.name}” holds more than one text that is named as a chat; give each chat on its own."
        raise InputError(why, code="E_SEVERAL_CHATS")
    return member


@contextmanager
def open_text(original: Original) -> Iterator[IO[bytes]]:
    """The chat's bytes, whether the export is the text itself or an archive with it."""
    member = chat_member(original)
    if member is None and original.is_archive:
        raise InputError(f"“{original.name}” holds no text of a chat; export the chat again.", code="E_NO_CHAT")
    if member is None:
        with original.path.open("rb") as stream:
            yield stream
    else:
        with open_member(original.path, member, called=original.name) as stream:
            yield stream


def read_chunks(original: Original) -> Iterator[Chunk]:
    """The chat in chunks of whole lines. Raises InputError at the first byte that is not text."""
    for chunk in read_unchecked(original):
        check_text(chunk, original)
        yield chunk


def read_unchecked(original: Original) -> Iterator[Chunk]:
    """The chat in chunks of whole lines that nobody has looked at yet: the column library checks them itself."""
    with open_text(original) as stream:
        start, number, rest = 0, 1, b""
        for block in _blocks(stream, original.name):
            cut = block.rfind(b"\n") + 1
            if not cut:
                rest += block
                check_length(len(rest), number, original.name)
                continue
            content, rest = b"".join((rest, memoryview(block)[:cut])), block[cut:]
            feeds = content.count(b"\n")
            yield Chunk(content, start, number, feeds)
            start += len(content)
            number += feeds
        if rest:
            yield Chunk(rest, start, number, 0)


def _blocks(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """Blocks of UTF-8; UTF-16 with its mark is turned into it, and old line endings into new."""
    first = stream.read(CHUNK_BYTES)
    encoding = _UTF16.get(first[:2])
    blocks = _plain(stream, first) if encoding is None else _decoded(stream, first[2:], encoding, name)
    is_old: bool | None = None
    for block in blocks:
        if is_old is None:
            is_old = b"\n" not in block and b"\r" in block
        yield block.replace(b"\r", b"\n") if is_old else block


def _plain(stream: IO[bytes], block: bytes) -> Iterator[bytes]:
    block = block.removeprefix(codecs.BOM_UTF8)
    while block:
        yield block
        block = stream.read(CHUNK_BYTES)


def _decoded(stream: IO[bytes], block: bytes, encoding: str, name: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        while block:
            yield decoder.decode(block).encode()
            block = stream.read(CHUNK_BYTES)
        decoder.decode(b"", final=True)
    except UnicodeError:
        raise InputError(f"“{name}” is not whole as UTF-16 text; export it again.", code="E_ENCODING") from None


def check_length(length: int, line: int, name: str) -> None:
    """Raise InputError where a line or a message is longer than any phone writes."""
    if length > MOST_BYTES:
        why = f"“{name}” goes on from line {line:,} for more than {MOST_BYTES // 2**20} MB without a new message; export the chat again."
        raise InputError(why, code="E_LAYOUT")


def check_text(chunk: Chunk, original: Original) -> None:
    """Raise InputError at the first byte that is not UTF-8, told as its place in the chat's file."""
    try:
        chunk.content.decode()
    except UnicodeDecodeError as broken:
        mark = len(codecs.BOM_UTF8) if original.head.startswith(codecs.BOM_UTF8) else 0
        why = (
            f"“{original.name}” is not text in UTF-8 at byte {chunk.start + mark + broken.start:,}; "
            "export it again rather than saving it from an editor."
        )
        raise InputError(why, code="E_ENCODING") from None
