"""Ledgers: append-only records with a key of their own, in which everything of a helpline is kept that has words in it.

Each is a record of the vault (`vault.record`): entries that follow one another, a head under a code that only a holder of the
key can make, and beside the database how far it had come. Whoever has the database reads nothing, and cannot take an
entry out or put one in without that it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import transaction

from throughline.domain.errors import MissingKey
from throughline.vault.canonical import Json
from throughline.vault.case_keys import CaseKey, KeyRing, grant, new_case_key, open_grant
from throughline.vault.entries import Destroyed, Opened, destroy
from throughline.vault.identity import PrivateKey
from throughline.vault.record import append, begin, read
from throughline.web.cases import heads
from throughline.web.cases.actions import entry_columns, head_columns
from throughline.web.cases.models import new_id
from throughline.web.cases.queries import entry_of, head_of
from throughline.web.helplines.models import Helpline, LedgerEntryRow, LedgerGrant, LedgerRow
from throughline.web.helplines.proofs import key_of_helpline


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger whose key is at hand."""

    key: CaseKey

    @property
    def id(self) -> str:
        """The id of its row."""
        return self.key.case_id

    @property
    def ring(self) -> KeyRing:
        """Its key as the vault takes it."""
        return KeyRing((self.key,))


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be appended: `action` on `item` (such as `note:3`), its content, and the numbers of entries it destroys."""

    item: str
    action: str
    content: Json = field(repr=False)
    destroys: tuple[int, ...] = ()


def begin_ledger() -> Ledger:
    """An empty ledger. Until it is granted, its key is in memory alone."""
    key = new_case_key(new_id())
    head = begin(key)
    LedgerRow.objects.create(id=key.case_id, **head_columns(head))
    return Ledger(key)


def ledger_from(id: str, key: bytes) -> Ledger:
    """A ledger by its id and the key that somebody kept of it."""
    return Ledger(CaseKey(id, 1, key))


def append_to(ledger: Ledger, lines: Sequence[Line], *, now: datetime | None = None) -> list[int]:
    """Append to a ledger in the transaction that is open, or one of its own; gives the numbers of the entries."""
    with transaction.atomic():
        row = LedgerRow.objects.select_for_update().get(pk=ledger.id)
        head = head_of(row)
        at = max(now or datetime.now(UTC), head.recorded_at or datetime.min.replace(tzinfo=UTC))
        rows = []
        for line in lines:
            entry, head = append(
                ledger.ring, head, item=line.item, action=line.action, content=line.content, recorded_at=at,
                destroys=line.destroys,
            )  # fmt: skip
            rows.append(LedgerEntryRow(ledger=row, **entry_columns(entry)))
            for gone in row.entries.filter(number__in=line.destroys):
                LedgerEntryRow.objects.filter(pk=gone.pk).update(sealed=destroy(entry_of(row.id, gone)).sealed)
        LedgerEntryRow.objects.bulk_create(rows)
        LedgerRow.objects.filter(pk=row.pk).update(**head_columns(head))
        transaction.on_commit(lambda: heads.remember(head))
    return [it.number for it in rows]


def read_ledger(ledger: Ledger) -> tuple[Opened | Destroyed, ...]:
    """What a ledger says, once all of it was checked. Raises Tampered or RolledBack."""
    while True:
        witness = heads.remembered(ledger.id)
        row = LedgerRow.objects.get(pk=ledger.id)
        entries = [entry_of(row.id, it) for it in row.entries.order_by("number")]
        if LedgerRow.objects.filter(pk=ledger.id, mac=row.mac).exists():
            return tuple(read(ledger.ring, entries, head_of(row), witness))


def grant_ledger(ledger: Ledger, helpline: Helpline) -> None:
    """Seal the key of a ledger to a helpline's newest key. Raises Tampered where that was exchanged in the database."""
    sealed = grant(ledger.key, key_of_helpline(helpline), grantee=helpline.id)
    LedgerGrant.objects.create(ledger_id=ledger.id, helpline=helpline, epoch=helpline.epoch, sealed=sealed)


def open_ledger(id: str, helpline: Helpline, keys: dict[int, PrivateKey]) -> Ledger:
    """A ledger with the keys that somebody of the helpline holds, by epoch. Raises MissingKey where it was not granted, or is
    no more."""
    return _opened(LedgerGrant.objects.filter(pk=id, helpline=helpline).first(), helpline, keys)


def ledger_of(row: LedgerRow, helpline: Helpline, keys: dict[int, PrivateKey]) -> Ledger:
    """The same of a row whose grant was read with it, as a list of many does."""
    found = getattr(row, "grant", None)
    return _opened(found if found and found.helpline_id == helpline.id else None, helpline, keys)


def _opened(found: LedgerGrant | None, helpline: Helpline, keys: dict[int, PrivateKey]) -> Ledger:
    if found is None or found.epoch not in keys:
        raise MissingKey("This was not given to the helpline, or was taken back.")
    sealed, id = bytes(found.sealed), found.ledger_id
    return Ledger(open_grant(sealed, keys[found.epoch], case_id=id, grantee=helpline.id, epoch=1))


def take_back(id: str) -> None:
    """From now on nobody of the helpline opens a ledger."""
    LedgerGrant.objects.filter(pk=id).delete()


def destroy_ledger(id: str) -> None:
    """Destroy a ledger and its words."""
    LedgerRow.objects.filter(pk=id).delete()
    transaction.on_commit(lambda: heads.forget(id))
