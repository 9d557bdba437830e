"""Deleting a case: its keys first, then all that they would open.

In one transaction every grant, entry and draft goes; from then on nobody can open what is left. The sealed files follow, one by
one. A case without any grant is therefore one whose deletion is under way: where it was cut off, the next start ends it.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.dispatch import Signal

from throughline.web.accounts.models import Account
from throughline.web.cases import heads, storage
from throughline.web.cases.models import CaseRow, DraftRow, EntryRow, FileRow, GrantRow

destroying = Signal()
"""Sent inside the transaction that destroys cases, with their `ids`: what hangs on them goes with them."""


def destroy_cases(*, by: Account) -> None:
    """Destroy every case of an account, and what its owner was typing. The files go once the transaction is kept."""
    with transaction.atomic():
        ids = list(CaseRow.objects.select_for_update().filter(grants__account=by).values_list("pk", flat=True))
        destroying.send(CaseRow, ids=ids)
        GrantRow.objects.filter(case__in=ids).delete()
        EntryRow.objects.filter(case__in=ids).delete()
        DraftRow.objects.filter(account=by).delete()
        transaction.on_commit(finish_deletions)


def finish_deletions() -> int:
    """Destroy what is left of cases that nobody has a key to; gives how many there were."""
    doomed = list(CaseRow.objects.filter(grants=None))
    for case in doomed:
        for row in FileRow.objects.filter(case=case):
            storage.store().delete(row.id)
            row.delete()
        heads.forget(case.id)
        case.delete()
    forget_journal()
    return len(doomed)


def forget_journal() -> None:
    """Have SQLite write its journal into the database and empty it: until then it holds pages as they were before."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
