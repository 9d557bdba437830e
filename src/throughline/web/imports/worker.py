"""The worker: a process that reads, one after the other, the files whose keys were sealed to it."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from types import FrameType

from django.db import close_old_connections, connection

from throughline.domain.errors import VaultError
from throughline.web.imports import jobs, workers
from throughline.web.imports.carrying_out import carry_out
from throughline.web.imports.models import JobRow
from throughline.web.imports.watching import Watch
from throughline.web.imports.workers import Worker

IDLE_SECONDS = 0.5
TELL_SECONDS = 1.0
BEAT_SECONDS = 5.0
SWEEP_SECONDS = 60 * 60.0
GRACE_SECONDS = 20.0
"""A reading that nobody wants any more and that does not notice it for so long is ended with the process."""
_log = logging.getLogger("throughline.worker")


@dataclass(slots=True)
class Work:
    """What this process is at: who it is, and the job it reads, for the thread that watches."""

    worker: Worker
    job: JobRow | None = None
    watch: Watch = field(default_factory=Watch)
    over_since: float | None = None
    is_forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What the process that keeps a worker running tells it: who it is, the keeper's process id, and who was there before it
    and died."""

    id: str
    keeper: int
    before: str | None


def run(*, sweep: Callable[[], object], kept: Kept | None = None) -> None:
    """Be a worker until told to end, or, where it is kept, until the process that keeps it has ended."""
    if kept is not None and kept.before is not None:
        workers.retire(kept.before)
        jobs.release()
    work = Work(workers.enrol(None if kept is None else kept.id))
    ended = threading.Event()
    signal.signal(signal.SIGTERM, _end)
    parent = None if kept is None else kept.keeper
    threading.Thread(target=_watch, args=(work, ended, parent), daemon=True).start()
    try:
        _work_on(work, sweep)
    except KeyboardInterrupt:
        _log.info("The worker ends.")
    finally:
        ended.set()
        workers.retire(work.worker.id)
        jobs.release()


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _work_on(work: Work, sweep: Callable[[], object]) -> None:
    pause = threading.Event()
    released = swept = monotonic()
    while True:
        close_old_connections()
        if work.is_forgotten:
            work.worker, work.is_forgotten = workers.enrol(), False
        if work_once(work):
            continue
        if monotonic() - released > BEAT_SECONDS:
            jobs.release()
            released = monotonic()
        if monotonic() - swept > SWEEP_SECONDS:
            sweep()
            swept = monotonic()
        pause.wait(IDLE_SECONDS)


def work_once(work: Work) -> bool:
    """Do the next job, if there is one. A failure ends the job, never the worker."""
    try:
        taken = jobs.take(work.worker)
    except VaultError as fault:
        _log.error("A job's key does not open: %s.", type(fault).__name__)
        return True
    if taken is None:
        return False
    job, key = taken
    work.over_since, work.watch, work.job = None, Watch(), job
    try:
        carry_out(job, key, work.watch)
    except Exception as fault:  # whatever a hostile file can bring about
        _log.error("A file could not be read to its end.", exc_info=fault)
    finally:
        work.job = None
    return True


def _watch(work: Work, ended: threading.Event, parent: int | None) -> None:
    """Every second: how far the job is, and whether it is still wanted; every few seconds: that this worker is there."""
    beaten = monotonic()
    while not ended.wait(TELL_SECONDS):
        if parent is not None and os.getppid() != parent:
            os._exit(0)
        try:
            look(work)
            if monotonic() - beaten > BEAT_SECONDS:
                work.is_forgotten |= not workers.beat(work.worker)
                beaten = monotonic()
        except Exception as fault:  # it must go on looking, or this worker counts as dead
            _log.error("Looking after the worker failed.", exc_info=fault)
            connection.close()
        if work.over_since is not None and monotonic() - work.over_since > GRACE_SECONDS:
            os._exit(1)


def look(work: Work) -> None:
    """Tell how far the job is; end it where its time is over or nobody wants it any more."""
    job = work.job
    if job is None or job.ends_at is None:
        return
    is_late = job.ends_at <= datetime.now(UTC)
    if is_late or not jobs.tell(job, work.watch.done(), work.watch.count):
        work.watch.is_over = True
        work.over_since = work.over_since or monotonic()
