"""What a backup may be packed and written in, and what is told of a file as a whole."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from throughline.domain.communication import Communication, Problem
from throughline.domain.errors import InputError
from throughline.importers.base import Item, Options
from throughline.importers.listing import importer_for
from throughline.importers.original import open_original
from throughline.importers.sms_backup_restore import reader

SMS = '<sms address="07700 900123" date="1772394012000" type="1" body="{}"/>'


def read(path: Path) -> tuple[list[Item], list[str]]:
    original = open_original(path)
    assert importer_for(original) is reader.IMPORTER
    reading = reader.read(original, Options())
    return list(reading.items), reading.warnings


def texts(path: Path) -> list[str | None]:
    return [item.text for item in read(path)[0] if isinstance(item, Communication)]


@pytest.mark.parametrize(
    ("declared", "written_in"),
    [("UTF-8", "utf-8-sig"), ("UTF-16", "utf-16"), ("utf-16", "utf-8"), ("ISO-8859-1", "utf-8-sig"),
     ("ISO-8859-1", "iso-8859-1"), ("windows-1252", "windows-1252")],
)  # fmt: skip
def test_words_come_out_as_they_were_whatever_the_encoding(tmp_path: Path, declared: str, written_in: str) -> None:
    path = tmp_path / "a.xml"
    content = f'<?xml version="1.0" encoding="{declared}"?><smses>{SMS.format("café &#55357;&#56833;")}</smses>'
    path.write_bytes(content.encode(written_in))
    assert texts(path) == ["café 😁"]


def test_an_encoding_that_can_hide_a_tag_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f'<?xml version="1.0" encoding="UTF-7"?><smses>{SMS}</smses>')
    with pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.code == "E_ENCODING"


def test_bytes_that_are_no_characters_cost_only_themselves_and_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    halves = "\U0001f601".encode("utf-16-be")
    pair = b"".join(chr(int.from_bytes(halves[at : at + 2], "big")).encode("utf-8", "surrogatepass") for at in (0, 2))
    path.write_bytes(b"<smses>" + SMS.encode().replace(b"{}", b"a\xffb " + pair + b"\x07") + SMS.encode() + b"</smses>")
    items, warnings = read(path)
    assert [item.text for item in items if isinstance(item, Communication)] == ["a\ufffdb 😁\ufffd", "{}"]
    assert warnings == ["2 characters that cannot be read are shown as “\ufffd”; the original keeps them."]


def test_a_backup_in_a_zip_is_read_and_two_are_asked_for_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("backups/sms-1.xml", f"<smses>{SMS}</smses>")
    (item,), _ = read(path)
    assert isinstance(item, Communication)
    assert item.position == "sms-1.xml item 1"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("backups/calls-1.xml", "<calls></calls>")
    with pytest.raises(InputError, match="holds 2 backups"):
        read(path)


@pytest.mark.parametrize(("count", "remark"), [(3, "may have been cut off"), (1, "which is more")])
def test_a_count_that_is_not_kept_is_told(tmp_path: Path, count: int, remark: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f'<smses count="{count}">{SMS}{SMS}</smses>')
    (warning,) = read(path)[1]
    assert remark in warning


def test_what_is_no_item_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f"<smses>{SMS}<part/><other><thing/></other>words{SMS}</smses>")
    items, warnings = read(path)
    assert [item.position for item in items if isinstance(item, Problem)] == ["item 2", "item 3"]
    assert [item.position for item in items if isinstance(item, Communication)] == ["item 1", "item 4"]
    assert warnings == [
        "There are words between the items of the file, which no backup has; only the original keeps them."
    ]


@pytest.mark.parametrize("date", ["1772394012", "0", "-1"])
def test_dates_before_there_were_such_phones_are_told(tmp_path: Path, date: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f"<smses>{SMS.replace('1772394012000', date)}</smses>")
    items, (warning,) = read(path)
    assert isinstance(items[0], Communication)
    assert "before 2000" in warning
