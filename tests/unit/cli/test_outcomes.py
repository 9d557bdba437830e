"""Every outcome of a command is one sentence and an exit code: 0 done, 1 no, 2 wrong input, 130 interrupted."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from throughline.cli import check_command, import_command, main, new_command, pack_command, patterns_command
from throughline.cli.terminal import with_progress

CHAT = "[01/03/2026, 19:40:00] Sam: where are you\n[31/03/2026, 19:41:00] Alex: leave me alone\n"
PROGRAM = [sys.executable, "-m", "throughline"]


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    path = tmp_path / "chat.txt"
    path.write_text(CHAT)
    return path


@pytest.fixture
def case(tmp_path: Path, chat: Path) -> Path:
    folder = tmp_path / "case"
    assert main.main(["new", str(folder)]) == 0
    assert main.main(["import", str(folder), str(chat), "--them", "Sam"]) == 0
    return folder


def a_fifo(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, chat: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    calls = [
        ["read", str(it)] for it in (tmp_path / "missing", tmp_path, empty, a_fifo(tmp_path), "/dev/null", tmp_path / "a\nb")
    ]  # fmt: skip
    calls += [["read", str(chat), "--zone", "Mars"], ["read", str(chat), "--as", "zork"]]
    calls += [[name, str(it)] for name in ("check", "patterns") for it in (tmp_path / "missing", tmp_path, "/dev/null")]
    calls += [["new", str(chat)], ["new", str(chat / "below")], ["new", str(tmp_path)], ["verify", str(chat)]]
    calls += [["import", str(tmp_path), str(chat)], ["pack", str(tmp_path), "--out", str(tmp_path / "p.zip")]]
    for call in calls:
        assert main.main(call) == 2, call
        out, err = capsys.readouterr()
        assert (out, err.count("\n"), "Traceback" in err) == ("", 1, False), call


def test_a_call_that_is_wrong_says_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    for call in ([], ["zork"], ["read"], ["pack", "case"]):
        with pytest.raises(SystemExit) as stopped:
            main.main(call)
        assert stopped.value.code == 2
        assert capsys.readouterr().err.rstrip().endswith("--help.")


@pytest.mark.parametrize(
    "raised", [KeyboardInterrupt(), BrokenPipeError(), OSError(28, "No space left", "/x/case.json")]
)
def test_what_comes_in_between_has_its_exit_code(
    case: Path, raised: BaseException, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def comes_between(_arguments: object) -> int:
        raise raised

    monkeypatch.setattr(check_command, "run", comes_between)
    monkeypatch.setattr(main, "COMMANDS", {"check": check_command})
    code = main.main(["check", str(case)])
    said = capfd.readouterr().err
    assert (code, "Traceback" in said) == ({KeyboardInterrupt: 130, BrokenPipeError: 0}.get(type(raised), 2), False)
    if code == 2:
        assert said.startswith("The file system refused “case.json” (No space left)")


def test_a_second_signal_does_not_cut_the_clearing_up_short() -> None:
    with pytest.raises(KeyboardInterrupt):
        main._interrupt(signal.SIGINT, None)
    cleared_up = False
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        main._interrupt(signal.SIGINT, None)
        cleared_up = True
    assert cleared_up


def test_a_signal_that_the_caller_ignores_stays_ignored(tmp_path: Path) -> None:
    program = (
        "import signal, throughline.cli.main as m; m.main(['new', 'case']);"
        "print([signal.getsignal(it) is signal.SIG_IGN for it in (signal.SIGHUP, signal.SIGINT)])"
    )
    command = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", sys.executable, "-c", program]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "[True, False]"


def test_output_that_nobody_reads_is_no_error(tmp_path: Path) -> None:
    many = tmp_path / "many.txt"
    many.write_text(CHAT * 20_000)
    for as_json in ([], ["--json"]):
        with subprocess.Popen(
            [*PROGRAM, "read", str(many), *as_json], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as running:
            assert running.stdout is not None
            assert running.stderr is not None
            running.stdout.readline()
            running.stdout.close()
            assert b"Traceback" not in running.stderr.read()
            assert running.wait(timeout=60) == 0


def test_closed_output_is_no_error(chat: Path) -> None:
    command = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *PROGRAM, "read", str(chat)]
    assert subprocess.run(command, check=False).returncode == 0


@pytest.mark.parametrize("name", [b"a b.txt", b"-as.txt", b"caf\xe9.txt", b"two\nlines.txt", b"'quoted'.txt"])
def test_a_file_may_have_any_name(tmp_path: Path, name: bytes) -> None:
    (tmp_path / os.fsdecode(name)).write_text(CHAT)
    case = tmp_path / "case"
    assert main.main(["new", str(case)]) == 0
    command = [*PROGRAM, "import", "case", "--them", "Sam", "--", os.fsdecode(name)]
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    assert main.main(["check", str(case)]) == 0
    assert main.main(["patterns", "--json", str(case)]) == 0


def test_the_next_step_can_be_copied_as_it_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["new", str(tmp_path / "my case")]) == 0
    assert f"throughline import '{tmp_path}/my case' FILE" in capsys.readouterr().out


def test_every_command_that_tells_something_tells_it_as_json_too(
    tmp_path: Path, case: Path, chat: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    pack = tmp_path / "pack.zip"
    calls = {
        ("new", str(tmp_path / "other")): {"case", "timezone", "jurisdiction"},
        ("import", str(case), str(chat)): {"file", "exhibit", "added", "notices", "known", "settled", "person"},
        ("pack", str(case), "--out", str(pack)): {"pack", "exhibits", "withheld", "warnings", "fingerprint"},
        ("verify", str(pack)): {"verdict", "fingerprint", "files", "altered", "note"},
    }
    for call, keys in calls.items():
        assert main.main([*call, "--json"]) == 0
        (line,) = capsys.readouterr().out.splitlines()
        assert set(json.loads(line)) == keys, call
    assert main.main(["patterns", str(case), str(tmp_path / "other"), "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["looked_at"]["communications"] for line in lines] == [2, 0]


def test_findings_of_several_cases_say_whose_they_are(
    tmp_path: Path, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["new", str(tmp_path / "other")]) == 0
    capsys.readouterr()
    assert main.main(["patterns", str(case), str(tmp_path / "other")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line in (str(case), f"{tmp_path}/other")] == [str(case), f"{tmp_path}/other"]


def commands() -> dict[str, ModuleType]:
    return {"new": new_command, "import": import_command, "pack": pack_command, "patterns": patterns_command}


@pytest.mark.parametrize("name", commands())
def test_every_argument_says_what_it_is_for(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main.main([name, "--help"])
    assert stopped.value.code == 0
    assert commands()[name].SUMMARY.split()[0] in capsys.readouterr().out
    parser = main.build_parser()._subparsers._group_actions[0].choices[name]  # type: ignore
    assert [action.dest for action in parser._actions if not action.help] == []


def test_progress_is_shown_on_a_terminal_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("throughline.cli.terminal._SECONDS_BETWEEN", 0)
    assert list(with_progress([1, 2], "chat.txt")) == [1, 2]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("throughline.cli.terminal._shows_progress", lambda: True)
    assert list(with_progress(["abc", "de"], "chat.txt")) == ["abc", "de"]
    assert "chat.txt: 5 …" in capsys.readouterr().err


def test_an_import_on_a_terminal_leaves_no_progress_in_its_output(tmp_path: Path, case: Path, chat: Path) -> None:
    ours, theirs = pty.openpty()
    command = [*PROGRAM, "import", str(case), str(chat)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=True, text=True)
    os.close(theirs)
    os.close(ours)
    assert done.stdout == "chat.txt is exhibit AB/1: 0 communications added; 2 already there.\n"
