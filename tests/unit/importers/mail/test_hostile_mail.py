"""Hostile mail is read without harm."""

from __future__ import annotations

from pathlib import Path

from throughline.domain.communication import Communication, Problem
from throughline.importers.base import Options
from throughline.importers.mail import reader
from throughline.importers.original import open_original

HEAD = "From: sam@example.org\nDate: Thu, 15 Jan 2026 10:18:40 +0000\nMIME-Version: 1.0\n"


def read(path: Path, text: str) -> object:
    path.write_text(text)
    (item,) = reader.read(open_original(path), Options()).items
    return item


def test_ten_thousand_parts_and_deep_nesting_do_no_harm(tmp_path: Path) -> None:
    parts = "--b\nContent-Type: text/plain\n\nx\n" * 10_000
    item = read(tmp_path / "a.eml", f'{HEAD}Content-Type: multipart/mixed; boundary="b"\n\n{parts}--b--\n')
    assert isinstance(item, Communication)
    assert item.state == "undecodable"
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2_000))
    assert isinstance(read(tmp_path / "b.eml", HEAD + nested), (Communication, Problem))
