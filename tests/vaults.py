"""What the tests of the vault begin with: small costs, a case with its keys, a record with a few entries."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from throughline.vault.canonical import Json
from throughline.vault.case_keys import KeyRing, new_case_key
from throughline.vault.entries import Entry
from throughline.vault.files import FileKey, SealedFile, seal_stream
from throughline.vault.identity import Cost
from throughline.vault.record import Head, append, begin

SMALL = Cost(memory_kib=8, passes=1, lanes=1)
START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CASE = "case-of-the-tests"


def ring_of(case_id: str = CASE, epochs: int = 1) -> KeyRing:
    ring = KeyRing((new_case_key(case_id),))
    for _ in range(epochs - 1):
        ring = ring.turned()
    return ring


def record_of(ring: KeyRing, contents: Sequence[Json], head: Head | None = None) -> tuple[list[Entry], Head]:
    """A record with these contents, a minute apart."""
    head = head or begin(ring.current)
    entries: list[Entry] = []
    for content in contents:
        at = START + timedelta(minutes=head.count)
        entry, head = append(ring, head, item="i1", action="recorded", content=content, recorded_at=at)
        entries.append(entry)
    return entries, head


def sealed_of(key: FileKey, plain: bytes, chunk_bytes: int = 64) -> bytes:
    return b"".join(seal_stream(key, [plain], chunk_bytes=chunk_bytes))


def plain_of(key: FileKey, sealed: bytes) -> bytes:
    return b"".join(SealedFile(io.BytesIO(sealed), key))


def flipped(whole: bytes) -> Iterator[bytes]:
    """The bytes with each single bit turned over."""
    for place in range(len(whole)):
        for bit in range(8):
            yield whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]


def changed_entries(entry: Entry) -> Iterator[Entry]:
    """The entry with each single bit of each of its fields turned over, where the field can hold that at all."""
    for name in ("commitment", "previous", "sealed"):
        yield from (dataclasses.replace(entry, **{name: value}) for value in flipped(getattr(entry, name)))
    for name in ("number", "epoch", "version"):
        for bit in range(31):
            value = getattr(entry, name) ^ 1 << bit
            if (name, value) != ("epoch", 0):  # an entry refuses to be made with that
                yield dataclasses.replace(entry, **{name: value})
    for microseconds in (1, -1, 1_000_000, -86_400_000_000):
        yield dataclasses.replace(entry, recorded_at=entry.recorded_at + timedelta(microseconds=microseconds))
    yield dataclasses.replace(entry, case_id=entry.case_id + "x")
