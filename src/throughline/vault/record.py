"""The append-only record of a case: entries that follow one another, and the head that says where the record ends.

An entry commits to its content by a salted hash and names the hash of the entry before it. What was written is sealed inside;
destroying it takes the salt along, so the chain stays whole and the commitment confirms no guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from throughline.domain.errors import RolledBack, Tampered, VaultError
from throughline.vault.canonical import Json, canonical, read_canonical
from throughline.vault.case_keys import CaseKey, KeyRing
from throughline.vault.primitives import (
    SALT_BYTES,
    frame,
    fresh,
    label,
    mac,
    open_once,
    padded,
    same,
    seal_once,
    unpadded,
)

VERSION = 1
_LEAF = b"\x00"  # RFC 9162 section 2.1.1: what a leaf's hash begins with


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is stored. `sealed` is None once what it said was destroyed; all else stays."""

    case_id: str
    number: int
    recorded_at: datetime
    epoch: int
    commitment: bytes
    previous: bytes
    sealed: bytes | None = field(repr=False)
    version: int = VERSION

    def leaf(self) -> bytes:
        """The bytes that the chain, and a Merkle tree (RFC 9162), hash: everything but `sealed`."""
        return canonical(
            {
                "case": self.case_id,
                "commitment": self.commitment.hex(),
                "epoch": self.epoch,
                "number": self.number,
                "previous": self.previous.hex(),
                "recorded_at": written_time(self.recorded_at),
                "version": self.version,
            }
        )

    @property
    def hash(self) -> bytes:
        """The hash the next entry names, which is the leaf hash of RFC 9162."""
        return sha256(_LEAF + self.leaf()).digest()


@dataclass(frozen=True, slots=True)
class Witness:
    """How far a record had come, remembered somewhere that whoever can change the record cannot reach."""

    case_id: str
    count: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """Where a record ends, under a code that only a holder of the case's current key can make."""

    case_id: str
    epoch: int
    count: int
    hash: bytes
    recorded_at: datetime | None
    mac: bytes = field(repr=False)

    @property
    def witness(self) -> Witness:
        """What to remember elsewhere."""
        return Witness(self.case_id, self.count, self.hash)


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry with what it says: `action` on `item`, its content, and the numbers of the entries it destroyed."""

    number: int
    recorded_at: datetime
    item: str
    action: str
    content: Json = field(repr=False)
    destroys: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Destroyed:
    """An entry whose content was destroyed: that there was one, and when it was recorded."""

    number: int
    recorded_at: datetime


def begin(case_key: CaseKey) -> Head:
    """The head of a record without entries."""
    return _headed(case_key, 0, beginning(case_key.case_id), None)


def beginning(case_id: str) -> bytes:
    """What the first entry of a case names as the hash before it."""
    return sha256(frame(label("begin"), case_id)).digest()


def append(
    ring: KeyRing,
    head: Head,
    *,
    item: str,
    action: str,
    content: Json,
    recorded_at: datetime,
    destroys: Sequence[int] = (),
) -> tuple[Entry, Head]:
    """The next entry and the head after it; both are stored in one transaction, with `destroy` of every entry in `destroys`.

    `recorded_at` is aware and not before the head's. Raises Tampered where the head is not this case's, VaultError for a
    time that goes back, NotCanonical for content with no canonical form.
    """
    check_head(ring, head)
    at = _whole_utc(recorded_at)
    if head.recorded_at is not None and at < head.recorded_at:
        raise VaultError("The time of an entry is before the entry that it follows. Look at the clock.")
    if not all(0 <= number < head.count for number in destroys):
        raise VaultError("An entry can only destroy entries that came before it.")
    words: dict[str, Json] = {"action": action, "content": content, "destroys": sorted(set(destroys)), "item": item}
    plain = fresh(SALT_BYTES) + canonical(words)
    key = ring.current
    bare = Entry(head.case_id, head.count, at, key.epoch, _commitment(plain), head.hash, None)
    salt = fresh(SALT_BYTES)
    sealed = salt + seal_once(_entry_key(key, bare, salt), padded(plain), bare.leaf())
    return replace(bare, sealed=sealed), _headed(key, head.count + 1, bare.hash, at)


def open_entry(ring: KeyRing, entry: Entry) -> Opened | Destroyed:
    """What one entry says. It shows nothing of its place in the record: `read` does.

    Raises Tampered where it is not as it was sealed, MissingKey where the ring lacks its epoch.
    """
    if entry.version != VERSION or entry.case_id != ring.case_id:
        raise Tampered(f"Entry {entry.number} is of another case or another version.")
    if entry.sealed is None:
        return Destroyed(entry.number, entry.recorded_at)
    salt, sealed = entry.sealed[:SALT_BYTES], entry.sealed[SALT_BYTES:]
    try:
        plain = unpadded(open_once(_entry_key(ring.at(entry.epoch), entry, salt), sealed, entry.leaf()))
    except Tampered:
        raise Tampered(f"Entry {entry.number} was changed, or is not where it was written.") from None
    if not same(_commitment(plain), entry.commitment):
        raise Tampered(f"Entry {entry.number} does not say what it committed to.")
    return _worded(entry, read_canonical(plain[SALT_BYTES:]))


def destroy(entry: Entry) -> Entry:
    """The entry without what it said. Store it with the entry whose `destroys` names it, or `read` will miss the words."""
    return replace(entry, sealed=None)


def turn_head(ring: KeyRing, head: Head) -> Head:
    """The head under the ring's new current key, after `ring.turned()`; `head` is still under the epoch before."""
    before = ring.at(ring.current.epoch - 1)
    _check_mac(before, head)
    return _headed(ring.current, head.count, head.hash, head.recorded_at)


def check_head(ring: KeyRing, head: Head) -> None:
    """Raises Tampered where the head is not one that a holder of the current key made for this case."""
    if head.case_id != ring.case_id:
        raise Tampered("The head is of another case.")
    if head.epoch != ring.current.epoch:
        raise RolledBack("The head is not under the case's current key: the keys or the head are of another time.")
    _check_mac(ring.current, head)


def _check_mac(key: CaseKey, head: Head) -> None:
    right = _headed(key, head.count, head.hash, head.recorded_at)
    if (head.case_id, head.epoch) != (right.case_id, right.epoch) or not same(right.mac, head.mac):
        raise Tampered("The head of the record was changed.")


def _headed(key: CaseKey, count: int, last: bytes, recorded_at: datetime | None) -> Head:
    said: dict[str, Json] = {
        "case": key.case_id,
        "count": count,
        "epoch": key.epoch,
        "hash": last.hex(),
        "recorded_at": written_time(recorded_at) if recorded_at else None,
        "version": VERSION,
    }
    return Head(key.case_id, key.epoch, count, last, recorded_at, mac(key.derive("head"), canonical(said)))


def _commitment(plain: bytes) -> bytes:
    """SHA-256 over the versioned label, the 32-byte salt and the canonical content, in that order."""
    return sha256(label("commitment") + plain).digest()


def _entry_key(key: CaseKey, entry: Entry, salt: bytes) -> bytes:
    """Salted, because a number may be sealed twice: an append that was not kept, and the one that was."""
    return key.derive("entry", entry.number, salt)


def _worded(entry: Entry, words: Json) -> Opened:
    match words:
        case {"action": str(action), "content": content, "destroys": [*numbers], "item": str(item), **more} if not more:
            destroys = tuple(number for number in numbers if isinstance(number, int) and 0 <= number < entry.number)
            if len(destroys) == len(numbers):
                return Opened(entry.number, entry.recorded_at, item, action, content, destroys)
    raise Tampered(f"Entry {entry.number} is sealed right, but is not written as an entry is.")


def written_time(moment: datetime) -> str:
    """A moment as the record writes it: UTC, six decimals, Z."""
    return _whole_utc(moment).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _whole_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise VaultError("The time of an entry needs a time zone.")
    return moment.astimezone(UTC)
