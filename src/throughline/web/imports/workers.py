"""The processes that read files, and the key to which a case's key is sealed for them.

A worker makes its key pair when it starts. The private key is in its memory alone, the public one in the database with a
proof made with the service's secret key: whoever can only write to the database cannot slip in a worker of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Q
from django.utils.crypto import constant_time_compare, salted_hmac

from throughline.vault.identity import PrivateKey, PublicKey, new_identity
from throughline.web.cases.models import new_id
from throughline.web.imports.models import State, WorkerRow

DEAD_AFTER = timedelta(seconds=30)
"""A worker says every few seconds that it is there; one that was silent for so long is gone."""


@dataclass(frozen=True, slots=True)
class Worker:
    """This process as a worker."""

    id: str
    private: PrivateKey


def enrol(id: str | None = None) -> Worker:
    """Begin to be a worker, with a new key."""
    identity, id = new_identity(), id or new_id()
    raw = identity.public.raw
    WorkerRow.objects.create(id=id, public_key=raw, proof=_proof(id, raw), seen_at=datetime.now(UTC))
    return Worker(id, identity.private)


def beat(worker: Worker) -> bool:
    """Say that this worker is there; False where the service has forgotten it."""
    return bool(WorkerRow.objects.filter(pk=worker.id).update(seen_at=datetime.now(UTC)))


def idlest() -> tuple[str, PublicKey] | None:
    """The worker that is there and has the least to do, with its key; None where there is none."""
    waiting = Count("jobs", filter=Q(jobs__state__in=(State.WAITING, State.READING)))
    there = WorkerRow.objects.filter(seen_at__gt=_oldest()).annotate(waiting=waiting)
    for row in there.order_by("waiting", "-seen_at"):
        raw = bytes(row.public_key)
        if constant_time_compare(row.proof, _proof(row.pk, raw)):
            return row.pk, PublicKey(raw)
    return None


def forget_the_dead() -> None:
    """Drop the rows of workers that are gone: what they had to do is then nobody's (`jobs.release`)."""
    WorkerRow.objects.filter(seen_at__lte=_oldest()).delete()


def retire(id: str) -> None:
    """A worker is one no more, or it is known that it died."""
    WorkerRow.objects.filter(pk=id).delete()


def _oldest() -> datetime:
    return datetime.now(UTC) - DEAD_AFTER


def _proof(id: str, raw: bytes) -> str:
    return salted_hmac("throughline.worker", f"{id}:{raw.hex()}", algorithm="sha256").hexdigest()
