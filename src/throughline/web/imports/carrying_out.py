"""Carry out a job: unseal the upload, read it, seal what was found. The same for a worker and for a small file at once."""

from __future__ import annotations

import io
from dataclasses import asdict

from throughline.domain.errors import Question, ThroughlineError, UnknownFormat, VaultError
from throughline.vault.case_keys import CaseKey, KeyRing
from throughline.vault.files import SealedFile, file_key
from throughline.web.cases import storage
from throughline.web.cases.storage import PlainReader
from throughline.web.imports import jobs
from throughline.web.imports.diaries import MOST_FAULTS_SHOWN, FaultyDiary, read_diary
from throughline.web.imports.jobs import Outcome, Request
from throughline.web.imports.making import Made
from throughline.web.imports.models import JobRow, State
from throughline.web.imports.reading import in_memory, read_export
from throughline.web.imports.watching import NoLongerWanted, Watch


def carry_out(job: JobRow, key: CaseKey, watch: Watch) -> None:
    """Read a job's upload and write down what came of it. Raises VaultError where something is not what was sealed."""
    made = Made(key)
    ring = KeyRing((key,))
    try:
        outcome = _outcome(job, key, jobs.request_of(ring, job), made, watch)
        if outcome.state != State.READ:
            made.destroy()
        jobs.conclude(job, ring, outcome)
    except NoLongerWanted:
        made.destroy()
    except Exception:
        made.destroy()
        jobs.break_off(job)
        raise
    except BaseException:  # the process ends; another takes the job up
        made.destroy()
        raise


def _outcome(job: JobRow, key: CaseKey, request: Request, made: Made, watch: Watch) -> Outcome:
    try:
        with storage.store().open(job.pk) as reader:
            sealed = SealedFile(reader, file_key(key, job.pk))
            told = _read_diary if request.kind == "diary" else _read_export
            return Outcome(State.READ, told(sealed, request, made, watch), tuple(made.ids))
    except VaultError:
        raise
    except Question:
        return Outcome(State.ASKING)
    except FaultyDiary as faulty:
        faults = faulty.wrongs[:MOST_FAULTS_SHOWN]
        more = len(faulty.wrongs) - len(faults)
        return Outcome(State.REFUSED, {"why": faulty.message, "faults": faults, "more": more})
    except UnknownFormat:
        return Outcome(State.REFUSED, {"why": f"“{request.name}” is not an export of a kind that can be read here."})
    except ThroughlineError as fault:
        return Outcome(State.REFUSED, {"why": fault.message})


def _read_export(sealed: SealedFile, request: Request, made: Made, watch: Watch) -> dict[str, object]:
    with in_memory(sealed, watch) as path:
        found, told = read_export(path, request, watch)
    return {**asdict(told), "table": made.table(found)}


def _read_diary(sealed: SealedFile, request: Request, made: Made, watch: Watch) -> dict[str, object]:
    raw = PlainReader(sealed)
    watch.done = raw.tell
    return asdict(read_diary(io.BufferedReader(raw, 2**20), request.name, made, watch))
