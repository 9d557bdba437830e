"""What changes a case. Each action is one transaction: the entries of the record are its account of who did what."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from throughline.vault.case_keys import CaseKey, grant, new_case_key
from throughline.vault.entries import Entry, destroy
from throughline.vault.identity import PrivateKey, PublicKey
from throughline.vault.notes import open_letter, seal_letter
from throughline.vault.record import Head, append, begin
from throughline.web.accounts.models import Account
from throughline.web.cases import heads, storage
from throughline.web.cases.deletion import forget_journal
from throughline.web.cases.models import CaseRow, DraftRow, EntryRow, FileRow, GrantRow, new_id
from throughline.web.cases.queries import OpenCase, entry_of, head_of
from throughline.web.cases.state import Change

FEW_FILES = 3
recorded = Signal()
"""Sent inside the transaction of `record`, with `case`, `changes` and `at`: what follows from it is kept with it, or not at all."""
_log = logging.getLogger("throughline.cases")


def begin_case(*, by: Account, public: PublicKey) -> CaseRow:
    """An empty case of that account's, its first key sealed to it."""
    key = new_case_key(new_id())
    head = begin(key)
    row = CaseRow.objects.create(**head_columns(head), id=key.case_id)
    _grant(by, row, key, public)
    return row


def _grant(account: Account, row: CaseRow, key: CaseKey, public: PublicKey) -> None:
    sealed = grant(key, public, grantee=str(account.pk))
    GrantRow.objects.create(case=row, account=account, epoch=key.epoch, sealed=sealed)


def record(*, by: Account, case: OpenCase, changes: Sequence[Change], now: datetime | None = None) -> None:
    """Append the changes to the case's record, all or none. A deletion destroys every earlier word about its item."""
    assert by.pk == case.account.pk
    with transaction.atomic():
        row = CaseRow.objects.select_for_update().get(pk=case.row.pk)
        head = head_of(row)
        moment = max(now or datetime.now(UTC), head.recorded_at or datetime.min.replace(tzinfo=UTC))
        rows = []
        for change in changes:
            gone = _numbers_said_of(case, change) if change.action == "deleted" else ()
            entry, head = append(
                case.ring, head, item=change.item, action=change.action, content=change.content, recorded_at=moment,
                destroys=gone,
            )  # fmt: skip
            rows.append(EntryRow(case=row, **entry_columns(entry)))
            _destroy(row, gone)
            if change.action == "deleted":
                _release_files(row, case, change)
        EntryRow.objects.bulk_create(rows)
        CaseRow.objects.filter(pk=row.pk).update(**head_columns(head))
        _keep_files(row, changes)
        recorded.send(CaseRow, case=case, changes=changes, at=moment)
        transaction.on_commit(lambda: heads.remember(head))
        if any(change.action == "deleted" for change in changes):
            transaction.on_commit(forget_journal)


def _numbers_said_of(case: OpenCase, change: Change) -> tuple[int, ...]:
    return case.state.numbers_of((change.kind, change.id))


def _destroy(row: CaseRow, numbers: Iterable[int]) -> None:
    for entry in row.entries.filter(number__in=numbers):
        EntryRow.objects.filter(pk=entry.pk).update(sealed=destroy(entry_of(row.id, entry)).sealed)


def _keep_files(row: CaseRow, changes: Sequence[Change]) -> None:
    named = [id for change in changes for id in change.kept.get("files", {}).values()]
    FileRow.objects.filter(case=row, id__in=named).update(is_kept=True)


def _release_files(row: CaseRow, case: OpenCase, change: Change) -> None:
    """The files of what is deleted wait to be dropped from now on: they go even where the service ends before it gets there."""
    named = case.state.kept.get((change.kind, change.id), {}).get("files", {}).values()
    FileRow.objects.filter(case=row, id__in=list(named)).update(is_kept=False)


def entry_columns(entry: Entry) -> dict[str, Any]:
    """The columns of an entry's row."""
    return {
        "number": entry.number, "recorded_at": entry.recorded_at, "epoch": entry.epoch, "commitment": entry.commitment,
        "previous": entry.previous, "sealed": entry.sealed, "version": entry.version,
    }  # fmt: skip


def head_columns(head: Head) -> dict[str, Any]:
    """The columns of a head's row, but its id."""
    return {
        "epoch": head.epoch, "count": head.count, "last_hash": head.hash, "last_recorded_at": head.recorded_at,
        "mac": head.mac,
    }  # fmt: skip


def delete_files(*, by: Account, case: OpenCase, ids: Iterable[str]) -> None:
    """Destroy sealed files that nothing names any more."""
    assert by.pk == case.account.pk
    for row in FileRow.objects.filter(case=case.row, id__in=list(ids)):
        storage.store().delete(row.id)
        row.delete()


def drop_waiting_files(*, before: datetime) -> int:
    """Destroy sealed uploads that arrived before then and that no entry ever named; gives how many. For the service itself:
    nobody's words decide which they are."""
    dropped = 0
    for id in FileRow.objects.filter(is_kept=False, arrived_at__lt=before).values_list("id", flat=True):
        with transaction.atomic():
            row = FileRow.objects.select_for_update().filter(pk=id, is_kept=False).first()
            if row is not None:  # it was not kept meanwhile
                row.delete()
        if row is not None:
            dropped += storage.store().delete(id)
    return dropped


def drop_unnamed_files(ids: Iterable[str]) -> int:
    """Destroy those of these stored files that no row names, such as what a transaction that was undone had put there; gives
    how many. For the service itself: choose files that no upload under way can be.

    Where more files are unnamed than named, the database is more likely the wrong one than all of them are left over:
    nothing is destroyed then, and the log says so.
    """
    stored = list(ids)
    named = set(FileRow.objects.values_list("id", flat=True))
    unnamed = [id for id in stored if id not in named]
    if len(unnamed) > len(stored) - len(unnamed) and len(unnamed) > FEW_FILES:
        _log.error(
            "%s of %s sealed files are in no row of this database; is it the right one?", len(unnamed), len(stored)
        )
        return 0
    for id in unnamed:
        storage.store().delete(id)
    return len(unnamed)


def save_draft(*, by: Account, place: str, plain: bytes) -> None:
    """Keep what is being typed, sealed to its writer; it needs no open diary, so it works when that was locked."""
    sealed = seal_letter(PublicKey(bytes(by.public_key)), plain, place="draft", item=place)
    DraftRow.objects.update_or_create(account=by, place=place, defaults={"sealed": sealed})


def open_draft(account: Account, private: PrivateKey, place: str) -> bytes | None:
    """What was being typed on that page, if anything was."""
    row = DraftRow.objects.filter(account=account, place=place).first()
    return None if row is None else open_letter(private, bytes(row.sealed), place="draft", item=place)


def drop_draft(*, by: Account, place: str) -> None:
    """What was typed is saved as an entry, or thrown away."""
    DraftRow.objects.filter(account=by, place=place).delete()
