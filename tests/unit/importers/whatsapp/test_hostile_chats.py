"""Hostile and broken exports are refused whole, in one sentence and with exit code 2, or read without harm."""

from __future__ import annotations

import resource
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from throughline.casefile.reading import read_case_file
from throughline.cli.main import main
from throughline.domain.communication import Communication
from throughline.domain.errors import ThroughlineError
from throughline.importers.base import Options
from throughline.importers.listing import importer_for
from throughline.importers.original import open_original

LINE = "13/01/2026, 09:00 - Sam: hi\n"
CHAT = LINE * 50
FAR_TOO_LONG_SECONDS = 20


def plain(content: str | bytes) -> Callable[[Path], Path]:
    """A maker of a text export with that content."""

    def make(folder: Path) -> Path:
        path = folder / "chat.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def packed(*members: tuple[str, str]) -> Callable[[Path], Path]:
    """A maker of a zip with those members."""

    def make(folder: Path) -> Path:
        path = folder / "chat.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members:
                archive.writestr(name, content)
        return path

    return make


def changed(change: Callable[[bytearray], None]) -> Callable[[Path], Path]:
    """A maker of a good zip whose bytes are then changed."""

    def make(folder: Path) -> Path:
        path = packed(("_chat.txt", CHAT))(folder)
        content = bytearray(path.read_bytes())
        change(content)
        path.write_bytes(content)
        return path

    return make


def locked(content: bytearray) -> None:
    """Set the bit that says a member is encrypted, in its own head and in the directory."""
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1


def packed_oddly(content: bytearray) -> None:
    """Name a way of packing that is not known."""
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", content, content.index(mark) + place, 99)


def damaged(content: bytearray) -> None:
    """Change bytes of a member that its checksum covers."""
    start = content.index(b"_chat.txt") + len("_chat.txt") + 4
    content[start : start + 4] = bytes(4)


def twice(folder: Path) -> Path:
    with pytest.warns(UserWarning, match="Duplicate"):
        return packed(("_chat.txt", CHAT), ("_chat.txt", CHAT))(folder)


def linked(folder: Path) -> Path:
    path = folder / "chat.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("_chat.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hostname")
    return path


def crowded(folder: Path) -> Path:
    return packed(("_chat.txt", CHAT), *((f"{number}.jpg", "") for number in range(50_001)))(folder)


def line_without_an_end(folder: Path) -> Path:
    path = folder / "chat.txt"
    with path.open("wb") as stream:
        stream.write(LINE.encode())
        for _ in range(96):
            stream.write(b"x" * 2**20)
    return path


REFUSED = {
    "an empty file": (plain(""), "E_EMPTY"),
    "a file of another kind": (plain("nothing to see\n" * 300), "E_UNKNOWN_FORMAT"),
    "a page for a browser": (plain("<html><body>" + LINE + "</body></html>"), "E_UNKNOWN_FORMAT"),
    "bytes that are no text": (plain(LINE.encode() + b"\xff\xfe\xfd\n"), "E_ENCODING"),
    "bytes that are no text, after two megabytes": (plain(LINE.encode() * 80_000 + b"\x80\n"), "E_ENCODING"),
    "text cut off inside a character": (plain(CHAT.encode() + "13/01/2026, 09:00 - Sam: ü".encode()[:-1]), "E_ENCODING"),
    "UTF-16 cut off inside a character": (plain(CHAT.encode("utf-16")[:-1]), "E_ENCODING"),
    "a chat in a later part of a long text": (plain("some words\n" * 30 + LINE + "more words\n" * 5), "E_LAYOUT"),
    "a line without an end": (line_without_an_end, "E_LAYOUT"),
    "dates in two orders": (plain("".join(f"{day}, 09:00 - Sam: a\n" for day in ("15/01/2026", "01/20/2026"))), "E_DATE_ORDER"),
    "dates that could be read in two ways": (plain("03/04/2026, 09:00 - Sam: a\n"), "Q_DATE_ORDER"),
    "dates of a calendar that is not known": (plain("1401/12/05, 09:00 - Sam: a\n"), "E_CALENDAR"),
    "a name that climbs out": (packed(("../../_chat.txt", CHAT)), "E_ZIP_PATH"),
    "a name from the root": (packed(("/_chat.txt", CHAT)), "E_ZIP_PATH"),
    "a name of another system": (packed((r"a\..\_chat.txt", CHAT)), "E_ZIP_PATH"),
    "a zip in a zip": (packed(("_chat.txt", CHAT), ("more.zip", "x")), "E_ZIP_NESTED"),
    "a zip that swells": (packed(("_chat.txt", CHAT + "0" * 30_000_000)), "E_ZIP_RATIO"),
    "a zip that swells, every line of it a message": (packed(("_chat.txt", LINE * 400_000)), "E_ZIP_RATIO"),
    "a zip with a link": (linked, "E_ZIP_PATH"),
    "a zip with one name twice": (twice, "E_ZIP_DUPLICATE"),
    "a zip with too many files": (crowded, "E_ZIP_MEMBERS"),
    "a zip with a password": (changed(locked), "E_ZIP_ENCRYPTED"),
    "a zip packed in an unknown way": (changed(packed_oddly), "E_ZIP_METHOD"),
    "a zip that is damaged inside": (changed(damaged), "E_ZIP_DAMAGED"),
    "a zip with its end missing": (changed(lambda content: content.__delitem__(slice(-30, None))), "E_ZIP_TRUNCATED"),
    "a zip with two chats": (packed(*((f"WhatsApp Chat with {who}.txt", CHAT) for who in ("Sam", "Kim"))), "E_SEVERAL_CHATS"),
    "a zip without a chat": (packed(("a.jpg", "x")), "E_UNKNOWN_FORMAT"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_export_is_refused_in_one_sentence(
    tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, _ = REFUSED[what]
    assert main(["read", str(make(tmp_path)), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.rstrip().endswith(".")
    assert "Traceback" not in err
    assert str(tmp_path) not in err


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_export_is_refused_for_what_it_is(tmp_path: Path, what: str) -> None:
    make, code = REFUSED[what]
    with pytest.raises(ThroughlineError) as refused:
        list(importer_for(original := open_original(make(tmp_path))).read(original, Options()).items)
    assert refused.value.code == code


@pytest.mark.parametrize("what", ["bytes that are no text", "dates in two orders", "a zip that is damaged inside"])
def test_a_refused_export_leaves_the_case_file_as_it_was(tmp_path: Path, what: str) -> None:
    assert main(["new", str(tmp_path / "case")]) == 0
    before = {path: path.read_bytes() for path in (tmp_path / "case").rglob("*") if path.is_file()}
    good = plain(CHAT)(tmp_path).rename(tmp_path / "good.txt")
    make, _ = REFUSED[what]
    assert main(["import", str(tmp_path / "case"), str(good), str(make(tmp_path))]) == 2
    assert {path: path.read_bytes() for path in (tmp_path / "case").rglob("*") if path.is_file()} == before
    read_case_file(tmp_path / "case")


def test_a_place_in_a_file_counts_its_byte_order_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = plain(b"\xef\xbb\xbf13/01/2026, 09:00 - Sam: hi \xff\n")(tmp_path)
    assert main(["read", str(path)]) == 2
    assert "at byte 31;" in capsys.readouterr().err


def test_a_line_without_an_end_takes_neither_time_nor_memory(tmp_path: Path) -> None:
    path = line_without_an_end(tmp_path)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    assert main(["read", str(path)]) == 2
    assert time.perf_counter() - started < FAR_TOO_LONG_SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 2**10


HARMLESS = {
    "a number that asks a spreadsheet to count": "=cmd|' /C calc'!A0",
    "a mark that turns the rest of the line around": "\u202egnp.exe",
    "a null byte": "a\0b",
    "a colour of the terminal": "\x1b[31mred\x1b[0m",
    "a very long word": "x" * 1_000_000,
    "a sender that goes on and on": ":" * 10_000,
    "many opened brackets": "<" * 100_000,
    "many heads in one line": LINE.strip() * 20_000,
}


@pytest.mark.parametrize("what", HARMLESS)
def test_odd_words_are_kept_as_they_are_and_cost_no_time(tmp_path: Path, what: str) -> None:
    path = plain(f"{LINE}13/01/2026, 09:01 - Sam: {HARMLESS[what]}\n{LINE}")(tmp_path)
    original, started = open_original(path), time.perf_counter()
    tables = list(importer_for(original).read(original, Options()).items)
    assert time.perf_counter() - started < FAR_TOO_LONG_SECONDS
    texts = [text for item in tables for text in ([item.text] if isinstance(item, Communication) else item["text"])]
    assert texts == ["hi", HARMLESS[what], "hi"]
