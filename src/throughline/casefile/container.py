"""Where a case file lies: a folder, a zip of one, or a bare case.json. Read only, and nothing is unpacked to disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import IO, Protocol

from throughline.domain.errors import CaseFileError
from throughline.originals.archive import Zip, is_archive, member_names, open_member, unpacked_size

CASE = "case.json"
COMMUNICATIONS = "communications.jsonl"
EXHIBITS = "exhibits"


class Holding(Protocol):
    """What a pack asks of whatever holds a case's files: a case file on a disk, or the vault of a service."""

    def has(self, name: str) -> bool:
        """True when a file of that name is held."""

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """The bytes of a file as a stream."""

    def size_and_crc(self, name: str) -> tuple[int, int | None]:
        """How large a file is, and its CRC-32 where that is known without reading it and can be trusted."""


@dataclass(frozen=True, slots=True)
class Container:
    """A case file's outside. `prefix` is the folder inside a zip that holds case.json, with its slash; `stream` is the zip
    where it lies at no path, and `path` then only what it is called."""

    path: Path
    is_zip: bool = False
    prefix: str = ""
    names: frozenset[str] = frozenset()
    stream: IO[bytes] | None = None

    def has(self, name: str) -> bool:
        """True when the case file holds a file of that name (with `/` between folders)."""
        if self.is_zip:
            return self.prefix + name in self.names
        file = self._file(name)
        try:
            return file.is_file() and (file == self.path or self._is_inside(file))
        except OSError:  # a name that no file on this system can have
            return False

    def has_other(self, name: str) -> bool:
        """True when something stands under that name that is no file of this case: a folder, or a link out of it."""
        return not self.is_zip and os.path.lexists(self._file(name)) and not self.has(name)

    @property
    def is_bare(self) -> bool:
        """True for a case.json on its own, which has no files beside it."""
        return not self.is_zip and self.path.is_file()

    @property
    def has_exhibits_elsewhere(self) -> bool:
        """True when exhibits/ is a link that leads out of the case."""
        return not self.is_zip and not self._is_inside(self._file(EXHIBITS))

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """The bytes of a file in the case file, as a stream."""
        if self.is_zip:
            is_text = not name.startswith(EXHIBITS)
            with open_member(self._zip, self.prefix + name, called=self.path.name, is_text=is_text) as stream:
                yield stream
        else:
            with self._file(name).open("rb") as stream:
                yield stream

    def path_of(self, name: str) -> Path | None:
        """Where a file of the case file lies on disk; None for those inside a zip."""
        return None if self.is_zip else self._file(name)

    def copy(self, name: str, target: IO[bytes]) -> None:
        """Copy a file out, a mebibyte at a time."""
        with self.open(name) as stream:
            shutil.copyfileobj(stream, target, 2**20)

    def size_and_crc(self, name: str) -> tuple[int, int | None]:
        """How large a file is, and its CRC-32 where that is known without reading it and can be trusted."""
        if not self.is_zip:
            return self._file(name).stat().st_size, None
        return unpacked_size(self._zip, self.prefix + name), None

    def exhibit_files(self) -> Iterator[str]:
        """The names of all files under exhibits/, in order, and of what else lies there that is no folder."""
        if self.is_zip:
            start = f"{self.prefix}{EXHIBITS}/"
            yield from sorted(name.removeprefix(self.prefix) for name in self.names if name.startswith(start))
        elif self.path.is_dir() and (self.path / EXHIBITS).is_dir():
            for file in sorted((self.path / EXHIBITS).rglob("*")):
                if not file.is_dir():
                    yield file.relative_to(self.path).as_posix()

    @property
    def unpacked_size(self) -> int:
        """How many bytes all files of a zip have together, by its own word."""
        return unpacked_size(self._zip)

    @property
    def _zip(self) -> Zip:
        return self.stream or self.path

    def _is_inside(self, file: Path) -> bool:
        return file.resolve().is_relative_to(self.path.resolve())

    def _file(self, name: str) -> Path:
        if self.path.is_dir():
            return self.path / name
        return self.path if name == CASE else self.path / name  # a bare case.json has nothing beside it


def locate(path: Path) -> Container:
    """The case file at a path. Raises CaseFileError where there is none."""
    called = path.absolute().name
    if path.is_dir():
        if (path / CASE).is_file():
            return Container(path)
        raise CaseFileError(
            f"“{called}” holds no case.json; begin a case there with: throughline new {quote(str(path))}"
        )
    if not path.is_file():
        raise CaseFileError(f"There is no case file at “{called}”; check the name.")
    with path.open("rb") as stream:
        head = stream.read(4)
    if not is_archive(head):
        return Container(path)
    return _in_zip(path, called)


def locate_in(stream: IO[bytes], called: str) -> Container:
    """The case file in a zip that lies at no path. Raises CaseFileError, InputError or HostileInput."""
    head = stream.read(4)
    if not is_archive(head):
        raise CaseFileError(f"“{called}” is not a case file; give the zip as it was downloaded.")
    return _in_zip(stream, called)


def _in_zip(source: Zip, called: str) -> Container:
    names = member_names(source, called=called, may_hold_zips=True)
    # Whoever zips a folder gets it with or without its name; exhibits may hold a case.json of their own, further down.
    cases = sorted((name for name in names if name.split("/")[-1] == CASE), key=lambda name: name.count("/"))
    if not cases:
        raise CaseFileError(f"“{called}” is a zip without a case.json in it; it is not a case file.")
    if len(cases) > 1 and cases[0].count("/") == cases[1].count("/"):
        raise CaseFileError(f"“{called}” holds more than one case.json; zip each case on its own.")
    prefix = cases[0].removesuffix(CASE)
    if isinstance(source, Path):
        return Container(source, True, prefix, frozenset(names))
    return Container(Path(called), True, prefix, frozenset(names), source)
