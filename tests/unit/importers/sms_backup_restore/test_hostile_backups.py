"""Hostile backups are refused whole, or read without harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughline.domain.communication import Communication, Problem
from throughline.domain.errors import HostileInput
from throughline.importers.base import Options, Reading
from throughline.importers.original import open_original
from throughline.importers.sms_backup_restore import clean, reader

ENTITY = '<?xml version="1.0"?>{}<!DOCTYPE smses [<!ENTITY a "b">]><smses count="0"></smses>'
ONE = '<sms address="1" date="1772394012000" type="1" body="{}"/>'


def read(folder: Path, content: str) -> Reading:
    (folder / "a.xml").write_text(content, "utf-8")
    return reader.read(open_original(folder / "a.xml"), Options())


@pytest.mark.parametrize("before", ["", "<!-- " + "x" * 100_000 + " -->", "<!-- <smses > -->", "<?see <smses ?>"])
def test_entities_are_refused_before_anything_is_parsed(tmp_path: Path, before: str) -> None:
    with pytest.raises(HostileInput) as refused:
        read(tmp_path, ENTITY.format(before))
    assert refused.value.code == "E_XML_DTD"


def test_a_twelve_megabyte_attribute_is_read(tmp_path: Path) -> None:
    (item,) = read(tmp_path, "<smses>" + ONE.format("word &amp; " * 1_200_000) + "</smses>").items
    assert isinstance(item, Communication)
    assert item.text == "word & " * 1_200_000


def test_a_message_that_could_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clean, "MOST_TAG_BYTES", 2**20)
    with pytest.raises(HostileInput):
        list(read(tmp_path, "<smses>" + ONE.format("word " * 2**19) + "</smses>").items)


@pytest.mark.parametrize("quote", ['"', "'"])
def test_words_that_look_like_media_are_kept(tmp_path: Path, quote: str) -> None:
    words = f" data={quote}" + "A" * 10_000 + f"{quote} said "
    written = words.replace('"', "&quot;")
    items = list(read(tmp_path, "<smses>" + ONE.format(written) * 30 + "</smses>").items)
    assert [item.text for item in items if isinstance(item, Communication)] == [words] * 30


@pytest.mark.parametrize("number", ["0" * 5000 + "65", "9" * 5000, "1114112", "x110000", "xFFFF"])
def test_a_reference_to_any_number_is_read(tmp_path: Path, number: str) -> None:
    (item,) = read(tmp_path, "<smses>" + ONE.format(f"&#{number};") + "</smses>").items
    assert isinstance(item, Communication)
    assert item.text in ("A", "\ufffd")


def test_numbers_too_long_to_be_any_do_no_harm(tmp_path: Path) -> None:
    long = "9" * 5000
    call = '<call number="1" type="1" date="{}" duration="{}"/>'
    content = f'<calls count="{long}">{call.format(long, 1)}{call.format(1_772_394_012_000, long)}</calls>'
    first, second = read(tmp_path, content).items
    assert isinstance(first, Problem)
    assert isinstance(second, Communication)
    assert second.duration_seconds is None
