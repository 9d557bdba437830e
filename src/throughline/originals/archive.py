"""Zip files that strangers made: looked into by index, never unpacked to paths, refused when they mean harm.

Limits after the attacks that were measured: a name that climbs out of its folder, an encrypted or nested archive, two
members of one name, a text that swells more than two hundredfold.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias

from throughline.domain.errors import HostileInput, InputError

MOST_MEMBERS = 50_000
MOST_RATIO = 200
RATIO_AFTER_BYTES = 10 * 2**20
Zip: TypeAlias = Path | IO[bytes]
"""Where a zip lies: at a path, or in a stream that can seek, which stays the caller's to close."""
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")


def is_archive(head: bytes) -> bool:
    """True when these first bytes are those of a zip."""
    return head.startswith(_MAGIC)


def member_names(path: Zip, *, called: str | None = None, may_hold_zips: bool = False) -> tuple[str, ...]:
    """The names of the files in a zip, all of them safe. Raises InputError or HostileInput.

    `called` is the name for people, where the path has another. `may_hold_zips`: another zip in it is one of its files, to be copied and not looked into.
    """
    called = called or name_of(path)
    with _opened(path, called) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise HostileInput(
                f"“{called}” holds more than {MOST_MEMBERS:,} files; export it without media.", code="E_ZIP_MEMBERS"
            )
        for member in members:
            _check_member(member, called, may_hold_zips=may_hold_zips)
        names = [member.filename for member in members if not member.is_dir()]
        if len(set(names)) != len(names):
            raise HostileInput(
                f"“{called}” holds two files of one name, which no phone writes.", code="E_ZIP_DUPLICATE"
            )
        return tuple(names)


def unpacked_size(path: Zip, name: str | None = None, *, called: str | None = None) -> int:
    """How many bytes a file in a zip has by the zip's own word, or all of them together. No reading gives more than that."""
    with _opened(path, called or name_of(path)) as archive:
        return archive.getinfo(name).file_size if name else sum(member.file_size for member in archive.infolist())


def name_of(path: Zip) -> str:
    """What a zip is called for people."""
    return path.name if isinstance(path, Path) else "the file"


@contextmanager
def open_member(path: Zip, name: str, *, called: str | None = None, is_text: bool = True) -> Iterator[IO[bytes]]:
    """One file of a zip as a stream that stops, with HostileInput, where a text swells beyond what text can."""
    called = called or name_of(path)
    with _opened(path, called) as archive:
        member = archive.getinfo(name)
        with archive.open(member) as stream:
            yield io.BufferedReader(_Measured(stream, member, called, is_text=is_text), 2**20)


@contextmanager
def _opened(path: Zip, called: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except zipfile.BadZipFile:
        why = f"“{called}” is a zip with its end missing or damaged; copy it from the phone again."
        raise InputError(why, code="E_ZIP_TRUNCATED") from None
    except NotImplementedError:
        raise InputError(
            f"“{called}” is packed in a way that cannot be read here; export it again.", code="E_ZIP_METHOD"
        ) from None


def _check_member(member: zipfile.ZipInfo, archive: str, *, may_hold_zips: bool) -> None:
    name = member.filename
    climbs = (
        name.startswith("/") or "\\" in member.orig_filename or ".." in name.split("/") or ":" in name.split("/")[0]
    )
    if climbs or "\0" in member.orig_filename or stat.S_ISLNK(member.external_attr >> 16):
        raise HostileInput(
            f"“{archive}” holds a file whose name points outside it; it was not read.", code="E_ZIP_PATH"
        )
    if member.flag_bits & 1:
        raise HostileInput(f"“{archive}” is locked with a password; unlock it and try again.", code="E_ZIP_ENCRYPTED")
    if name.lower().endswith(".zip") and not may_hold_zips:
        raise HostileInput(f"“{archive}” holds another zip; give that one on its own.", code="E_ZIP_NESTED")


class _Measured(io.RawIOBase):
    """A member's bytes, counted as they come: what the directory of a zip says of a size cannot be trusted."""

    def __init__(self, stream: IO[bytes], member: zipfile.ZipInfo, archive: str, *, is_text: bool) -> None:
        self._stream = stream
        ratio = max(RATIO_AFTER_BYTES, member.compress_size * MOST_RATIO)
        self._most = ratio if is_text else max(ratio, member.file_size)
        self._archive = archive
        self._read = 0
        self._check_size(member.file_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            block = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
            why = f"“{self._archive}” is damaged inside; copy it from the phone again."
            raise InputError(why, code="E_ZIP_DAMAGED") from None
        self._read += len(block)
        self._check_size(self._read)
        buffer[: len(block)] = block
        return len(block)

    def _check_size(self, size: int) -> None:
        if size > self._most:
            why = f"“{self._archive}” unpacks to far more than it should; it was not read."
            raise HostileInput(why, code="E_ZIP_RATIO")
