"""A case of the vault as packs take it, and what a pack would reveal."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import polars as pl

from throughline.casefile.container import CASE, COMMUNICATIONS
from throughline.casefile.writing import case_bytes
from throughline.communications import ndjson, table
from throughline.domain.case import Case
from throughline.packs.cautions import address_cautions, cautions
from throughline.packs.chronology import occurred_told
from throughline.packs.making import pack_names
from throughline.packs.withholding import withhold
from throughline.patterns.wording import when
from throughline.web.cases.queries import OpenCase
from throughline.web.cases.storage import open_file, plain_stream


@dataclass(frozen=True, slots=True)
class VaultHolding:
    """The files of a case's exhibits, unsealed as they are read."""

    case: OpenCase

    def has(self, name: str) -> bool:
        """True when a file of that name is held."""
        return self._kept(name) is not None

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """The bytes of a file as a stream; nothing of it touches a disk."""
        kept = self._kept(name)
        assert kept is not None
        with (
            open_file(self.case.file_key(kept["files"]["original"], kept["epoch"])) as sealed,
            plain_stream(sealed) as stream,
        ):
            yield stream

    def size_and_crc(self, name: str) -> tuple[int, int | None]:
        """Size and CRC-32, both taken as the file came in."""
        kept = self._kept(name)
        assert kept is not None
        return kept["size"], kept["crc32"]

    def _kept(self, name: str) -> Mapping[str, Any] | None:
        """What the vault knows of a file; None where the case names one that never came, as a diary brought in can."""
        refs = [it.ref for it in self.case.case.exhibits if it.file == name]
        held = (self.case.state.kept.get(("exhibit", ref), {}) for ref in refs)
        return next((kept for kept in held if "files" in kept), None)


@dataclass(frozen=True, slots=True)
class PackableCase:
    """A case of the vault with what holds its files: what `write_pack` takes."""

    case: Case
    communications: pl.DataFrame
    container: VaultHolding


def packable(case: OpenCase) -> PackableCase:
    """The case as packs take it."""
    return PackableCase(case.case, case.communications, VaultHolding(case))


def told_before(case: OpenCase, withheld: Set[str]) -> list[str]:
    """What somebody should know before they hand the pack over, each as a sentence."""
    before = (case.case, case.communications)
    after = withhold(*before, withheld)
    return list(cautions(packable(case), before, after, _names(after[0]), withheld))


def addresses_told(case: OpenCase, withheld: Set[str]) -> list[str]:
    """Those of the same sentences that say that somebody's address or place is in the pack."""
    after = withhold(case.case, case.communications, withheld)
    return list(address_cautions(packable(case), after, _names(after[0])))


def _names(case: Case) -> dict[str, str]:
    return pack_names(it for it in case.exhibits if it.file is not None)


_AN_ID = re.compile(r"\b([imc]\d+)\b")


def with_links(
    case: OpenCase, sentence: str, address_of: Callable[[str], str], *, entry: str = "your entry {}", noted: str = "what you noted {}"
) -> list[tuple[str, str]]:  # fmt: skip
    """A sentence that names entries by their ids, in pieces: words, and the address of the entry they name or nothing. Ids
    are for those who check a pack; a person knows their entries by when they were."""
    whens = {it.id: entry.format(occurred_told(it.occurred, case.case.zone)) for it in case.case.incidents}
    whens |= {it.id: noted.format(when(it.at.span(case.case.zone), case.case.zone)) for it in case.case.milestones}
    pieces = []
    for place, piece in enumerate(_AN_ID.split(sentence)):
        is_id = place % 2 == 1 and (piece in whens or piece.startswith("c"))
        words = whens.get(piece, "a message or call") if is_id else piece
        pieces.append((words, address_of(piece) if is_id else ""))
    return pieces


def write_case_file(case: OpenCase, stream: IO[bytes]) -> None:
    """The whole case, private parts too, as a zip of a case file (contract case-file.md)."""
    holding = VaultHolding(case)
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(CASE, case_bytes(case.case))
        if not case.communications.is_empty():
            with archive.open(COMMUNICATIONS, "w", force_zip64=True) as member:
                ndjson.write_table(case.communications.select(table.SCHEMA.keys()), member, wrap=False)
        for file in dict.fromkeys(exhibit.file for exhibit in case.case.exhibits):  # two exhibits may be of one file
            if file is None or not holding.has(file):
                continue
            with holding.open(file) as source, archive.open(file, "w", force_zip64=True) as member:
                while block := source.read(2**20):
                    member.write(block)
