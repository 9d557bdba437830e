"""The store keeps whole sealed files and nothing else, whenever it is killed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from throughline.domain.errors import MissingFile, VaultError
from throughline.vault.files import file_key
from throughline.vault.store import DiskStore, new_file_id
from vaults import ring_of, sealed_of

SEALED = sealed_of(file_key(ring_of().current, "f"), b"a picture" * 100)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_comes_back_under_its_id_and_for_its_owner_alone(tmp_path: Path) -> None:
    store, file_id = DiskStore(tmp_path / "a" / "files"), new_file_id()
    store.put(file_id, [SEALED[:2], SEALED[2:100], b"", SEALED[100:]])
    with store.open(file_id) as stream:
        assert stream.read() == SEALED
        assert stream.seek(5) == 5
    assert names(tmp_path) == [f"a/files/{file_id[:2]}/{file_id}"]
    path = tmp_path / "a" / "files" / file_id[:2] / file_id
    assert [stat.S_IMODE(it.stat().st_mode) for it in (path, path.parent, path.parent.parent)] == [0o600, 0o700, 0o700]


def test_what_is_not_sealed_does_not_get_in(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    for plain in ([b"\xff\xd8\xff a picture"], [b"T", b"LX1"], [b"TL"], [b""], []):
        with pytest.raises(VaultError, match="sealed"):
            store.put(new_file_id(), plain)
    assert names(tmp_path) == []


def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> object:
        yield SEALED[:50]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        DiskStore(tmp_path).put(new_file_id(), broken())  # type: ignore[arg-type]
    assert names(tmp_path) == []


def test_a_file_is_not_there_before_it_is_whole_and_is_never_written_over(tmp_path: Path) -> None:
    store, file_id = DiskStore(tmp_path), new_file_id()
    writing = store.begin(file_id)
    writing.write(SEALED)
    with pytest.raises(MissingFile):
        store.open(file_id)
    writing.commit()
    with pytest.raises(VaultError, match="already"):
        store.put(file_id, [SEALED])


@pytest.mark.parametrize("odd", ["", "../../etc/passwd", "A" * 32, "a" * 31, "a" * 33, "a" * 32 + "\n", "/" + "a" * 31])
def test_only_an_id_is_an_id(tmp_path: Path, odd: str) -> None:
    store = DiskStore(tmp_path)
    for use in (store.open, store.delete, store.begin):
        with pytest.raises(VaultError):
            use(odd)
    assert names(tmp_path) == []


def test_a_deleted_file_is_gone_and_its_header_was_overwritten(tmp_path: Path) -> None:
    store, file_id = DiskStore(tmp_path), new_file_id()
    store.put(file_id, [SEALED])
    with store.open(file_id) as still_open:
        assert store.delete(file_id) is True
        assert still_open.read(64) == bytes(64)
    assert store.delete(file_id) is False
    assert names(tmp_path) == []
    with pytest.raises(MissingFile):
        store.open(file_id)


def test_a_sweep_takes_what_was_left_and_neither_whole_files_nor_what_is_being_written(tmp_path: Path) -> None:
    store, file_id, next_id = DiskStore(tmp_path), new_file_id(), new_file_id()
    store.put(file_id, [SEALED])
    whole = tmp_path / file_id[:2] / file_id
    left = whole.with_name("0" * 32 + ".partial")
    left.write_bytes(SEALED)
    for path in (whole, left):
        os.utime(path, (1000, 1000))
    writing = store.begin(next_id)
    writing.write(SEALED)
    assert store.sweep(before=1000) == 0
    assert store.sweep(before=1001) == 1
    writing.commit()
    assert names(tmp_path) == sorted(f"{it[:2]}/{it}" for it in (file_id, next_id))


def test_an_upload_that_was_swept_away_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    store, file_id = DiskStore(tmp_path), new_file_id()
    writing = store.begin(file_id)
    writing.write(SEALED)
    assert store.sweep(before=2**62) == 1
    with pytest.raises(VaultError, match="swept"):
        writing.commit()
    assert names(tmp_path) == []


KILLED = """
import json, os, signal, sys
from pathlib import Path
from throughline.vault.store import DiskStore

step, act, root, sealed, file_id = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), bytes.fromhex(sys.argv[4]), "ab" * 16


def run_until(step, folder):
    '''Fork a child that does the act, and dies by SIGKILL at the given call into the operating system or return from it.'''
    child = os.fork()
    if child == 0:
        store, seen = DiskStore(folder), 0

        def at_boundary(frame, event, argument):
            nonlocal seen
            if event in ("c_call", "c_return"):
                seen += 1
                if seen == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        if act == "delete":
            store.put(file_id, [sealed])
        sys.setprofile(at_boundary)
        if act == "put":
            store.put(file_id, [sealed[:50], sealed[50:]])
        else:
            store.delete(file_id)
        sys.setprofile(None)
        os._exit(0)
    return os.waitpid(child, 0)[1]


states, step = [], 0
while True:
    step += 1
    folder = root / str(step)
    status = run_until(step, folder)
    store = DiskStore(folder)
    try:
        with store.open(file_id) as stream:
            found = "whole" if stream.read() == sealed else "torn"
    except Exception as error:
        found = type(error).__name__
    partials = len(list(folder.rglob("*.partial")))
    store.sweep(before=2**62)
    left = [it for it in folder.rglob("*") if it.is_file() and it.name != file_id]
    again = DiskStore(folder)
    if found == "MissingFile":
        again.put(file_id, [sealed])
    states.append([found, partials, len(left)])
    if os.WIFEXITED(status):
        break
print(json.dumps(states))
"""


@pytest.mark.parametrize("act", ["put", "delete"])
def test_killed_at_any_step_a_file_is_there_whole_or_not_at_all(tmp_path: Path, act: str) -> None:
    """Every call from Python into C, before and after it: among them every one that reaches the disk."""
    command = [sys.executable, "-c", KILLED, "1", act, str(tmp_path), SEALED.hex()]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    states = json.loads(done.stdout)
    before, after = ("MissingFile", "whole") if act == "put" else ("whole", "MissingFile")
    found = [state[0] for state in states]
    turn = found.index(after)
    assert found == [before] * turn + [after] * (len(found) - turn)
    assert 0 < turn < len(found) - 1
    assert len(found) > 40
    assert {state[1] for state in states} == {0, 1}, "some were killed while a partial file was there"
    assert {state[2] for state in states} == {0}, "the sweep took every one"
