"""Put what an import adds into the folder of a case: all or nothing.

All is written beside the case before any of it counts, and put back when something comes in between. Even a lost machine is
harmless: originals come first, then case.json that names them, last the communications that point at them, and importing
again completes what was cut off. Whoever calls holds the folder (`casefile.alone`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import polars as pl

from throughline.casefile.container import CASE, COMMUNICATIONS
from throughline.casefile.writing import replacing, write_case
from throughline.communications import ndjson, table
from throughline.domain.case import Case
from throughline.domain.errors import InputError
from throughline.domain.exhibit import Exhibit


def commit(
    folder: Path, case: Case, copies: Iterable[tuple[Path, Exhibit]], rows: pl.DataFrame, *, anew: bool = False
) -> None:
    """Write the case, copies of the originals that it names, and the communications: `rows` after those that are there, or
    in their place if `anew`. Whatever is raised, the folder is as it was."""
    before = (folder / CASE).read_bytes()
    written: list[Path] = []
    try:
        for source, exhibit in copies:
            assert exhibit.file is not None
            if not (folder / exhibit.file).exists():
                written.append(folder / exhibit.file)
                _copy_original(source, folder / exhibit.file, exhibit)
        communications = _beside(folder / COMMUNICATIONS, rows, anew=anew) if len(rows) else None
        # The case comes before the communications: a case without them is whole, and they without their exhibit are not.
        write_case(folder, case)
        if communications is not None:
            written.append(communications)
            communications.replace(folder / COMMUNICATIONS)
    except BaseException:
        _put_back(folder, before, written)
        raise


def _put_back(folder: Path, before: bytes, written: Sequence[Path]) -> None:
    """The folder as it was, unless everything in it stands already."""
    is_done = bool(written) and written[-1].parent == folder and not written[-1].exists()
    if is_done:
        return
    if (folder / CASE).read_bytes() != before:
        with replacing(folder / CASE) as stream:
            stream.write(before)
    for path in (*written, _partial(folder / COMMUNICATIONS)):
        with suppress(OSError):
            path.unlink()


def _copy_original(source: Path, target: Path, exhibit: Exhibit) -> None:
    """Copy an original and make sure that what was copied is what was read."""
    target.parent.mkdir(exist_ok=True)
    with replacing(target) as stream, source.open("rb") as original:
        shutil.copyfileobj(original, stream, 2**20)
    # Read back from the disk: the hash in case.json must be that of the bytes that lie there.
    with target.open("rb") as copy:
        if hashlib.file_digest(copy, "sha256").hexdigest() != exhibit.sha256:
            raise InputError(
                f"“{source.name}” changed while it was being read; try again when nothing else writes to it."
            )
    target.chmod(0o444)  # no editor changes it by a slip


def _partial(path: Path) -> Path:
    return path.with_name(path.name + ".partial")


def _beside(path: Path, rows: pl.DataFrame, *, anew: bool) -> Path:
    """The communications as they are to be, in a file beside those there are."""
    partial = _partial(path)
    with partial.open("wb") as stream:
        if path.exists() and not anew:
            with path.open("rb") as old:
                shutil.copyfileobj(old, stream, 2**20)
            if stream.tell() and not _ends_with_newline(path):
                stream.write(b"\n")
        ndjson.write_table(rows.select(table.SCHEMA.keys()), stream, wrap=False)
        stream.flush()
        os.fsync(stream.fileno())
    return partial


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(-1, 2)
        return stream.read(1) == b"\n"


def may_lie_at(path: Path, sha256: str) -> bool:
    """True when nothing lies there, or this very original, which an import that was cut off left behind."""
    if not os.path.lexists(path):
        return True
    if not path.is_file():
        return False
    with path.open("rb") as there:
        return hashlib.file_digest(there, "sha256").hexdigest() == sha256
