"""Files of any size, sealed in chunks: the STREAM construction over AES-256-GCM (Hoang, Reyhanitabar, Rogaway, Vizár, 2015).

A sealed file is a header and chunks. Each chunk is sealed under its number and whether it is the last, so that none can be
changed, moved, dropped or added; any part can be read without the rest.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, NoReturn, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from throughline.domain.errors import Tampered, VaultError
from throughline.vault.case_keys import CaseKey
from throughline.vault.primitives import SALT_BYTES, TAG_BYTES, derive, fresh

CHUNK_BYTES = 1024 * 1024
MAGIC = b"TLF1"

Buffer: TypeAlias = bytes | bytearray | memoryview

_HEADER = struct.Struct(f">4sI{SALT_BYTES}s")  # magic, chunk size, salt
_SMALLEST_CHUNK, _LARGEST_CHUNK = 64, 16 * CHUNK_BYTES


@dataclass(frozen=True, slots=True)
class FileKey:
    """The key of one file of a case, and the epoch that it came from: store the epoch with the file's id."""

    file_id: str
    epoch: int
    key: bytes = field(repr=False)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A file key is not pickled: derive it again.")


def file_key(case_key: CaseKey, file_id: str, *, kind: Literal["file", "table"] = "file") -> FileKey:
    """The key of a file (or of a sealed table) within the case and epoch of `case_key`."""
    return FileKey(file_id, case_key.epoch, case_key.derive(kind, file_id))


class Sealer:
    """Seals what is written to it, for a file that arrives piece by piece. Keep what `write` and then `finish` give, in order.

    `size` and `sha256` are those of the plain bytes so far.
    """

    def __init__(self, key: FileKey, *, chunk_bytes: int = CHUNK_BYTES) -> None:
        header = _HEADER.pack(MAGIC, chunk_bytes, fresh(SALT_BYTES))
        self._chunks = _Chunks(key, header)
        self._ready: bytes = header
        self._waiting = bytearray()
        self._number = 0
        self._digest = hashlib.sha256()
        self._finished = False
        self.size = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of the plain bytes, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, plain: bytes) -> bytes:
        """Take more plain bytes; give the sealed bytes that are ready, if any."""
        if self._finished:
            raise VaultError("The file is finished: nothing can be added.")
        self.size += len(plain)
        self._digest.update(plain)
        pieces, self._ready = [self._ready] if self._ready else [], b""
        whole, rest = self._chunks.plain_bytes, memoryview(plain)
        # Always >, never >=: a full chunk waits until something follows it, since it may be the last.
        if self._waiting and len(self._waiting) + len(rest) > whole:
            missing = whole - len(self._waiting)
            self._waiting += rest[:missing]
            rest = rest[missing:]
            pieces.append(self._sealed(self._waiting, last=False))
            self._waiting = bytearray()
        while len(rest) > whole:
            pieces.append(self._sealed(rest[:whole], last=False))
            rest = rest[whole:]
        self._waiting += rest
        return b"".join(pieces)

    def finish(self) -> bytes:
        """The end of the sealed file. Without it the file does not open."""
        if self._finished:
            raise VaultError("The file is finished already.")
        self._finished = True
        return self._ready + self._sealed(self._waiting, last=True)

    def _sealed(self, plain: Buffer, *, last: bool) -> bytes:
        sealed = self._chunks.seal(self._number, plain, last=last)
        self._number += 1
        return sealed


def seal_stream(key: FileKey, chunks: Iterable[bytes], *, chunk_bytes: int = CHUNK_BYTES) -> Iterator[bytes]:
    """The sealed file of these plain bytes, piece by piece."""
    sealer = Sealer(key, chunk_bytes=chunk_bytes)
    for plain in chunks:
        if sealed := sealer.write(plain):
            yield sealed
    yield sealer.finish()


class SealedFile:
    """A sealed file opened for reading anywhere in it.

    `reader` can seek, reads short only at the end, as a buffered file does, and stays the caller's to close.

    The last chunk is checked on opening, so `size` can be trusted; every other is checked when it is read. Raises Tampered,
    and gives nothing of a chunk that does not open.
    """

    def __init__(self, reader: BinaryIO, key: FileKey) -> None:
        self._reader = reader
        header = _read_exactly(reader, 0, _HEADER.size)
        self._chunks = _Chunks(key, header)
        body = reader.seek(0, 2) - _HEADER.size
        self._count = max(1, -(-body // self._chunks.sealed_bytes))
        last = self._plain(self._count - 1)
        if not last and self._count > 1:
            raise Tampered("The sealed file ends in an empty chunk.")
        self.size = (self._count - 1) * self._chunks.plain_bytes + len(last)

    def read_at(self, offset: int, length: int) -> bytes:
        """The plain bytes from `offset`, `length` of them or as many as there are."""
        if offset < 0 or length < 0:
            raise ValueError("offset and length are not negative")
        end = min(offset + length, self.size)
        if offset >= end:
            return b""
        whole = self._chunks.plain_bytes
        first, final = offset // whole, (end - 1) // whole
        plain = b"".join(self._plain(number) for number in range(first, final + 1))
        return plain[offset - first * whole : end - first * whole]

    def __iter__(self) -> Iterator[bytes]:
        """The plain bytes from the beginning, chunk by chunk."""
        return (self._plain(number) for number in range(self._count))

    def _plain(self, number: int) -> bytes:
        start = _HEADER.size + number * self._chunks.sealed_bytes
        self._reader.seek(start)
        sealed = self._reader.read(self._chunks.sealed_bytes)
        return self._chunks.open(number, sealed, last=number == self._count - 1)


class _Chunks:
    """Seals and opens the chunks of one sealed file. The key is bound to the whole header, to the file's id and its case."""

    def __init__(self, key: FileKey, header: bytes) -> None:
        magic, self.plain_bytes, _ = _HEADER.unpack(header)
        if magic != MAGIC:
            raise Tampered("This is not a sealed file, or a later version of Throughline sealed it.")
        if not _SMALLEST_CHUNK <= self.plain_bytes <= _LARGEST_CHUNK:
            raise Tampered("The sealed file's chunks are of a size that Throughline never uses.")
        self.sealed_bytes = self.plain_bytes + TAG_BYTES
        self._cipher = AESGCM(derive(key.key, "chunks", header))

    def seal(self, number: int, plain: Buffer, *, last: bool) -> bytes:
        return self._cipher.encrypt(_nonce(number, last=last), plain, None)

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number, last=last), sealed, None)
        except (InvalidTag, ValueError):
            raise Tampered(
                f"Chunk {number} of the sealed file was changed, moved or cut, or the file is another."
            ) from None


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _read_exactly(reader: BinaryIO, offset: int, length: int) -> bytes:
    reader.seek(offset)
    found = reader.read(length)
    if len(found) != length:
        raise Tampered("The sealed file is cut short.")
    return found
