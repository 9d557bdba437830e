"""A case of the vault as packs take it, and what a pack would reveal."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import polars as pl

from throughline.casefile.container import CASE, COMMUNICATIONS
from throughline.casefile.writing import case_bytes
from throughline.communications import ndjson, table
from throughline.domain.case import Case
from throughline.packs.cautions import cautions
from throughline.packs.making import pack_names
from throughline.packs.withholding import withhold
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
            open_file(self.case.ring, kept["files"]["original"], kept["epoch"]) as sealed,
            plain_stream(sealed) as stream,
        ):
            yield stream

    def size_and_crc(self, name: str) -> tuple[int, int | None]:
        """Size and CRC-32, both taken as the file came in."""
        kept = self._kept(name)
        assert kept is not None
        return kept["size"], kept["crc32"]

    def _kept(self, name: str) -> Mapping[str, Any] | None:
        ref = next((it.ref for it in self.case.case.exhibits if it.file == name), None)
        return None if ref is None else self.case.state.kept.get(("exhibit", ref))


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
    names = pack_names(it for it in after[0].exhibits if it.file is not None)
    return list(cautions(packable(case), before, after, names, withheld))


def write_case_file(case: OpenCase, stream: IO[bytes]) -> None:
    """The whole case, private parts too, as a zip of a case file (contract case-file.md)."""
    holding = VaultHolding(case)
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(CASE, case_bytes(case.case))
        if not case.communications.is_empty():
            with archive.open(COMMUNICATIONS, "w", force_zip64=True) as member:
                ndjson.write_table(case.communications.select(table.SCHEMA.keys()), member, wrap=False)
        for exhibit in case.case.exhibits:
            if exhibit.file is None or not holding.has(exhibit.file):
                continue
            with holding.open(exhibit.file) as source, archive.open(exhibit.file, "w", force_zip64=True) as member:
                while block := source.read(2**20):
                    member.write(block)
