"""The queue of a helpline with twenty thousand open cases and two hundred advisers, on PostgreSQL:

    python tests/postgresql.py bench.desk 20000 200 400        cases, advisers, pages that are asked for

Each case has its row, the key of its ledger granted to the helpline, and the sealed front that follows from a call, notes, call-backs
and days. The entries of the ledgers themselves are left out: the queue does not read them. A page is asked for as an adviser's browser
does, through every middleware, with a key that is open, one after the other in this process. What is printed is the time of
the wall and of the processor.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
_FOLDER = tempfile.TemporaryDirectory(prefix="throughline-bench-")
os.environ |= {"THROUGHLINE_DATA": _FOLDER.name, "DJANGO_SETTINGS_MODULE": "service_settings"}

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser

from ledgers import said, state_of
from staff import new_helpline, new_worker
from throughline.casework.contact import Client, Contact
from throughline.casework.let_in import Conflict
from throughline.casework.planning import Promise, TriggerDate
from throughline.casework.risk import RiskFactor
from throughline.casework.writing import Note
from throughline.vault.case_keys import grant, new_case_key
from throughline.vault.identity import PublicKey
from throughline.vault.record import begin
from throughline.web.cases.actions import head_columns
from throughline.web.cases.models import new_id
from throughline.web.desk.columns import columns_of
from throughline.web.desk.models import HelplineCase, PromiseRow
from throughline.web.helplines.ledgers import Ledger
from throughline.web.helplines.models import LedgerGrant, LedgerRow, Staff


@dataclass(frozen=True)
class Worker:
    """An adviser: their row, with its helpline, and a browser that is signed in."""

    staff_row: Staff
    browser: Browser


def values(chance: random.Random, worker: Worker) -> list[tuple[object, str]]:
    """What a case holds: a call, who they are, some notes, sometimes a call-back, a day that is coming, a factor."""
    now = datetime.now(UTC)
    said = [(Contact("call", now, now, speaker="client", told="They rang. " * 20), "c1"), (Client("Sam"), "1"),
            (Conflict("no"), worker.staff_row.pk), *((Note("A note of some length. " * 10), f"n{it}") for it in range(chance.randrange(4)))]  # fmt: skip
    if chance.random() < 0.4:
        due = now + timedelta(minutes=chance.randrange(-3000, 6000))
        said.append((Promise("Call back", due, worker.staff_row.pk), "p1"))
    if chance.random() < 0.3:
        said.append((TriggerDate("hearing", date.today() + timedelta(days=chance.randrange(60))), "t1"))
    if chance.random() < 0.05:
        said.append(
            (
                RiskFactor("threat_with_time", "present", date.today(), "their_words", "He said Friday."),
                "threat_with_time",
            )
        )
    return said


def fill(cases: int, workers: list[Worker]) -> None:
    """Begin the cases, spread over the advisers."""
    chance = random.Random(1)
    for first in range(0, cases, 1000):
        made = [_case(chance, workers[number % len(workers)]) for number in range(first, min(cases, first + 1000))]
        for rows in zip(*made, strict=True):
            if isinstance(rows[0], list):
                PromiseRow.objects.bulk_create([row for several in rows for row in several])
            else:
                type(rows[0]).objects.bulk_create(rows)


def _case(chance: random.Random, worker: Worker) -> tuple[LedgerRow, LedgerGrant, HelplineCase, list[PromiseRow]]:
    helpline, key = worker.staff_row.helpline, new_case_key(new_id())
    public = PublicKey(bytes(helpline.keys.get(epoch=helpline.epoch).public_key))
    head = LedgerRow(id=key.case_id, **head_columns(begin(key)))
    sealed = grant(key, public, grantee=helpline.id)
    granted = LedgerGrant(ledger=head, helpline=helpline, epoch=helpline.epoch, sealed=sealed)
    row = HelplineCase(helpline=helpline, ledger=head, adviser=worker.staff_row, arrived_at=datetime.now(UTC))
    state = state_of(
        *(said(value, id, by=worker.staff_row.pk) for value, id in values(chance, worker)), start=datetime.now(UTC)
    )
    for name, value in columns_of(row, Ledger(key), state, datetime.now(UTC)).items():
        setattr(row, name, value)
    promises = [
        PromiseRow(case=row, item=item.id, staff=worker.staff_row, opens_at=it.opens, closes_at=it.closes, outcome=it.outcome)
        for item in state.of(Promise) for it in item.values
    ]  # fmt: skip
    return head, granted, row, promises


def measure(workers: list[Worker], pages: int) -> None:
    """Ask for pages, and print how long they took."""
    chance = random.Random(2)
    for name, address in (
        ("first page, all cases", "/desk/"), ("page 400, all cases", "/desk/?page=400"), ("mine", "/desk/?whose=mine"),
        ("call-backs", "/desk/?by=promise"),
    ):  # fmt: skip
        wall, cpu = [], []
        for _ in range(pages):
            worker = chance.choice(workers)
            began, used = time.perf_counter(), time.process_time()
            answer = worker.browser.get(address)
            wall.append(1000 * (time.perf_counter() - began))
            cpu.append(1000 * (time.process_time() - used))
            assert answer.status_code == 200
        edges = [statistics.quantiles(it, n=20)[18] for it in (wall, cpu)]
        print(f"{name:24} wall p50 {statistics.median(wall):6.1f} ms, p95 {edges[0]:6.1f} ms; cpu p50 {statistics.median(cpu):6.1f} ms, p95 {edges[1]:6.1f} ms", flush=True)  # fmt: skip


def main(cases: int, advisers: int, pages: int) -> None:
    """Fill an empty database, and measure."""
    settings.FILES, settings.HEADS, settings.ALLOWED_HOSTS = (
        Path(_FOLDER.name) / "files",
        Path(_FOLDER.name) / "heads",
        ["*"],
    )
    call_command("migrate", verbosity=0)
    print(f"{connection.vendor}, {cases:,} open cases, {advisers} advisers", flush=True)
    _, supervisor = new_helpline()
    joined = [supervisor, *(new_worker(supervisor, known_as=f"Adviser {it}") for it in range(advisers - 1))]
    workers = [Worker(Staff.objects.select_related("helpline").get(pk=it.staff.pk), it.browser) for it in joined]
    fill(cases, workers)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    measure(workers, pages)


if __name__ == "__main__":
    main(*(int(it) for it in sys.argv[1:4]))
