"""Two requests at once, on the database that is in use: neither loses anything of the other, and neither takes the other
for somebody who meddled with the record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from django.db import connection

from throughline.web.cases.actions import record
from throughline.web.cases.queries import open_case
from throughline.web.cases.state import Change
from throughline.web.diary.actions import record_incident

TOLD = {"occurred": {"from": "2026-03-01T19:40", "precision": "minute"}}
TIMES = 15


def test_what_two_write_at_once_is_all_there_with_numbers_of_its_own(someone):
    begin = Barrier(2)

    def write(words: str) -> None:
        begin.wait()
        for number in range(TIMES):
            record_incident(
                by=someone.account,
                case=open_case(someone.account, someone.private),
                told={**TOLD, "account": f"{words} {number}"},
            )
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(write, "one"), pool.submit(write, "two")]:
            done.result()
    told = {it.id: it.account for it in someone.case.case.incidents}
    assert sorted(told.values()) == sorted(f"{words} {number}" for words in ("one", "two") for number in range(TIMES))


def test_whoever_reads_while_another_writes_sees_one_state_or_the_other(someone):
    written = Event()

    def read_on() -> int:
        seen = [0]
        while not written.is_set():
            seen.append(open_case(someone.account, someone.private).head.count)
        connection.close()
        assert seen == sorted(seen)
        return len(seen)

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_on)
        try:
            for number in range(4 * TIMES):
                change = Change("incident", f"i{number}", "recorded", {**TOLD, "id": f"i{number}"})
                record(by=someone.account, case=someone.case, changes=[change])
        finally:
            written.set()
        assert reading.result() > TIMES
