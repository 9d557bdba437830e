"""Read a sealed export: its plain bytes are in memory only, as a file that no folder names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from throughline.communications import table
from throughline.domain.communication import Problem
from throughline.domain.errors import NothingReadable
from throughline.domain.timing import Span, zone_named
from throughline.importers.base import Item, Options
from throughline.importers.gathering import gather
from throughline.importers.listing import importer_for
from throughline.importers.original import open_original
from throughline.patterns.wording import days_from_to
from throughline.web.imports.jobs import Request
from throughline.web.imports.watching import Watch, read_to

MOST_PROBLEMS_SHOWN = 50
MOST_PARTIES_SHOWN = 40
_DATES = {"day-first": "15/01 is read as 15 January", "month-first": "01/15 was read as 15 January",
          "year-first": "2026/01/15 is read as 15 January"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says of an export before it is kept. `span` is in words; `parties` are value, name and count, most first,
    `more_parties` how many are not among them; `problems` are place and reason, the first of `problem_count`."""

    title: str
    format: str
    sha256: str
    count: int
    notices: int
    span: str
    zone: str
    dates: str | None
    parties: list[tuple[str, str, int]]
    more_parties: int
    problems: list[tuple[str, str]]
    problem_count: int
    warnings: list[str]
    table: str = ""

    @property
    def more_problems(self) -> int:
        """How many problems are not named one by one."""
        return self.problem_count - len(self.problems)


@contextmanager
def in_memory(chunks: Iterable[bytes], watch: Watch) -> Iterator[Path]:
    """A path at which the bytes can be read for as long as this lasts. They lie in memory, never on a disk."""
    descriptor = os.memfd_create("export", os.MFD_CLOEXEC)
    try:
        for chunk in chunks:
            left = memoryview(chunk)
            while left:
                left = left[os.write(descriptor, left) :]
        watch.done = _Place(descriptor).read_to
        yield Path(f"/proc/self/fd/{descriptor}")
    finally:
        watch.done = lambda: 0
        os.close(descriptor)


@dataclass(slots=True)
class _Place:
    """How far a file has been read, or was when somebody last had it open."""

    descriptor: int
    last: int = 0

    def read_to(self) -> int:
        place = read_to(self.descriptor)
        self.last = self.last if place is None else place
        return self.last


def read_export(path: Path, request: Request, watch: Watch) -> tuple[pl.DataFrame, Told]:
    """Read an export to its end. Raises UnknownFormat, Question, HostileInput, InputError or NothingReadable, and what the
    watch raises."""
    original = open_original(path, request.name)
    importer = importer_for(original)
    reading = importer.read(original, Options(zone=request.zone, date_order=request.order))
    problems, problem_count = list[Problem](), 0

    def note(problem: Problem) -> None:
        nonlocal problem_count
        problem_count += 1
        if problem_count <= MOST_PROBLEMS_SHOWN:
            problems.append(problem)

    found = gather(_watched(reading.items, watch), note)
    if found.is_empty():
        raise NothingReadable(f"Nothing in “{original.name}” can be read as {importer.title}; export it again.")
    parties = _parties(found)
    return found, Told(
        title=importer.title, format=importer.name, sha256=original.sha256, count=len(found),
        notices=int((found["kind"] == "notice").sum()), span=_span(found, zone_named(request.zone)), zone=request.zone,
        dates=_DATES.get(reading.learned.get("date_order", "")), parties=parties[:MOST_PARTIES_SHOWN],
        more_parties=len(parties[MOST_PARTIES_SHOWN:]), problems=[(it.position, it.why) for it in problems],
        problem_count=problem_count, warnings=list(reading.warnings),
    )  # fmt: skip


def _watched(items: Iterable[Item], watch: Watch) -> Iterator[Item]:
    for item in items:
        watch.add(len(item) if isinstance(item, pl.DataFrame) else not isinstance(item, Problem))
        yield item


def _span(found: pl.DataFrame, zone: ZoneInfo) -> str:
    times = table.with_times(found, zone.key)
    first, last = times.row(int(times["earliest"].arg_min() or 0), named=True), times["latest"].max()
    return days_from_to(Span(first["earliest"], first["latest"]), Span(last, last), zone)  # type: ignore[arg-type]


def _parties(found: pl.DataFrame) -> list[tuple[str, str, int]]:
    named = found.filter(pl.col("party_value").is_not_null() & (pl.col("party_value") != ""))
    grouped = named.group_by("party_value").agg(pl.col("party_name").drop_nulls().first(), pl.len())
    rows = grouped.sort(["len", "party_value"], descending=[True, False]).iter_rows()
    return [(value, name or value, count) for value, name, count in rows]
