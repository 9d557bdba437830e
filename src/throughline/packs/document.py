"""chronology.pdf: the same content as a tagged document for print and for the archive (PDF/A-3 and PDF/UA-1), by typst.

A character that no font has would stop the compiler, so text is looked through first and such a character shown as its
number, ⟨U+10000⟩. Some mixtures stop it too, although each character alone would not (a mark of one script on a letter of
another): where that happens the texts that hold one are found, and only theirs are written more plainly. Nothing is written
to disk on the way.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst

from throughline.packs.content import MEANING, NO_PICTURES, Content, numbered, readable

STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
_BUILT_IN = (["Libertinus Serif"], [[0x20, 0x7E], [0xA0, 0x17F], [0x2010, 0x2027], [0x2030, 0x203A], [0x20AC, 0x20AC]])
_ALWAYS = {0x0A, 0x09, 0x27E8, 0x27E9}
"""Line end and tab, which no font draws, and ⟨⟩, which a font inside typst does."""
_NEVER = {0x00}
"""In fonts, and refused in PDF/A."""
_RUN = re.compile(r"(?<!\S)(?![0-9a-f]{64}(?!\S))\S{30,}")
"""Letters without a space, such as an address on the web; a hash is broken where the layout breaks it."""
_BREAK = "\u200b"
"""Shows as nothing. A line can break there, so that no word runs into the column beside it, and PDF/A takes no string of more
than 32,767 bytes."""
_EVERY, _EVERY_JOINED = 10, 40
_LAST_UNJOINED = 0x58F
"""After the alphabets up to Armenian come those whose letters join, which a break would part."""
_JOINS = ("Mn", "Mc", "Me", "Cf")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060-\u2069\ufe00-\ufe0f\ufeff\r]")
_NUMBERED = re.compile("⟨U\\+[0-9A-F]{4,6}⟩")
_SAYS_NUMBERED = (
    "Characters that no font has, or that would make a line read otherwise than it was written, are shown in this document as their "
    "numbers, such as ⟨U+E000⟩. chronology.csv has every text as it was written."
)
_LONGEST_TEXT = 20_000
METHOD = (
    "Each export was kept as it came, and hashed before anything read it. Each communication names the exhibit, and the place in "
    "it, where it was read. It is put down to a person only by a number or account that the record gives to that person and "
    "to nobody else.",
    "Messages and calls that come close together count as one occasion. Each finding names its rule and the version of it; the "
    "version of the software, which can be had with its source, stands on the front.",
    "Unzip the pack and run: python3 data/verify.py. It names every file that was changed, added, removed or renamed since the "
    "pack was made. It needs nothing but Python, and can be read in a few minutes.",
    "With standard tools: sha256sum -c manifest-sha256.txt in the unzipped folder, or bagit.py --validate, because the pack is "
    "a bag after RFC 8493. On Windows, certutil -hashfile FILE SHA256 gives the hash to compare with manifest-sha256.txt.",
    "index.html shows the same in a browser, offline. chronology.csv has every communication, one a line.",
)


@dataclass(frozen=True, slots=True)
class Fonts:
    """The families to use in their order, what they can show between them, and the folder they lie in."""

    families: list[str]
    shown: frozenset[int]
    folder: Path | None


@lru_cache(maxsize=1)
def fonts() -> Fonts:
    """The fonts that came with the package, or those inside typst where the package was installed without its own."""
    folder = Path(str(files("throughline.packs"))) / "fonts"
    coverage = folder / "coverage.json"
    if coverage.is_file():
        told = json.loads(coverage.read_text())
        return Fonts(told["families"], _numbers(told["ranges"]), folder)
    families, ranges = _BUILT_IN
    return Fonts(families, _numbers(ranges), None)


def _numbers(ranges: list[list[int]]) -> frozenset[int]:
    return frozenset(number for first, last in ranges for number in range(first, last + 1)) - _NEVER | _ALWAYS


def showable(text: str, shown: frozenset[int]) -> str:
    """The text with every character that no font has, or that turns letters round, as its number, and marks of direction
    left out."""
    plain = _INVISIBLE.sub("", readable(text))
    if len(plain) > _LONGEST_TEXT:
        plain = (
            plain[:_LONGEST_TEXT]
            + f" … ({len(plain) - _LONGEST_TEXT:,} more characters, all of them in chronology.csv)"
        )
    if not all(ord(character) in shown for character in set(plain)):
        plain = "".join(character if ord(character) in shown else numbered(character) for character in plain)
    return _RUN.sub(lambda run: "".join(_with_breaks(run[0])), plain)


def _with_breaks(run: str) -> Iterator[str]:
    since, before = 0, ""
    for character in run:
        apart = max(before, character) <= chr(_LAST_UNJOINED)
        may_break = unicodedata.category(character) not in (*_JOINS, "Sk") and before != "\u200d"
        if may_break and since >= (_EVERY if apart else _EVERY_JOINED):
            yield _BREAK
            since = 0
        yield character
        since, before = since + 1, character


def plainer(text: str) -> str:
    """The text with every mark and joiner as its number, so that no two characters have to be drawn as one."""
    shown = text.replace(_BREAK, " ").replace("\t", " ")
    return "".join(
        numbered(character) if unicodedata.category(character) in _JOINS else character for character in shown
    )


def build_document(content: Content, made_at: datetime) -> bytes:
    """The PDF. The same content and time give the same bytes."""
    chosen = fonts()
    day = made_at.astimezone(UTC)
    values = _shaped(
        {
            **asdict(replace(content, pictures=NO_PICTURES)),
            "meaning": MEANING,
            "method": METHOD,
            "remarks": _remarks(content),
        },
        chosen.shown,
    )
    for row in values["rows"]:
        row["sort"] = ""
        row["when"] = row["when"][:1].upper() + row["when"][1:]
    _remark_on_numbers(values)
    drawn = {id: {"svg": it.svg, "says": it.says} for id, it in content.pictures.items()}
    fixed = {"fonts": chosen.families, "day": [day.year, day.month, day.day], "pictures": drawn}
    source = (files("throughline.packs") / "chronology.typ").read_bytes()
    stamp = int(day.timestamp())
    try:
        return _compile(source, values | fixed, chosen, stamp)
    except typst.TypstError:
        awkward = set(_awkward(sorted(set(_texts(values))), chosen))
        plain = _replaced(values, awkward)
        _remark_on_numbers(plain)
        return _compile(source, plain | fixed, chosen, stamp)


def _remark_on_numbers(values: dict[str, Any]) -> None:
    """Say on the front that characters are shown as their numbers, where any are."""
    if _SAYS_NUMBERED not in values["remarks"] and any(map(_NUMBERED.search, _texts(values))):
        values["remarks"].append(_SAYS_NUMBERED)


def _compile(source: bytes, values: dict[str, Any], chosen: Fonts, stamp: int) -> bytes:
    faces = _faces(chosen.folder)
    said = {"pack": json.dumps(values)}
    return typst.compile(
        source,
        format="pdf",
        sys_inputs=said,
        pdf_standards=[*STANDARDS],
        ignore_system_fonts=True,
        font_paths=faces,
        timestamp=stamp,
    )


@lru_cache(maxsize=1)
def _faces(folder: Path | None) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[] if folder is None else [folder])


_TEXTS_ALONE = b"""#let pack = json(bytes(sys.inputs.pack))
#set document(title: "-")
#set text(font: pack.fonts, lang: "en", fallback: true)
#for text in pack.texts [#par(text)

]"""


def _awkward(texts: list[str], chosen: Fonts) -> Iterator[str]:
    """Those of the texts that stop the compiler, found by halves: a case has few of them, if any."""
    try:
        _compile(_TEXTS_ALONE, {"fonts": chosen.families, "texts": texts}, chosen, 0)
    except typst.TypstError:
        if len(texts) == 1:
            yield texts[0]
            return
        half = len(texts) // 2
        yield from _awkward(texts[:half], chosen)
        yield from _awkward(texts[half:], chosen)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _replaced(value: Any, awkward: set[str]) -> Any:
    if isinstance(value, str):
        return plainer(value) if value in awkward else value
    if isinstance(value, dict):
        return {key: _replaced(item, awkward) for key, item in value.items()}
    return [_replaced(item, awkward) for item in value] if isinstance(value, list) else value


def _remarks(content: Content) -> list[str]:
    remarks = list(content.warnings)
    if content.withheld:
        remarks.append(f"{content.withheld:,} entries were left out of this pack by choice.")
    if content.left_out:
        remarks.append(
            f"{content.left_out:,} communications are not shown one by one here; chronology.csv has each of them."
        )
    return remarks


def _shaped(value: Any, shown: frozenset[int]) -> Any:
    if isinstance(value, str):
        return showable(value, shown)
    if isinstance(value, dict):
        return {key: _shaped(item, shown) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shaped(item, shown) for item in value]
    return None if isinstance(value, datetime) else value
