"""The reading of an upload as a job: asked for, handed to a worker with a key for it alone, taken up again, concluded.

A job is done at once where its file is small, else by a worker (`worker`). Every change of state is one conditional
update, so that whoever comes second (a worker that was thought dead, a person who stopped it) changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from django.db.models import F, Q

from throughline.domain.errors import Tampered
from throughline.importers.base import DateOrder
from throughline.vault.case_keys import CaseKey, KeyRing, grant, open_grant
from throughline.vault.notes import open_note, seal_note
from throughline.web.accounts.models import Account
from throughline.web.cases import storage
from throughline.web.cases.actions import delete_files
from throughline.web.cases.models import FileRow
from throughline.web.cases.queries import OpenCase
from throughline.web.cases.uploads import SealedUpload
from throughline.web.exhibits.sniffing import type_of
from throughline.web.imports import workers
from throughline.web.imports.models import JobRow, State
from throughline.web.imports.workers import Worker

Kind = Literal["export", "diary"]
LASTS = timedelta(hours=1)
"""How long a worker may use the key that it was given for a job."""
MOST_TRIES = 3
"""A file at which so many workers died is not given to another."""
UNDER_WAY = (State.WAITING, State.READING)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: which kind of file it is, what it is called, what the service knows of its sealed original, the zone
    in which its clock times are read, and the order of its dates where the person said one."""

    kind: Kind
    name: str
    kept: dict[str, Any]
    zone: str
    order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `told` is for the pages, `files` are the sealed files that were made on the way."""

    state: State
    told: dict[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()


def ask(*, by: Account, case: OpenCase, upload: SealedUpload, kind: Kind) -> JobRow:
    """A job for an upload that has just arrived. Nobody works on it yet."""
    kept = {"files": {"original": upload.file_id}, "epoch": upload.epoch, "size": upload.size, "crc32": upload.crc32,
            "sha256": upload.sha256, "type": type_of(upload.head)}  # fmt: skip
    request = Request(kind, upload.name or "file", kept, case.case.timezone)
    ring = KeyRing((case.ring.at(upload.epoch),))
    row = FileRow.objects.get(pk=upload.file_id, case=case.row)
    return JobRow.objects.create(
        upload=row, account=by, size=upload.size or 0, request=_sealed_request(ring, upload.file_id, request)
    )


def ask_again(*, by: Account, case: OpenCase, job: JobRow, order: DateOrder | None = None) -> JobRow:
    """The same once more: with an answer to what it asked, or after it broke off. What it had found is destroyed."""
    assert by.pk == job.account_id
    request = request_of(case.ring, job)
    ring = KeyRing((case.ring.at(job.upload.epoch),))
    anew = Request(request.kind, request.name, request.kept, request.zone, order or request.order)
    delete_files(by=by, case=case, ids=_made(case.ring, job))
    JobRow.objects.filter(pk=job.pk).update(
        state=State.WAITING, request=_sealed_request(ring, job.pk, anew), outcome=None, tries=0, **_NOBODYS, **_NOTHING
    )
    job.refresh_from_db()
    return job


def hand_over(*, by: Account, case: OpenCase, job: JobRow) -> None:
    """Give a job that is nobody's to a worker: the case's key sealed to it, for this job, with an end. Where there is no
    worker the job waits for the next time somebody looks."""
    assert by.pk == job.account_id
    found = workers.idlest()
    if found is None:
        return
    worker_id, public = found
    ends_at = datetime.now(UTC).replace(microsecond=0) + LASTS
    key = case.ring.at(job.upload.epoch)
    sealed = grant(key, public, grantee=_grantee(job.pk, ends_at))
    JobRow.objects.filter(pk=job.pk, worker=None, state__in=UNDER_WAY).update(
        state=State.WAITING, worker=worker_id, grant=sealed, ends_at=ends_at, **_NOTHING
    )


def tend(*, by: Account, case: OpenCase, job: JobRow) -> JobRow:
    """A job as it is now, handed to another worker where the one it had is gone."""
    if job.state in UNDER_WAY:
        release()
        job.refresh_from_db()
    if job.state in UNDER_WAY and job.worker_id is None:
        hand_over(by=by, case=case, job=job)
        job.refresh_from_db()
    return job


def release() -> None:
    """Take back every job whose worker is gone or whose time is over: its key goes, it is nobody's, and after too many
    tries it has stopped. For the service itself."""
    workers.forget_the_dead()
    lost = JobRow.objects.filter(Q(worker=None) | Q(ends_at__lte=datetime.now(UTC)), state__in=UNDER_WAY)
    lost = lost.filter(~Q(grant=None))
    lost.filter(tries__gte=MOST_TRIES).update(state=State.STOPPED, **_NOBODYS)
    lost.update(state=State.WAITING, **_NOBODYS)


def take(worker: Worker) -> tuple[JobRow, CaseKey] | None:
    """The next job of this worker with the key to it; it is then being read. None where there is nothing to do. Raises
    Tampered where the grant is not one for this job, this worker and this end."""
    job = (
        JobRow.objects.select_related("upload")
        .filter(worker=worker.id, state=State.WAITING)
        .order_by("begun_at")
        .first()
    )
    if job is None or job.ends_at is None or job.grant is None or job.ends_at <= datetime.now(UTC):
        return None
    mine = JobRow.objects.filter(pk=job.pk, worker=worker.id, state=State.WAITING)
    if not mine.update(state=State.READING, tries=F("tries") + 1):
        return None
    case_id, epoch = job.upload.case_id, job.upload.epoch
    grantee = _grantee(job.pk, job.ends_at)
    try:
        return job, open_grant(bytes(job.grant), worker.private, case_id=case_id, grantee=grantee, epoch=epoch)
    except Tampered:
        break_off(job)
        raise


def tell(job: JobRow, done: int, count: int) -> bool:
    """Write down how far it is; False where the job is not this worker's any more."""
    return bool(_being_read(job).update(done=done, count=count))


def conclude(job: JobRow, ring: KeyRing, outcome: Outcome) -> bool:
    """Write down what came of a job, sealed; the worker's key to it goes. False where nobody wants it any more: the files
    that were made are destroyed then."""
    plain = json.dumps({"told": outcome.told, "files": outcome.files}).encode()
    sealed = seal_note(ring, plain, place="import-outcome", item=job.pk)
    is_wanted = bool(_being_read(job).update(state=outcome.state, outcome=sealed, done=F("size"), **_NOBODYS))
    if not is_wanted:
        destroy(outcome.files)
    elif outcome.state == State.REFUSED:
        storage.store().delete(job.pk)
    return is_wanted


def break_off(job: JobRow) -> None:
    """Reading failed in a way that nobody foresaw."""
    _being_read(job).update(state=State.STOPPED, **_NOBODYS)


def drop(*, by: Account, case: OpenCase, job: JobRow) -> None:
    """Destroy an upload and whatever was found in it, unless it was kept meanwhile. Whoever reads it notices, and stops."""
    assert by.pk == job.account_id
    if end(job):
        delete_files(by=by, case=case, ids=[*_made(case.ring, job), job.pk])


def end(job: JobRow) -> bool:
    """End a job. False where it was ended already: its upload may be part of the diary by now, and is not to be touched."""
    return bool(JobRow.objects.filter(pk=job.pk).delete()[0])


def destroy(ids: Iterable[str]) -> None:
    """Destroy files that a job made and that nothing names."""
    for id in ids:
        storage.store().delete(id)
    FileRow.objects.filter(id__in=list(ids), is_kept=False).delete()


def request_of(ring: KeyRing, job: JobRow) -> Request:
    """What was asked."""
    return Request(**json.loads(open_note(ring, bytes(job.request), place="import-request", item=job.pk)))


def told_of(ring: KeyRing, job: JobRow) -> dict[str, Any]:
    """What was found, for the pages; nothing where the job has not come to an end."""
    told: dict[str, Any] = _outcome(ring, job).get("told", {})
    return told


def _made(ring: KeyRing, job: JobRow) -> list[str]:
    return list(_outcome(ring, job).get("files", ()))


def _outcome(ring: KeyRing, job: JobRow) -> dict[str, Any]:
    if job.outcome is None:
        return {}
    outcome: dict[str, Any] = json.loads(open_note(ring, bytes(job.outcome), place="import-outcome", item=job.pk))
    return outcome


def _sealed_request(ring: KeyRing, id: str, request: Request) -> bytes:
    return seal_note(ring, json.dumps(asdict(request)).encode(), place="import-request", item=id)


def _being_read(job: JobRow) -> Any:
    return JobRow.objects.filter(pk=job.pk, worker=job.worker_id, state=State.READING)


def _grantee(id: str, ends_at: datetime) -> str:
    return f"job {id} until {int(ends_at.timestamp())}"


_NOBODYS: dict[str, Any] = {"worker": None, "grant": None, "ends_at": None}
_NOTHING: dict[str, Any] = {"done": 0, "count": 0}
