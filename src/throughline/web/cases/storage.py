"""The store of sealed files, and reading one with a case's keys."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings

from throughline.vault.files import FileKey, SealedFile
from throughline.vault.store import DiskStore, SealedStore


@lru_cache(maxsize=1)
def store() -> SealedStore:
    """Where sealed files lie."""
    return DiskStore(settings.FILES)


@contextmanager
def open_file(key: FileKey) -> Iterator[SealedFile]:
    """A sealed file for reading anywhere in it. Raises MissingFile or Tampered."""
    with store().open(key.file_id) as reader:
        yield SealedFile(reader, key)


class PlainReader(io.RawIOBase):
    """A sealed file as the stream of bytes that readers of files expect: it can seek, and nothing of it lies on a disk."""

    def __init__(self, sealed: SealedFile) -> None:
        self._sealed = sealed
        self._place = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can seek."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._sealed.size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def tell(self) -> int:
        """The place."""
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill as much of the buffer as there is."""
        plain = self._sealed.read_at(self._place, len(buffer))
        buffer[: len(plain)] = plain
        self._place += len(plain)
        return len(plain)


def plain_stream(sealed: SealedFile) -> io.BufferedReader:
    """The plain bytes of a sealed file as a buffered stream."""
    return io.BufferedReader(PlainReader(sealed), 2**20)
