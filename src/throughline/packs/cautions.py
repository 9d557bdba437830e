"""What only the person is told before they hand a pack over: the pack itself must not point at any of it."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import asdict
from typing import IO, Any

import polars as pl

from throughline.casefile.reading import HeldCase
from throughline.domain.case import Case
from throughline.originals.archive import MOST_MEMBERS, is_archive
from throughline.packs.metadata import has_position
from throughline.packs.withholding import still_told_by

Parts = tuple[Case, pl.DataFrame]
_POSTCODE = r"(?i)\b[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b"
"""A UK postcode as it is written, with or without its space (Royal Mail, Programmers' Guide to PAF)."""
_ORDINAL = re.compile(r"(?i)\d(?:nd|th)$")
_SHORTEST_NAME = 3
_MOST_NAMED = 3


def cautions(
    case_file: HeldCase, before: Parts, after: Parts, names: Mapping[str, str], ids: Set[str]
) -> Iterator[str]:
    """Each caution as a sentence. `before` and `after` are the case without and with what `ids` withholds; `names` gives
    the file of each exhibit that is in the pack."""
    yield from address_cautions(case_file, after, names)
    yield from _told_elsewhere(before, after, names)
    case, communications = after
    for name in _names_withheld(before[0], ids):
        if still := _entries_with(name, case, communications):
            yield f"“{name}” was left out, and still stands in the words of {_some(still)}; withhold those too, or accept that."


def address_cautions(case_file: HeldCase, after: Parts, names: Mapping[str, str]) -> Iterator[str]:
    """The cautions that are about where somebody is: hidden places, postal addresses, and what looks like a postcode."""
    case, communications = after
    for exhibit in case.exhibits:
        if exhibit.ref in names and exhibit.file is not None and _shows_position(case_file, exhibit.file):
            yield f"Exhibit {exhibit.ref} holds the place where it was taken, hidden in the file."
    if any(identifier.kind == "address" for person in case.people for identifier in person.identifiers):
        yield "The case holds a postal address, and so does this pack."
    if postcodes := _entries_with_postcode(case, communications):
        yield f"What looks like a postcode stands in {_some(postcodes)}; see whether it is where you live or work."


def has_postcode(text: str) -> bool:
    """Whether what looks like a postcode stands in a text."""
    return bool(_postcodes(text))


def _told_elsewhere(before: Parts, after: Parts, names: Mapping[str, str]) -> Iterator[str]:
    """What was withheld as an entry but stands in an original that is in the pack, whole as it must be."""
    for ref in still_told_by(before, after):
        if ref in names:
            yield f"Exhibit {ref} is an original from which you left something out, and it still shows it; withhold {ref} as well, or accept that."
    kept = {ref for incident in after[0].incidents for ref in incident.exhibits}
    named = {ref for incident in before[0].incidents for ref in incident.exhibits}
    for ref in names:
        if ref in named - kept:
            yield f"Exhibit {ref} belongs to an entry that you left out, and is still in the pack; withhold {ref} as well, or accept that."


def _shows_position(case_file: HeldCase, name: str) -> bool:
    with case_file.container.open(name) as stream:
        holds_files = is_archive(stream.read(4))
    with case_file.container.open(name) as stream:
        return any(map(has_position, _files_inside(stream))) if holds_files else has_position(stream)


def _files_inside(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The files in a zip, such as the media of a chat, as far as they can be opened."""
    try:
        with zipfile.ZipFile(stream) as archive:
            for member in archive.infolist()[:MOST_MEMBERS]:
                with archive.open(member) as file:
                    yield file
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        return


def _entries_with_postcode(case: Case, communications: pl.DataFrame) -> list[str]:
    found = [id for id, words in _entries(case) if _postcodes(words)]
    texts = communications.select("id", "text").filter(pl.col("text").str.contains(_POSTCODE))
    return found + [id for id, text in texts.iter_rows() if _postcodes(text)]


def _postcodes(text: str) -> list[str]:
    return [found for found in re.findall(_POSTCODE, text) if not _ORDINAL.search(found)]


def _names_withheld(case: Case, ids: Set[str]) -> list[str]:
    """What the people and places that were left out are called, and how they can be reached."""
    names = [place.label for place in case.places if place.id in ids]
    for person in case.people:
        if person.id in ids:
            names += [person.name, *(identifier.value for identifier in person.identifiers)]
    return [name for name in dict.fromkeys(map(str.strip, names)) if len(name) >= _SHORTEST_NAME]


def _entries_with(name: str, case: Case, communications: pl.DataFrame) -> list[str]:
    is_whole = re.compile(rf"(?i)(?<!\w){re.escape(name)}(?!\w)")
    found = [id for id, words in _entries(case) if is_whole.search(words)]
    texts = communications.select(
        "id", pl.concat_str("text", "party_name", "party_value", separator=" ", ignore_nulls=True)
    )
    near = texts.filter(pl.col("text").str.to_lowercase().str.contains(name.lower(), literal=True))
    return found + [id for id, text in near.iter_rows() if is_whole.search(text)]


def _entries(case: Case) -> Iterator[tuple[str, str]]:
    """Every entry of a case but its communications, with all that is written in it."""
    for items in (case.incidents, case.milestones, case.people, case.places, case.exhibits):
        for item in items:
            values = asdict(item)
            yield str(values.get("id") or values.get("ref")), "\n".join(_words(values))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _words(item)


def _some(ids: Iterable[str]) -> str:
    listed = list(ids)
    shown = listed[:_MOST_NAMED]
    if len(listed) > _MOST_NAMED:
        return f"{', '.join(shown)} and {len(listed) - _MOST_NAMED:,} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
