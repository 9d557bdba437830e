"""A pack is whole or not there, holds what it says, and harms nothing that was there before."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from packed import SAM, files_of, incident, make, message, needs_fonts, write_case
from throughline.domain.errors import PackError
from throughline.domain.exhibit import Exhibit
from throughline.packs import bag, verify
from throughline.packs.making import pack_names


def test_the_same_case_choices_and_time_give_the_same_bytes(tmp_path: Path) -> None:
    case = write_case(
        tmp_path / "case", [("AB/1", "a.jpg", b"abc")], [message(1, "hello")], incidents=[incident("i1", "Outside.")]
    )
    first, second = make(case, tmp_path / "1.zip"), make(case, tmp_path / "2.zip")
    assert first == second
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_a_pack_holds_the_originals_byte_for_byte_and_a_case_file_that_reads_back(tmp_path: Path) -> None:
    case = write_case(tmp_path / "case", [("AB/1", "a.jpg", b"\x00\xffabc")], [message(1, "hello", "AB/1")])
    make(case, tmp_path / "p.zip")
    files = files_of(tmp_path / "p.zip")
    assert files["data/exhibits/AB-1_a.jpg"] == b"\x00\xffabc"
    assert json.loads(files["data/case/communications.jsonl"])["text"] == "hello"
    exhibit = json.loads(files["data/case/case.json"])["exhibits"][0]
    assert exhibit == {"ref": "AB/1", "sha256": hashlib.sha256(b"\x00\xffabc").hexdigest()}


def test_an_exhibit_that_is_not_what_it_was_stops_the_pack_and_leaves_nothing(tmp_path: Path) -> None:
    case = write_case(tmp_path / "case", [("AB/1", "a.jpg", b"abc")])
    (case / "exhibits/a.jpg").write_bytes(b"abd")
    with pytest.raises(PackError, match="AB/1"):
        make(case, tmp_path / "p.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case"]


@pytest.mark.parametrize("place", ["case/case.json", "case/exhibits/a.jpg", "letter.docx", "case.zip"])
def test_nothing_but_an_older_pack_is_written_over(tmp_path: Path, place: str) -> None:
    case = write_case(tmp_path / "case", [("AB/1", "a.jpg", b"abc")])
    (tmp_path / "letter.docx").write_bytes(b"PK\x03\x04 a letter")
    shutil.make_archive(str(tmp_path / "case"), "zip", case)
    before = (tmp_path / place).read_bytes()
    with pytest.raises(PackError):
        make(tmp_path / "case.zip" if place == "case.zip" else case, tmp_path / place)
    assert (tmp_path / place).read_bytes() == before


def test_an_older_pack_is_replaced_and_stays_where_the_new_one_fails(tmp_path: Path) -> None:
    case, out = write_case(tmp_path / "case", [("AB/1", "a.jpg", b"abc")]), tmp_path / "p.zip"
    make(case, out)
    write_case(case, [("AB/1", "a.jpg", b"abd")])
    make(case, out)
    assert files_of(out)["data/exhibits/AB-1_a.jpg"] == b"abd"
    good = out.read_bytes()
    (case / "exhibits/a.jpg").write_bytes(b"?")
    with pytest.raises(PackError):
        make(case, out)
    assert out.read_bytes() == good


def test_whatever_interrupts_leaves_no_half_pack(tmp_path: Path) -> None:
    def write_half() -> None:
        with bag.new_file(tmp_path / "p.zip") as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert list(tmp_path.iterdir()) == []


def test_a_part_left_by_a_process_that_was_killed_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "p.zip.partial").write_bytes(b"half" * 100_000)
    make(write_case(tmp_path / "case"), tmp_path / "p.zip")
    assert verify.main([str(tmp_path / "p.zip")]) == 0
    assert not (tmp_path / "p.zip.partial").exists()


@pytest.mark.parametrize(
    ("refs", "name"),
    [(("AB/1", "AB-1", "AB:1"), "i.jpg"), (("AB/1", "ab/1"), "i.jpg"), (("É/1", "E\u0301/1", "é/1"), "ß.jpg")],
)
def test_no_two_exhibits_have_one_name_on_any_system(refs: tuple[str, ...], name: str) -> None:
    names = pack_names(Exhibit(ref, f"exhibits/{number}/{name}") for number, ref in enumerate(refs)).values()
    assert len({name.casefold() for name in names}) == len(refs)


@pytest.mark.parametrize(
    "name",
    [
        "100% me.jpg",
        "a%0Ab.jpg",
        "CON",
        "..",
        "a\tb",
        "x" * 240 + ".jpg",
        "é" * 200,
        "\u202egpj.exe",
        "a. .",
        "a:b?.txt",
        "\U0001f642" * 90,
    ],
)
def test_names_are_safe_on_every_system(name: str) -> None:
    given = pack_names([Exhibit("AB/" + "9" * 300, f"exhibits/{name}x")])["AB/" + "9" * 300]
    assert len(given.encode()) <= 255
    assert not set(given) & set('%<>:"/\\|?*\n\r\t\u202e')
    assert not given.endswith((".", " "))
    assert not given.startswith(".")


@pytest.mark.skipif(find_spec("bagit") is None, reason="bagit is not installed: .venv/bin/pip install bagit")
def test_the_tools_that_stand_outside_accept_it(tmp_path: Path) -> None:
    names = ["100% me.jpg", "Zoë ☃.jpg", "a b'c\".txt", "%0A.txt"]
    case = write_case(
        tmp_path / "case", [(f"AB/{n}", name, b"x") for n, name in enumerate(names)], [message(1, "hello")]
    )
    make(case, tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        archive.extractall(tmp_path / "u")
    commands = [[sys.executable, "-m", "bagit", "--validate", "."], ["sha256sum", "-c", "manifest-sha256.txt"]]
    commands += [["sha256sum", "-c", "tagmanifest-sha256.txt"], [sys.executable, "data/verify.py"]]
    for command in commands:
        done = subprocess.run(command, cwd=tmp_path / "u", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@needs_fonts
def test_the_person_is_told_of_hidden_places_and_the_pack_is_not(tmp_path: Path) -> None:
    photo = b"\xff\xd8\xff\xe1\x00\x40Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x25\x88\x04\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00\x00\x00\x00\x02\x00"
    at_home = {**SAM, "identifiers": [{"kind": "address", "value": "1 Example Street"}]}
    made = make(write_case(tmp_path / "case", [("AB/1", "a.jpg", photo)], people=[at_home]), tmp_path / "p.zip")
    assert [warning.split()[0] for warning in made.warnings] == ["Exhibit", "The"]
    files = files_of(tmp_path / "p.zip")
    assert not any(b"hidden in the file" in content or b"postal address" in content for content in files.values())


def test_an_exhibit_inside_a_zipped_case_file_goes_through(tmp_path: Path) -> None:
    shutil.make_archive(
        str(tmp_path / "zipped"), "zip", write_case(tmp_path / "case", [("AB/1", "a.jpg", b"abc" * 1000)])
    )
    make(tmp_path / "zipped.zip", tmp_path / "p.zip")
    assert files_of(tmp_path / "p.zip")["data/exhibits/AB-1_a.jpg"] == b"abc" * 1000
