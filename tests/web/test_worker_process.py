"""The service as it runs: web server and worker as processes, and what happens when one of them is killed."""

from __future__ import annotations

import http.cookiejar
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from served import DEVICE_IS_SAFE

LETTER = (
    "From {0}@example.org Mon Jan 05 10:00:00 2026\nFrom: {0}@example.org\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n"
    "Subject: zanzibar\n\n" + "hello again " * 120 + "\n\n"
)
MESSAGES = 25_000
LEFT_OUT = ("DJANGO_SETTINGS_MODULE", "THROUGHLINE_DATA", "THROUGHLINE_DATABASE_URL")
PASSPHRASE = "four small green words"
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="processes are looked at as Linux shows them"
)


class Browser:
    """A browser without JavaScript: it keeps cookies and sends the token of the form."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def get(self, path: str) -> tuple[str, str]:
        """The path that it led to, and its page."""
        return self._send(urllib.request.Request(self.address + path))

    def post(self, path: str, **fields: str) -> tuple[str, str]:
        """Send a form."""
        plain = urllib.parse.urlencode({"csrfmiddlewaretoken": self._token(path), **fields}).encode()
        return self._send(urllib.request.Request(self.address + path, plain))

    def upload(self, path: str, name: str, content: bytes) -> tuple[str, str]:
        """Send a form with a file."""
        mark = secrets.token_hex(8)
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self._token(path)}\r\n'
        ]
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
        body = "".join(parts).encode() + content + f"\r\n--{mark}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._send(urllib.request.Request(self.address + path, body, kind))

    def _token(self, path: str) -> str:
        return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path)[1])[0]

    def _send(self, request: urllib.request.Request) -> tuple[str, str]:
        request.add_header("Origin", self.address)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return urllib.parse.urlsplit(answer.url).path, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return urllib.parse.urlsplit(refused.url).path, refused.read().decode()


def until(found: Callable[[], object], what: str) -> object:
    """Wait until something is so; three minutes are far more than it takes."""
    end = time.monotonic() + 180
    while time.monotonic() < end:
        if seen := found():
            return seen
        time.sleep(0.05)
    pytest.fail(f"not within three minutes: {what}")


def workers_of(server: int) -> list[int]:
    """The workers beside a web server."""
    keepers = started_by(server, b"throughline.web.keeping")
    return [worker for keeper in keepers for worker in started_by(keeper, b"throughline.web.working")]


def started_by(parent: int, named: bytes) -> list[int]:
    """The processes that a process started and whose command line holds that."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and named in (folder / "cmdline").read_bytes():
                status = (folder / "status").read_text()
                if f"\nPPid:\t{parent}\n" in status and "\nState:\tZ" not in status:
                    found.append(int(folder.name))
        except OSError:
            continue
    return found


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], Browser]]:
    """The service in a process of its own, with a data folder of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {key: it for key, it in os.environ.items() if key not in LEFT_OUT}
    environment["THROUGHLINE_ARGON2_MEMORY_MIB"] = "1"
    command = [sys.executable, "-m", "throughline", "serve", "--port", str(port), "--data", str(tmp_path / "data")]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    browser = Browser(f"http://127.0.0.1:{port}")

    def answers() -> bool:
        try:
            return "Throughline" in browser.get("/now")[1]
        except OSError:
            return False

    try:
        until(answers, "the service answers")
        yield process, browser
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def begun(browser: Browser) -> None:
    """Sign somebody up."""
    browser.post("/me/begin/", **DEVICE_IS_SAFE)
    browser.post("/me/new/", word="maple", passphrase=PASSPHRASE, again=PASSPHRASE)
    assert browser.get("/notes/")[0] == "/notes/"


def mailbox() -> bytes:
    return "".join(LETTER.format(f"p{number % 7}") for number in range(MESSAGES)).encode()


def test_a_worker_killed_while_it_reads_is_replaced_and_the_file_is_read_to_its_end(service, tmp_path):
    process, browser = service
    begun(browser)
    path, _ = browser.upload("/bring-in/", "mail.mbox", mailbox())
    until(lambda: "messages and calls so far" in browser.get(path)[1], "it is being read")
    (first,) = workers_of(process.pid)
    os.kill(first, signal.SIGKILL)
    until(lambda: [pid for pid in workers_of(process.pid) if pid != first], "another worker")
    until(lambda: "Is this right?" in browser.get(path)[1], "it was read")
    page = browser.get(path)[1]
    assert f"{MESSAGES:,} messages and calls, on 5 January 2026" in page
    landed, _ = browser.post(path, them="p3@example.org", person="new:")
    assert landed == "/files/"
    left = [it for it in (tmp_path / "data").rglob("*") if it.is_file()]
    assert left
    assert [it for it in [*left, tmp_path / "log"] if b"zanzibar" in it.read_bytes()] == []


def test_stopping_on_the_page_ends_the_reading(service, tmp_path):
    process, browser = service
    begun(browser)
    path, _ = browser.upload("/bring-in/", "mail.mbox", mailbox())
    until(lambda: "messages and calls so far" in browser.get(path)[1], "it is being read")
    (worker,) = workers_of(process.pid)
    page = browser.post("/bring-in/")[1]
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    browser._send(urllib.request.Request(f"{browser.address}{path}drop/", f"csrfmiddlewaretoken={token}".encode()))
    files = tmp_path / "data" / "files"
    until(lambda: not [it for it in files.rglob("*") if it.is_file()], "nothing of it is left")
    path, _ = browser.upload("/bring-in/", "one.mbox", LETTER.format("sam").encode() * 900)
    until(lambda: "Is this right?" in browser.get(path)[1], "the worker goes on with the next")
    assert workers_of(process.pid) == [worker]


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=["term", "int", "kill"])
def test_the_worker_ends_with_the_service(service, way):
    process, _ = service
    (worker,) = until(lambda: workers_of(process.pid), "a worker")
    servers = started_by(process.pid, b"serve")
    process.send_signal(way)
    process.wait(30)
    for server in servers if way == signal.SIGKILL else []:  # the web server's own process does not notice
        os.kill(server, signal.SIGTERM)
    until(lambda: not is_running(worker), "the worker has ended")


def test_a_worker_alone_needs_the_database_of_the_service_and_ends_when_told(service, tmp_path):
    process, _ = service
    command = [sys.executable, "-m", "throughline", "work", "--data"]
    environment = {key: it for key, it in os.environ.items() if key not in LEFT_OUT}
    done = subprocess.run(
        [*command, str(tmp_path / "nothing")], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (
        2,
        "The database is not as this version has it; start the web server first.\n",
    )
    alone = subprocess.Popen([*command, str(tmp_path / "data")], env=environment, stdout=subprocess.PIPE)
    assert alone.stdout is not None
    assert alone.stdout.readline() == b"Ctrl-C ends it.\n"
    alone.terminate()
    alone.stdout.close()
    assert alone.wait(60) in (0, 130)
    assert process.poll() is None
