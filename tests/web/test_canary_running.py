"""Nothing that somebody types or uploads is anywhere on the machine in plain text while the service runs, or after.

The service is the real one, in processes of its own. A word that exists nowhere else is typed into every field of every form
and lies in every file that is sent; then it is sought in the database and its journal, the file store, the temporary folders,
the logs, and the arguments, environments and open files of the processes. A watcher seeks it all the while, too.
"""

from __future__ import annotations

import base64
import io
import os
import re
import secrets
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pyotp
from PIL import Image

from filled import Field, Form, Page, forms_of, forms_reached, links_of, taken_by, views_that_take_forms
from served import FORM, Answer, Browser, Served, Upload, served, upload

LETTERS = "bcdfghjklmnpqrstvwxz"
NAME = "harbour"
SHARED_FOLDERS = (Path("/tmp"), Path("/dev/shm"))
LARGEST_LOOKED_INTO = 64 * 2**20


def a_word() -> str:
    """A word that nothing else on this machine holds."""
    return "".join(secrets.choice(LETTERS) for _ in range(24))


def spellings(word: str) -> list[bytes]:
    """The word as it is, in UTF-16, and inside base64 wherever it begins."""
    plain = word.encode()
    inside = [base64.b64encode(bytes(shift) + plain)[-(-shift * 4 // 3) + 1 : -4] for shift in range(3)]
    return [plain, word.encode("utf-16-le"), *inside]


@dataclass
class Seeker:
    """Looks for words in every place where they could be left. `before` is what lay in shared folders already."""

    service: Served
    temporary: Path
    words: dict[str, list[bytes]]
    before: set[Path] = field(default_factory=set)
    seen: dict[tuple[str, int, int], bool] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)

    def look(self) -> set[str]:
        """Every place that holds one of the words now."""
        own = self.service.data.parent
        files = [path for folder in (own, self.temporary) for path in folder.rglob("*")]
        for folder in SHARED_FOLDERS:
            new = [it for it in folder.iterdir() if it not in self.before and not it.name.startswith("pytest-of-")]
            files += [*new, *(path for it in new if it != own for path in it.rglob("*"))]
        found = {str(path) for path in files if self._holds(path)}
        for process in self.service.processes():
            found |= self.look_at(process)
        self.found |= found
        return found

    def look_at(self, process: int) -> set[str]:
        """What a process was started with, and the files it has open that no folder names any more."""
        found = set()
        for name in ("cmdline", "environ"):
            try:
                content = Path(f"/proc/{process}/{name}").read_bytes()
            except OSError:
                continue
            found |= {f"process {name}"} if self._in(content) else set()
        try:
            descriptors = list(Path(f"/proc/{process}/fd").iterdir())
        except OSError:
            return found
        for descriptor in descriptors:
            try:
                target = str(descriptor.readlink())
                if (
                    target.endswith("(deleted)")
                    and not target.startswith("/memfd:")
                    and self._in(descriptor.read_bytes())
                ):
                    found.add(f"open file {target}")
            except OSError:
                continue
        return found

    def _holds(self, path: Path) -> bool:
        try:
            status = path.lstat()
            if self._in(path.name.encode()):
                return True
            if not path.is_file() or path.is_symlink() or status.st_size > LARGEST_LOOKED_INTO:
                return False
            key = (str(path), status.st_mtime_ns, status.st_size)
            if key not in self.seen:
                self.seen[key] = self._in(path.read_bytes())
            return self.seen[key]
        except OSError:
            return False

    def _in(self, content: bytes) -> bool:
        return any(spelling in content for word in self.words.values() for spelling in word)


class Watcher(threading.Thread):
    """Looks again and again, until it is ended."""

    def __init__(self, seeker: Seeker) -> None:
        super().__init__(daemon=True)
        self._seeker, self._ended, self.looks = seeker, threading.Event(), 0

    def run(self) -> None:
        while not self._ended.wait(0.05):
            self._seeker.look()
            self.looks += 1

    def end(self) -> None:
        self._ended.set()
        self.join()


@dataclass
class Typing:
    """Somebody who puts the word into every field of every form that they come across."""

    service: Served
    browser: Browser
    word: str
    user_name: str = ""
    sent: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    done: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def passphrase(self) -> str:
        """It holds the word, too."""
        return f"{self.word} and three more"

    def say(self, field: Field) -> str | list[str] | None:
        """What goes into a field."""
        if field.name == "word":
            return NAME
        if field.name == "user_name":
            return self.user_name
        if field.kind == "password":
            return self.passphrase
        if field.is_written_in:
            return f"{self.word} {field.name}"
        if field.kind == "date":
            return "2026-03-01"
        if field.kind == "time":
            return "19:40"
        if field.name in ("private", "withheld"):
            return []
        if field.kind in ("radio", "checkbox", "select"):
            chosen = [it for it in field.choices if it and it != "now"]
            return "order_made" if "order_made" in chosen else next(iter(chosen), "")
        return None

    def begin(self) -> None:
        """Sign up, the word in the passphrase."""
        self.user_name = self.browser.sign_up(self.passphrase, NAME)
        self.sent.add("signing:sign-up")

    def send(self, form: Form) -> Answer:
        """Send a form with the word in it, and its file where it takes one."""
        view = taken_by(form.action)
        filled = {**form.filled(self.say), **dict(form.buttons[:1])}
        if form.has_files:
            text = {name: said for name, said in filled.items() if isinstance(said, str)}
            answer = self.browser.upload(
                form.action, text, upload(f"{self.word}.txt", f"a file with {self.word}".encode())
            )
        else:
            answer = self.browser.post(form.action, filled)
        assert answer.status in (200, 204, 302, 404, 409, 422, 429), f"{view} answered {answer.status}"
        self.sent.add(view)
        if answer.status in (204, 302):
            self.taken.add(view)
        return answer

    def forms(self) -> list[tuple[str, Form]]:
        """The forms that can be reached and were not sent yet, each with the name of what takes it."""
        found = forms_reached(self.look)
        new = [key for key in found if key not in self.done]
        self.done.update(new)
        return [(key[0], found[key]) for key in new]

    def look(self, address: str) -> Page:
        """A page, as the search for forms takes it."""
        answer = self.browser.get(address)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        return Page(answer.status, answer.headers.get("Location", ""), answer.body if is_page else b"")

    def send_everything(self) -> None:
        """Every form that can be found, those that make something before those that take it away, and the account's last."""
        while forms := [it for it in self.forms() if it[0] not in ("signing:sign-up",)]:
            for _, form in sorted(forms, key=lambda it: self.turn(it[0])):
                self.send(form)
                if self.browser.get("/me/").status != 200:
                    self.come_back()

    @staticmethod
    def turn(view: str) -> tuple[bool, bool]:
        """When a form's turn is."""
        return view.startswith("signing:"), any(word in view for word in ("delete", "remove", "drop", "sign-out"))

    def come_back(self) -> None:
        """Unlock or sign in again, or begin again where the account was deleted."""
        self.browser.get("/me/in/")
        self.browser.post("/me/in/", {"user_name": self.user_name, "passphrase": self.passphrase})
        if self.browser.get("/me/").status != 200:
            self.begin()


WITH_A_HELPLINE = ("desk", "helplines", "supervision", "shared_reading", "referrals", "recovery", "sharing", "figures")
"""Forms that only somebody of a helpline, or somebody where there is one, comes to: their words are looked for in
`test_desk_canary`, `test_referrals`, `test_sharing_pages`, `test_recovery_with_a_helpline` and, of what is counted, `test_canary`."""


def test_a_word_typed_and_uploaded_lies_nowhere_in_plain_text(tmp_path: Path) -> None:
    proof, word = a_word(), a_word()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    before = {path for folder in SHARED_FOLDERS for path in folder.iterdir()}
    with served(
        tmp_path / "service", temporary=temporary, environment={"THROUGHLINE_ARGON2_MEMORY_MIB": "1"}
    ) as service:
        seeker = Seeker(service, temporary, {proof: spellings(proof)}, before)
        prove_that_it_finds(seeker, proof)
        seeker = Seeker(service, temporary, {word: spellings(word)}, before)
        watcher = Watcher(seeker)
        watcher.start()
        typing = Typing(service, service.browser(), word)
        typing.begin()
        user_name = typing.user_name
        bring_in_everything(typing)
        take_away_everything(typing)
        answer_what_is_asked_rarely(typing)
        typing.send_everything()
        typing.browser.close()
        watcher.end()
        assert seeker.found == set()
        assert seeker.look() == set()
        assert watcher.looks > 10
        log = service.log.read_text()
        assert not [it for it in (word, user_name, "/notes/", "/files/") if it in log]
        wanted = {it for it in views_that_take_forms() if it.partition(":")[0] not in WITH_A_HELPLINE}
        assert wanted - typing.sent == set(), "a form was never found, so nothing was typed into it"
        finding = {"diary:home"}  # what somebody looks for is kept nowhere
        refused = {it for it in typing.sent - typing.taken - finding if it.startswith(("diary:", "exhibits:"))}
        assert refused == set(), (
            "what was typed into a form was not kept, so it was not looked for where things are kept"
        )
    assert seeker.look() == set()


def prove_that_it_finds(seeker: Seeker, word: str) -> None:
    """A word that does lie there is found: in each kind of place, in the database and its journal, and by the watcher."""
    data, beside = seeker.service.data, Path(f"proof-{secrets.token_hex(8)}")
    for folder in (data / "files", data / "heads", seeker.temporary, *SHARED_FOLDERS):
        folder.mkdir(exist_ok=True)
        found_in(seeker, folder / beside, lambda path: path.write_text(f"left behind: {word}"))
        found_in(seeker, folder / word, lambda path: path.touch())
        found_in(seeker, folder / beside, lambda path: path.write_bytes(base64.b64encode(f"x{word}".encode())))
    with seeker.service.log.open("a") as log:
        log.write(f"{word}\n")
    assert str(seeker.service.log) in seeker.look()
    os.truncate(seeker.service.log, 0)
    with sqlite3.connect(data / "diary.sqlite3") as database:
        database.execute("CREATE TABLE proof (word TEXT)")
        database.execute("INSERT INTO proof VALUES (?)", (word,))
        database.commit()
        assert str(data / "diary.sqlite3-wal") in seeker.look()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert str(data / "diary.sqlite3") in seeker.look()
        database.execute("PRAGMA secure_delete=ON")
        database.execute("DROP TABLE proof")
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    holding = f"import tempfile, time; f = tempfile.TemporaryFile(dir={str(seeker.temporary)!r}); f.write({word!r}.encode()); f.flush(); print(flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", holding], env={**os.environ, "PROOF": word}, stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        child.stdout.readline()
        found = seeker.look_at(child.pid)
        assert {"process cmdline", "process environ"} <= found
        assert any(it.startswith("open file") for it in found)
    finally:
        child.kill()
        child.communicate()
    watcher = Watcher(seeker)
    seeker.found.clear()
    watcher.start()
    passing = seeker.temporary / beside
    passing.write_text(word)
    for _ in range(200):
        if str(passing) in seeker.found:
            break
        time.sleep(0.02)
    passing.unlink()
    watcher.end()
    assert str(passing) in seeker.found
    assert seeker.look() == set()


def found_in(seeker: Seeker, path: Path, leave: Callable[[Path], object]) -> None:
    """What is left at a path is found there."""
    leave(path)
    try:
        assert str(path) in seeker.look()
    finally:
        path.unlink()


def bring_in_everything(typing: Typing) -> None:
    """A photograph, a text and a large file as evidence; each kind of export read, looked at and kept."""
    browser, word = typing.browser, typing.word
    evidence = [upload(f"{word}.jpg", photograph(word)), upload(f"{word} letter.txt", f"Dear {word}".encode())]
    answer = browser.upload("/files/add/", {"description": f"{word} description"}, *evidence)
    assert answer.status == 302
    line = (f"{word} " * 40).encode()
    block = line * (2**20 // len(line))
    pieces = (block for _ in range(30))
    assert browser.upload("/files/add/", {}, Upload(f"{word}.mp4", 30 * len(block), pieces)).status == 302
    typing.sent.add("exhibits:add")
    for name, content in exports(word):
        answer = browser.upload("/bring-in/", {}, upload(name, content))
        assert answer.status == 302, name
        typing.sent.add("imports:home")
        keep(typing, answer.headers["Location"])
    dropped = browser.upload("/bring-in/", {}, upload(*exports(word)[0])).headers["Location"]
    drop = next(it for it in read(browser, dropped) if it.action.endswith("/drop/"))
    assert typing.send(drop).status == 302


def keep(typing: Typing, review: str) -> None:
    """Keep what is in an export, as its page proposes."""
    form = next(it for it in read(typing.browser, review) if any(field.name == "them" for field in it.fields))
    assert typing.send(form).status == 302


def read(browser: Browser, address: str) -> list[Form]:
    """The forms of the page of an export, once it is read."""
    for _ in range(200):
        answer = browser.get(address)
        assert answer.status == 200, answer.text
        forms = forms_of(answer.body, address)
        if any(field.name == "them" for form in forms for field in form.fields):
            return forms
        time.sleep(0.1)
    raise AssertionError("The export was not read.")


def take_away_everything(typing: Typing) -> None:
    """Put together, a pack and the whole case: what was typed is in them, so that it did come as far as the vault."""
    browser = typing.browser
    browser.get("/notes/add/")
    assert browser.post("/notes/add/", {"account": f"{typing.word} account", "exact": "now"}).status == 302
    draft = Form(
        "/notes/draft/notes/add/", (Field("account", "textarea", ""),), ()
    )  # a script sends it, as it is typed
    assert typing.send(draft).status == 204
    for address in ("/notes/", "/overview/", "/overview/order/", "/overview/points/"):
        assert browser.get(address).status == 200
    pack = browser.post("/take-away/pack/", {"recipient": "police", "make": "yes"})
    whole = browser.post("/take-away/all/", {})
    for answer, least in ((pack, 5), (whole, 6)):
        with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
            holding = [name for name in archive.namelist() if typing.word.encode() in archive.read(name)]
        assert len(holding) >= least, holding
    locked = browser.cookies.pop("k")
    assert locked
    unlock = forms_of(browser.get("/me/unlock/?next=/notes/").body, "/me/unlock/")[-1]
    assert typing.send(unlock).status == 302


def answer_what_is_asked_rarely(typing: Typing) -> None:
    """Forms that no link leads to: finding among many entries, the lock, dates that can be read two ways, another browser that
    is signed in, a second step."""
    browser, word = typing.browser, typing.word
    for number in range(6):
        browser.post("/notes/add/", {"account": f"{word} {number}", "exact": "now"})
    finding = next(it for it in forms_of(browser.get("/notes/").body, "/notes/") if it.action == "/notes/")
    assert typing.send(finding).status == 200
    assert browser.post("/lock/", {"account": f"{word} half"}).status == 302
    typing.sent.add("lock")
    assert browser.post("/me/unlock/", {"passphrase": typing.passphrase}).status == 302

    unclear = "".join(f"0{day}/02/2026, 10:00 - {who}: {word}\n" for day in range(1, 9) for who in (word, "Alex"))
    asking = browser.upload("/bring-in/", {}, upload(f"{word}.txt", unclear.encode())).headers["Location"]
    forms = forms_of(browser.get(asking).body, asking)
    assert typing.send(next(it for it in forms if it.action.endswith("/again/"))).status == 302
    keep(typing, asking)

    body = urlencode({"csrfmiddlewaretoken": browser.cookies["form"], "label": word, "passphrase": typing.passphrase,
                      "answer": f'{{"made": "{word}"}}'}).encode()  # fmt: skip
    named = {"Content-Type": FORM, "Host": "localhost"}  # a passkey belongs to a name, never to a number
    assert browser.send("POST", "/me/second/passkey/", body, headers=named).status == 200
    typing.sent.add("signing:add-passkey")

    page = browser.get("/me/second/app/").text
    secret = re.search(r'name="secret" value="([A-Z2-7]+)"', page)[1]  # type: ignore[index]
    code = pyotp.TOTP(secret)
    given = {"secret": secret, "code": code.now(), "passphrase": typing.passphrase}
    assert browser.post("/me/second/app/", given).status == 302
    other = typing.service.browser()
    other.sign_in(typing.user_name, typing.passphrase)
    other.get("/me/in/second/")
    assert other.post("/me/in/second/", {"code": word}).status == 200
    assert other.post("/me/in/second/", {"code": code.at(time.time() + 30)}).status == 302
    typing.sent.add("signing:second-step")
    ending = next(
        it for it in forms_of(browser.get("/me/signed-in/").body, "/me/signed-in/") if ("others", "yes") in it.buttons
    )
    assert typing.send(ending).status == 302
    away = next(it for it in links_of(browser.get("/me/second/").body, "/me/second/") if "/remove/" in it)
    assert typing.send(forms_of(browser.get(away).body, away)[-1]).status == 302
    other.close()


def photograph(word: str) -> bytes:
    """A picture that says the word of itself, in its details."""
    picture, written = Image.new("RGB", (64, 48), "teal"), io.BytesIO()
    details = picture.getexif()
    details[0x010E], details[0x010F] = word, word  # what it shows, and who made the camera
    picture.save(written, "JPEG", exif=details, comment=word)
    return written.getvalue()


def exports(word: str) -> list[tuple[str, bytes]]:
    """An export of each kind, the word in its names and messages."""
    chat = "".join(
        f"{day:02}/03/2026, 10:{day:02} - {who}: {word} {day}\n" for day in range(1, 29) for who in (word, "Alex")
    )
    sms = (
        "<?xml version='1.0' encoding='UTF-8'?><smses count='1'><sms protocol='0' address='+447700900123' date='1772360000000' "
        f"type='1' subject='null' body='{word}' read='1' status='-1' contact_name='{word}'/></smses>"
    )
    calls = (
        "<?xml version='1.0' encoding='UTF-8'?><calls count='1'><call number='+447700900123' duration='9' "
        f"date='1772360000000' type='3' presentation='1' contact_name='{word}'/></calls>"
    )
    mail = (
        f"From x@example.org Sun Mar  1 10:00:00 2026\nFrom: {word} <sam@example.org>\nTo: alex@example.org\n"
        f"Date: Sun, 1 Mar 2026 10:00:00 +0000\nSubject: {word}\nMessage-ID: <1@example.org>\n\nDear Alex, {word}\n\n"
    )
    texts = {
        f"WhatsApp Chat with {word}.txt": chat,
        f"sms-{word}.xml": sms,
        f"calls-{word}.xml": calls,
        f"{word}.mbox": mail,
    }
    return [(name, text.encode()) for name, text in texts.items()]
