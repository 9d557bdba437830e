"""Make an evidence pack: what is withheld goes, what is left is put together, and everything is written in one pass."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import IO, Literal

import polars as pl

from throughline import __version__
from throughline.casefile.reading import CaseFile, HeldCase
from throughline.casefile.writing import case_bytes
from throughline.communications import ndjson, table
from throughline.domain.case import Case
from throughline.domain.errors import PackError
from throughline.domain.exhibit import Exhibit
from throughline.packs import verify
from throughline.packs.bag import Bag, new_file
from throughline.packs.cautions import cautions
from throughline.packs.content import MEANING, RECIPIENTS, build_content
from throughline.packs.document import METHOD, build_document, fonts
from throughline.packs.page import build_page
from throughline.packs.table_file import write_chronology
from throughline.packs.withholding import count_withheld, withhold
from throughline.patterns.pictures.kinds import pictures_of
from throughline.together import put_together

Recipient = Literal["police", "solicitor", "advocate", "service", "self"]
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f%<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069]')
"""What no name in a pack holds: `%` too, because RFC 8493 writes it as %25 and sha256sum and bagit.py do not read that back."""
_LONGEST_NAME_BYTES = 150
_LONGEST_REFERENCE_BYTES = 60
_PACK_BEGINS = verify.local_header("bagit.txt", zlib.crc32(verify.BAGIT), len(verify.BAGIT))
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
    with_answers: bool = False,
    made_at: datetime | None = None,
) -> Made:
    """Write the evidence pack of a case to `out`. What the person answered to the questions about danger is left out unless
    asked for `with_answers`. `made_at` (aware) is now where it is not given; the same case, choices
    and time give the same bytes. Raises PackError, and then leaves nothing behind."""
    _check_place(case_file, out)
    with new_file(out) as stream:
        return write_pack(
            case_file,
            stream,
            recipient=recipient,
            withheld_ids=withheld_ids,
            with_answers=with_answers,
            made_at=made_at,
        )


def write_pack(
    case_file: HeldCase,
    stream: IO[bytes],
    *,
    recipient: Recipient,
    withheld_ids: Set[str] = frozenset(),
    with_answers: bool = False,
    made_at: datetime | None = None,
) -> Made:
    """Write the same pack to a stream, which need not seek: a download is one. Raises PackError, also half way through."""
    moment = (made_at or datetime.now(UTC)).replace(microsecond=0)
    before = (case_file.case, case_file.communications)
    case, communications = withhold(*before, withheld_ids, with_answers=with_answers)
    withheld = count_withheld(before, (case, communications))
    names = pack_names(exhibit for exhibit in case.exhibits if _is_there(case_file, exhibit))
    gaps = tuple(_gaps(case_file, case))
    findings = put_together(case, communications)
    content = build_content(
        case,
        communications,
        findings,
        recipient=recipient,
        made_at=moment,
        withheld=withheld,
        files=names,
        warnings=gaps,
        pictures=pictures_of(case, communications, findings.findings),
    )
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
    private = tuple(cautions(case_file, before, (case, communications), names, withheld_ids))
    return Made(fingerprint, len(names), withheld, gaps + private)


def _is_there(case_file: HeldCase, exhibit: Exhibit) -> bool:
    return exhibit.file is not None and case_file.container.has(exhibit.file)


def _check_place(case_file: CaseFile, out: Path) -> None:
    """Refuse to write over anything but an older pack: not over the case file, an original, or somebody's letter."""
    if out.is_dir():
        raise PackError(f"“{out.name}” is a folder; give the name of the pack to write, such as {out.name}/pack.zip.")
    if not out.parent.is_dir():
        raise PackError(f"There is no folder to write “{out.name}” into; make the folder first, or give another place.")
    exhibits = case_file.container.path.resolve() / "exhibits"
    if out.resolve().is_relative_to(exhibits):
        raise PackError("That place is among the originals of the case; write the pack somewhere else.")
    if out.exists() and not _is_pack(out):
        raise PackError(
            f"“{out.name}” is there already and is not a pack; nothing was written over it, so give another name."
        )


def _is_pack(path: Path) -> bool:
    with path.open("rb") as stream:
        return bool(stream.read(len(_PACK_BEGINS)) == _PACK_BEGINS)


def pack_names(exhibits: Iterable[Exhibit]) -> dict[str, str]:
    """Reference to file name in the pack, no two of them the same on any system: `AB/1` and `AB-1`, or `AB/1` and `ab/1`,
    would fall together where upper and lower case are one."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for exhibit in exhibits:
        name, number = _pack_name(exhibit), 1
        while _same_on_some_system(name) in taken:
            number += 1
            name = _pack_name(exhibit, f"-{number}")
        taken.add(_same_on_some_system(name))
        names[exhibit.ref] = name
    return names


def _same_on_some_system(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", name).casefold())


def _pack_name(exhibit: Exhibit, mark: str = "") -> str:
    """`AB-1_name`: safe on every system, and never longer than file systems take."""
    original = unicodedata.normalize("NFC", (exhibit.file or "").split("/")[-1])
    stem, dot, ending = _UNSAFE.sub("_", original).rpartition(".")
    stem, ending = (stem, dot + ending) if stem and len(ending) <= 10 else (stem + dot + ending, "")
    reference = _cut(_UNSAFE.sub("-", unicodedata.normalize("NFC", exhibit.ref)), _LONGEST_REFERENCE_BYTES)
    return f"{reference}{mark}_{_cut(stem, _LONGEST_NAME_BYTES)}{ending}".rstrip(". ")


def _cut(text: str, most_bytes: int) -> str:
    return text.encode()[:most_bytes].decode("utf-8", "ignore")


def _gaps(case_file: HeldCase, case: Case) -> Iterator[str]:
    """What whoever reads the pack must know is not in it."""
    for exhibit in case.exhibits:
        if exhibit.file is not None and not case_file.container.has(exhibit.file):
            yield f"The file of exhibit {exhibit.ref} is not in the case file, so it is not in this pack."
        elif exhibit.file is not None and exhibit.sha256 is None:
            yield f"Exhibit {exhibit.ref} has no hash from its intake, so nothing shows that it was unchanged before this pack."
    if fonts().folder is None:
        yield "The fonts for the PDF were not installed, so letters beyond Latin are shown there as numbers."


def _without_files(case: Case) -> Case:
    """The case for the pack: its exhibits lie in data/exhibits, once, so the case file in the pack does not name files."""
    return replace(case, exhibits=tuple(replace(exhibit, file=None) for exhibit in case.exhibits))


def _add_communications(bag: Bag, communications: pl.DataFrame) -> None:
    if communications.is_empty():
        return
    with bag.entry("data/case/communications.jsonl") as entry:
        ndjson.write_table(communications.select(table.SCHEMA.keys()), entry, wrap=False)  # type: ignore[arg-type]


def _add_exhibit(bag: Bag, case_file: HeldCase, exhibit: Exhibit, name: str) -> None:
    """Copy an original in, and refuse to make a pack of one that is not what it was at intake."""
    assert exhibit.file is not None
    size, crc = case_file.container.size_and_crc(exhibit.file)
    with case_file.container.open(exhibit.file) as stream, bag.entry(f"data/exhibits/{name}", size, crc) as entry:
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
