"""What is withheld is nowhere in the pack, and the pack says how many, not what."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from packed import SAM, files_of, incident, make, message, words_of, write_case
from throughline.domain.errors import PackError


def pack_without(tmp_path: Path, *ids: str) -> tuple[dict[str, bytes], tuple[str, ...], int]:
    case = write_case(
        tmp_path / "case", [("AB/1", "a.txt", b"an original"), ("AB/2", "b.jpg", b"PHOTOGRAPH")],
        [message(1, "FIRSTWORDS", "AB/1"), message(2, "SECONDWORDS")],
        incidents=[incident("i1", "ACCOUNTWORDS", place="home", exhibits=["AB/2"]), incident("i2", "OTHERWORDS")],
        places=[{"id": "home", "label": "PLACEWORDS"}],
        milestones=[{"id": "m1", "at": "2026-03-02", "kind": "told_to_stop", "person": "p1", "note": "NOTEWORDS"}],
    )  # fmt: skip
    made = make(case, tmp_path / "p.zip", *ids)
    return files_of(tmp_path / "p.zip"), made.warnings, made.withheld


@pytest.mark.parametrize(
    ("id", "gone"),
    [
        ("c1", ["FIRSTWORDS"]), ("i1", ["ACCOUNTWORDS"]), ("m1", ["NOTEWORDS"]), ("home", ["PLACEWORDS"]), ("AB/2", ["PHOTOGRAPH"]),
        ("AB/1", ["an original", "FIRSTWORDS"]),
        ("p1", ["FIRSTWORDS", "SECONDWORDS", "ACCOUNTWORDS", "OTHERWORDS", "NOTEWORDS", "+447700900123", "Sam"]),
    ],
)  # fmt: skip
def test_no_word_of_it_is_left(tmp_path: Path, id: str, gone: list[str]) -> None:
    files, _, _ = pack_without(tmp_path, id)
    if shutil.which("pdftotext"):
        files["words of the PDF"] = words_of(files["data/chronology.pdf"], tmp_path)
    left = {
        (name, words)
        for name, content in files.items()
        for words in gone
        if words.encode() in content and name != "data/verify.py"
    }
    assert left == set()


def test_nothing_points_at_what_is_gone(tmp_path: Path) -> None:
    files, _, _ = pack_without(tmp_path, "AB/1", "AB/2", "home")
    kept = tmp_path / "kept"
    write_case(kept)
    (kept / "case.json").write_bytes(files["data/case/case.json"])
    (kept / "communications.jsonl").write_bytes(files["data/case/communications.jsonl"])
    make(kept, tmp_path / "again.zip")


def test_the_pack_says_how_many_and_not_what(tmp_path: Path) -> None:
    files, _, withheld = pack_without(tmp_path, "c1", "i2")
    assert withheld == 2
    assert b"Entries-Withheld: 2\n" in files["bag-info.txt"]
    assert b"2 entries were left out" in files["data/index.html"]
    assert not any(
        b"i2" in content for name, content in files.items() if name.endswith((".json", ".jsonl", ".csv", ".html"))
    )


def test_the_person_is_told_that_an_original_still_shows_it_and_the_pack_is_not(tmp_path: Path) -> None:
    files, warnings, _ = pack_without(tmp_path, "c1")
    assert [warning for warning in warnings if "AB/1" in warning]
    assert not any(b"left something out" in content for content in files.values())


def test_an_id_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="i9"):
        pack_without(tmp_path, "i9")


@pytest.mark.parametrize("ids", [("p1",), ("p1", "p2")])
def test_what_came_from_a_number_that_two_people_share_goes_with_either(tmp_path: Path, ids: tuple[str, ...]) -> None:
    case = write_case(
        tmp_path / "case", lines=[message(1, "FIRSTWORDS")], people=[SAM, {**SAM, "id": "p2", "name": "Kim"}]
    )
    made = make(case, tmp_path / "p.zip", *ids)
    assert made.withheld == 1 + len(ids)
    assert not any(b"FIRSTWORDS" in content for content in files_of(tmp_path / "p.zip").values())


def test_a_name_that_still_stands_elsewhere_is_told_to_the_person_alone(tmp_path: Path) -> None:
    kim = {"id": "p2", "name": "Kim", "identifiers": [{"kind": "vehicle", "value": "EX11 MPL"}]}
    case = write_case(
        tmp_path / "case", lines=[message(1, "ask KIM"), message(2, "no kimono here")], people=[SAM, kim],
        incidents=[incident("i1", "Kim saw them."), incident("i2", "The car was EX11 MPL.")],
    )  # fmt: skip
    told = [warning for warning in make(case, tmp_path / "p.zip", "p2").warnings if "left out" in warning]
    assert [warning.split(";")[0] for warning in told] == [
        "“Kim” was left out, and still stands in the words of i1 and c1",
        "“EX11 MPL” was left out, and still stands in the words of i2",
    ]
    assert not any(b"still stands" in content for content in files_of(tmp_path / "p.zip").values())


def test_an_exhibit_of_an_entry_that_was_left_out_is_told(tmp_path: Path) -> None:
    _, warnings, _ = pack_without(tmp_path, "i1")
    assert [warning.split(",")[0] for warning in warnings] == ["Exhibit AB/2 belongs to an entry that you left out"]
    assert pack_without(tmp_path, "i1", "AB/2")[1] == ()


@pytest.mark.parametrize(
    ("id", "entries"), [("c1", 1), ("i1", 1), ("m1", 1), ("home", 1), ("AB/2", 1), ("AB/1", 2), ("p1", 6)]
)
def test_everything_that_was_left_out_is_counted(tmp_path: Path, id: str, entries: int) -> None:
    assert pack_without(tmp_path, id)[2] == entries
