"""The running service and requests that no page makes: each is answered, plainly, and the next one after it is, too."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from served import BOUNDARY, FORM, Browser, Served, served, upload

PASSPHRASE = "four small green words"
LETTER = bytes(range(256)) * 4096
MULTIPART = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


@dataclass(frozen=True)
class Here:
    """The service, and somebody who is signed in with a file of one mebibyte."""

    service: Served
    browser: Browser


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Iterator[Here]:
    folder: Path = tmp_path_factory.mktemp("service")
    with served(folder, environment={"THROUGHLINE_ARGON2_MEMORY_MIB": "1"}) as service:
        browser = service.browser()
        browser.sign_up(PASSPHRASE)
        assert browser.upload("/files/add/", {}, upload("a.bin", LETTER)).status == 302
        yield Here(service, browser)
        browser.close()
        assert " 500 " not in service.log.read_text(), "no odd request was a failure"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1.example.org"},
        {"Referer": "https://evil.example.org/page", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_from_another_site_is_refused_with_a_page(here, headers):
    token = here.browser.cookies["form"]
    body = f"csrfmiddlewaretoken={'' if 'Referer' in headers else token}&account=forged&exact=now".encode()
    answer = here.browser.send("POST", "/notes/add/", body, headers={"Content-Type": FORM, **headers})
    assert answer.status == 403
    assert "Nothing was saved." in answer.text
    assert "forged" not in here.browser.get("/notes/").text


def test_a_form_without_a_token_or_with_anothers_is_refused(here):
    for token in ("", "x" * 64, "a" * 32, "\0"):
        body = f"csrfmiddlewaretoken={token}&account=forged&exact=now".encode()
        answer = here.browser.send("POST", "/notes/add/", body, headers={"Content-Type": FORM})
        assert answer.status == 403
        assert "Nothing was saved." in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "FROBNICATE"])
def test_other_methods_do_nothing(here, method):
    for address in ("/", "/notes/", "/notes/add/", "/files/AB-1/", "/files/AB-1/content", "/me/in/", "/nowhere"):
        answer = here.browser.send(method, address, b"", headers={})
        assert answer.status in (403, 404, 405), address
        assert b"Traceback" not in answer.body
    assert here.browser.get("/files/AB-1/").status == 200


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "", "multipart/form-data", "application/xml; charset=utf-99", "é"]
)
def test_a_form_of_another_content_type_is_refused(here, kind):
    answer = here.browser.send(
        "POST", "/notes/add/", b'{"account": "forged"}', headers={"Content-Type": kind.encode().decode("latin-1")}
    )
    assert answer.status in (400, 403)
    assert "Nothing was saved." in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"", b"--", b"--wrong\r\n\r\n", f"--{BOUNDARY}".encode(), f"--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx".encode(),
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nno end'.encode(),
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="x"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n'.encode(),
        os.urandom(4096),
    ],
)  # fmt: skip
def test_a_broken_form_with_files_is_refused_with_a_page(here, body):
    answer = here.browser.send("POST", "/files/add/", body, headers=MULTIPART)
    assert answer.status in (400, 403)
    assert "Nothing was saved." in answer.text


def raw(here: Here, request: bytes, *, wait: float = 10) -> bytes:
    """What is answered to these very bytes, as far as it comes before the connection ends or nothing comes any more."""
    with closing(socket.create_connection(("127.0.0.1", here.service.port), timeout=wait)) as connection:
        answer = b""
        try:
            connection.sendall(request)
            while block := connection.recv(65536):
                answer += block
                if b"</html>" in answer:
                    break
        except OSError:
            pass
        return answer


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET / HTTP/1.1\r\nHost: evil.example.org\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: \x00\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 1_000_000 + b"\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"".join(b"X-%d: y\r\n" % it for it in range(2000)) + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /notes/%ff%fe%00/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /static/../settings.py HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + b"k=%00; session=\xff\xfe; form=" + b"z" * 5000 + b"\r\nConnection: close\r\n\r\n",
        b"POST /me/in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\nConnection: close\r\n\r\n",
        b"POST /me/in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"nonsense\r\n\r\n",
    ],
)  # fmt: skip
def test_absurd_requests_break_nothing(here, request_bytes):
    answer = raw(here, request_bytes, wait=2)
    status = answer.split(b" ", 2)[1:2]
    assert status == [] or status[0] in (b"200", b"400", b"403", b"404", b"414", b"431"), answer[:200]
    assert b"root:" not in answer
    assert b"Traceback" not in answer
    assert here.browser.get("/care").status == 200


def test_a_body_that_breaks_off_leaves_no_entry_and_no_file(here):
    files = here.service.data / "files"
    before = {it for it in files.rglob("*") if it.is_file()}
    cookies = "; ".join(f"{name}={value}" for name, value in here.browser.cookies.items())
    head = (
        f"POST /files/add/ HTTP/1.1\r\nHost: 127.0.0.1:{here.service.port}\r\nCookie: {cookies}\r\nContent-Length: 90000000\r\n"
        f"Content-Type: {MULTIPART['Content-Type']}\r\n\r\n"
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{here.browser.cookies["form"]}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    )
    with closing(socket.create_connection(("127.0.0.1", here.service.port))) as connection:
        connection.sendall(head.encode() + b"x" * 5_000_000)
        for _ in range(100):
            if {it for it in files.rglob("*") if it.is_file()} - before:
                break
            time.sleep(0.05)
    for _ in range(100):
        if {it for it in files.rglob("*") if it.is_file()} == before:
            break
        time.sleep(0.05)
    assert {it for it in files.rglob("*") if it.is_file()} == before
    assert "AB-2" not in here.browser.get("/files/").text


def test_slow_senders_do_not_keep_the_others_out(here):
    """Twelve people on bad lines, each with a form on its way that does not come to its end."""
    slow = []
    try:
        for _ in range(12):
            connection = socket.create_connection(("127.0.0.1", here.service.port))
            slow.append(connection)
            connection.sendall(
                f"POST /me/in/ HTTP/1.1\r\nHost: 127.0.0.1:{here.service.port}\r\nContent-Type: {FORM}\r\n"
                f"Content-Length: 100000\r\n\r\nuser_name=".encode()
            )
        answered = threading.Event()

        def ask() -> None:
            browser = here.service.browser()
            if browser.get("/now").status == 200:
                answered.set()
            browser.close()

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        assert answered.wait(30)
        asking.join()
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        ("bytes=0-9", 206, LETTER[:10]), ("bytes=-10", 206, LETTER[-10:]), ("bytes=1048570-", 206, LETTER[1_048_570:]),
        ("bytes=1000-99999999999", 206, LETTER[1000:]), (f"bytes={len(LETTER)}-", 416, b""), ("bytes=99999999999-", 416, b""),
        ("bytes=0-1,5-6", 200, LETTER), ("bytes=9-5", 200, LETTER), ("bytes=a-b", 200, LETTER), ("bytes=", 200, LETTER),
        ("bytes=-0", 416, b""), ("bytes=-99999999999", 206, LETTER), ("lines=1-2", 200, LETTER), ("bytes=" + "9" * 5000 + "-", 200, LETTER),
    ],
)  # fmt: skip
def test_parts_of_a_file(here, asked, status, expected):
    answer = here.browser.get("/files/AB-1/copy", Range=asked)
    assert (answer.status, answer.body) == (status, expected)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox"


def test_no_process_of_the_service_leaves_its_memory_behind(here):
    processes = here.service.processes()
    assert len(processes) >= 2
    for process in processes:
        limits = Path(f"/proc/{process}/limits").read_text().splitlines()
        core = next(line for line in limits if line.startswith("Max core file size")).split()
        assert core[4:6] in (["1", "1"], ["0", "0"]), process
