"""`./test` brings the programs that some tests need where it may, and otherwise says the one command that would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import workshop

Ran = list[list[str]]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Ran:
    """The commands that were run, on a Debian on which none of the programs is there."""
    commands: Ran = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(workshop.subprocess, "run", run)
    monkeypatch.setattr(workshop.shutil, "which", lambda program: None)
    monkeypatch.setattr(workshop.Path, "exists", lambda path: True)
    return commands


@pytest.mark.parametrize(("user", "expected"), [(0, ["update", "install"]), (1000, [])])
def test_programs_are_installed_by_root_alone(
    ran: Ran, user: int, expected: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workshop.os, "geteuid", lambda: user)
    workshop.fetch_programs()
    assert [command[1] for command in ran] == expected
    told = capsys.readouterr().out
    assert "chromium" in told
    assert "poppler-utils" in told
    assert ("apt-get install" in told) == (user != 0)


def test_nothing_is_installed_where_everything_is_there(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop.shutil, "which", lambda program: f"/usr/bin/{program}")
    workshop.fetch_programs()
    assert ran == []
