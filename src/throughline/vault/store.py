"""Where sealed files are kept: on a local disk here; an object store can take its place.

A file appears under its id only when all of it is on the disk. A store sees sealed bytes only, and its names say nothing.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from throughline.domain.errors import MissingFile, VaultError
from throughline.vault.files import MAGIC

_ID = re.compile(r"[0-9a-f]{32}")
_PARTIAL = ".partial"


def new_file_id() -> str:
    """A random id: 128 bits in hexadecimal. Make it first, since the file's key is bound to it."""
    return secrets.token_hex(16)


class Writing(Protocol):
    """A sealed file on its way into a store. Either `commit` or `abandon` ends it."""

    def write(self, sealed: bytes) -> None:
        """Take more sealed bytes."""

    def commit(self) -> None:
        """Keep the file: once this returns, it survives a power cut."""

    def abandon(self) -> None:
        """Forget the file."""


class SealedStore(Protocol):
    """What the vault needs of a place for sealed files."""

    def begin(self, file_id: str) -> Writing:
        """Begin to write a file piece by piece."""

    def put(self, file_id: str, sealed: Iterable[bytes]) -> None:
        """Write a whole file: all of it is kept, or none."""

    def open(self, file_id: str) -> BinaryIO:
        """The sealed file, to read and to seek in; the caller closes it. Raises MissingFile."""

    def delete(self, file_id: str) -> bool:
        """Destroy the file. Tells whether there was one."""


class DiskStore:
    """A `SealedStore` in a folder of a local disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, file_id: str) -> Writing:
        """Begin to write a file piece by piece. Raises VaultError where the id is taken."""
        path = self._path(file_id)
        if path.exists():
            raise VaultError("The store holds a file of this id already.")
        return _DiskWriting(path)

    def put(self, file_id: str, sealed: Iterable[bytes]) -> None:
        """Write a whole file: all of it is kept, or none."""
        writing = self.begin(file_id)
        try:
            for piece in sealed:
                writing.write(piece)
            writing.commit()
        except BaseException:
            writing.abandon()
            raise

    def open(self, file_id: str) -> BinaryIO:
        """The sealed file, to read and to seek in; the caller closes it. Raises MissingFile."""
        try:
            return self._path(file_id).open("rb")
        except FileNotFoundError:
            raise MissingFile("The store holds no file of this id.") from None

    def delete(self, file_id: str) -> bool:
        """Destroy the file: the header first, without which no key opens the rest. Tells whether there was one."""
        path = self._path(file_id)
        leaving = _beside(path)
        try:
            path.rename(leaving)
        except FileNotFoundError:
            return False
        _sync_folder(path.parent)
        _destroy(leaving)
        return True

    def sweep(self, before: float) -> int:
        """Destroy what unfinished writes and deletions left, where last written before `before` (seconds since 1970).

        Tells how many. Choose a time that no upload under way can be as old as.
        """
        swept = 0
        for path in self._folder.glob(f"*/*{_PARTIAL}"):
            with suppress(FileNotFoundError):  # committed, abandoned or destroyed since it was listed
                if path.stat().st_mtime < before:
                    _destroy(path)
                    swept += 1
        return swept

    def written_before(self, before: float) -> Iterator[str]:
        """The ids of the files that were last written before then (seconds since 1970)."""
        for path in self._folder.glob("*/*"):
            with suppress(FileNotFoundError):
                if _ID.fullmatch(path.name) and path.stat().st_mtime < before:
                    yield path.name

    def _path(self, file_id: str) -> Path:
        if not _ID.fullmatch(file_id):
            raise VaultError("This is not the id of a sealed file.")
        return self._folder / file_id[:2] / file_id


class _DiskWriting:
    """Written beside under a random name; it takes its own name once all of it is on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        _make_folder(path.parent)
        self._partial = _beside(path)
        self._file = os.fdopen(os.open(self._partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._begun = b""

    def write(self, sealed: bytes) -> None:
        if len(self._begun) < len(MAGIC):
            self._begun += bytes(sealed[: len(MAGIC)])
            if not MAGIC.startswith(self._begun[: len(MAGIC)]):
                raise VaultError("Only sealed files go into the store, and this is none.")
        self._file.write(sealed)

    def commit(self) -> None:
        if not self._begun.startswith(MAGIC):
            raise VaultError("Only sealed files go into the store, and this is none.")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        try:
            self._partial.rename(self._path)
        except FileNotFoundError:
            raise MissingFile("The file was swept away before it was whole. Put it in again.") from None
        _sync_folder(self._path.parent)
        _sync_folder(self._path.parent.parent)  # the folder itself may be new

    def abandon(self) -> None:
        self._file.close()
        self._partial.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(secrets.token_hex(16) + _PARTIAL)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _destroy(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.write(bytes(64))
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
