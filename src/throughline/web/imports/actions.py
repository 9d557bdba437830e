"""What keeps an import."""

from __future__ import annotations

from functools import partial

import polars as pl
from django.db import transaction

from throughline.casefile.intake import Export, TakenIn, free_file, next_reference, plan_intake
from throughline.casefile.writing import case_to_json
from throughline.domain.case import Case
from throughline.domain.exhibit import Exhibit
from throughline.vault.files import file_key
from throughline.vault.store import new_file_id
from throughline.vault.tables import seal_table
from throughline.web.accounts.models import Account
from throughline.web.cases import storage
from throughline.web.cases.actions import delete_files, record
from throughline.web.cases.models import FileRow
from throughline.web.cases.queries import OpenCase, as_it_is_now
from throughline.web.cases.state import Change
from throughline.web.imports.reading import Read


def keep_import(
    *, by: Account, case: OpenCase, read: Read, name: str, kept: dict[str, object], person: str | None, them: str | None
) -> TakenIn:
    """Keep what was read: the person's new name or number, the original as an exhibit, and one sealed table of the rows.
    `kept` is what the service knows of the sealed original, which is destroyed where the case has the very same one."""
    files = dict[str, str](kept["files"])  # type: ignore[call-overload]
    with transaction.atomic():
        case = as_it_is_now(case)
        new_exhibit = partial(_new_exhibit, case, name)
        plan = plan_intake(case.case, case.communications, [read.export], new_exhibit, person=person, them=them)
        taken = plan.taken[0]
        changes = _people(case, plan.case)
        if plan.originals:
            value = case_to_json(plan.case)["exhibits"][-1]
            changes.append(Change("exhibit", taken.exhibit, "recorded", value, kept))
        rows = pl.concat([plan.added, plan.settled])
        if len(rows):
            changes.append(_bulk(case, read, taken, rows))
        if changes:
            record(by=by, case=case, changes=changes)
    if not plan.originals:
        delete_files(by=by, case=case, ids=files.values())
    return taken


def _new_exhibit(case: OpenCase, name: str, now: Case, export: Export) -> Exhibit:
    reference = next_reference(sorted(id for kind, id in case.state.used if kind == "exhibit"), case.initials)
    taken = {exhibit.file for exhibit in now.exhibits}
    file = free_file(name, reference, lambda place: place not in taken)
    return Exhibit(reference, file, export.sha256, f"{export.title}, as exported: {name}")


def _people(case: OpenCase, after: Case) -> list[Change]:
    before = {person.id for person in case.case.people}
    written = {value["id"]: value for value in case_to_json(after).get("people", [])}
    return [
        Change(
            "person", it.id, "amended" if it.id in before else "recorded", written[it.id],
            case.state.kept.get(("person", it.id), {}),
        )
        for it in after.people
        if it not in case.case.people
    ]  # fmt: skip


def _bulk(case: OpenCase, read: Read, taken: TakenIn, rows: pl.DataFrame) -> Change:
    key = file_key(case.ring.current, new_file_id(), kind="table")
    FileRow.objects.create(id=key.file_id, case=case.row, epoch=key.epoch)
    storage.store().put(key.file_id, seal_table(key, rows.drop("earliest", "latest")))
    value = {"exhibit": taken.exhibit, "format": read.format, "added": taken.added, "known": taken.known,
             "problems": read.problem_count}  # fmt: skip
    kept = {"files": {"table": key.file_id}, "epoch": key.epoch}
    return Change("bulk", case.state.next_id("bulk", "b"), "recorded", value, kept)
