"""No byte of a pack can change, and no file come, go or be renamed, without `verify` saying so and naming it."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packed import files_of, incident, make, message, write_case
from throughline.packs import verify

RESTFUL = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pack")
    exhibits = [("AB/1", "a.jpg", b"abc"), ("AB/2", "Zoë.txt", b""), ("AB/3", "c.bin", bytes(range(256)))]
    case = write_case(
        folder / "case", exhibits, [message(1, "hello", "AB/1")], incidents=[incident("i1", "They were outside.")]
    )
    make(case, folder / "p.zip")
    return folder / "p.zip"


@pytest.fixture
def folder(pack: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "u")
    return tmp_path / "u"


def parts(pack: Path) -> list[tuple[int, int, str]]:
    """Where each file's header and bytes lie, and the directory at the end: (from, to, name)."""
    with zipfile.ZipFile(pack) as archive:
        members = archive.infolist()
        starts = [member.header_offset for member in members] + [archive.start_dir]
    spans = [(starts[n], starts[n + 1], member.filename) for n, member in enumerate(members)]
    return [*spans, (starts[-1], pack.stat().st_size, "")]


def altered(path: Path) -> set[str]:
    verdict = verify.verify(str(path))
    assert verdict["verdict"] == ("altered" if verdict["altered"] else "intact")
    return {fault["file"] for fault in verdict["altered"]}


def test_a_pack_is_intact_as_a_zip_and_as_a_folder(pack: Path, folder: Path) -> None:
    assert altered(pack) == altered(folder) == set()
    assert verify.verify(str(pack))["fingerprint"] == verify.verify(str(folder))["fingerprint"]


def test_every_byte_between_the_files_is_checked(pack: Path, tmp_path: Path) -> None:
    """All headers and the directory, each byte, one bit: the file it belongs to is named."""
    content, target = pack.read_bytes(), tmp_path / "p.zip"
    for start, end, name in parts(pack):
        size = 0 if not name else len(files_of(pack)[name])
        for position in range(start, end - size):
            changed = bytearray(content)
            changed[position] ^= 1 << position % 8
            target.write_bytes(changed)
            assert altered(target) >= ({name} if name else set()), (name, position - start)
            assert altered(target), (name, position - start)


@RESTFUL
@given(st.data())
def test_any_changed_byte_is_found_and_its_file_named(pack: Path, tmp_path: Path, data: st.DataObject) -> None:
    start, end, name = data.draw(st.sampled_from(parts(pack)))
    position, change = data.draw(st.integers(start, end - 1)), data.draw(st.integers(1, 255))
    content = bytearray(pack.read_bytes())
    content[position] ^= change
    (tmp_path / "p.zip").write_bytes(content)
    found = altered(tmp_path / "p.zip")
    assert found
    assert not name or name in found


@RESTFUL
@given(st.data())
def test_any_file_changed_added_removed_or_renamed_in_the_folder_is_named(folder: Path, data: st.DataObject) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(files))
    name, before = path.relative_to(folder).as_posix(), path.read_bytes()
    kind = data.draw(st.sampled_from(["changed", "longer", "removed", "renamed", "added"]))
    other = path.with_name(path.name + "x")
    if kind == "changed" and before:
        at = data.draw(st.integers(0, len(before) - 1))
        path.write_bytes(before[:at] + bytes([before[at] ^ data.draw(st.integers(1, 255))]) + before[at + 1 :])
    elif kind == "removed":
        path.unlink()
    elif kind == "renamed":
        path.rename(other)
    elif kind == "added":
        other.write_bytes(before)
    else:
        path.write_bytes(before + b"\n")
    found = altered(folder)
    other.unlink(missing_ok=True)
    path.write_bytes(before)
    assert (other.relative_to(folder).as_posix() if kind == "added" else name) in found
    assert altered(folder) == set()


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b + b"x",
        lambda b: b"x" + b,
        lambda b: b[:-1],
        lambda b: b[: len(b) // 2],
        lambda b: b + b,
        lambda b: b[:100],
    ],
)
def test_a_zip_that_grew_shrank_or_ends_early_is_altered(pack: Path, tmp_path: Path, change: object) -> None:
    (tmp_path / "p.zip").write_bytes(change(pack.read_bytes()))  # type: ignore[operator]
    assert altered(tmp_path / "p.zip")


def test_links_pipes_and_files_that_cannot_be_read_are_named(folder: Path, tmp_path: Path) -> None:
    (folder / "data" / "elsewhere").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "data" / "pipe")
    (folder / "data" / "README.txt").rename(tmp_path / "README.txt")
    (folder / "data" / "README.txt").symlink_to(tmp_path / "README.txt")
    assert altered(folder) >= {"data/elsewhere", "data/pipe", "data/README.txt"}


def test_files_beyond_damage_are_not_called_missing(pack: Path, tmp_path: Path) -> None:
    content = bytearray(pack.read_bytes())
    for start, _, name in parts(pack):
        if name in ("data/README.txt", ""):
            content[start : start + 30] = bytes(30)
    (tmp_path / "p.zip").write_bytes(content)
    verdict = verify.verify(str(tmp_path / "p.zip"))
    assert verdict["altered"]
    assert [fault for fault in verdict["altered"] if fault["why"] == "is missing"] == []
    assert "could not be checked" in verdict["note"]


@pytest.mark.parametrize("inside", ["", "our pack/"])
def test_a_zip_packed_anew_is_checked_file_by_file_and_says_so(pack: Path, tmp_path: Path, inside: str) -> None:
    def packed_anew(files: dict[str, bytes]) -> Path:
        with zipfile.ZipFile(tmp_path / "n.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(inside + name, content)
        return tmp_path / "n.zip"

    files = files_of(pack)
    assert altered(packed_anew(files)) == set()
    assert "packed anew" in verify.verify(str(tmp_path / "n.zip"))["note"]
    assert altered(packed_anew({**files, "data/README.txt": b"other"})) == {"data/README.txt", "bag-info.txt"}
    assert "data/new" in altered(packed_anew({**files, "data/new": b""}))
    assert {"bagit.txt"} == altered(packed_anew({name: files[name] for name in files if name != "bagit.txt"}))


def zipped(target: Path, *members: tuple[str, bytes, int]) -> Path:
    """A zip as another program packs it, of (name, bytes, mode of the file)."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, mode in members:
            member = zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6))
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, mode << 16
            archive.writestr(member, content)
    return target


def own_layout(target: Path, members: list[tuple[str, bytes]]) -> Path:
    """A zip written by the pack's own writer, of whatever members, so that only the manifests can tell."""
    with target.open("wb") as stream:
        directory = []
        for name, content in members:
            directory.append((name, zlib.crc32(content), len(content), stream.tell()))
            stream.write(verify.local_header(*directory[-1][:3]) + content)
        offset = stream.tell()
        lines = b"".join(verify.central_header(*entry) for entry in directory)
        stream.write(lines + verify.end_records(len(directory), len(lines), offset))
    return target


@pytest.mark.parametrize(
    "name",
    ["data/READ\u041cE.txt", "data/README.txt\u200b", "../../x", "/etc/x", "data\\README.txt", "data/new/", "data/./README.txt", "",
     "data/README.txt ", "data/readme.txt", "x\nIntact: all 14 files are as they were", "\x1b[2Jx", "data/\u202etxt.x"],
)  # fmt: skip
def test_an_added_file_is_named_whatever_its_name_pretends(
    pack: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [*files_of(pack).items(), (name, b"x")]
    path = own_layout(tmp_path / "p.zip", files)
    assert name in altered(path)
    assert verify.main([str(path)]) == 1
    told = capsys.readouterr().out
    assert told.startswith("ALTERED:\n")
    assert told.isascii()
    assert told.replace("\n", "").isprintable()
    assert "\nIntact" not in told
    assert name in altered(zipped(tmp_path / "n.zip", *((name, content, 0o100644) for name, content in files)))


@pytest.mark.parametrize("first", [True, False])
def test_a_name_that_stands_in_the_zip_twice_is_named(pack: Path, tmp_path: Path, first: bool) -> None:
    files, evil = list(files_of(pack).items()), [("data/README.txt", b"evil")]
    files = evil + files if first else files + evil
    assert "data/README.txt" in altered(own_layout(tmp_path / "p.zip", files))
    members = [(name, content, 0o100644) for name, content in files]
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path / "n.zip", *members)
    assert "data/README.txt" in altered(path)


def test_a_file_and_its_line_in_the_manifest_cannot_change_together(pack: Path, tmp_path: Path) -> None:
    files = files_of(pack)
    before, after = (hashlib.sha256(it).hexdigest().encode() for it in (files["data/README.txt"], b"other"))
    files["data/README.txt"] = b"other"
    files["manifest-sha256.txt"] = files["manifest-sha256.txt"].replace(before, after)
    assert "manifest-sha256.txt" in altered(own_layout(tmp_path / "p.zip", list(files.items())))


def test_a_link_in_a_zip_packed_anew_is_named_even_with_the_bytes_of_the_file(pack: Path, tmp_path: Path) -> None:
    members = [
        (name, content, 0o120777 if name == "data/README.txt" else 0o100644) for name, content in files_of(pack).items()
    ]
    assert altered(zipped(tmp_path / "n.zip", *members)) == {"data/README.txt"}


def test_what_a_program_adds_beside_the_folder_of_a_pack_is_all_that_is_named(pack: Path, tmp_path: Path) -> None:
    members = [(f"pack/{name}", content, 0o100644) for name, content in files_of(pack).items()]
    path = zipped(tmp_path / "n.zip", *members, ("pack/", b"", 0o40755), ("__MACOSX/pack/._data", b"x", 0o100644))
    assert altered(path) == {"__MACOSX/pack/._data"}


def test_a_zip_whose_first_file_is_ours_is_never_taken_for_one_packed_anew(pack: Path, tmp_path: Path) -> None:
    content, (start, end, _) = bytearray(pack.read_bytes()), parts(pack)[-1]
    content[start:end] = content[start:end].replace(b"\x21\x00", b"\x21\x50")
    (tmp_path / "p.zip").write_bytes(content)
    assert altered(tmp_path / "p.zip")


@pytest.mark.parametrize("size", [1, 600, 70_000])
def test_what_stands_before_a_pack_is_told(pack: Path, tmp_path: Path, size: int) -> None:
    (tmp_path / "p.zip").write_bytes(bytes(size) + pack.read_bytes())
    assert verify.verify(str(tmp_path / "p.zip"))["altered"] == [
        {"file": "bagit.txt", "why": "something stands before it in the zip"}
    ]


def test_a_zip_that_says_it_holds_more_than_it_can_is_not_unpacked(pack: Path, tmp_path: Path) -> None:
    members = [(name, content, 0o100644) for name, content in files_of(pack).items()]
    path = zipped(tmp_path / "n.zip", *members)
    content, at = bytearray(path.read_bytes()), parts(path)[-1][0]
    while content[at : at + 4] == b"PK\x01\x02":
        content[at + 24 : at + 28] = b"\xf0\xff\xff\xff"
        at += 46 + sum(struct.unpack("<3H", content[at + 28 : at + 34]))
    path.write_bytes(content)
    with pytest.raises(verify.NotAPack, match="more than a zip of its size can"):
        verify.verify(str(path))


def test_a_pack_inside_a_pack_is_an_exhibit_and_nothing_more(pack: Path, tmp_path: Path) -> None:
    make(write_case(tmp_path / "case", [("AB/1", "inner.zip", pack.read_bytes())]), tmp_path / "p.zip")
    content = (tmp_path / "p.zip").read_bytes()
    assert altered(tmp_path / "p.zip") == set()
    for cut in range(1000, len(content), len(content) // 50):
        (tmp_path / "p.zip").write_bytes(content[:cut])
        assert altered(tmp_path / "p.zip")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"PK\x03\x04" + bytes(99),
        b"My Throughline evidence pack, BagIt-Version, data/README.txt",
        bytes(1000),
    ],
)
def test_what_never_was_a_pack_is_no_pack(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    assert verify.main([str(tmp_path / "x.zip"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["verdict"] == "not_a_pack"


def test_a_zip_that_speaks_of_packs_is_no_pack(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("letter.txt", "see data/README.txt in the Throughline evidence pack")
    with pytest.raises(verify.NotAPack):
        verify.verify(str(tmp_path / "x.zip"))


def test_the_verifier_in_a_pack_runs_alone_and_reads_the_pack_it_lies_in(folder: Path) -> None:
    command = [sys.executable, "-I", "-S", "data/verify.py", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "intact")
    (folder / "data" / "chronology.csv").write_bytes(b"")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "data/chronology.csv" in done.stdout


def test_the_verifier_needs_nothing_newer_than_python_3_7() -> None:
    import ast

    ast.parse(Path(verify.__file__).read_text("utf-8"), feature_version=(3, 7))
