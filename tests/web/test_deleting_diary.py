"""Deleting the diary or the account: keys, entries, files and drafts are gone, from the tables and from the disk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from running_service import without_settings
from throughline.vault.identity import new_identity
from throughline.web.accounts.models import Account
from throughline.web.cases import storage
from throughline.web.cases.deletion import finish_deletions
from throughline.web.cases.models import CaseRow, DraftRow, EntryRow, FileRow, GrantRow

PASSPHRASE = "four small green words"


@pytest.fixture
def writer(someone):
    """Somebody with an entry, a file and a draft."""
    someone.browser.post("/notes/add/", {"account": "He stood outside.", "exact": "now"})
    someone.browser.post("/files/add/", {"file": [SimpleUploadedFile("lamp.txt", b"lamp")], "description": "lamp"})
    someone.browser.post("/notes/draft/notes/add/", {"account": "half a thought"})
    assert FileRow.objects.count() == 1
    assert DraftRow.objects.count() == 1
    return someone


def delete(someone, what: str, passphrase: str = PASSPHRASE):
    return someone.browser.post("/me/delete/", {"what": what, "passphrase": passphrase})


def sealed_files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_the_page_says_what_goes_and_what_stays_before_it_asks(writer):
    page = writer.browser.get("/me/delete/").content.decode()
    for words in ("What is destroyed", "What stays", "backups", "handed over", "take a copy first", "You need not"):
        assert words in page
    assert "<title>Account</title>" in page


@pytest.mark.parametrize(
    "given", [{}, {"what": "account"}, {"passphrase": PASSPHRASE}, {"what": "account", "passphrase": "not this one"}]
)
def test_nothing_goes_without_the_choice_and_the_passphrase(writer, given):
    assert writer.browser.post("/me/delete/", given).status_code == 200
    assert len(writer.case.case.incidents) == 1


def test_deleting_the_diary_leaves_an_empty_one_and_the_account(writer, tmp_path):
    old = writer.case.row.id
    assert delete(writer, "diary")["Location"] == "/notes/"
    assert writer.case.row.id != old
    assert writer.case.case.incidents == ()
    assert writer.browser.get("/notes/").status_code == 200
    assert (FileRow.objects.count(), DraftRow.objects.count(), EntryRow.objects.count()) == (0, 0, 0)
    assert CaseRow.objects.count() == 1
    assert sealed_files(tmp_path) == []
    assert not (tmp_path / "heads" / old).exists()
    writer.browser.post("/notes/add/", {"account": "A new page.", "exact": "now"})
    assert [it.account for it in writer.case.case.incidents] == ["A new page."]


def test_the_empty_diary_is_sealed_to_the_person_and_not_to_a_key_that_was_put_in_the_place_of_theirs(writer):
    Account.objects.update(public_key=new_identity().public.raw)
    delete(writer, "diary")
    assert writer.case.case.incidents == ()


def test_deleting_the_account_leaves_nothing_of_it(writer, another, tmp_path):
    elsewhere = Client(SERVER_NAME="127.0.0.1")
    name = writer.account.user_name
    elsewhere.post("/me/in/", {"user_name": name, "passphrase": PASSPHRASE})
    assert delete(writer, "account")["Location"] == "/me/gone/"
    assert not Account.objects.filter(user_name=name).exists()
    assert GrantRow.objects.filter(account=another.account).count() == GrantRow.objects.count() == 1
    assert sealed_files(tmp_path) == []
    assert "k" not in {key for key, cookie in writer.browser.cookies.items() if cookie.value}
    assert writer.browser.get("/me/gone/").status_code == 200
    for browser in (writer.browser, elsewhere):
        assert browser.get("/notes/")["Location"] == "/me/in/"
    gone = elsewhere.post("/me/in/", {"user_name": name, "passphrase": PASSPHRASE})
    assert "do not belong together" in gone.content.decode()
    assert another.browser.get("/notes/").status_code == 200


def test_what_was_cut_off_between_the_keys_and_the_files_is_ended_at_the_next_start(writer, tmp_path, monkeypatch):
    def cut_off(file_id: str) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(storage.store(), "delete", cut_off)
    with pytest.raises(KeyboardInterrupt):
        delete(writer, "account")
    assert not Account.objects.exists()
    assert not GrantRow.objects.exists()
    assert not EntryRow.objects.exists()
    assert sealed_files(tmp_path)
    monkeypatch.undo()
    assert finish_deletions() == 1
    assert sealed_files(tmp_path) == []
    assert not CaseRow.objects.exists()
    assert finish_deletions() == 0


def test_a_case_that_somebody_has_a_key_to_is_never_swept(writer, tmp_path):
    assert finish_deletions() == 0
    assert len(writer.case.case.incidents) == 1
    assert len(sealed_files(tmp_path)) == 1


ON_DISK = """
import sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
call_command("migrate", verbosity=0)
from throughline.web.accounts.models import Account, SecondStep
from throughline.web.accounts.second_steps import add_passkey
from throughline.web.cases.models import DraftRow, EntryRow, FileRow, GrantRow
from throughline.web.signing.actions import sign_up

what = sys.argv[1]
new = sign_up(word="maple", passphrase="four small green words")
browser = Client(SERVER_NAME="127.0.0.1")
browser.post("/me/in/", {"user_name": new.account.user_name, "passphrase": "four small green words"})
for number in range(30):
    browser.post("/notes/add/", {"account": f"{number} " + "He stood outside. " * 50, "exact": "now"})
browser.post("/files/add/", {"file": [SimpleUploadedFile("lamp.bin", bytes(range(256)) * 2000)], "description": "lamp"})
browser.post("/notes/draft/notes/add/", {"account": "half a thought"})
add_passkey(by=new.account, private=new.private, label="key", host="localhost", credential=b"")

account = Account.objects.get()
sought = [bytes(row.sealed) for rows in (EntryRow, DraftRow, GrantRow) for row in rows.objects.all()]
if what == "account":
    sought += [bytes(account.passphrase_envelope), bytes(account.recovery_envelope), bytes(SecondStep.objects.get().sealed)]
(file,) = FileRow.objects.all()
with (settings.FILES / file.id[:2] / file.id).open("rb") as stream:
    sought.append(stream.read(200))

def found():
    texts = [path.read_bytes() for path in settings.DATA.rglob("*") if path.is_file()]
    return sum(any(piece[-64:] in text or piece[:64] in text for text in texts) for piece in sought)

if what == "entry":
    was = {row.pk: bytes(row.sealed) for row in EntryRow.objects.all()}
    assert all(any(it in path.read_bytes() for path in settings.DATA.glob("diary.sqlite3*")) for it in [s[:64] for s in was.values()])
    assert browser.post("/notes/incident/i3/delete/").status_code == 302
    sought = [was[row.pk] for row in EntryRow.objects.filter(sealed=None)]
    print(len(sought), len(sought), found())
    raise SystemExit
before = found()
assert browser.post("/me/delete/", {"what": what, "passphrase": "four small green words"}).status_code == 302
print(len(sought), before, found())
"""


@pytest.mark.parametrize(("what", "least"), [("diary", 34), ("account", 37), ("entry", 1)])
def test_no_sealed_byte_of_it_is_left_in_the_database_file_its_journal_or_the_store(tmp_path, what, least):
    settings = {
        "THROUGHLINE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "throughline.web.settings",
        "THROUGHLINE_ARGON2_MEMORY_MIB": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", ON_DISK, what],
        env={**without_settings(), **settings},  # it looks into a file of SQLite
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    sought, before, after = map(int, done.stdout.split())
    assert sought >= least
    assert before == sought
    assert after == 0
