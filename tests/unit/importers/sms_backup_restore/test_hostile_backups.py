"""Hostile backups are refused whole, or read without harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughline.domain.errors import HostileInput
from throughline.importers.base import Options
from throughline.importers.original import open_original
from throughline.importers.sms_backup_restore import reader

ENTITY = '<?xml version="1.0"?>{}<!DOCTYPE smses [<!ENTITY a "b">]><smses count="0"></smses>'


@pytest.mark.parametrize("before", ["", "<!-- " + "x" * 100_000 + " -->"])
def test_entities_are_refused_before_anything_is_parsed(tmp_path: Path, before: str) -> None:
    (tmp_path / "a.xml").write_text(ENTITY.format(before))
    with pytest.raises(HostileInput) as refused:
        reader.read(open_original(tmp_path / "a.xml"), Options())
    assert refused.value.code == "E_XML_DTD"


def test_a_twelve_megabyte_attribute_is_read(tmp_path: Path) -> None:
    words = "word &amp; " * 1_200_000
    (tmp_path / "a.xml").write_text(
        f'<smses count="1"><sms address="1" date="1772394012000" type="1" body="{words}"/></smses>'
    )
    (item,) = reader.read(open_original(tmp_path / "a.xml"), Options()).items
    assert len(item.text) == len("word & ") * 1_200_000
