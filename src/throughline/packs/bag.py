"""Write a bag as a zip whose every byte follows from its files: the writer that belongs to `verify`.

Files are stored and not compressed, so that a 2 GB exhibit streams through and the zip is the same wherever it is made.
"""

from __future__ import annotations

import hashlib
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from throughline.domain.errors import PackError
from throughline.packs import verify


class Entry:
    """One file being written into a bag: counts, hashes and sums what passes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._can_seek = stream.seekable()
        self._place = 0
        self._digest = hashlib.sha256()
        self.crc = 0
        self.size = 0

    def write(self, block: bytes) -> int:
        """Take some bytes in."""
        self._stream.write(block)
        self._digest.update(block)
        self.crc = zlib.crc32(block, self.crc)
        self.size += len(block)
        return len(block)

    def flush(self) -> None:
        """Nothing waits here; writers of tables call it."""

    @property
    def sha256(self) -> str:
        """The hash of what has passed."""
        return self._digest.hexdigest()


class Bag:
    """A bag being written. Payload goes in by `entry` or `add`; `close` writes the tag files and the directory."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._can_seek = stream.seekable()
        self._place = 0
        self._directory: list[tuple[str, int, int, int]] = []
        self._payload: dict[str, str] = {}
        self._payload_bytes = 0
        self.add("bagit.txt", verify.BAGIT)

    @contextmanager
    def entry(self, name: str, size: int = 0, crc: int | None = None) -> Iterator[Entry]:
        """A file to write into, a piece at a time. `size` must be told where it may be 4 GiB or more.

        What stands before a file in a zip holds its sum. Where the sum is told (`crc`, with `size`) it is written straight away;
        else the writer comes back to it, or holds the file in memory where its stream cannot go back, as a download cannot.
        """
        is_held = crc is None and not self._can_seek
        offset, header = self._place, verify.local_header(name, crc or 0, size)
        if not is_held:
            self._stream.write(header)
        held = io.BytesIO() if is_held else self._stream
        entry = Entry(held)
        yield entry
        true_header = verify.local_header(name, entry.crc, entry.size)
        if is_held:
            self._stream.write(true_header + held.getvalue())  # type: ignore[attr-defined]
        elif len(true_header) != len(header) or (crc is not None and true_header != header):
            raise PackError(f"“{name}” changed while the pack was made; make the pack again.")
        elif crc is None:
            self._stream.seek(offset)
            self._stream.write(true_header)
            self._stream.seek(0, io.SEEK_END)
        self._place = offset + len(true_header) + entry.size
        self._directory.append((name, entry.crc, entry.size, offset))
        if name.startswith("data/"):
            self._payload[name] = entry.sha256
            self._payload_bytes += entry.size

    def add(self, name: str, content: bytes) -> str:
        """A whole small file; gives its SHA-256."""
        with self.entry(name, len(content)) as entry:
            entry.write(content)
        return entry.sha256

    def close(self, described: dict[str, str]) -> str:
        """Write bag-info.txt with those lines, both manifests and the directory; gives the pack's fingerprint."""
        lines = {**described, "Payload-Oxum": f"{self._payload_bytes}.{len(self._payload)}"}
        tags = {"bagit.txt": hashlib.sha256(verify.BAGIT).hexdigest()}
        tags["bag-info.txt"] = self.add(
            "bag-info.txt", "".join(f"{key}: {value}\n" for key, value in lines.items()).encode()
        )
        tags[verify.MANIFEST] = self.add(verify.MANIFEST, verify.manifest_bytes(self._payload))
        fingerprint = self.add(verify.TAG_MANIFEST, verify.manifest_bytes(tags))
        directory = b"".join(verify.central_header(*entry) for entry in self._directory)
        self._stream.write(directory + verify.end_records(len(self._directory), len(directory), self._place))
        return fingerprint


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only once it is whole; whatever interrupts leaves nothing but what was there."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise
