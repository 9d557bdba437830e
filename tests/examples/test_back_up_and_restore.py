"""The blocks of docs/how-to/back-up.md do what the page says: a diary is opened on a second machine, and an older database is
noticed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

import postgresql
from riverside import RIVERSIDE
from running_service import Browser, found, serving, without_settings

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "back-up.md").read_text("utf-8")
LATER = "A word written after the backup."
REFUSED = "This is not as you left it"


@dataclass(frozen=True)
class Machine:
    """A data folder, the settings that go with it, and the programs of its database."""

    data: Path
    settings: dict[str, str]
    path: str

    def run(self, *command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """A command as whoever runs the service would type it there."""
        environment = without_settings() | self.settings | {"PATH": self.path, "DATA": str(self.data), **more}
        return subprocess.run(
            command, env=environment | {"THROUGHLINE_DATA": str(self.data)}, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run_block(self, heading: str, **more: str) -> str:
        """The block of the page under that heading; gives what it printed."""
        block = found(rf"(?s)### {heading}\n.*?```sh\n(.*?)```", PAGE)
        done = self.run("sh", "-euc", block, **more)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def look_over(self, *options: str) -> subprocess.CompletedProcess[str]:
        """What the service's own check says."""
        return self.run(sys.executable, "-m", "throughline.web", "look_over", *options)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Machine, Machine]]:
    """The database's name, and two machines that share nothing."""
    with ExitStack() as stack:
        made = []
        for name in ("first", "second"):
            path, settings = f"{Path(sys.executable).parent}:{os.environ['PATH']}", dict[str, str]()
            if request.param == "PostgreSQL":
                if not postgresql.is_here():
                    pytest.skip(postgresql.WHY_NOT)
                server = stack.enter_context(postgresql.server())
                path, settings = f"{server.programs}:{path}", {"THROUGHLINE_DATABASE_URL": server.url}
            made.append(Machine(tmp_path / name, settings, path))
        yield request.param, made[0], made[1]


def sign_in(browser: Browser, printed: str) -> str:
    """Sign in to the example's diary; gives the first page."""
    words = {"user_name": found(r"user name:  (\S+)", printed), "passphrase": found(r"passphrase: (.+)", printed)}
    browser.post("/me/in/", words)
    return browser.get("/notes/").text


def test_a_diary_is_restored_on_a_second_machine_and_an_older_one_is_noticed(machines, tmp_path: Path) -> None:
    database, first, second = machines
    printed = first.run(sys.executable, RIVERSIDE / "begin_diary.py", first.data).stdout
    with serving(first.data, first.settings) as service:
        browser = service.browser()
        sign_in(browser, printed)
        first.run_block(f"With {database}", TO=str(tmp_path / "backup"))
        browser.post("/notes/add/", {"account": LATER, "exact": "now"})
        assert LATER in browser.get("/notes/").text

    said = second.run_block(f"From {database}", FROM=str(tmp_path / "backup"))
    assert "every record goes on from where it was last seen" in said
    with serving(second.data, second.settings) as service:
        browser = service.browser()
        diary = sign_in(browser, printed)
        assert "White flowers in brown paper" in diary
        assert LATER not in diary
        photograph = RIVERSIDE / "diary" / "exhibits" / "IMG_20260316_191522.jpg"
        assert browser.get("/files/AB-3/copy").body == photograph.read_bytes()

    shutil.copytree(first.data / "heads", second.data / "heads", dirs_exist_ok=True)
    assert_is_noticed_and_can_be_accepted(second, printed)


def assert_is_noticed_and_can_be_accepted(machine: Machine, printed: str) -> None:
    """An older database with newer heads."""
    with serving(machine.data, machine.settings) as service:
        assert REFUSED in sign_in(service.browser(), printed)
    looked = machine.look_over()
    assert looked.returncode == 1
    assert re.search(r"Older: the record \w{32} had (\d+) entries when it was last seen; it has \d+\.", looked.stdout)
    accepted = machine.look_over("--accept-older")
    assert accepted.returncode == 0, accepted.stdout
    assert len([*machine.data.glob("heads-refused-*/*")]) == 1
    with serving(machine.data, machine.settings) as service:
        assert "White flowers in brown paper" in sign_in(service.browser(), printed)
    assert machine.look_over().returncode == 0
