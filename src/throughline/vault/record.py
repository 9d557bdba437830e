"""The append-only record of a case: entries that follow one another, and the head that says where the record ends.

`read` is for whoever goes on from what the record says; it gives nothing unless all of it holds. `examine` gives what can
still be read of a damaged record, with each fault: nothing is lost in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice

from throughline.domain.errors import RolledBack, Tampered, VaultError
from throughline.vault.canonical import Json, canonical
from throughline.vault.case_keys import CaseKey, KeyRing
from throughline.vault.entries import (
    VERSION,
    Destroyed,
    Entry,
    Opened,
    destroy,
    open_entry,
    seal_entry,
    whole_utc,
    written_time,
)
from throughline.vault.primitives import frame, label, mac, same

__all__ = [
    "Destroyed", "Entry", "Examined", "Head", "Opened", "Unreadable", "Witness", "append", "begin", "beginning", "check_extends",
    "check_head", "destroy", "examine", "open_entry", "read", "turn_head",
]  # fmt: skip


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
class Unreadable:
    """An entry that is there and does not open: its place, and the error that says why."""

    number: int
    recorded_at: datetime
    why: VaultError


@dataclass(frozen=True, slots=True)
class Examined:
    """What a record says, and every way in which it is not as it should be."""

    entries: tuple[Opened | Destroyed | Unreadable, ...]
    faults: tuple[VaultError, ...]


def begin(case_key: CaseKey) -> Head:
    """The head of a record without entries."""
    return _headed(case_key, 0, beginning(case_key.case_id), None)


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

    `recorded_at` is aware and not before the head's: a clock that was set back is the caller's to see and to say. An entry
    that destroys others is not destroyed itself. Raises Tampered where the head is not this case's, VaultError for a time
    that goes back, NotCanonical for content with no canonical form.
    """
    check_head(ring, head)
    at = whole_utc(recorded_at)
    if head.recorded_at is not None and at < head.recorded_at:
        raise VaultError("The time of an entry is before the entry that it follows. Look at the clock.")
    if not all(0 <= number < head.count for number in destroys):
        raise VaultError("An entry can only destroy entries that came before it.")
    entry = seal_entry(
        ring.current,
        number=head.count,
        previous=head.hash,
        recorded_at=at,
        item=item,
        action=action,
        content=content,
        destroys=destroys,
    )
    return entry, _headed(ring.current, head.count + 1, entry.hash, at)


def read(
    ring: KeyRing, entries: Iterable[Entry], head: Head, witness: Witness | None = None
) -> Iterator[Opened | Destroyed]:
    """What the record says, entry by entry in order, once all of it was checked. Raises the first fault of `examine`."""
    examined = examine(ring, entries, head, witness)
    if examined.faults:
        raise examined.faults[0]
    return iter([entry for entry in examined.entries if not isinstance(entry, Unreadable)])


def examine(ring: KeyRing, entries: Iterable[Entry], head: Head, witness: Witness | None = None) -> Examined:
    """Open what opens, and check the head, the chain, the times, the commitments, what was destroyed, and the witness."""
    stored = tuple(entries)
    opened = tuple(_opened(ring, entry) for entry in stored)
    faults = [
        *_faults(lambda: check_head(ring, head)),
        *_chain_faults(ring, stored),
        *_end_faults(stored, head),
        *(entry.why for entry in opened if isinstance(entry, Unreadable)),
        *_destroyed_faults(opened),
        *(_faults(lambda: check_extends(stored, witness)) if witness else ()),
    ]
    return Examined(opened, tuple(faults))


def check_extends(entries: Iterable[Entry], witness: Witness) -> None:
    """Raises RolledBack where the entries, in order from the first, are not the record of the witness with or without more.

    Needs no key: whoever keeps witnesses can check without being able to read.
    """
    last, seen = beginning(witness.case_id), 0
    for entry in islice(entries, witness.count):
        if (entry.case_id, entry.number, entry.previous) != (witness.case_id, seen, last):
            raise RolledBack(f"The record is not the one that was seen before: entry {seen} differs.")
        last, seen = entry.hash, seen + 1
    if seen < witness.count:
        raise RolledBack(f"The record had {witness.count} entries when it was last seen; it has {seen}.")
    if last != witness.hash:
        raise RolledBack("The record is not the one that was seen before.")


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


def beginning(case_id: str) -> bytes:
    """What the first entry of a case names as the hash before it."""
    return sha256(frame(label("begin"), case_id)).digest()


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


def _faults(check: Callable[[], None]) -> tuple[VaultError, ...]:
    try:
        check()
    except VaultError as error:
        return (error,)
    return ()


def _opened(ring: KeyRing, entry: Entry) -> Opened | Destroyed | Unreadable:
    try:
        return open_entry(ring, entry)
    except VaultError as error:
        return Unreadable(entry.number, entry.recorded_at, error)


def _chain_faults(ring: KeyRing, entries: Sequence[Entry]) -> Iterator[VaultError]:
    last, number, epoch, at = beginning(ring.case_id), 0, 1, None
    for entry in entries:
        if entry.number != number:
            yield Tampered(f"Entry {number} is missing, or not in its place: entry {entry.number} stands there.")
        elif entry.previous != last:
            yield Tampered(f"Entry {number} does not follow the one before it.")
        if entry.epoch < epoch or (at is not None and entry.recorded_at < at):
            yield Tampered(f"Entry {entry.number} is older than the one before it.")
        last, number, epoch, at = entry.hash, entry.number + 1, entry.epoch, entry.recorded_at


def _end_faults(entries: Sequence[Entry], head: Head) -> Iterator[VaultError]:
    end = (entries[-1].hash, entries[-1].recorded_at) if entries else (beginning(head.case_id), None)
    if len(entries) != head.count:
        yield RolledBack(f"The record should have {head.count} entries; it has {len(entries)}.")
    elif end != (head.hash, head.recorded_at):
        yield Tampered("The record does not end where its head says.")


def _destroyed_faults(opened: Sequence[Opened | Destroyed | Unreadable]) -> Iterator[VaultError]:
    """Words are gone only where a later entry says so, and gone wherever one does."""
    named = {number for entry in opened if isinstance(entry, Opened) for number in entry.destroys}
    for entry in opened:
        if isinstance(entry, Destroyed) and entry.number not in named:
            yield Tampered(f"What entry {entry.number} said is gone, and no entry says that it was deleted.")
        if not isinstance(entry, Destroyed) and entry.number in named:
            yield RolledBack(f"Entry {entry.number} was deleted and is there again.")
