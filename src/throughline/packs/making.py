"""Make an evidence pack: what is withheld goes, what is left is put together, and everything is written in one pass."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal

import polars as pl

from throughline import __version__
from throughline.casefile.reading import CaseFile
from throughline.casefile.writing import case_bytes
from throughline.communications import ndjson, table
from throughline.domain.case import Case
from throughline.domain.errors import PackError
from throughline.domain.exhibit import Exhibit
from throughline.packs.bag import Bag, new_file
from throughline.packs.content import MEANING, RECIPIENTS, build_content
from throughline.packs.document import METHOD, build_document
from throughline.packs.metadata import has_position
from throughline.packs.page import build_page
from throughline.packs.table_file import write_chronology
from throughline.packs.withholding import count_withheld, withhold
from throughline.together import put_together

Recipient = Literal["police", "solicitor", "self"]
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_LONGEST_NAME_BYTES = 150
_BLOCK_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that was made: its fingerprint to write down, and what somebody should know before handing it over."""

    fingerprint: str
    exhibits: int
    withheld: int
    warnings: tuple[str, ...]


def make_pack(
    case_file: CaseFile,
    out: Path,
    *,
    recipient: Recipient,
    withheld_ids: Set[str] = frozenset(),
    made_at: datetime | None = None,
) -> Made:
    """Write the evidence pack of a case to `out`. `made_at` (aware) is now where it is not given; the same case, choices
    and time give the same bytes. Raises PackError, and then leaves nothing behind."""
    moment = (made_at or datetime.now(UTC)).replace(microsecond=0)
    before = (case_file.case, case_file.communications)
    case, communications = withhold(*before, withheld_ids)
    withheld = count_withheld(before, (case, communications))
    names = {exhibit.ref: _pack_name(exhibit) for exhibit in case.exhibits if _is_there(case_file, exhibit)}
    warnings = tuple(_warnings(case_file, case))
    findings = put_together(case, communications)
    content = build_content(
        case,
        communications,
        findings,
        recipient=recipient,
        made_at=moment,
        withheld=withheld,
        files=names,
        warnings=warnings,
    )
    with new_file(out) as stream:
        bag = Bag(stream)
        bag.add("data/README.txt", _readme(moment, recipient, withheld).encode())
        bag.add("data/chronology.pdf", build_document(content, moment))
        with bag.entry("data/chronology.csv") as entry:
            write_chronology(case, communications, findings, entry)  # type: ignore[arg-type]
        bag.add("data/index.html", build_page(content))
        bag.add("data/case/case.json", case_bytes(_without_files(case)))
        _add_communications(bag, communications)
        for exhibit in case.exhibits:
            if exhibit.ref in names:
                _add_exhibit(bag, case_file, exhibit, names[exhibit.ref])
        bag.add("data/verify.py", (files("throughline.packs") / "verify.py").read_bytes())
        fingerprint = bag.close(_described(moment, recipient, withheld))
    return Made(fingerprint, len(names), withheld, warnings)


def _is_there(case_file: CaseFile, exhibit: Exhibit) -> bool:
    return exhibit.file is not None and case_file.container.has(exhibit.file)


def _pack_name(exhibit: Exhibit) -> str:
    """`AB-1_name`: safe on every system, unique because references are, and never longer than file systems take."""
    original = unicodedata.normalize("NFC", (exhibit.file or "").split("/")[-1])
    stem, dot, ending = _UNSAFE.sub("_", original).rpartition(".")
    stem, ending = (stem, dot + ending) if stem and len(ending) <= 10 else (stem + dot + ending, "")
    reference = _UNSAFE.sub("-", exhibit.ref)
    while len(stem.encode()) > _LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return f"{reference}_{stem}{ending}".rstrip(". ")


def _warnings(case_file: CaseFile, case: Case) -> list[str]:
    warnings = []
    for exhibit in case.exhibits:
        if exhibit.file is None:
            continue
        if not case_file.container.has(exhibit.file):
            warnings.append(f"The file of exhibit {exhibit.ref} is not in the case file, so it is not in this pack.")
        elif _shows_position(case_file, exhibit.file):
            warnings.append(f"Exhibit {exhibit.ref} is a photograph that holds the place where it was taken.")
    if any(identifier.kind == "address" for person in case.people for identifier in person.identifiers):
        warnings.append("The case holds a postal address, and so does this pack.")
    return warnings


def _shows_position(case_file: CaseFile, name: str) -> bool:
    with case_file.container.open(name) as stream:
        return has_position(stream.read(2 * _BLOCK_BYTES))


def _without_files(case: Case) -> Case:
    """The case for the pack: its exhibits lie in data/exhibits, once, so the case file in the pack does not name files."""
    return replace(case, exhibits=tuple(replace(exhibit, file=None) for exhibit in case.exhibits))


def _add_communications(bag: Bag, communications: pl.DataFrame) -> None:
    if communications.is_empty():
        return
    with bag.entry("data/case/communications.jsonl") as entry:
        ndjson.write_table(communications.select(table.SCHEMA.keys()), entry, wrap=False)  # type: ignore[arg-type]


def _add_exhibit(bag: Bag, case_file: CaseFile, exhibit: Exhibit, name: str) -> None:
    """Copy an original in, and refuse to make a pack of one that is not what it was at intake."""
    assert exhibit.file is not None
    path = case_file.container.path_of(exhibit.file)
    size = path.stat().st_size if path is not None else 0
    with case_file.container.open(exhibit.file) as stream, bag.entry(f"data/exhibits/{name}", size) as entry:
        while block := stream.read(_BLOCK_BYTES):
            entry.write(block)
    if exhibit.sha256 is not None and entry.sha256 != exhibit.sha256:
        why = f"The file of exhibit {exhibit.ref} is not the one it was at intake; run: throughline check, and put it right first."
        raise PackError(why)


def _described(moment: datetime, recipient: Recipient, withheld: int) -> dict[str, str]:
    return {
        "Bag-Software-Agent": f"Throughline {__version__}",
        "Bagging-Date": f"{moment.astimezone(UTC):%Y-%m-%d}",
        "Bagging-Time": f"{moment.astimezone(UTC):%H:%M:%S} UTC",
        "External-Description": f"Throughline evidence pack for {RECIPIENTS[recipient]}",
        "Entries-Withheld": str(withheld),
        "Verifier-SHA-256": hashlib.sha256((files("throughline.packs") / "verify.py").read_bytes()).hexdigest(),
    }


def _readme(moment: datetime, recipient: Recipient, withheld: int) -> str:
    left_out = f"{withheld:,} entries were left out by choice.\n\n" if withheld else ""
    contents = (
        "chronology.pdf    everything to read and print\n"
        "index.html        the same to click through in a browser, offline\n"
        "chronology.csv    every entry and communication, one a line, for a spreadsheet\n"
        "exhibits/         the originals, byte for byte\n"
        "case/             the same as data, for other software (format throughline-case/1); the files that its exhibits\n"
        "                  mean are those in exhibits/\n"
        "verify.py         checks this pack\n"
    )
    return (
        f"Throughline evidence pack\n\nMade {moment.astimezone(UTC):%d %B %Y, %H:%M} UTC for {RECIPIENTS[recipient]} with Throughline "
        f"{__version__}. It is not encrypted: whoever has it can read it.\n\n"
        + "\n\n".join(MEANING) + f"\n\n{left_out}What is in it\n\n{contents}\nHow to check it\n\n" + "\n\n".join(METHOD) + "\n"
    )  # fmt: skip
