"""Read a sealed export: its plain bytes are in memory only, as a file that no folder names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from throughline.casefile.intake import Export
from throughline.communications import table
from throughline.domain.communication import Communication, Problem
from throughline.domain.errors import NothingReadable
from throughline.importers.base import DateOrder, Options
from throughline.importers.listing import importer_for
from throughline.importers.original import open_original

MOST_PROBLEMS_SHOWN = 50
_DATES = {"day-first": "15/01 is read as 15 January", "month-first": "01/15 is read as 15 January",
          "year-first": "2026/01/15 is read as 15 January"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """An export that was read: what is in it, and what was learned on the way. `parties` are value, name, count."""

    export: Export
    format: str
    dates: str | None
    problems: tuple[Problem, ...]
    problem_count: int
    warnings: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many entries could be read."""
        return len(self.export.communications)

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last day, as the export writes them."""
        days = self.export.communications["at"].str.slice(0, 10)
        return str(days.min()), str(days.max())

    @property
    def parties(self) -> list[tuple[str, str, int]]:
        """Each party's value, the name it goes by, and how many communications are theirs; most first."""
        named = self.export.communications.filter(pl.col("party_value").is_not_null() & (pl.col("party_value") != ""))
        grouped = named.group_by("party_value").agg(pl.col("party_name").first(), pl.len())
        rows = grouped.sort(["len", "party_value"], descending=[True, False]).iter_rows()
        return [(value, name or value, count) for value, name, count in rows]


@contextmanager
def in_memory(chunks: Iterable[bytes]) -> Iterator[Path]:
    """A path at which the bytes can be read for as long as this lasts. They lie in memory, never on a disk."""
    descriptor = os.memfd_create("export", os.MFD_CLOEXEC)
    try:
        for chunk in chunks:
            left = memoryview(chunk)
            while left:
                left = left[os.write(descriptor, left) :]
        yield Path(f"/proc/self/fd/{descriptor}")
    finally:
        os.close(descriptor)


def read_export(path: Path, name: str, zone: str, date_order: DateOrder | None) -> Read:
    """Read an export to its end. Raises UnknownFormat, Question, HostileInput, InputError or NothingReadable."""
    original = open_original(path, name)
    importer = importer_for(original)
    reading = importer.read(original, Options(zone=zone, date_order=date_order))
    frames, values, problems, count = [table.empty()], list[Communication](), list[Problem](), 0
    for item in reading.items:
        if isinstance(item, Problem):
            count += 1
            problems += [item] if count <= MOST_PROBLEMS_SHOWN else []
        elif isinstance(item, Communication):
            values.append(item)
        else:
            frames += [table.from_values(values), item]
            values.clear()
    communications = pl.concat([*frames, table.from_values(values)])
    if communications.is_empty():
        raise NothingReadable(f"Nothing in “{name}” can be read as {importer.title}; export it again.")
    export = Export(path, original.sha256, importer.title, communications)
    dates = _DATES.get(reading.learned.get("date_order", ""))
    return Read(export, importer.name, dates, tuple(problems), count, tuple(reading.warnings))
