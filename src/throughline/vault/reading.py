"""Reading a whole record: everything that must hold of it, and every fault found.

`read` is for whoever goes on from what it says; it gives nothing unless all of it holds. `examine` gives what can still be
read of a damaged record, with each fault: nothing is lost in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import ParamSpec

from throughline.domain.errors import RolledBack, Tampered, VaultError
from throughline.vault.case_keys import KeyRing
from throughline.vault.record import Destroyed, Entry, Head, Opened, Witness, beginning, check_head, open_entry

_P = ParamSpec("_P")


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
        *_faults(check_head, ring, head),
        *_chain_faults(ring, stored),
        *_end_faults(stored, head),
        *(entry.why for entry in opened if isinstance(entry, Unreadable)),
        *_destroyed_faults(opened),
        *(_faults(check_extends, stored, witness) if witness else ()),
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


def _faults(check: Callable[_P, None], *arguments: _P.args, **named: _P.kwargs) -> tuple[VaultError, ...]:
    try:
        check(*arguments, **named)
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
