"""What whoever runs the service sees without any key: what is missing, older or altered."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from throughline.web.cases.actions import record
from throughline.web.cases.models import CaseRow, EntryRow, FileRow
from throughline.web.cases.state import Change

SEEN = {"id": "i1", "occurred": {"from": "2026-03-01T19:40", "precision": "minute"}, "account": "Outside again."}


def looked(*options: str) -> str:
    said = StringIO()
    call_command("look_over", *options, stdout=said)
    return said.getvalue()


def refused(*options: str) -> str:
    said = StringIO()
    with pytest.raises(CommandError, match="Not all is as it should be") as ended:
        call_command("look_over", *options, stdout=said)
    assert ended.value.returncode == 1
    return said.getvalue()


@pytest.fixture
def written(someone):
    """Somebody with two entries and a file."""
    record(by=someone.account, case=someone.case, changes=[Change("incident", "i1", "recorded", SEEN)])
    someone.browser.post("/files/add/", {"file": SimpleUploadedFile("a.txt", b"words"), "description": "A note"})
    assert FileRow.objects.filter(is_kept=True).count() == 1
    return someone


def stored(settings) -> list[Path]:
    return [path for path in Path(settings.FILES).rglob("*") if path.is_file()]


def test_what_is_whole_is_said_to_be(written):
    assert "Looked at 1 diaries, with 2 entries and 1 sealed files." in looked()


def test_a_file_that_is_gone_is_named(written, settings):
    (path,) = stored(settings)
    path.unlink()
    assert f"sealed file {path.name} is named and is not there" in refused()


def test_an_older_record_is_refused_until_it_is_accepted_and_then_goes_on(written):
    older = CaseRow.objects.get()
    record(by=written.account, case=written.case, changes=[Change("incident", "i1", "amended", SEEN)])
    EntryRow.objects.filter(number=older.count).delete()
    older.save()
    page = written.browser.get("/notes/")
    assert page.status_code == 500
    assert "This is not as you left it" in page.content.decode()
    assert "had 3 entries when it was last seen; it has 2" in refused()
    assert "Taken as they are" in looked("--accept-older")
    assert written.browser.get("/notes/").status_code == 200
    record(by=written.account, case=written.case, changes=[Change("incident", "i1", "amended", SEEN)])
    assert written.case.head.count == 3


@pytest.mark.parametrize("options", [(), ("--accept-older",)])
def test_another_record_in_its_place_cannot_be_accepted(written, options):
    EntryRow.objects.filter(number=0).update(commitment=bytes(32))
    assert "does not follow from what was seen of it" in refused(*options)
    assert "Altered" in refused()
