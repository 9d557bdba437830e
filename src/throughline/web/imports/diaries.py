"""Read a whole diary that was taken away: a zip of a case file, out of its sealed upload, checked to its last file.

Its originals are sealed again one by one as they are read, its communications as one table for each import there was.
Nothing is unpacked: not to a disk, and no original into memory.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import IO, Any

import polars as pl
from django.conf import settings

from throughline.casefile.checking import read_checked
from throughline.casefile.container import CASE, COMMUNICATIONS, locate_in
from throughline.casefile.decoding import Wrong
from throughline.casefile.reading import CaseFile
from throughline.casefile.writing import case_bytes, case_to_json
from throughline.domain.errors import CaseFileError, HostileInput
from throughline.vault.canonical import NotCanonical, canonical
from throughline.web.imports.making import Made
from throughline.web.imports.watching import Watch

MOST_FAULTS_SHOWN = 50
MOST_RUNS = 500
_ITEM = re.compile(r"case\.json\.(people|places|milestones|incidents|exhibits)\[(\d+)\]\.?(.*)")
_LINE = re.compile(r"communications\.jsonl line (\d+)\.?(.*)")
_ONE = {"people": "Person", "places": "Place", "milestones": "What changed things", "incidents": "Incident",
        "exhibits": "File"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldDiary:
    """What a page says of a diary before it is kept, and the sealed files that were made of it: `case` the case itself,
    `originals` by reference, `tables` each with the exhibit that its rows were read from."""

    incidents: int
    people: int
    places: int
    milestones: int
    exhibits: int
    communications: int
    remarks: list[tuple[str, str]]
    more_remarks: int
    case: str
    originals: dict[str, Any]
    tables: list[tuple[str | None, str, int]]


class FaultyDiary(CaseFileError):
    """A diary with faults that stop it from being read; `wrongs` are place and reason, in words."""


def read_diary(stream: IO[bytes], called: str, made: Made, watch: Watch) -> ToldDiary:
    """Read a whole diary. Raises FaultyDiary, CaseFileError, InputError or HostileInput, and what the watch raises."""
    container = locate_in(stream, called)
    texts = [name for name in (CASE, COMMUNICATIONS) if container.has(name)]
    of_texts = sum(container.size_and_crc(name)[0] for name in texts)
    if of_texts > settings.LARGEST_IMPORT_BYTES or container.unpacked_size > settings.LARGEST_FILE_BYTES:
        raise HostileInput(f"“{called}” unpacks to more than can be kept here; it was not read.", code="E_ZIP_RATIO")
    case_file, wrongs = read_checked(container)
    stopping = [wrong for wrong in wrongs if wrong.stops]
    if case_file is None or stopping:
        raise FaultyDiary(f"“{called}” has faults, so it was not brought in.", tuple(map(in_words, stopping)))
    _check_can_be_recorded(case_file, called)
    remarks = [in_words(wrong) for wrong in wrongs]
    case, rows = case_file.case, case_file.communications
    originals = {}
    for exhibit in case.exhibits:
        watch.add(0)
        if exhibit.file is not None and container.has(exhibit.file):
            with container.open(exhibit.file) as original:
                originals[exhibit.ref] = made.original(original)
    watch.add(len(rows))
    kept = made.original(io.BytesIO(case_bytes(case)))
    return ToldDiary(
        incidents=len(case.incidents), people=len(case.people), places=len(case.places), milestones=len(case.milestones),
        exhibits=len(case.exhibits), communications=len(rows), remarks=remarks[:MOST_FAULTS_SHOWN],
        more_remarks=len(remarks[MOST_FAULTS_SHOWN:]), case=kept["files"]["original"], originals=originals,
        tables=[(ref, made.table(run), len(run)) for ref, run in _runs(rows)],
    )  # fmt: skip


def _runs(rows: pl.DataFrame) -> list[tuple[str | None, pl.DataFrame]]:
    """The rows in their order, parted where the exhibit changes that they were read from: an exhibit can be deleted with what
    was read from it. Where it changes all the time, the rows of one exhibit are brought together."""
    marked = rows.with_columns(run=pl.col("exhibit").rle_id())
    by = "exhibit" if rows.is_empty() or marked["run"].n_unique() > MOST_RUNS else "run"
    parts = marked.partition_by(by, maintain_order=True)
    return [(part["exhibit"][0], part.drop("run")) for part in parts]


def _check_can_be_recorded(case_file: CaseFile, called: str) -> None:
    try:
        canonical(case_to_json(case_file.case))
    except NotCanonical as refused:
        raise CaseFileError(f"“{called}” holds something that cannot be recorded here. {refused.message}") from None


def in_words(wrong: Wrong) -> tuple[str, str]:
    """The place of a fault as somebody says it who has not read the file, and the reason."""
    if item := _ITEM.fullmatch(wrong.place):
        return _placed(f"{_ONE[item[1]]} {int(item[2]) + 1}", item[3]), wrong.why
    if line := _LINE.fullmatch(wrong.place):
        return _placed(f"Message {line[1]}", line[2]), wrong.why
    return {CASE: "The diary", COMMUNICATIONS: "The messages"}.get(wrong.place, wrong.place), wrong.why


def _placed(what: str, where: str) -> str:
    return f"{what} ({where})" if where else what
