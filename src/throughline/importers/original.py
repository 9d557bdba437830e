"""The original: a file as it came in, hashed before anything reads it, never written to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from throughline.domain.errors import InputError
from throughline.originals.archive import is_archive, member_names

HEAD_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Original:
    """A file to be read. `head` is its first 64 KiB; `members` are the names inside, where it is an archive; `called` is the
    name it has for people, where the path has another."""

    path: Path
    sha256: str
    size: int
    head: bytes
    members: tuple[str, ...] = ()
    called: str | None = None

    @property
    def name(self) -> str:
        """The file's own name, which some exports put the other party in."""
        return self.called or self.path.name

    @property
    def is_archive(self) -> bool:
        """True for a zip."""
        return is_archive(self.head)


def open_original(path: Path, name: str | None = None) -> Original:
    """Hash a file and look at its head. `name` is the one it really has, where the path is not called so. Raises InputError
    when there is nothing to read, HostileInput for a bad zip."""
    called = name or path.absolute().name
    if path.exists() and not path.is_file():
        raise InputError(f"“{called}” is not a file; give the file itself, as the phone made it.")
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
            stream.seek(0)
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except OSError as refused:
        raise InputError(f"“{called}” cannot be opened ({refused.strerror}); check the name and try again.") from None
    if not head:
        raise InputError(f"“{called}” is empty; export it again from the phone.", code="E_EMPTY")
    return Original(path, sha256, size, head, member_names(path, called=called) if is_archive(head) else (), name)
