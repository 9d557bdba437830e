"""The service killed in the middle of a write: what was there is there, or what was to be there is, and nothing between.

Each kind of write goes through its page in a process that dies by SIGKILL at one step: before a statement that changes the
database, before its commit, before anything that changes a file, and before each answer. Then the case is opened by another.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

KILLED = """
import io, json, os, re, shutil, signal, sqlite3, sys
from pathlib import Path

folder, kept, act = Path(sys.argv[1]) / "data", Path(sys.argv[1]) / "kept", sys.argv[2]
os.environ |= {"THROUGHLINE_DATA": str(folder), "THROUGHLINE_ARGON2_MEMORY_MIB": "1",
               "DJANGO_SETTINGS_MODULE": "throughline.web.settings"}
import django
django.setup()
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from filled import forms_of

from throughline.domain.errors import ThroughlineError
from throughline.vault.store import DiskStore
from throughline.web.accounts.actions import unlock_account
from throughline.web.accounts.models import Account
from throughline.web.cases.actions import drop_waiting_files, open_draft
from throughline.web.cases.models import FileRow
from throughline.web.cases.queries import open_case
from throughline.web.cases.storage import open_file
from throughline.web.signing.actions import sign_up
from datetime import UTC, datetime

PASSPHRASE, NEW = "four small green words", "five large yellow words here"
CHAT = "".join(f"{day:02}/03/2026, 10:00 - {who}: hello {day}\\n" for day in range(1, 29) for who in ("Sam", "Alex")).encode()


def in_child(work):
    "What a piece of work gives, done in a process that ends: the library of columns has threads, and none survives a fork."
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            with os.fdopen(writing, "w") as told:
                json.dump(work(), told)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        text = told.read()
    os.waitpid(child, 0)
    return json.loads(text)


def upload(name, content):
    return SimpleUploadedFile(name, content)


call_command("migrate", verbosity=0)
new = sign_up(word="maple", passphrase=PASSPHRASE)
browser = Client(SERVER_NAME="127.0.0.1")
browser.post("/me/in/", {"user_name": new.account.user_name, "passphrase": PASSPHRASE})
browser.post("/notes/add/", {"account": "He was outside.", "exact": "now", "new_place": "Home"})
browser.post("/notes/add/", {"account": "He came again.", "exact": "now"})
browser.post("/files/add/", {"file": [upload("a.txt", b"a letter")], "description": "A letter"})
browser.post("/notes/i2/more/files/", {"exhibits": ["AB/1"]})


def kept_form():
    "The form of the page where an export is looked at, sent as it proposes."
    page = browser.get(review).content
    form = next(it for it in forms_of(page, review) if any(field.name == "them" for field in it.fields))
    return form.filled(lambda field: field.choices[0] if field.name in ("them", "person") and not field.value else None)


if act == "import":
    connection.close()
    chat = {"file": upload("WhatsApp Chat with Sam.txt", CHAT)}
    review = in_child(lambda: browser.post("/bring-in/", chat)["Location"])
    sent = in_child(kept_form)
acts = {
    "record": lambda: browser.post("/notes/add/", {"account": "A third time.", "exact": "now", "new_person": "Sam"}),
    "amend": lambda: browser.post("/notes/i1/more/effect/", {"fear": "3", "impact_note": "I moved the bed."}),
    "delete": lambda: browser.post("/notes/incident/i1/delete/"),
    "delete a place": lambda: browser.post("/notes/place/place1/delete/"),
    "exhibit": lambda: browser.post("/files/add/", {"file": [upload("b.txt", b"a second letter")], "description": "Another"}),
    "delete an exhibit": lambda: browser.post("/files/AB-1/remove/"),
    "import": lambda: browser.post(review, {**sent, "them": "Sam"}),
    "draft": lambda: browser.post("/notes/draft/notes/add/", {"account": "He is stand"}),
    "passphrase": lambda: browser.post(
        "/me/passphrase/", {"current": PASSPHRASE, "passphrase": NEW, "again": NEW}
    ),
}
TOUCHES_FILES = {"write", "flush", "close", "fsync", "rename", "replace", "unlink", "mkdir", "commit"}
OF_FILES = (io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper, sqlite3.Connection, type(os))
CHANGES = ("INSERT", "UPDATE", "DELETE", "BEGIN", "SAVEPOINT", "RELEASE")


def run_until(step):
    "Fork a child that does the act, and dies before the step of that number; gives whether it lived."
    child = os.fork()
    if child:
        return os.WIFEXITED(os.waitpid(child, 0)[1])
    seen = 0

    def count():
        nonlocal seen
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def at_call(frame, event, argument):
        if event == "c_call" and argument.__name__ in TOUCHES_FILES and isinstance(argument.__self__, OF_FILES):
            count()

    def at_statement(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(CHANGES):
            count()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(at_statement):
        sys.setprofile(at_call)
        answer = acts[act]()
        count()
        sys.setprofile(None)
    os._exit(0 if answer.status_code in (204, 302) else 3)


def found():
    "All that somebody sees of their case, as one text; an error where it does not open."
    try:
        account = Account.objects.get()
        case = open_case(account, new.private)
        said = {key: [(it.action, it.content) for it in told] for key, told in case.state.history.items()}
        for (kind, id), its in case.state.kept.items():
            for name, file_id in its.get("files", {}).items():
                if name == "original":
                    with open_file(case.file_key(file_id, its["epoch"])) as sealed:
                        said[kind, id].append(b"".join(sealed).decode())
        draft = open_draft(account, new.private, "notes/add")
        opens = [it for it in (PASSPHRASE, NEW) if unlock_account(account.user_name, it)]
        rows = case.communications["text"].to_list() if act == "import" else []
        text = repr((sorted(said.items()), draft, opens, rows))
    except ThroughlineError as fault:
        return f"{type(fault).__name__}: {fault}", []
    now = {it for its in case.state.kept.values() for it in its.get("files", {}).values()}
    DiskStore(settings.FILES).sweep(2**62)
    drop_waiting_files(before=datetime.max.replace(tzinfo=UTC))
    return text, sorted(set(FileRow.objects.values_list("id", flat=True)) ^ now)


def without_chance(text):
    "Without the moments and the random ids, which differ from run to run."
    return re.sub(r"[0-9a-f]{32}|\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z?", "…", text)


connection.close()
shutil.copytree(folder, kept)
before, step, states = without_chance(in_child(found)[0]), 0, []
while True:
    step += 1
    connection.close()
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    lived = run_until(step)
    text, left = in_child(found)
    states.append((without_chance(text), left))
    if lived:
        break
after = states[-1][0]
names = {before: "old", after: "new"}
print(json.dumps([[names.get(text, text), left] for text, left in states]))
"""


@pytest.mark.parametrize(
    "act",
    ["record", "amend", "delete", "delete a place", "exhibit", "delete an exhibit", "import", "draft", "passphrase"],
)
def test_killed_at_any_step_a_case_is_as_it_was_or_as_it_was_to_be(tmp_path: Path, act: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", KILLED, str(tmp_path), act]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    states = json.loads(done.stdout.splitlines()[-1])
    found = [state for state, _ in states]
    turn = found.index("new")
    assert found == ["old"] * turn + ["new"] * (len(found) - turn)
    assert 0 < turn < len(found), "it was killed before the write was there"
    assert len(found) > 2
    assert [left for _, left in states if left] == [], (
        "a file that nothing names is dropped when the service starts again"
    )
