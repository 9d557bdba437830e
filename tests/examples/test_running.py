"""`./run` as a new user types it: it serves, it says how to look round, and Ctrl-C ends all of it."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from running_service import Running, answers, found, free_port, running, without_settings

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
import workshop  # noqa: E402 (it stands above the tests)

RUN = ROOT / "run"


def is_set_up() -> bool:
    stamp = workshop.VENV / "lock.sha256"
    wanted = hashlib.sha256(workshop.LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    return stamp.exists() and stamp.read_text() == wanted and workshop.STYLES.exists()


needs_set_up = pytest.mark.skipif(not is_set_up(), reason="the checkout is not set up: ./run once")


@pytest.fixture(scope="module")
def example() -> Iterator[Running]:
    with running([RUN, "--example"], free_port(), without_settings()) as service:
        yield service


@needs_set_up
@pytest.mark.xdist_group("the example diary")
def test_the_example_can_be_looked_round_in_and_ends_whole(example: Running) -> None:
    front = example.browser().get("/")
    assert front.status == 200
    assert "Everyone in it is made up" in front.text
    port = int(example.root.rsplit(":", 1)[1])
    example.end()
    assert not answers(port)
    assert found(r"The diary is at (\S+)", example.said).rstrip("/") == example.root
    with running([RUN, "--example"], port, without_settings()) as again:
        browser = again.browser()
        again_said = {
            "user_name": found(r"user name:  (\S+)", example.said),
            "passphrase": found(r"passphrase: (.+)", example.said),
        }
        diary = browser.post("/me/in/", again_said)
        assert "White flowers in brown paper" in diary.text + browser.get("/notes/").text


@needs_set_up
def test_a_port_that_is_taken_is_said_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = subprocess.run([RUN, "--port", str(port)], capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert said.stdout == f"Port {port} is in use on this machine. Choose another: ./run --port {port + 1}\n"
    assert said.stderr == ""


def test_the_example_takes_no_setting_of_a_real_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHLINE_DATABASE_URL", "postgresql://real.example.org/diary")
    kept = workshop.example_environment()
    assert [name for name in kept if name.startswith("THROUGHLINE_")] == ["THROUGHLINE_NOTICE"]
    assert kept["PATH"]
