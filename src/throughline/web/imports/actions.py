"""What begins an import, and what keeps it: what was read becomes part of the diary, in one transaction."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction

from throughline.casefile.intake import Export, TakenIn, free_file, next_reference, plan_intake
from throughline.casefile.writing import case_to_json
from throughline.domain.case import Case
from throughline.domain.errors import InputError
from throughline.domain.exhibit import Exhibit
from throughline.web.accounts.models import Account
from throughline.web.cases.actions import delete_files, record
from throughline.web.cases.queries import OpenCase, as_it_is_now
from throughline.web.cases.state import PART_OF, Change, Kind, State, value_of
from throughline.web.cases.uploads import SealedUpload
from throughline.web.imports import jobs
from throughline.web.imports.carrying_out import carry_out
from throughline.web.imports.diaries import ToldDiary
from throughline.web.imports.making import Made, made_bytes, made_table
from throughline.web.imports.models import JobRow
from throughline.web.imports.models import State as Stage
from throughline.web.imports.reading import Told
from throughline.web.imports.watching import Watch

AT_ONCE_BYTES = {"application/zip": 2**18}
MOST_AT_ONCE_BYTES = 2**20
"""A file up to this size is read while the person waits: it takes less than a second. A zip can hold more than it shows."""
NOT_EMPTY = (
    "Your diary is not empty, and a whole diary can only be brought into an empty one. Begin a new diary, with a user "
    "name of its own, and bring this one in there."
)


def begin_reading(*, by: Account, case: OpenCase, upload: SealedUpload, kind: jobs.Kind) -> JobRow:
    """Have an upload read: at once where it is small, else by a worker."""
    return _start(by, case, jobs.ask(by=by, case=case, upload=upload, kind=kind))


def read_again(*, by: Account, case: OpenCase, job: JobRow, order: Any = None) -> JobRow:
    """Have it read once more: after it broke off, or with its dates in that order."""
    return _start(by, case, jobs.ask_again(by=by, case=case, job=job, order=order))


def _start(by: Account, case: OpenCase, job: JobRow) -> JobRow:
    media_type = jobs.request_of(case.ring, job).kept["type"]
    if job.size > AT_ONCE_BYTES.get(media_type, MOST_AT_ONCE_BYTES):
        jobs.hand_over(by=by, case=case, job=job)
    elif JobRow.objects.filter(pk=job.pk, worker=None, state=Stage.WAITING).update(state=Stage.READING):
        carry_out(job, case.ring.at(job.upload.epoch), Watch())
    job.refresh_from_db()
    return job


def keep_export(
    *, by: Account, case: OpenCase, job: JobRow, told: Told, person: str | None, them: str | None
) -> TakenIn:
    """Keep what was read: the person's new name or number, the original as an exhibit, and one sealed table of the rows. The
    original is destroyed where the case has the very same one. Raises CaseFileError, InputError or Question."""
    request = jobs.request_of(case.ring, job)
    made = Made(case.ring.current)
    try:
        with transaction.atomic():
            case = _ended(as_it_is_now(case), job)
            found = made_table(case.ring.at(job.upload.epoch), told.table)
            export = Export(Path(request.name), told.sha256, told.title, found)
            new_exhibit = partial(_new_exhibit, case, request.name)
            plan = plan_intake(case.case, case.communications, [export], new_exhibit, person=person, them=them)
            taken = plan.taken[0]
            changes = _people(case, plan.case)
            if plan.originals:
                value = case_to_json(plan.case)["exhibits"][-1]
                kept = {key: it for key, it in request.kept.items() if key != "sha256"}
                changes.append(Change("exhibit", taken.exhibit, "recorded", value, kept))
            rows = pl.concat([plan.added, plan.settled])
            if len(rows):
                changes.append(_bulk(case, told, taken, made, rows))
            if changes:
                record(by=by, case=case, changes=changes)
    except BaseException:
        made.destroy()
        raise
    delete_files(by=by, case=case, ids=[told.table, *([] if plan.originals else [job.pk])])
    return taken


def _ended(case: OpenCase, job: JobRow) -> OpenCase:
    """The case, whose row is locked, with the job ended: two who say “keep it” at once keep it once."""
    if not jobs.end(job):
        raise InputError("That file was kept already, or it was dropped.")
    return case


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


def _bulk(case: OpenCase, told: Told, taken: TakenIn, made: Made, rows: pl.DataFrame) -> Change:
    value = {"exhibit": taken.exhibit, "format": told.format, "added": taken.added, "known": taken.known,
             "problems": told.problem_count}  # fmt: skip
    kept = {"files": {"table": made.table(rows)}, "epoch": case.ring.current.epoch}
    return Change("bulk", case.state.next_id("bulk", "b"), "recorded", value, kept)


def is_empty(state: State) -> bool:
    """True where nothing was ever recorded but settings, answers and being counted: what was deleted had ids too, and a diary
    brought in has its own."""
    return all(kind in ("settings", "questions", "counted") for kind, _ in state.used)


def keep_diary(*, by: Account, case: OpenCase, job: JobRow, told: ToldDiary) -> None:
    """Keep a whole diary as it was read: every item, its originals, its communications, and nothing else. Raises InputError
    where something is in this one."""
    with transaction.atomic():
        case = _ended(as_it_is_now(case), job)
        if not is_empty(case.state):
            raise InputError(NOT_EMPTY)
        whole = json.loads(made_bytes(case.ring.at(job.upload.epoch), told.case))
        record(by=by, case=case, changes=_everything(case, whole, told, job.upload.epoch))
    delete_files(by=by, case=case, ids=[job.pk, told.case])


def _everything(case: OpenCase, whole: dict[str, Any], told: ToldDiary, epoch: int) -> list[Change]:
    told_there: dict[str, Any] = {key: whole[key] for key in ("timezone", "jurisdiction") if key in whole}
    settings = {**_recorded(case, "settings"), **told_there}
    changes = [Change("settings", "case", "recorded", settings, case.state.kept.get(("settings", "case"), {}))]
    if questions := _questions(_recorded(case, "questions"), whole.get("questions", {})):
        changes.append(Change("questions", "case", "recorded", questions))
    for kind, part in PART_OF.items():
        changes += [_item(kind, value, told) for value in whole.get(part, [])]  # type: ignore[arg-type]
    for number, (exhibit, table, count) in enumerate(told.tables, 1):
        value = {"exhibit": exhibit, "format": "diary", "added": count, "known": 0, "problems": 0}
        changes.append(Change("bulk", f"b{number}", "recorded", value, {"files": {"table": table}, "epoch": epoch}))
    return changes


def _recorded(case: OpenCase, kind: Kind) -> dict[str, Any]:
    key = (kind, "case")
    return value_of(case.state.history[key][-1]) if key in case.state.kept else {}


def _questions(here: dict[str, Any], there: dict[str, Any]) -> dict[str, Any]:
    """The answers of the diary that comes in, and those given here to questions it does not answer."""
    answered = {it["question"] for it in there.get("answers", [])}
    others = [it for it in here.get("answers", []) if it["question"] not in answered]
    both = {**here, **there, "answers": [*there.get("answers", []), *others]}
    return {key: item for key, item in both.items() if item}


def _item(kind: Kind, value: dict[str, Any], told: ToldDiary) -> Change:
    id = value["ref" if kind == "exhibit" else "id"]
    return Change(kind, id, "recorded", value, told.originals.get(id, {}) if kind == "exhibit" else {})


def is_kept(case: OpenCase, sha256: str) -> str | None:
    """The reference of the exhibit that is this very file, where the case has it."""
    return next((it.ref for it in case.case.exhibits if it.sha256 == sha256), None)
