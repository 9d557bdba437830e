"""Take exports in: which exhibit each becomes, whose it is, which of its communications are new."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count
from pathlib import Path

import polars as pl

from throughline.casefile.committing import commit, may_lie_at
from throughline.casefile.container import EXHIBITS
from throughline.casefile.doubles import without_doubles
from throughline.casefile.reading import CaseFile
from throughline.casefile.whose import directed_by, ids_of, with_person
from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.errors import CaseFileError, InputError
from throughline.domain.exhibit import Exhibit

_REFERENCE = re.compile(r"(?P<producer>.+)/(?P<number>\d+)")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_LONGEST_NAME = 120
_WHOM = ("direction", "party_kind", "party_value", "party_written", "party_name")


@dataclass(frozen=True, slots=True)
class Export:
    """One original that was read: where it lies, its hash from before it was parsed, what it is, and its communications."""

    path: Path
    sha256: str
    title: str
    communications: pl.DataFrame


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What one import added: the exhibit, how many communications are new, how many the case had already, whose, for how
    many of those it had it is settled now who wrote to whom, and how many of the new ones are notices."""

    exhibit: str
    added: int
    known: int
    person: str | None
    settled: int = 0
    notices: int = 0


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import comes to, before anything is written: the case after it, the rows that are new, the rows that were
    there and say anew who wrote to whom, the exhibits that are new with their originals, and a word on each export."""

    case: Case
    added: pl.DataFrame
    settled: pl.DataFrame
    originals: tuple[tuple[Path, Exhibit], ...]
    taken: tuple[TakenIn, ...]


def plan_intake(
    case: Case,
    known: pl.DataFrame,
    exports: Sequence[Export],
    new_exhibit: Callable[[Case, Export], Exhibit],
    *,
    person: str | None = None,
    them: str | None = None,
) -> Intake:
    """What adding the exports to a case and the communications it has would do. `new_exhibit` makes the exhibit of an
    export that is none yet; `person` and `them` as for `take_in`. Raises CaseFileError, InputError or Question."""
    there, anew = len(known), set[str]()
    taken: list[TakenIn] = []
    originals: list[tuple[Path, Exhibit]] = []
    for export in exports:
        case, whose = with_person(case, export.communications, person, them, is_alone=len(exports) == 1)
        exhibit = next((exhibit for exhibit in case.exhibits if exhibit.sha256 == export.sha256), None)
        if exhibit is None:
            exhibit = new_exhibit(case, export)
            case = replace(case, exhibits=(*case.exhibits, exhibit))
            originals.append((export.path, exhibit))
        directed = table.with_times(directed_by(export.communications, them), case.timezone)
        unseen, told_anew = _against_same(directed, known.filter(pl.col("exhibit") == exhibit.ref))
        settled = 0 if them is None else len(told_anew)
        if settled:
            known = known.update(told_anew, on="id", include_nulls=True)
            anew.update(told_anew["id"])
        new = _numbered(without_doubles(unseen, known), known["id"], case, exhibit.ref)
        known = pl.concat([known, new])
        notices = int((new["kind"] == "notice").sum())
        taken.append(TakenIn(exhibit.ref, len(new), len(directed) - len(new), whose, settled, notices))
    # With several exports the party need not be in each; in none of them, the name is a slip.
    if them is not None and not any(it.person for it in taken):
        raise InputError(f"“{them}” is no party of any of these exports; look who is in them.", code="E_THEM")
    before = known.head(there)
    settled_rows = before.filter(pl.col("id").is_in(sorted(anew)))
    return Intake(case, known.tail(len(known) - there), settled_rows, tuple(originals), tuple(taken))


def take_in(
    case_file: CaseFile, exports: Sequence[Export], *, person: str | None = None, them: str | None = None
) -> tuple[TakenIn, ...]:
    """Add exports to a case file on disk. `person` is the id of a person of the case, `them` the party of the exports
    they are. Raises CaseFileError, InputError or Question before anything is written."""
    if case_file.container.is_zip or not case_file.container.path.is_dir():
        raise CaseFileError("Exports can be added to a case file that is a folder; unzip this one first.")
    folder, known = case_file.container.path, case_file.communications
    new_exhibit = partial(_exhibit_in, folder)
    plan = plan_intake(case_file.case, known, exports, new_exhibit, person=person, them=them)
    rows = plan.added
    if len(plan.settled):
        rows = pl.concat([known.update(plan.settled.select("id", *_WHOM), on="id", include_nulls=True), plan.added])
    is_anew = any(it.settled for it in plan.taken)
    commit(folder, plan.case, plan.originals, rows, anew=is_anew)
    return plan.taken


def _against_same(directed: pl.DataFrame, same: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """An export against what the case holds of the very same one: its rows that are not there yet, and, by id, who wrote to
    whom in those that are there and say it otherwise. The place in the export says which row is which."""
    turn = pl.int_range(pl.len()).over("position").alias("_turn")
    placed, there = directed.with_columns(turn), same.with_columns(turn)
    on = ["position", "_turn"]
    unseen = placed.join(there, on=on, how="anti", nulls_equal=True).select(directed.columns)
    both = there.select("id", *on, *_WHOM).join(placed.select(*on, *_WHOM), on=on, nulls_equal=True, suffix="_now")
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in _WHOM)
    told_anew = both.filter(differs).select("id", *(pl.col(f"{name}_now").alias(name) for name in _WHOM))
    return unseen, told_anew


def _numbered(new: pl.DataFrame, known: pl.Series, case: Case, exhibit: str) -> pl.DataFrame:
    """The new rows with ids that go on from the highest in the case, and the exhibit they were read from."""
    taken = pl.concat([known, pl.Series(sorted(ids_of(case)), dtype=pl.String)])
    highest = taken.str.extract(r"^c(\d+)$").cast(pl.Int64, strict=False).max()
    start = 1 + (highest if isinstance(highest, int) else 0)
    ids = pl.concat_str(pl.lit("c"), pl.int_range(start, start + pl.len()).cast(pl.String))
    return new.with_columns(id=ids, exhibit=pl.lit(exhibit))


def _exhibit_in(folder: Path, case: Case, export: Export) -> Exhibit:
    reference = next_reference(exhibit.ref for exhibit in case.exhibits)
    name = os.fsencode(export.path.name).decode(errors="replace")  # a case file is UTF-8, and not every name is
    taken = {exhibit.file for exhibit in case.exhibits}
    file = free_file(name, reference, lambda file: file not in taken and may_lie_at(folder / file, export.sha256))
    return Exhibit(reference, file, export.sha256, f"{export.title}, as exported: {name}")


def next_reference(used: Iterable[str], initials: str | None = None) -> str:
    """The reference after those used: one above the highest number of those initials. Without initials, those whose exhibits
    are the most go on."""
    numbered = [match for ref in used if (match := _REFERENCE.fullmatch(ref))]
    producers = [match["producer"] for match in numbered]
    # References go on as the person, or their solicitor, began them; AB stands for nobody's initials.
    producer = initials or (max(producers, key=producers.count) if producers else "AB")
    return f"{producer}/{1 + max((int(match['number']) for match in numbered if match['producer'] == producer), default=0)}"


def free_file(name: str, reference: str, is_free: Callable[[str], bool]) -> str:
    """Where an original is to lie in a case file: under its own name, or with the reference before it where that name is
    another file's."""
    # The end of a long name is kept, because it has the kind of file.
    short = _UNSAFE.sub("_", name).encode()[-_LONGEST_NAME:].decode(errors="ignore")
    safe, prefix = short.lstrip(".") or "original", _UNSAFE.sub("-", reference)
    names = chain([safe], (f"{prefix}{'_' * length}{safe}" for length in count(1)))
    return next(file for file in (f"{EXHIBITS}/{it}" for it in names) if is_free(file))
