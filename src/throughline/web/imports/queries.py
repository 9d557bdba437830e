"""What waits to be brought in, as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from throughline.web.accounts.models import Account
from throughline.web.cases.queries import OpenCase
from throughline.web.imports import jobs
from throughline.web.imports.models import JobRow, State

_SAID = {
    State.WAITING: "waits for its turn",
    State.READING: "is being read",
    State.ASKING: "needs an answer from you",
    State.READ: "was read; look at it and keep it",
    State.REFUSED: "could not be read",
    State.STOPPED: "stopped before its end",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that is not kept yet: its id in addresses, what it is called, and how it stands with it."""

    id: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Far:
    """How far the reading of a file is. `share` is from 0 to 1; `percent` is it in whole numbers."""

    is_waiting: bool
    share: float
    count: int

    @property
    def percent(self) -> int:
        """The share as people say it."""
        return int(100 * self.share)


def waiting_in(case: OpenCase) -> list[Waiting]:
    """Every file of the case that is not kept yet, the newest first."""
    rows = JobRow.objects.filter(upload__case=case.row, account=case.account).order_by("-begun_at")
    return [Waiting(row.pk, jobs.request_of(case.ring, row).name, _SAID[State(row.state)]) for row in rows]


def job_of(account: Account, file_id: str) -> JobRow:
    """The account's job of that id. Raises Http404."""
    job = JobRow.objects.select_related("upload").filter(pk=file_id, account=account, upload__is_kept=False).first()
    if job is None:
        raise Http404
    return job


def far(job: JobRow) -> Far:
    """How far a job is."""
    share = min(1.0, job.done / job.size) if job.size else 0.0
    return Far(job.state == State.WAITING, share, job.count)
