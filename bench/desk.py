"""The desk under load: 200 advisers, 20,000 open cases, PostgreSQL; how long a page of the queue takes over HTTP.

    python bench/desk.py [cases, 20,000 if not given] [advisers, 200]

The service is `throughline serve` itself. Each adviser looks at the first page of the queue every twenty seconds
on average. Passphrases are cheap here: signing two hundred people in is not what is measured. About ten minutes on two cores;
nothing else should run beside it.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE / "service")]

from load import at_once, right

from postgresql import server
from served import Browser, Served, served

PASSPHRASE = "four small green words"
PAUSE_SECONDS = 20.0
GOAL_SECONDS = 0.3
BATCH = 500


def main(cases: int, advisers: int) -> None:
    """Store, sign in, load, print."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder, server() as database:
        os.environ |= {
            "THROUGHLINE_DATA": f"{folder}/data", "THROUGHLINE_DATABASE_URL": database.url,
            "DJANGO_SETTINGS_MODULE": "throughline.web.settings", "THROUGHLINE_ARGON2_MEMORY_MIB": "1",
        }  # fmt: skip
        settings = {name: os.environ[name] for name in ("THROUGHLINE_DATABASE_URL", "THROUGHLINE_ARGON2_MEMORY_MIB")}
        with served(Path(folder), environment=settings) as service:
            import django

            django.setup()
            names = store(cases, advisers)
            people = [signed_in(service, name) for name in names]
            measure(people, cases)


def store(cases: int, advisers: int) -> list[str]:
    """A helpline with its advisers and open cases, by the service's own actions; gives the advisers' user names."""
    from django.db import connection, transaction

    from staff import new_helpline, new_worker

    started = time.perf_counter()
    _helpline, supervisor = new_helpline()
    workers = [new_worker(supervisor, known_as=f"Adviser {number}") for number in range(advisers)]
    desks = [it.desk for it in workers]
    for first in range(0, cases, BATCH):
        with transaction.atomic():
            for number in range(first, min(cases, first + BATCH)):
                store_case(desks[number % advisers], number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{cases:,} cases and {advisers} advisers stored in {time.perf_counter() - started:.0f} s")
    return [it.someone.account.user_name for it in workers]


def store_case(desk: object, number: int) -> None:
    """One open case: who called, a note, a call-back promised, and for one in five a reason for haste."""
    from throughline.casework.coding import encode
    from throughline.casework.contact import Client, Contact
    from throughline.casework.planning import Promise
    from throughline.casework.risk import RiskFactor
    from throughline.casework.state import KIND_OF
    from throughline.casework.writing import Note
    from throughline.web.desk.columns import keep_in_step
    from throughline.web.desk.models import HelplineCase
    from throughline.web.helplines.ledgers import Line, append_to, begin_ledger, grant_ledger

    now = datetime.now(UTC)
    began = now - timedelta(hours=1 + number % 700)
    values: list[object] = [
        Client(f"Caller {number}"),
        Contact("call", began, began + timedelta(minutes=20), told="They said what has happened since March."),
        Note("We talked about telling the police, and about the locks."),
    ]
    if number % 2:
        values.append(Promise("Call back", now + timedelta(hours=number % 96 - 24), desk.staff.id))  # type: ignore[attr-defined]
    if number % 5 == 0:
        values.append(RiskFactor("threats", "present", now.date(), "their_words", "“You will be sorry.”"))
    said = {"by": desk.staff.id, "by_name": desk.name}  # type: ignore[attr-defined]
    lines = [
        Line(f"{KIND_OF[type(it)]}:{place}", "recorded", {**said, "value": encode(it)})
        for place, it in enumerate(values)
    ]
    ledger = begin_ledger()
    grant_ledger(ledger, desk.helpline)  # type: ignore[attr-defined]
    row = HelplineCase.objects.create(helpline=desk.helpline, ledger_id=ledger.id, adviser=desk.staff)  # type: ignore[attr-defined]
    append_to(ledger, [Line("case:1", "begun", {**said, "value": {}}), *lines])
    keep_in_step(row, ledger)


def signed_in(service: Served, name: str) -> Browser:
    """An adviser at their desk."""
    browser = service.browser()
    browser.sign_in(name, PASSPHRASE)
    return browser


def measure(people: list[Browser], cases: int) -> None:
    """Alone first, then everybody."""
    taken = [right(people[0].get("/desk/"), 200).seconds for _ in range(20)]
    print(f"a page of the queue, alone: median {sorted(taken)[10]:.3f} s")
    queue = at_once(people, lambda it: right(it.get("/desk/"), 200).seconds, times=5, pause=PAUSE_SECONDS)
    met = "met" if queue.p95 < GOAL_SECONDS and not queue.errors else "MISSED"
    print(
        f"{len(people)} advisers, {cases:,} open cases, a look each {PAUSE_SECONDS:.0f} s: p50 {queue.p50:.3f} s,"
        f" p95 {queue.p95:.3f} s (goal {GOAL_SECONDS} s, {met}), {queue.rate:.1f}/s, errors {queue.errors}"
    )
    page = people[0].get("/desk/").text
    address = re.search(r'href="(/desk/cases/[^"]+)"', page)
    if address:
        one = [people[0].get(address[1]).seconds for _ in range(10)]
        print(f"a case, alone: median {sorted(one)[5]:.3f} s")


if __name__ == "__main__":
    main(*(int(it) for it in [*sys.argv[1:], *("20000", "200")[len(sys.argv) - 1 :]]))
