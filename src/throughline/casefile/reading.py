"""Read a case file: all of it, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from throughline.casefile import bulk
from throughline.casefile.container import CASE, COMMUNICATIONS, Container, Holding, locate
from throughline.casefile.decoding import Wrong, decode, load_json, why_refused
from throughline.casefile.references import Line, broken_references
from throughline.communications import table
from throughline.domain.case import FORMAT, Case
from throughline.domain.errors import CaseFileError
from throughline.domain.timing import zone_named


class HeldCase(Protocol):
    """A case and whatever holds its files: a case file that was read, or a case of a service."""

    @property
    def case(self) -> Case:
        """The case."""

    @property
    def communications(self) -> pl.DataFrame:
        """Columns of `communications.table` with their times."""

    @property
    def container(self) -> Holding:
        """What holds the files of its exhibits."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file that was read: the case, its communications (columns of `communications.table` with their times), and
    where it lies, for its exhibits."""

    case: Case
    communications: pl.DataFrame
    container: Container


def read_case_file(path: Path) -> CaseFile:
    """The case file at a path: a folder, a zip or a bare case.json. Raises CaseFileError naming what is wrong and where."""
    container = locate(path)
    case_file, wrongs = read_with_wrongs(container)
    stopping = [wrong for wrong in wrongs if wrong.stops]
    if case_file is None or stopping:
        first = stopping[0]
        more = f" ({len(stopping) - 1} more: throughline check names them all)" if len(stopping) > 1 else ""
        message = f"“{path.absolute().name}” cannot be read: {first.place} {first.why}{more}."
        raise CaseFileError(message, tuple((wrong.place, wrong.why) for wrong in stopping))
    return case_file


def read_with_wrongs(container: Container) -> tuple[CaseFile | None, list[Wrong]]:
    """The case file if it can be read, and everything that is wrong with it, in both of its files."""
    wrongs: list[Wrong] = []
    raw = load_case(container, wrongs)
    case = None if raw is None else _decoded(raw, wrongs)
    of_case = len(wrongs)
    communications = _read_communications(container, case.timezone if case else "UTC", wrongs)
    is_whole = len(wrongs) == of_case
    if raw is not None:  # in a case.json that cannot be read at all, nobody knows what there is to point at
        wrongs.extend(broken_references(raw, communications if is_whole else None, lambda: _lines(container)))
    return None if case is None else CaseFile(case, communications, container), wrongs


def load_case(container: Container, wrongs: list[Wrong]) -> dict[str, Any] | None:
    """The object of case.json, its format apart, however faulty; None where there is no object in it."""
    with container.open(CASE) as stream:
        content = stream.read()
    try:
        raw = load_json(content)
    except (ValueError, RecursionError) as refused:
        wrongs.append(Wrong(CASE, why_refused(refused)))
        return None
    if not isinstance(raw, dict):
        wrongs.append(Wrong(CASE, "should be an object with keys"))
        return None
    if raw.pop("format", None) != FORMAT:
        wrongs.append(Wrong(f"{CASE}.format", f"should be {FORMAT}"))
    return raw


def _decoded(raw: dict[str, Any], wrongs: list[Wrong]) -> Case | None:
    case = decode(Case, raw, CASE, wrongs)
    if case is not None and not table.knows_zone(case.timezone):
        wrongs.append(Wrong(f"{CASE}.timezone", "is not the time zone of a place; write one such as Europe/London"))
        return None
    return case


def _read_communications(container: Container, timezone: str, wrongs: list[Wrong]) -> pl.DataFrame:
    if not container.has(COMMUNICATIONS):
        if container.has_other(COMMUNICATIONS):
            wrongs.append(Wrong(COMMUNICATIONS, "is not a file in this case; put the file itself there"))
        return table.with_times(table.empty(), timezone)
    quick = bulk.read_communications(container, timezone)
    if quick is not None:
        return quick
    with container.open(COMMUNICATIONS) as stream:
        return bulk.read_carefully(stream, zone_named(timezone), wrongs)


def _lines(container: Container) -> Iterator[Line]:
    if container.has(COMMUNICATIONS):
        with container.open(COMMUNICATIONS) as stream:
            yield from bulk.lines(stream)
