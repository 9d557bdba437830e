"""An export goes in whole or not at all, its original untouched, and nothing goes in twice."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from throughline.casefile import committing
from throughline.casefile.beginning import begin_case
from throughline.casefile.checking import check_case_file
from throughline.casefile.intake import Export, TakenIn, take_in
from throughline.casefile.reading import read_case_file
from throughline.casefile.writing import write_case
from throughline.cli.main import main
from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.communication import WITHHELD, Communication, Party
from throughline.domain.errors import CaseFileError, InputError, Question
from throughline.domain.milestone import Milestone
from throughline.domain.timing import WrittenTime

SAM, ALEX = Party("other", "Sam"), Party("other", "Alex")
START = datetime(2026, 3, 1, 19, 40, tzinfo=UTC)


def chat(*said: tuple[int, Party, str], direction: str = "unknown") -> pl.DataFrame:
    """A WhatsApp chat: minute, sender, words."""
    return table.from_values(
        Communication(
            f"c{n}", START + timedelta(minutes=minute), direction, "message", "whatsapp", party, party.value, text,
            position=f"line {n}", at_latest=START + timedelta(minutes=minute, seconds=59),
        )  # type: ignore[arg-type]
        for n, (minute, party, text) in enumerate(said, 1)
    )  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    begin_case(folder, "Europe/London", "england_wales")
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def take(
    case: Path, frame: pl.DataFrame, name: str = "chat.txt", them: str | None = None, person: str | None = None
) -> TakenIn:
    original = case.parent / name
    original.write_text(name)
    export = Export(original, hashlib.sha256(name.encode()).hexdigest(), "WhatsApp chat", frame)
    (taken,) = take_in(read_case_file(case), [export], person=person, them=them)
    return taken


def test_the_original_lies_untouched_under_the_next_reference(case: Path) -> None:
    assert take(case, chat((0, SAM, "hi")), "one.txt").exhibit == "AB/1"
    assert take(case, chat((9, SAM, "hello")), "two.txt").exhibit == "AB/2"
    read = read_case_file(case)
    assert [exhibit.file for exhibit in read.case.exhibits] == ["exhibits/one.txt", "exhibits/two.txt"]
    assert (case / "exhibits" / "one.txt").read_text() == "one.txt"
    assert read.communications["exhibit"].to_list() == ["AB/1", "AB/2"]
    assert check_case_file(case) == []


def test_the_same_export_again_adds_nothing(case: Path) -> None:
    said = chat((0, SAM, "where are you"), (0, SAM, "where are you"), (1, ALEX, "at work"))
    assert take(case, said).added == 3
    again = take(case, said)
    assert (again.added, again.known, again.exhibit) == (0, 3, "AB/1")


def test_an_overlapping_export_adds_what_is_new(case: Path) -> None:
    take(case, chat((0, SAM, "one"), (1, SAM, "two")), "march.txt")
    later = take(case, chat((1, SAM, "two"), (1, SAM, "two"), (2, SAM, "three")), "april.txt")
    assert (later.added, later.known) == (2, 1)


def test_what_is_there_already_stays_byte_for_byte(case: Path) -> None:
    by_hand = (
        '{ "at":"2026-02-01 19:40",  "id":"c5","party":{} }\r\n\n{"id":"c9","at":"2026-02-01","text":"caf\\u00e9"}'
    )
    (case / "communications.jsonl").write_bytes(by_hand.encode())
    assert take(case, chat((0, SAM, "hi"))).added == 1
    written = (case / "communications.jsonl").read_bytes()
    assert written.startswith(by_hand.encode() + b'\n{"id":"c10",')
    assert written.count(b"\n") == 4


def test_notices_are_counted_apart(case: Path) -> None:
    said = chat((0, SAM, "hi"), (1, SAM, "Messages are end-to-end encrypted"))
    taken = take(case, said.with_columns(kind=pl.Series(["message", "notice"], dtype=said.schema["kind"])))
    assert (taken.added, taken.notices) == (2, 1)


def test_a_chat_with_somebody_else_is_not_taken_for_a_double(case: Path) -> None:
    take(case, chat((0, SAM, "ok")), "sam.txt")
    assert take(case, chat((0, Party("other", "Jo"), "ok")), "jo.txt").added == 1


def test_words_that_changed_between_exports_both_stay(case: Path) -> None:
    take(case, chat((0, SAM, "I will come round")), "first.txt")
    assert take(case, chat((0, SAM, "This message was deleted")), "second.txt").added == 1


def test_saying_who_they_are_settles_directions_and_makes_a_person(case: Path) -> None:
    taken = take(case, chat((0, SAM, "hi"), (1, ALEX, "leave me alone")), them="sam")
    read = read_case_file(case)
    assert taken.person == "p1"
    assert read.case.people[0].name == "Sam"
    rows = read.communications.select(pl.col("direction").cast(pl.String), "party_value").rows()
    assert rows == [("incoming", "Sam"), ("outgoing", "Sam")]


def test_an_export_read_first_without_and_then_with_a_name_adds_nothing_twice(case: Path) -> None:
    said = chat((0, SAM, "hi"), (1, ALEX, "leave me alone"))
    take(case, said, "first.txt")
    assert take(case, said, "again.txt", them="Sam").added == 0


def test_naming_them_later_or_anew_settles_who_wrote_to_whom_in_place(case: Path) -> None:
    said = chat((0, SAM, "hi"), (1, ALEX, "leave me alone"), (1, ALEX, "leave me alone"), (2, SAM, "no"))
    take(case, said)
    ids = read_case_file(case).communications["id"].to_list()
    for them, directions in (("Alex", "oiio"), ("Sam", "iooi")):
        taken = take(case, said, them=them)
        assert (taken.added, taken.known, taken.settled) == (0, 4, 4)
        rows = read_case_file(case).communications
        assert [direction[0] for direction in rows["direction"]] == list(directions)
        assert set(rows["party_value"]) == {them}
        assert rows["id"].to_list() == ids
        assert rows["text"].to_list() == said["text"].to_list()
    assert take(case, said).settled == 0
    assert [direction[0] for direction in read_case_file(case).communications["direction"]] == list("iooi")
    assert check_case_file(case) == []


def test_a_person_of_the_case_gets_the_party_as_identifier(case: Path) -> None:
    take(case, chat((0, SAM, "hi")), "one.txt", them="Sam")
    call = Communication("c1", START, "incoming", "call", "phone", Party("phone", "+447700900123"), duration_seconds=3)
    taken = take(case, table.from_values([call]), "calls.xml", person="p1", them="07700 900123")
    assert taken.person == "p1"
    assert [it.value for it in read_case_file(case).case.people[0].identifiers] == ["Sam", "+447700900123"]


def test_a_party_nobody_has_is_asked_for_and_nothing_is_written(case: Path) -> None:
    before = sorted(path.name for path in case.rglob("*"))
    with pytest.raises(InputError, match="those in it are: Alex, Sam"):
        take(case, chat((0, SAM, "hi"), (1, ALEX, "no")), them="Robin")
    with pytest.raises(CaseFileError, match="no person “p7”"):
        take(case, chat((0, SAM, "hi")), person="p7")
    assert sorted(path.name for path in case.rglob("*")) == before


def test_a_person_without_a_party_is_a_question_when_there_are_several(case: Path) -> None:
    take(case, chat((0, SAM, "hi")), "one.txt", them="Sam")
    with pytest.raises(Question, match="which of the parties"):
        take(case, chat((0, Party("other", "Jo"), "hi"), (1, ALEX, "no")), "two.txt", person="p1")


def test_withheld_calls_belong_to_nobody(case: Path) -> None:
    call = Communication("c1", START, "incoming", "missed_call", "phone", WITHHELD)
    with pytest.raises(InputError):
        take(case, table.from_values([call]), them="withheld")


@pytest.mark.parametrize("step", ["_copy_original", "write_case", "_beside"])
def test_an_interruption_at_any_step_leaves_the_case_as_it_was(
    case: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    before = files_of(case)
    with monkeypatch.context() as patched:
        patched.setattr(committing, step, interrupted)
        with pytest.raises(KeyboardInterrupt):
            take(case, chat((0, SAM, "hi")))
    assert files_of(case) == before
    assert take(case, chat((0, SAM, "hi"))).added == 1
    assert check_case_file(case) == []


KILLED = """
import os, signal, sys
from throughline.casefile import committing
from throughline.cli.main import main

step, when, *arguments = sys.argv[1:]
taken = getattr(committing, step)

def killed(*given, **named):
    if when == "after":
        taken(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(committing, step, killed)
main(arguments)
"""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["_copy_original", "_beside", "write_case"])
def test_a_machine_that_stops_at_any_step_leaves_a_case_that_a_second_import_completes(
    case: Path, step: str, when: str
) -> None:
    chats = [case.parent / name for name in ("first.txt", "second.txt")]
    for n, path in enumerate(chats):
        path.write_text(f"[01/03/2026, 19:4{n}:00] Sam: number {n}\n[31/03/2026, 19:40:00] Sam: bye {n}\n")
    importing = ["import", str(case), "--them", "Sam", "--"]
    assert main([*importing, str(chats[0])]) == 0
    before = files_of(case)
    stopped = subprocess.run([sys.executable, "-c", KILLED, step, when, *importing, str(chats[1])], check=False)
    assert stopped.returncode == -signal.SIGKILL
    assert files_of(case)["communications.jsonl"] == before["communications.jsonl"]
    assert len(read_case_file(case).communications) == 2
    assert main([*importing, str(chats[1])]) == 0
    assert check_case_file(case) == []
    assert sorted(files_of(case)) == ["case.json", "communications.jsonl", "exhibits/first.txt", "exhibits/second.txt"]
    assert len(read_case_file(case).communications) == 4


def test_a_full_disk_leaves_the_case_as_it_was(case: Path) -> None:
    take(case, chat((0, SAM, "hi")))
    before = files_of(case)
    (case.parent / "long.txt").write_text("[01/03/2026, 19:40:00] Sam: " + "on and on " * 20_000 + "\n")
    limited = 'ulimit -f 100; exec "$@"'  # files of 50 or 100 KiB at most: writing beyond fails as on a full disk
    command = [sys.executable, "-m", "throughline", "import", str(case), str(case.parent / "long.txt"), "--them", "Sam"]
    command += ["--date-order", "day-first"]
    done = subprocess.run(["sh", "-c", limited, "sh", *command], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (2, 1, False)
    assert files_of(case) == before


def test_an_original_that_changes_while_it_is_read_is_refused(case: Path) -> None:
    original = case.parent / "chat.txt"
    original.write_text("changed")
    export = Export(original, "0" * 64, "WhatsApp chat", chat((0, SAM, "hi")))
    with pytest.raises(InputError, match="changed while"):
        take_in(read_case_file(case), [export])
    assert list((case / "exhibits").iterdir()) == []


def test_a_name_that_tries_to_leave_the_folder_stays_inside(case: Path) -> None:
    taken = take(case, chat((0, SAM, "hi")), "..hidden:<chat>.txt")
    assert taken.exhibit == "AB/1"
    assert [path.name for path in (case / "exhibits").iterdir()] == ["hidden__chat_.txt"]


def test_what_cannot_be_put_in_place_leaves_the_case_as_it_was(case: Path) -> None:
    before = files_of(case)
    (case / "communications.jsonl").mkdir()
    with pytest.raises(OSError, match=r"."):
        committing.commit(case, Case("Europe/London", "scotland"), [], chat((0, SAM, "hi")))
    assert files_of(case) == before


def test_an_original_of_the_same_name_that_nobody_named_is_not_written_over(case: Path) -> None:
    (case / "exhibits" / "chat.txt").write_text("put there by hand")
    take(case, chat((0, SAM, "hi")))
    assert (case / "exhibits" / "chat.txt").read_text() == "put there by hand"
    assert [exhibit.file for exhibit in read_case_file(case).case.exhibits] == ["exhibits/AB-1_chat.txt"]


def test_new_ids_keep_clear_of_those_in_case_json(case: Path) -> None:
    write_case(case, Case("Europe/London", milestones=(Milestone("c7", WrittenTime("2026-03-01")),)))
    take(case, chat((0, SAM, "hi")))
    assert read_case_file(case).communications["id"].to_list() == ["c8"]


def test_imports_at_once_wait_for_one_another(case: Path) -> None:
    for n in range(6):
        (case.parent / f"{n}.txt").write_text(
            f"[01/03/2026, 19:4{n}:00] Sam: number {n}\n[31/03/2026, 19:40:00] Sam: bye {n}\n"
        )
    command = [sys.executable, "-m", "throughline", "import", str(case)]
    running = [subprocess.Popen([*command, str(case.parent / f"{n}.txt"), "--them", "Sam"]) for n in range(6)]
    assert [it.wait(timeout=120) for it in running] == [0] * 6
    assert check_case_file(case) == []
    read = read_case_file(case)
    assert sorted(exhibit.ref for exhibit in read.case.exhibits) == [f"AB/{n}" for n in range(1, 7)]
    assert len(read.communications) == 12
    assert [person.name for person in read.case.people] == ["Sam"]
