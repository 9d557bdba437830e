"""The service as a process of its own, and a browser without a screen that speaks to it over HTTP: the standard library alone."""

from __future__ import annotations

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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

PATIENCE_SECONDS = 90


@dataclass(frozen=True)
class Answer:
    """What came back, after every redirection."""

    status: int
    address: str
    body: bytes

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()


class Browser:
    """Keeps cookies, follows redirections, sends forms with their token."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask(urllib.request.Request(self._root + path))

    def post(
        self, path: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> Answer:
        """Open the page of a form, then send it."""
        self.get(path)
        token = next((it.value or "" for it in self._cookies if it.name == "form"), "")
        body, kind = _encoded({"csrfmiddlewaretoken": token, **fields}, files or {})
        return self._ask(urllib.request.Request(self._root + path, body, {"Content-Type": kind}))

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=PATIENCE_SECONDS) as response:
                return Answer(response.status, response.url, response.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.url, refused.read())


def _encoded(fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    if not files:
        return urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"
    edge = secrets.token_hex(16)
    parts = [f'form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    for name, (file_name, content) in files.items():
        head = f'form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    body = b"".join(f"--{edge}\r\nContent-Disposition: ".encode() + part for part in parts)
    return body + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


@dataclass
class Running:
    """A service that answers. `said` is what it has printed, once it was ended."""

    root: str
    process: subprocess.Popen[str]
    said: str = ""

    def browser(self) -> Browser:
        """A browser that has never been here."""
        return Browser(self.root)

    def end(self) -> None:
        """What Ctrl-C does in a terminal: every process of the group is told."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        self.said += self.process.communicate(timeout=PATIENCE_SECONDS)[0]


def free_port() -> int:
    """A port at which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """True where somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def without_settings() -> dict[str, str]:
    """The environment of these tests without anything that the service or Django would take for a setting."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("THROUGHLINE_", "DJANGO_"))}


@contextmanager
def running(command: Sequence[str | Path], port: int, environment: Mapping[str, str]) -> Iterator[Running]:
    """Start a command that serves at that port, wait until it does, and end it afterwards."""
    process = subprocess.Popen(
        [*command, "--port", str(port)], env=environment, start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    service = Running(f"http://127.0.0.1:{port}", process)
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while not answers(port):
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < until, "the service did not begin to answer"
            time.sleep(0.05)
        yield service
    finally:
        service.end()


@contextmanager
def serving(data: Path, settings: Mapping[str, str] | None = None) -> Iterator[Running]:
    """`throughline serve` with that data folder."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("THROUGHLINE_", "DJANGO_"))
    }
    environment |= {"THROUGHLINE_ARGON2_MEMORY_MIB": "8", **(settings or {})}
    command = [sys.executable, "-m", "throughline", "serve", "--data", data]
    with running(command, free_port(), environment) as service:
        yield service


def found(pattern: str, text: str) -> str:
    """The first group of the pattern in the text, which has to be there."""
    match = re.search(pattern, text)
    assert match, f"{pattern} is not in: {text}"
    return match[1]
