"""What a crash or an undone transaction left in the store is dropped a day later, and nothing that is still named."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.vault.files import file_key
from throughline.vault.store import new_file_id
from throughline.vault.tables import seal_table
from throughline.web import starting
from throughline.web.cases import storage
from throughline.web.cases.models import FileRow

CHAT = b"15/03/2026, 10:00 - Sam: one\n16/03/2026, 10:00 - Alex: two\n17/03/2026, 10:00 - Sam: three\n"
TWO_DAYS = 2 * 24 * 60 * 60


def stored(settings) -> set[str]:
    return {path.name for path in Path(settings.FILES).rglob("*") if path.is_file()}


def make_old(settings) -> None:
    """Everything in the store and every row of it is two days old."""
    long_ago = time.time() - TWO_DAYS
    for path in Path(settings.FILES).rglob("*"):
        if path.is_file():
            os.utime(path, (long_ago, long_ago))
    FileRow.objects.update(arrived_at=datetime.now(UTC) - timedelta(seconds=TWO_DAYS))


def chat_kept(person) -> None:
    address = person.browser.post("/bring-in/", {"file": SimpleUploadedFile("chat.txt", CHAT)})["Location"]
    assert person.browser.post(address, {"them": "Sam", "person": "new:"}).status_code == 302


def orphan(person) -> str:
    """A sealed table in the store that no row names, as a crash before the end of a transaction leaves it."""
    key = file_key(person.case.ring.current, new_file_id(), kind="table")
    storage.store().put(key.file_id, seal_table(key, person.case.communications.drop("earliest", "latest")))
    return key.file_id


def test_a_sealed_table_that_no_row_names_is_dropped_once_it_is_a_day_old(someone, settings):
    chat_kept(someone)
    kept = stored(settings)
    assert len(kept) == 2
    left = orphan(someone)
    starting.sweep()
    assert stored(settings) == kept | {left}
    make_old(settings)
    starting.sweep()
    assert stored(settings) == kept
    assert len(someone.case.communications) == 3


def test_what_was_read_and_never_kept_is_dropped_once_it_is_a_day_old(someone, settings):
    address = someone.browser.post("/bring-in/", {"file": SimpleUploadedFile("chat.txt", CHAT)})["Location"]
    assert len(stored(settings)) == 2
    starting.sweep()
    assert someone.browser.get(address).status_code == 200
    make_old(settings)
    starting.sweep()
    assert stored(settings) == set()
    assert not FileRow.objects.exists()
    assert someone.browser.get(address).status_code == 404


def test_with_the_wrong_database_nothing_is_dropped(someone, settings, caplog):
    for _ in range(4):
        someone.browser.post("/files/add/", {"file": SimpleUploadedFile("lamp.jpg", b"\xff\xd8\xff lamp")})
    kept = stored(settings)
    make_old(settings)
    rows = list(FileRow.objects.values())
    FileRow.objects.all().delete()
    starting.sweep()
    assert stored(settings) == kept
    FileRow.objects.bulk_create(FileRow(**row) for row in rows)
    starting.sweep()
    assert stored(settings) == kept


def test_a_table_whose_transaction_is_undone_is_destroyed_at_once(someone, settings, monkeypatch):
    address = someone.browser.post("/bring-in/", {"file": SimpleUploadedFile("chat.txt", CHAT)})["Location"]
    before = stored(settings)

    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("throughline.web.imports.actions.record", broken)
    with pytest.raises(RuntimeError):
        someone.browser.post(address, {"them": "Sam", "person": "new:"})
    assert stored(settings) == before
    monkeypatch.undo()
    assert someone.browser.post(address, {"them": "Sam", "person": "new:"}).status_code == 302
    assert len(someone.case.communications) == 3
