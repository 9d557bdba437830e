"""The service as it really runs: `throughline serve` in processes of its own, and a browser that speaks plain HTTP to it.

For tests and benchmarks that look at the service from outside: at its disk, its memory, its logs, its processes.
"""

from __future__ import annotations

import http.client
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "a-boundary-that-is-in-no-file"

DEVICE_IS_SAFE = dict.fromkeys(("unlock", "set_up", "shared", "knows", "work"), "no")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for a form: its name, and its bytes in pieces of a size known before."""

    name: str
    size: int
    pieces: Iterable[bytes]


def upload(name: str, content: bytes) -> Upload:
    """A small file."""
    return Upload(name, len(content), [content])


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """The body as a page."""
        return self.body.decode()


@dataclass
class Browser:
    """A browser with one connection that it keeps, and its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def get(self, address: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self.send("GET", address, headers=headers)

    def post(self, address: str, typed: Mapping[str, str | Sequence[str]]) -> Answer:
        """Send a form, with the token that its page would have."""
        body = urlencode({"csrfmiddlewaretoken": self.cookies["form"], **typed}, doseq=True).encode()
        return self.send("POST", address, body, headers={"Content-Type": FORM})

    def upload(self, address: str, typed: Mapping[str, str], *files: Upload) -> Answer:
        """Send a form with files in its field `file`."""
        fields = {"csrfmiddlewaretoken": self.cookies["form"], **typed}.items()
        lead = "".join(_part(f'name="{name}"') + f"{value}\r\n" for name, value in fields).encode()
        heads = [_part(f'name="file"; filename="{it.name}"', "application/octet-stream").encode() for it in files]
        end = f"--{BOUNDARY}--\r\n".encode()
        size = len(lead) + sum(len(head) + it.size + 2 for head, it in zip(heads, files, strict=True)) + len(end)

        def pieces() -> Iterator[bytes]:
            yield lead
            for head, it in zip(heads, files, strict=True):
                yield head
                yield from it.pieces
                yield b"\r\n"
            yield end

        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(size)}
        return self.send("POST", address, pieces(), headers=kind)

    def send(
        self, method: str, address: str, body: bytes | Iterable[bytes] | None = None, *, headers: Mapping[str, str]
    ) -> Answer:
        """One request on the kept connection; a new one where the server had closed it."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self._connection is None or _is_over(self._connection):
            self.close()
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        started = time.perf_counter()
        try:
            self._connection.request(method, address, body, {"Cookie": cookies, **headers})  # type: ignore[arg-type]
            response = self._connection.getresponse()
            content = response.read()
        except (http.client.HTTPException, OSError):
            self.close()
            raise
        took = time.perf_counter() - started
        for set_cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = set_cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers, content, took)

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def sign_up(self, passphrase: str, word: str = "maple") -> str:
        """Begin a diary; gives the user name."""
        self.get("/me/begin/")
        assert self.post("/me/begin/", DEVICE_IS_SAFE).status == 302
        self.get("/me/new/")
        answer = self.post("/me/new/", {"word": word, "passphrase": passphrase, "again": passphrase})
        found = re.search(rf"\b{word}-\d{{4}}\b", answer.text)
        assert answer.status == 200
        assert found is not None
        return found[0]

    def sign_in(self, user_name: str, passphrase: str) -> Answer:
        """Sign in; gives the answer, which leads to the diary."""
        self.get("/me/in/")
        answer = self.post("/me/in/", {"user_name": user_name, "passphrase": passphrase})
        assert answer.status == 302
        return answer


def _is_over(connection: http.client.HTTPConnection) -> bool:
    """Whether the server closed a kept connection while nothing was asked on it; browsers open another then."""
    return connection.sock is None or bool(select.select([connection.sock], [], [], 0)[0])


def _part(name: str, media_type: str = "") -> str:
    kind = f"Content-Type: {media_type}\r\n" if media_type else ""
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {name}\r\n{kind}\r\n"


@dataclass(frozen=True, slots=True)
class Served:
    """The running service."""

    port: int
    data: Path
    log: Path
    process: subprocess.Popen[bytes]

    def browser(self) -> Browser:
        """A browser that was never here."""
        return Browser(self.port)

    def processes(self) -> list[int]:
        """The ids of all its processes, the first of them the one that was started."""
        found, waiting = [], [self.process.pid]
        while waiting:
            found.append(waiting.pop())
            try:
                for task in Path(f"/proc/{found[-1]}/task").iterdir():
                    waiting += map(int, (task / "children").read_text().split())
            except FileNotFoundError:
                continue
        return found


@contextmanager
def served(
    folder: Path, *, temporary: Path | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Start the service on a free port with its data in the folder, and stop it at the end. What it prints is in
    `folder/log`; `temporary` is where it is told to put temporary files."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("THROUGHLINE_", "DJANGO_"))}
    told = {"TMPDIR": str(temporary)} if temporary else {}
    command = [sys.executable, "-m", "throughline", "serve", "--port", str(port), "--data", str(folder / "data")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, env={**kept, **told, **(environment or {})}, start_new_session=True
        )
    try:
        _wait_for(process, port, folder / "log")
        yield Served(port, folder / "data", folder / "log", process)
    finally:
        _stop(process)


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"The service did not start: {log.read_text()}")
        browser = Browser(port)
        try:
            browser.get("/care")
            return
        except OSError:
            time.sleep(0.1)
        finally:
            browser.close()
    raise RuntimeError(f"The service does not answer: {log.read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """The service has a process group of its own, so that a worker without its master goes as well."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
