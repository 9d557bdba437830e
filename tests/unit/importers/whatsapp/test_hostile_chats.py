"""Hostile chats are refused whole, in one sentence, or read without harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from throughline.domain.errors import InputError, ThroughlineError
from throughline.importers.base import Options
from throughline.importers.listing import importer_for
from throughline.importers.original import open_original


def read(path: Path) -> list[object]:
    original = open_original(path)
    return list(importer_for(original).read(original, Options()).items)


@pytest.mark.parametrize("name", ["../../evil.txt", "/abs.txt", "nested.zip"])
def test_a_zip_with_bad_names_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "13/01/2026, 09:00 - Sam: hi\n")
    with pytest.raises(ThroughlineError) as refused:
        open_original(tmp_path / "a.zip")
    assert refused.value.code in ("E_ZIP_PATH", "E_ZIP_NESTED")


def test_a_zip_that_swells_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", "13/01/2026, 09:00 - Sam: hi\n" + "0" * 30_000_000)
    with pytest.raises(ThroughlineError) as refused:
        read(tmp_path / "a.zip")
    assert refused.value.code == "E_ZIP_RATIO"


def test_bytes_that_are_no_text_are_told_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"13/01/2026, 09:00 - Sam: hi \xff\n")
    with pytest.raises(InputError, match="byte 28"):
        read(tmp_path / "a.txt")
