"""chronology.pdf: the same content as a tagged document for print and for the archive (PDF/A-3 and PDF/UA-1), by typst.

A character that no font has would stop the compiler, so text is looked through first and such a character shown as its
number, ⟨U+10000⟩. Nothing is written to disk on the way.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst

from throughline.packs.content import MEANING, Content

STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
_BUILT_IN = (["Libertinus Serif"], [[0x20, 0x7E], [0xA0, 0x17F], [0x2010, 0x2027], [0x2030, 0x203A], [0x20AC, 0x20AC]])
_ALWAYS = {0x0A, 0x09}
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\r]")
_LONGEST_TEXT = 20_000
METHOD = (
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
    return frozenset(number for first, last in ranges for number in range(first, last + 1)) | _ALWAYS


def showable(text: str, shown: frozenset[int]) -> str:
    """The text with every character that no font has as its number, and direction marks left out."""
    plain = _INVISIBLE.sub("", text)
    if len(plain) > _LONGEST_TEXT:
        plain = (
            plain[:_LONGEST_TEXT]
            + f" … ({len(plain) - _LONGEST_TEXT:,} more characters, all of them in chronology.csv)"
        )
    if all(ord(character) in shown for character in set(plain)):
        return plain
    return "".join(character if ord(character) in shown else f"⟨U+{ord(character):04X}⟩" for character in plain)


def build_document(content: Content, made_at: datetime) -> bytes:
    """The PDF. The same content and time give the same bytes."""
    chosen = fonts()
    values = _showable_all(
        {**asdict(content), "meaning": MEANING, "method": METHOD, "remarks": _remarks(content)}, chosen.shown
    )
    for row in values["rows"]:
        row["sort"] = ""
        row["when"] = row["when"][:1].upper() + row["when"][1:]
    day = made_at.astimezone(UTC)
    values |= {"fonts": chosen.families, "day": [day.year, day.month, day.day]}
    source = (files("throughline.packs") / "chronology.typ").read_bytes()
    folders = [] if chosen.folder is None else [str(chosen.folder)]
    return typst.compile(  # type: ignore[no-any-return, call-overload]
        source, format="pdf", sys_inputs={"pack": json.dumps(values)}, pdf_standards=[*STANDARDS], ignore_system_fonts=True,
        font_paths=folders, timestamp=int(day.timestamp()),
    )  # fmt: skip


def _remarks(content: Content) -> list[str]:
    remarks = list(content.warnings)
    if content.withheld:
        remarks.append(f"{content.withheld:,} entries were left out of this pack by choice.")
    if content.left_out:
        remarks.append(
            f"{content.left_out:,} communications are not shown one by one here; chronology.csv has each of them."
        )
    return remarks


def _showable_all(value: Any, shown: frozenset[int]) -> Any:
    if isinstance(value, str):
        return showable(value, shown)
    if isinstance(value, dict):
        return {key: _showable_all(item, shown) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_showable_all(item, shown) for item in value]
    return None if isinstance(value, datetime) else value
