"""Long files are read by a worker: with a key for that job alone and with an end, seen from a page, stopped, taken up again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from throughline.domain.errors import InputError, MissingFile, Tampered
from throughline.vault.case_keys import open_grant
from throughline.web.imports import actions, carrying_out, jobs, reading, worker, workers
from throughline.web.imports.models import JobRow, State, WorkerRow

MARK = "zanzibar-lighthouse"


def long_chat(messages: int = 3000) -> bytes:
    """A chat over the size that is read at once."""
    lines = (
        f"{1 + n // 200:02}/03/2026, {n // 60 % 24:02}:{n % 60:02} - {('Sam', 'Alex')[n % 2]}: {MARK} {'x' * 400}\n"
        for n in range(messages)
    )
    return "".join(lines).encode()


@pytest.fixture
def at_work(transactional_db) -> worker.Work:
    """A worker that is there."""
    return worker.Work(workers.enrol())


def send(person, content: bytes | None = None, name: str = f"WhatsApp Chat with {MARK}.txt") -> str:
    answer = person.browser.post("/bring-in/", {"file": SimpleUploadedFile(name, content or long_chat())})
    assert answer.status_code == 302
    return answer["Location"]


def look(person, address: str) -> str:
    return person.browser.get(address).content.decode()


def job_at(address: str) -> JobRow:
    return JobRow.objects.get(pk=address.strip("/").split("/")[-1])


def stored(settings) -> list[Path]:
    return [path for path in Path(settings.FILES).rglob("*") if path.is_file()]


def test_a_long_chat_is_read_by_the_worker_while_its_page_says_how_far_it_is(someone, at_work):
    assert len(long_chat()) > actions.MOST_AT_ONCE_BYTES
    address = send(someone)
    assert "waits for its turn" in look(someone, address)
    assert f"WhatsApp Chat with {MARK}.txt</a> waits for its turn" in look(someone, "/bring-in/")
    assert worker.work_once(at_work)
    page = look(someone, address)
    assert "3,000 messages and calls, over 15 days, from 1 March 2026 to 15 March 2026" in page
    assert "15/01 is read as 15 January" in page
    assert "a clock in London" in page
    assert someone.case.communications.is_empty()
    someone.browser.post(address, {"them": "Sam", "person": "new:"})
    assert len(someone.case.communications) == 3000
    assert not JobRow.objects.exists()


def test_how_far_it_is_comes_from_whatever_the_importer_reads(someone, at_work, monkeypatch):
    letter = f"From a@example.org Mon Jan 05 10:00:00 2026\nFrom: a@example.org\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\n{'hello ' * 600}\n\n"
    content = (letter * 1500).encode()
    address = send(someone, content, "mail.mbox")
    seen = []

    def telling(*args):
        job = job_at(address)
        at_work.job = job
        worker.look(at_work)
        seen.append((look(someone, address), look(someone, f"{address}far/")))
        return gather(*args)

    gather, watched = reading.gather, reading._watched
    monkeypatch.setattr(reading, "gather", telling)
    gone_through = []

    def slowly(items, watch):
        for item in watched(items, watch):
            worker.look(at_work)
            gone_through.append((job_at(address).done, job_at(address).count))
            if job_at(address).count == 1000:
                seen.append(look(someone, address))
            yield item

    monkeypatch.setattr(reading, "_watched", slowly)
    assert worker.work_once(at_work)
    assert "Looking at how it is written" in seen[0][0]
    assert "Looking at how it is written" in seen[0][1]
    assert "1,000 messages and calls so far; " in seen[1]
    places = [place for place, _ in gone_through]
    assert places == sorted(places)
    assert len(set(places)) > 2
    assert places[-1] == len(content)
    assert someone.browser.get(f"{address}far/").status_code == 204


def test_the_key_is_for_that_worker_that_job_and_that_end(someone, at_work):
    job = job_at(send(someone))
    named = {"case_id": job.upload.case_id, "epoch": job.upload.epoch}
    right = jobs._grantee(job.pk, job.ends_at)
    key = open_grant(bytes(job.grant), at_work.worker.private, grantee=right, **named)
    assert key.key == someone.case.ring.at(1).key
    later, other = jobs._grantee(job.pk, job.ends_at + timedelta(hours=1)), jobs._grantee("0" * 32, job.ends_at)
    for grantee in (later, other, str(someone.account.pk)):
        with pytest.raises(Tampered):
            open_grant(bytes(job.grant), at_work.worker.private, grantee=grantee, **named)
    with pytest.raises(Tampered):
        open_grant(bytes(job.grant), workers.enrol().private, grantee=right, **named)
    assert worker.work_once(at_work)
    job.refresh_from_db()
    assert (job.state, job.grant, job.ends_at, job.worker_id) == (State.READ, None, None, None)


def test_an_end_that_was_put_off_in_the_database_opens_nothing(someone, at_work):
    address = send(someone)
    JobRow.objects.update(ends_at=datetime.now(UTC) + timedelta(days=3))
    assert worker.work_once(at_work)
    assert job_at(address).state == State.STOPPED
    assert someone.case.communications.is_empty()


def test_a_key_whose_time_is_over_is_not_used_and_goes(someone, at_work):
    address = send(someone)
    JobRow.objects.update(ends_at=datetime.now(UTC) - timedelta(seconds=1))
    assert not worker.work_once(at_work)
    jobs.release()
    assert (job_at(address).grant, job_at(address).state) == (None, State.WAITING)


def test_a_worker_that_the_service_did_not_make_is_given_nothing(someone, transactional_db):
    workers.enrol()
    WorkerRow.objects.update(public_key=bytes(someone.account.public_key))
    job = job_at(send(someone))
    assert (job.worker_id, job.grant) == (None, None)
    WorkerRow.objects.all().delete()
    workers.enrol()
    look(someone, f"/bring-in/{job.pk}/")
    assert JobRow.objects.get().grant


def test_nothing_of_a_file_lies_in_the_database_or_the_store_in_plain_text(someone, at_work, settings):
    address = send(someone)

    def told() -> bytes:
        with connection.cursor() as cursor:
            rows = []
            for name in ("imports_jobrow", "imports_workerrow", "cases_filerow", "cases_draftrow"):
                cursor.execute(f"SELECT * FROM {name}")
                rows += cursor.fetchall()
        cells = [bytes(it) if isinstance(it, (bytes, memoryview)) else str(it).encode() for row in rows for it in row]
        return b"".join([*cells, *(path.read_bytes() for path in stored(settings))])

    assert MARK.encode() not in told()
    assert worker.work_once(at_work)
    assert MARK in look(someone, address)
    assert MARK.encode() not in told()


def test_a_job_whose_worker_died_is_given_to_another_when_somebody_looks(someone, at_work):
    address = send(someone)
    assert jobs.take(at_work.worker)
    assert job_at(address).state == State.READING
    WorkerRow.objects.update(seen_at=datetime.now(UTC) - 2 * workers.DEAD_AFTER)
    after = worker.Work(workers.enrol())
    assert "waits for its turn" in look(someone, address)
    assert worker.work_once(after)
    assert "3,000 messages" in look(someone, address)


def test_a_file_at_which_every_worker_dies_stops_and_can_be_started_again(someone, transactional_db):
    address = send(someone)
    for _ in range(jobs.MOST_TRIES):
        dying = workers.enrol()
        assert "waits for its turn" in look(someone, address)
        assert jobs.take(dying)
        workers.retire(dying.id)
    page = look(someone, address)
    assert "It stopped before the end" in page
    assert someone.browser.get(f"{address}far/").status_code == 204
    after = worker.Work(workers.enrol())
    assert someone.browser.post(f"{address}again/").status_code == 302
    assert worker.work_once(after)
    assert "3,000 messages" in look(someone, address)


def test_nothing_stays_being_read_when_nobody_looks(someone, at_work):
    address = send(someone)
    assert jobs.take(at_work.worker)
    WorkerRow.objects.update(seen_at=datetime.now(UTC) - 2 * workers.DEAD_AFTER)
    jobs.release()
    assert (job_at(address).state, job_at(address).grant) == (State.WAITING, None)


def test_a_fault_that_nobody_foresaw_ends_the_job_and_not_the_worker(someone, at_work, settings, monkeypatch, capsys):
    address = send(someone)

    def broken(*_):
        raise RuntimeError(MARK)

    monkeypatch.setattr(carrying_out, "read_export", broken)
    assert worker.work_once(at_work)
    assert "It stopped before the end" in look(someone, address)
    said = capsys.readouterr()
    assert MARK not in said.out + said.err
    assert len(stored(settings)) == 1


def test_stopping_destroys_the_upload_and_the_worker_notices(someone, at_work, settings):
    address = send(someone)
    job, key = jobs.take(at_work.worker)
    at_work.job = job
    assert someone.browser.post(f"{address}drop/").status_code == 302
    worker.look(at_work)
    assert at_work.watch.is_over
    with pytest.raises(MissingFile):
        carrying_out.carry_out(job, key, at_work.watch)
    assert stored(settings) == []
    assert not JobRow.objects.exists()
    assert someone.browser.get(address).status_code == 404


def test_stopping_while_it_is_read_keeps_nothing_of_it(someone, at_work, settings, monkeypatch):
    address = send(someone)
    watched = reading._watched

    def stopping(items, watch):
        someone.browser.post(f"{address}drop/")
        worker.look(at_work)
        yield from watched(items, watch)

    monkeypatch.setattr(reading, "_watched", stopping)
    assert worker.work_once(at_work)
    assert stored(settings) == []
    assert not JobRow.objects.exists()


def test_what_comes_too_late_is_not_kept(someone, at_work, settings):
    address = send(someone)
    job, key = jobs.take(at_work.worker)
    WorkerRow.objects.all().delete()
    other = worker.Work(workers.enrol())
    look(someone, address)
    carrying_out.carry_out(job, key, worker.Watch())
    assert job_at(address).state == State.WAITING
    assert len(stored(settings)) == 1
    assert worker.work_once(other)
    assert "3,000 messages" in look(someone, address)


def test_the_job_of_somebody_else_is_not_there(someone, another, at_work):
    address = send(someone)
    for path in ("", "far/"):
        assert another.browser.get(f"{address}{path}").status_code == 404
    for path in ("", "again/", "drop/"):
        assert another.browser.post(f"{address}{path}").status_code == 404
    assert MARK not in look(another, "/bring-in/")


def test_a_page_that_asks_by_itself_does_not_keep_the_diary_open(someone, at_work, settings):
    address = send(someone)
    session = someone.browser.session
    session["seen"] -= settings.LOCK_AFTER_SECONDS - 5
    session.save()
    before = session["seen"]
    assert someone.browser.get(f"{address}far/").status_code == 200
    assert someone.browser.session["seen"] == before
    assert someone.browser.get(address).status_code == 200
    assert someone.browser.session["seen"] > before


def test_the_dates_can_be_read_the_other_way_round(someone, at_work):
    chat = "".join(f"0{1 + n}/02/2026, 10:00 - {('Sam', 'Alex')[n % 2]}: hello\n" for n in range(9)).encode()
    address = send(someone, chat, "chat.txt")
    asked = look(someone, address)
    assert "How are its dates written?" in asked
    assert "date-order" not in asked
    assert someone.browser.post(f"{address}again/", {}).status_code == 200
    page = someone.browser.post(f"{address}again/", {"order": "month-first"}, follow=True).content.decode()
    assert "from 2 January 2026 to 2 September 2026" in page
    page = someone.browser.post(f"{address}again/", {"order": "day-first"}, follow=True).content.decode()
    assert "from 1 February 2026 to 9 February 2026" in page


def test_problems_are_listed_with_their_places_and_how_many_more(someone):
    mails = "".join(f"From a@example.org Mon Jan 05 10:00:00 2026\nSubject: {n}\n\nno date\n\n" for n in range(60))
    good = (
        "From b@example.org Mon Jan 05 10:00:00 2026\nFrom: b@example.org\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\nhi\n"
    )
    page = look(someone, send(someone, (mails + good).encode(), "mail.mbox"))
    assert "Could not be read: 60" in page
    assert "message 1, byte 0: This message has no date" in page
    assert "and 10 more" in page


def test_of_very_many_parties_the_most_frequent_are_shown_and_any_can_be_named(someone):
    mails = "".join(
        f"From p@example.org Mon Jan 05 10:00:00 2026\nFrom: person{n}@example.org\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\nhi\n\n"
        for n in range(60)
    )
    address = send(someone, mails.encode(), "mail.mbox")
    assert "Somebody else of the 20 more" in look(someone, address)
    page = someone.browser.post(address, {"them": "other:", "person": "new:"}).content.decode()
    assert "Write who it is" in page
    answer = someone.browser.post(address, {"them": "other:", "named": "person59@example.org", "person": "new:"})
    assert answer.status_code == 302
    assert someone.case.case.people[0].identifiers[0].value == "person59@example.org"


def test_bringing_the_same_file_again_says_which_it_is_and_how_many_were_known(someone):
    chat = b"".join(line + b"\n" for line in long_chat().splitlines()[-20:])
    first = send(someone, chat, "chat.txt")
    someone.browser.post(first, {"them": "Sam", "person": "new:"})
    again = send(someone, chat, "chat.txt")
    assert "this very file before: it is AB/1" in look(someone, again)
    page = someone.browser.post(again, {"them": "Sam", "person": "new:"}, follow=True).content.decode()
    assert "0 added. 20 were there already." in page


def test_saying_twice_that_it_is_kept_or_dropped_loses_nothing(someone, settings):
    address = send(someone, b"".join(line + b"\n" for line in long_chat().splitlines()[-20:]), "chat.txt")
    job, case = job_at(address), someone.case
    told = reading.Told(**jobs.told_of(case.ring, job))
    choice = {"by": someone.account, "case": case, "job": job, "told": told, "person": None, "them": "Sam"}
    actions.keep_export(**choice)
    kept = stored(settings)
    assert len(kept) == 2
    with pytest.raises(InputError, match="kept already"):
        actions.keep_export(**choice)
    jobs.drop(by=someone.account, case=case, job=job)
    assert stored(settings) == kept
    assert len(someone.case.communications) == 20


def test_a_worker_that_is_told_to_end_leaves_its_job_to_the_next(someone, at_work, monkeypatch):
    address = send(someone)

    def ending(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(carrying_out, "read_export", ending)
    with pytest.raises(KeyboardInterrupt):
        worker.work_once(at_work)
    monkeypatch.undo()
    workers.retire(at_work.worker.id)
    after = worker.Work(workers.enrol())
    assert "waits for its turn" in look(someone, address)
    assert worker.work_once(after)
    assert "3,000 messages" in look(someone, address)
