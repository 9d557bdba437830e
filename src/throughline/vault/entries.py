"""One entry of a case's record: what is stored of it, how what it says is sealed, and how it is destroyed.

An entry commits to its content by a salted hash and names the hash of the entry before it. The salt is sealed with the
content and goes with it, so that a commitment that is left confirms no guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from throughline.domain.errors import Tampered, VaultError
from throughline.vault.canonical import Json, canonical, read_canonical
from throughline.vault.case_keys import CaseKey, KeyRing
from throughline.vault.primitives import SALT_BYTES, fresh, label, open_once, padded, same, seal_once, unpadded

VERSION = 1
HASH_BYTES = 32
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
    leaf: bytes = field(init=False, repr=False, compare=False)
    """The bytes that the chain, and a Merkle tree (RFC 9162), hash: everything but `sealed`."""

    def __post_init__(self) -> None:
        hashes = (self.commitment, self.previous)
        if self.number < 0 or self.epoch < 1 or any(len(it) != HASH_BYTES for it in hashes):
            raise Tampered("This is not an entry of a record: a number or a hash in it cannot be.")
        said: dict[str, Json] = {
            "case": self.case_id,
            "commitment": self.commitment.hex(),
            "epoch": self.epoch,
            "number": self.number,
            "previous": self.previous.hex(),
            "recorded_at": written_time(self.recorded_at),
            "version": self.version,
        }
        object.__setattr__(self, "leaf", canonical(said))  # once: reading a record needs it three times

    @property
    def hash(self) -> bytes:
        """The hash the next entry names, which is the leaf hash of RFC 9162."""
        return sha256(_LEAF + self.leaf).digest()


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


def seal_entry(
    key: CaseKey,
    *,
    number: int,
    previous: bytes,
    recorded_at: datetime,
    item: str,
    action: str,
    content: Json,
    destroys: Sequence[int],
) -> Entry:
    """An entry of the key's case. `record.append` sees to its place; nothing else should call this."""
    words: dict[str, Json] = {"action": action, "content": content, "destroys": sorted(set(destroys)), "item": item}
    plain = fresh(SALT_BYTES) + canonical(words)
    bare = Entry(key.case_id, number, whole_utc(recorded_at), key.epoch, _commitment(plain), previous, None)
    salt = fresh(SALT_BYTES)
    return replace(bare, sealed=salt + seal_once(_entry_key(key, number, salt), padded(plain), bare.leaf))


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
        plain = unpadded(open_once(_entry_key(ring.at(entry.epoch), entry.number, salt), sealed, entry.leaf))
    except Tampered:
        raise Tampered(f"Entry {entry.number} was changed, or is not where it was written.") from None
    if not same(_commitment(plain), entry.commitment):
        raise Tampered(f"Entry {entry.number} does not say what it committed to.")
    return _worded(entry, read_canonical(plain[SALT_BYTES:]))


def destroy(entry: Entry) -> Entry:
    """The entry without what it said. Store it with the entry whose `destroys` names it, or `read` will miss the words."""
    return replace(entry, sealed=None)


def _commitment(plain: bytes) -> bytes:
    """SHA-256 over the versioned label, the 32-byte salt and the canonical content, in that order."""
    return sha256(label("commitment") + plain).digest()


def _entry_key(key: CaseKey, number: int, salt: bytes) -> bytes:
    """Salted, because a number may be sealed twice: an append that was not kept, and the one that was."""
    return key.derive("entry", number, salt)


def _worded(entry: Entry, words: Json) -> Opened:
    match words:
        case {"action": str(action), "content": content, "destroys": [*numbers], "item": str(item), **more} if not more:
            destroys = [number for number in numbers if type(number) is int and 0 <= number < entry.number]
            if numbers == sorted(set(destroys)):
                return Opened(entry.number, entry.recorded_at, item, action, content, tuple(destroys))
    raise Tampered(f"Entry {entry.number} is sealed right, but is not written as an entry is.")


def written_time(moment: datetime) -> str:
    """A moment as the record writes it: UTC, six decimals, Z."""
    return whole_utc(moment).isoformat(timespec="microseconds").replace("+00:00", "Z")


def whole_utc(moment: datetime) -> datetime:
    """The moment in UTC. Raises VaultError where it has no time zone."""
    if moment.tzinfo is None:
        raise VaultError("The time of an entry needs a time zone.")
    return moment.astimezone(UTC)
