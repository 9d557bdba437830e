"""What is withheld is nowhere in the pack, and the pack says how many, not what."""

from __future__ import annotations

from pathlib import Path

import pytest

from packed import files_of, incident, make, message, write_case
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
