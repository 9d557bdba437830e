"""Unseal a case: rows in, plain values out, for as long as one request takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import polars as pl

from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.finding import Findings
from throughline.together import put_together
from throughline.vault.case_keys import KeyRing, open_grant
from throughline.vault.entries import Entry
from throughline.vault.files import FileKey, file_key
from throughline.vault.identity import PrivateKey
from throughline.vault.record import Head, Witness, read
from throughline.web.accounts.models import Account
from throughline.web.cases import bulk, heads
from throughline.web.cases.models import CaseRow, HeadRow, RecordedRow
from throughline.web.cases.state import State, fold


@dataclass(frozen=True)
class OpenCase:
    """A case unsealed for its owner. Its communications and findings are made when they are first asked for."""

    account: Account
    row: CaseRow
    ring: KeyRing
    head: Head
    state: State

    @property
    def case(self) -> Case:
        """The case as everything below the service knows it."""
        return self.state.case

    @property
    def initials(self) -> str | None:
        """The initials that new exhibits get; None where nobody chose any."""
        return self.state.kept.get(("settings", "case"), {}).get("initials")

    @cached_property
    def communications(self) -> pl.DataFrame:
        """Everything imported, as columns with their times."""
        return table.with_times(bulk.communications(self.table_key, self.state), self.case.timezone)

    @cached_property
    def findings(self) -> Findings:
        """What the engine says about the case as it is now."""
        return put_together(self.case, self.communications)

    def file_key(self, file_id: str, epoch: int) -> FileKey:
        """The key of one of its files. Raises MissingKey."""
        return file_key(self.ring.at(epoch), file_id)

    def table_key(self, file_id: str, epoch: int) -> FileKey:
        """The key of one of its imports. Raises MissingKey."""
        return file_key(self.ring.at(epoch), file_id, kind="table")


def open_case(account: Account, private: PrivateKey) -> OpenCase:
    """The account's case. Raises Tampered where what is stored is not what was sealed, RolledBack for an older state."""
    grants = list(account.grants.select_related("case").order_by("epoch"))
    row = grants[0].case
    keys = tuple(
        open_grant(bytes(grant.sealed), private, case_id=row.id, grantee=str(account.pk), epoch=grant.epoch)
        for grant in grants
    )
    return opened(account, row, KeyRing(keys))


def opened(account: Account, row: CaseRow, ring: KeyRing) -> OpenCase:
    """A case whose keys are at hand, checked from its first entry to its head."""
    row, entries, witness = _at_one_moment(row.pk)
    head = head_of(row)
    told = read(ring, entries, head, witness)
    return OpenCase(account, row, ring, head, fold(told))


def as_it_was(case: OpenCase, moment: datetime) -> OpenCase:
    """The case as its record stood at a moment, as far as it still can be read: what was deleted since is not in it."""
    row, entries, witness = _at_one_moment(case.row.pk)
    told = [it for it in read(case.ring, entries, head_of(row), witness) if it.recorded_at <= moment]
    return OpenCase(case.account, row, case.ring, case.head, fold(told))


def _at_one_moment(case_id: str) -> tuple[CaseRow, list[Entry], Witness | None]:
    """The head, the entries and the witness as they belong together, while another request may be writing. A witness may
    lag behind, so it is read first; a head that moved while the entries were read is read again, with all of it."""
    while True:
        witness = heads.remembered(case_id)
        row = CaseRow.objects.get(pk=case_id)
        entries = [entry_of(case_id, it) for it in row.entries.order_by("number")]
        if CaseRow.objects.filter(pk=case_id, mac=row.mac).exists():
            return row, entries, witness


def head_of(row: HeadRow) -> Head:
    """The head of a record as the vault has it."""
    return Head(row.id, row.epoch, row.count, bytes(row.last_hash), row.last_recorded_at, bytes(row.mac))


def entry_of(record: str, row: RecordedRow) -> Entry:
    """An entry of the record of that id as the vault has it."""
    sealed = None if row.sealed is None else bytes(row.sealed)
    return Entry(
        record, row.number, row.recorded_at, row.epoch, bytes(row.commitment), bytes(row.previous), sealed,
        row.version,
    )  # fmt: skip


def as_it_is_now(case: OpenCase) -> OpenCase:
    """The case with whatever was recorded since it was opened, its row locked until the transaction ends: what is decided
    from it (the next reference) cannot be decided a second time by another request."""
    row = CaseRow.objects.select_for_update().get(pk=case.row.pk)
    return case if row.count == case.head.count else opened(case.account, row, case.ring)
