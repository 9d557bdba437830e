"""What whoever runs the service can see without any key: whether every sealed file that is named is there, and whether every
record goes on from where it was last seen to end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from throughline.domain.errors import MissingFile, RolledBack, Tampered
from throughline.vault.record import Head, Witness, check_extends
from throughline.web.cases import heads, storage
from throughline.web.cases.models import CaseRow, FileRow, HeadRow, RecordedRow
from throughline.web.cases.queries import entry_of, head_of


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What was found: how many `cases` and ledgers of helplines, their entries and files. `older` are records with fewer entries
    than were seen of them: each with its head as it is, and the witness. `altered` are those that do not follow from what was
    seen, or do not hold together."""

    cases: int
    ledgers: int
    entries: int
    files: int
    missing: tuple[str, ...]
    older: tuple[tuple[Head, Witness], ...]
    altered: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """True where nothing is missing, older or altered."""
        return not (self.missing or self.older or self.altered)


def look_over() -> LookedOver:
    """Look at every record and every file's name. Opens nothing. What changes while it looks can show as a fault: look again, or
    stop the service first."""
    older: list[tuple[Head, Witness]] = []
    altered: list[str] = []
    counts: dict[type[HeadRow], int] = {}
    for kind, id in _records():
        counts[kind] = counts.get(kind, 0) + 1
        witness = heads.remembered(id)  # before the row: it may lag, and must not run ahead
        row = kind._default_manager.get(pk=id)
        head = head_of(row)
        if not _holds_together(row, head):
            altered.append(id)
        elif witness is not None and witness.count > head.count:
            older.append((head, witness))
        elif witness is not None and not _extends(row, witness):
            altered.append(id)
    kept = FileRow.objects.filter(is_kept=True).order_by("pk").values_list("id", flat=True)
    return LookedOver(
        cases=counts.pop(CaseRow, 0),
        ledgers=sum(counts.values()),
        entries=sum(kind._default_manager.count() for kind in RecordedRow.__subclasses__()),
        files=len(kept),
        missing=tuple(id for id in kept if not _is_there(id)),
        older=tuple(older),
        altered=tuple(altered),
    )


def _records() -> list[tuple[type[HeadRow], str]]:
    """Every record there is: of cases here, and of whatever else is kept as one."""
    return [
        (kind, id)
        for kind in HeadRow.__subclasses__()
        for id in kind._default_manager.order_by("pk").values_list("pk", flat=True)
    ]


def accept_older(found: Sequence[tuple[Head, Witness]]) -> Path:
    """Take the records as they are now for what was last seen. What was remembered is moved, not lost; gives where to."""
    refused = Path(settings.HEADS).with_name(f"heads-refused-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}")
    refused.mkdir(mode=0o700, exist_ok=True)
    for head, _ in found:
        (Path(settings.HEADS) / head.case_id).rename(refused / head.case_id)
        heads.remember(head)
    return refused


def _holds_together(row: HeadRow, head: Head) -> bool:
    """True where the entries follow one another up to the head."""
    return _entries(row).count() == head.count and _extends(row, head.witness)


def _entries(row: HeadRow) -> QuerySet[RecordedRow]:
    return row.entries.order_by("number")  # type: ignore[attr-defined,no-any-return]  # every kind of record names them so


def _extends(row: HeadRow, witness: Witness) -> bool:
    try:
        check_extends((entry_of(row.id, it) for it in _entries(row).iterator()), witness)
    except (RolledBack, Tampered):
        return False
    return True


def _is_there(id: str) -> bool:
    try:
        storage.store().open(id).close()
    except MissingFile:
        return False
    return True
