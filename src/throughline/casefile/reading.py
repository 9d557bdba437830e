"""Read a case file: all of it, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from json import JSONDecodeError
from pathlib import Path

import polars as pl

from throughline.casefile import bulk
from throughline.casefile.container import CASE, COMMUNICATIONS, Container, locate
from throughline.casefile.decoding import Wrong, decode, load_json
from throughline.communications import table
from throughline.domain.case import FORMAT, Case
from throughline.domain.errors import CaseFileError

_SLIP = "a comma, a bracket or a quotation mark is missing or too many"


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
        message = f"“{path.name}” cannot be read: {first.place} {first.why}{more}."
        raise CaseFileError(message, tuple((wrong.place, wrong.why) for wrong in stopping))
    return case_file


def read_with_wrongs(container: Container) -> tuple[CaseFile | None, list[Wrong]]:
    """The case file as far as it can be read, and everything that is wrong with it."""
    wrongs: list[Wrong] = []
    case = _read_case(container, wrongs)
    if case is None:
        return None, wrongs
    communications = _read_communications(container, case, wrongs)
    wrongs.extend(_broken_references(case, communications))
    return CaseFile(case, communications, container), wrongs


def _read_case(container: Container, wrongs: list[Wrong]) -> Case | None:
    with container.open(CASE) as stream:
        content = stream.read()
    try:
        raw = load_json(content.decode("utf-8-sig"))
    except JSONDecodeError as refused:
        wrongs.append(Wrong(CASE, f"is not JSON: at line {refused.lineno}, or just before it, {_SLIP}"))
        return None
    except (ValueError, RecursionError) as refused:
        why = str(refused) if "key" in str(refused) else "is not JSON in UTF-8"
        wrongs.append(Wrong(CASE, why))
        return None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        wrongs.append(Wrong(f"{CASE}.format", f"should be {FORMAT}"))
        return None
    del raw["format"]
    return decode(Case, raw, CASE, wrongs)


def _read_communications(container: Container, case: Case, wrongs: list[Wrong]) -> pl.DataFrame:
    if not container.has(COMMUNICATIONS):
        return table.with_times(table.empty(), case.timezone)
    quick = bulk.read_communications(container, case.timezone)
    if quick is not None:
        return quick
    with container.open(COMMUNICATIONS) as stream:
        return bulk.read_carefully(stream, case.zone, wrongs)


def _broken_references(case: Case, communications: pl.DataFrame) -> Iterator[Wrong]:
    """Every id that stands twice, and everything that points at an id that does not exist."""
    yield from _doubled(case, communications)
    people = {person.id for person in case.people}
    places = {place.id for place in case.places}
    exhibits = {exhibit.ref for exhibit in case.exhibits}
    for index, incident in enumerate(case.incidents):
        here = f"{CASE}.incidents[{index}]"
        yield from _missing(here + ".person", [incident.person], people, "person")
        yield from _missing(here + ".place", [incident.place], places, "place")
        yield from _missing(here + ".exhibits", incident.exhibits, exhibits, "exhibit")
    for index, milestone in enumerate(case.milestones):
        here = f"{CASE}.milestones[{index}]"
        yield from _missing(here + ".person", [milestone.person], people, "person")
        for number, term in enumerate(milestone.order.terms if milestone.order else ()):
            yield from _missing(f"{here}.order.terms[{number}].places", term.places, places, "place")
    named = communications["exhibit"].drop_nulls().unique().sort().to_list()
    yield from _missing("communications.jsonl source.exhibit", named, exhibits, "exhibit")


def _missing(place: str, named: Iterable[str | None], known: set[str], noun: str) -> Iterator[Wrong]:
    for name in named:
        if name is not None and name not in known:
            yield Wrong(place, f"points at a {noun} that does not exist: {name[:40]}")


def _doubled(case: Case, communications: pl.DataFrame) -> Iterator[Wrong]:
    ids = [
        *((person.id, "people") for person in case.people), *((place.id, "places") for place in case.places),
        *((milestone.id, "milestones") for milestone in case.milestones),
        *((incident.id, "incidents") for incident in case.incidents),
        *((exhibit.ref, "exhibits") for exhibit in case.exhibits),
    ]  # fmt: skip
    seen: set[str] = set()
    for id, where in ids:
        if not id:
            yield Wrong(f"{CASE}.{where}", "holds an empty id")
        if id in seen:
            yield Wrong(f"{CASE}.{where}", f"uses an id that is taken: {id[:40]}")
        seen.add(id)
    of_lines = communications["id"]
    if of_lines.n_unique() < len(of_lines):
        for id in of_lines.filter(of_lines.is_duplicated()).unique().sort().head(20).to_list():
            yield Wrong(COMMUNICATIONS, f"uses an id more than once: {id[:40]}")
    for id in of_lines.filter(of_lines.is_in(sorted(seen))).head(20).to_list():
        yield Wrong(COMMUNICATIONS, f"uses an id that case.json uses too: {id[:40]}")
