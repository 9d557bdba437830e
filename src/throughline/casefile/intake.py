"""Take an export in: the original under exhibits/, untouched; its communications into the case; all or nothing.

The order of writing makes an interruption harmless at any moment: first the original, then case.json that names it, last
the communications that point at it. Importing again completes what was cut off.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from throughline.casefile.container import COMMUNICATIONS, EXHIBITS
from throughline.casefile.doubles import without_doubles
from throughline.casefile.reading import CaseFile
from throughline.casefile.writing import replacing, write_case
from throughline.communications import ndjson, table
from throughline.communications.parties import canonical, without_marks
from throughline.domain.case import Case
from throughline.domain.errors import CaseFileError, InputError, Question
from throughline.domain.exhibit import Exhibit
from throughline.domain.people import Identifier, Person

_REFERENCE = re.compile(r"(?P<producer>.+)/(?P<number>\d+)")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Export:
    """One original that was read: where it lies, its hash from before it was parsed, what it is, and its communications."""

    path: Path
    sha256: str
    title: str
    communications: pl.DataFrame


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What one import added: the exhibit, how many communications are new, how many the case had already, whose, and for how
    many of those it had it is settled now who wrote to whom."""

    exhibit: str
    added: int
    known: int
    person: str | None
    settled: int = 0


def take_in(
    case_file: CaseFile, exports: Sequence[Export], *, person: str | None = None, them: str | None = None
) -> tuple[TakenIn, ...]:
    """Add exports to a case file on disk. `person` is the id of a person of the case, `them` the party of the exports
    they are. Raises CaseFileError, InputError or Question before anything is written."""
    if case_file.container.is_zip or not case_file.container.path.is_dir():
        raise CaseFileError("Exports can be added to a case file that is a folder; unzip this one first.")
    case = case_file.case
    known = case_file.communications
    settled_in_all = 0
    taken: list[TakenIn] = []
    copies: list[tuple[Path, Exhibit]] = []
    for export in exports:
        case, whose = _with_person(case, export.communications, person, them, is_alone=len(exports) == 1)
        exhibit = next((exhibit for exhibit in case.exhibits if exhibit.sha256 == export.sha256), None)
        if exhibit is None:
            exhibit = _next_exhibit(case, export)
            case = replace(case, exhibits=(*case.exhibits, exhibit))
            copies.append((export.path, exhibit))
        directed = table.with_times(_directed(export.communications, them), case.timezone)
        unseen, told_anew = _against_same(directed, known.filter(pl.col("exhibit") == exhibit.ref))
        settled = 0 if them is None else len(told_anew)
        if settled:
            known = known.update(told_anew, on="id", include_nulls=True)
        new = _numbered(without_doubles(unseen, known), known, exhibit.ref)
        known = pl.concat([known, new])
        settled_in_all += settled
        taken.append(TakenIn(exhibit.ref, len(new), len(directed) - len(new), whose, settled))
    if them is not None and not any(it.person for it in taken):
        raise InputError(
            f"“{them}” is no party of any of these exports; look at one with: throughline read FILE.", code="E_THEM"
        )
    had = len(case_file.communications)
    _commit(
        case_file.container.path,
        case,
        copies,
        known if settled_in_all else known.tail(len(known) - had),
        settled_in_all,
    )
    return tuple(taken)


def _commit(
    folder: Path, case: Case, copies: Iterable[tuple[Path, Exhibit]], new: pl.DataFrame, settled: int = 0
) -> None:
    written: list[Path] = []
    try:
        for source, exhibit in copies:
            assert exhibit.file is not None
            written.append(folder / exhibit.file)
            _copy_original(source, folder / exhibit.file, exhibit)
        write_case(folder, case)
    except BaseException:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise
    if settled:
        with replacing(folder / COMMUNICATIONS) as stream:
            ndjson.write_table(new.select(table.SCHEMA.keys()), stream, wrap=False)
    elif len(new):
        _append(folder / COMMUNICATIONS, new)


def _copy_original(source: Path, target: Path, exhibit: Exhibit) -> None:
    """Copy an original and make sure that what was copied is what was read."""
    target.parent.mkdir(exist_ok=True)
    with replacing(target) as stream, source.open("rb") as original:
        shutil.copyfileobj(original, stream, 2**20)
    with target.open("rb") as copy:
        if hashlib.file_digest(copy, "sha256").hexdigest() != exhibit.sha256:
            raise InputError(
                f"“{source.name}” changed while it was being read; try again when nothing else writes to it."
            )
    target.chmod(0o444)


def _append(path: Path, new: pl.DataFrame) -> None:
    with replacing(path) as stream:
        if path.exists():
            with path.open("rb") as old:
                shutil.copyfileobj(old, stream, 2**20)
            if stream.tell() and not _ends_with_newline(path):
                stream.write(b"\n")
        ndjson.write_table(new.select(table.SCHEMA.keys()), stream, wrap=False)


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(-1, 2)
        return stream.read(1) == b"\n"


def _next_exhibit(case: Case, export: Export) -> Exhibit:
    numbered = [match for exhibit in case.exhibits if (match := _REFERENCE.fullmatch(exhibit.ref))]
    producers = [match["producer"] for match in numbered]
    producer = max(producers, key=producers.count) if producers else "AB"
    number = 1 + max((int(match["number"]) for match in numbered if match["producer"] == producer), default=0)
    reference = f"{producer}/{number}"
    name = _UNSAFE.sub("_", export.path.name)[-_LONGEST_NAME:].lstrip(".") or "original"
    taken = {exhibit.file for exhibit in case.exhibits}
    if f"{EXHIBITS}/{name}" in taken:
        name = f"{reference.replace('/', '-')}_{name}"
    return Exhibit(reference, f"{EXHIBITS}/{name}", export.sha256, f"{export.title}, as exported: {export.path.name}")


_WHOM = ("direction", "party_kind", "party_value", "party_written", "party_name")


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


def _numbered(new: pl.DataFrame, known: pl.DataFrame, exhibit: str) -> pl.DataFrame:
    """The new rows with ids that go on from the highest in the case, and the exhibit they were read from."""
    highest = known["id"].str.extract(r"^c(\d+)$").cast(pl.Int64, strict=False).max()
    start = 1 + (highest if isinstance(highest, int) else 0)
    ids = pl.concat_str(pl.lit("c"), pl.int_range(start, start + pl.len()).cast(pl.String))
    return new.with_columns(id=ids, exhibit=pl.lit(exhibit))


def _directed(frame: pl.DataFrame, them: str | None) -> pl.DataFrame:
    """Rows whose direction the export does not say, where `them` settles it: theirs came in, and in a chat of two the
    other sender's went out to them."""
    unknown = (pl.col("direction") == "unknown") & pl.col("party_kind").is_not_null()
    senders = _parties(frame.filter(unknown))
    theirs = [party for party in senders if them is not None and _is(party, them)]
    if len(theirs) != 1:
        return frame
    kind, value, name = theirs[0]
    is_theirs = unknown & (pl.col("party_kind") == kind) & (pl.col("party_value") == value)
    is_own = unknown & is_theirs.not_() if len(senders) == 2 else pl.lit(value=False)
    direction = pl.when(is_theirs).then(pl.lit("incoming")).when(is_own).then(pl.lit("outgoing"))
    return frame.with_columns(
        direction=direction.otherwise(pl.col("direction")).cast(table.SCHEMA["direction"]),
        party_kind=pl.when(is_own).then(pl.lit(kind)).otherwise(pl.col("party_kind")).cast(table.SCHEMA["party_kind"]),
        party_value=pl.when(is_own).then(pl.lit(value)).otherwise(pl.col("party_value")),
        party_written=pl.when(is_own).then(None).otherwise(pl.col("party_written")),
        party_name=pl.when(is_own).then(pl.lit(name)).otherwise(pl.col("party_name")),
    )


Party = tuple[str, str, str | None]


def _parties(frame: pl.DataFrame) -> list[Party]:
    """Each party of an export once: kind, value, and the name it goes by."""
    first = frame.filter(pl.col("party_kind").is_not_null()).unique(
        ["party_kind", "party_value"], keep="first", maintain_order=True
    )
    return first.select(pl.col("party_kind").cast(pl.String), "party_value", "party_name").rows()


def _is(party: Party, named: str) -> bool:
    kind, value, name = party
    plain = without_marks(named).casefold()
    return canonical(kind, value) == canonical(kind, named) or (
        name is not None and without_marks(name).casefold() == plain
    )


def _with_person(
    case: Case, frame: pl.DataFrame, person: str | None, them: str | None, *, is_alone: bool
) -> tuple[Case, str | None]:
    """The case with the export's party among a person's identifiers, and that person's id; None where they are not in an
    export that came with others."""
    if person is not None and case.person(person) is None:
        raise CaseFileError(f"There is no person “{person}” in this case; see the ids in case.json under people.")
    if person is None and them is None:
        return case, None
    if not is_alone and them is not None and not any(_is(party, them) for party in _parties(frame)):
        return case, None
    kind, value, name = _chosen_party(frame, them)
    key = canonical(kind, value)
    owner = next((it for it in case.people if any(canonical(i.kind, i.value) == key for i in it.identifiers)), None)
    if owner is not None and person in (None, owner.id):
        return case, owner.id
    if owner is not None:
        raise CaseFileError(
            f"That party already belongs to the person “{owner.id}”; one number or name can be one person's."
        )
    identifier = Identifier(kind, value, "whatsapp" if kind == "other" else None)  # type: ignore[arg-type]
    if person is None:
        added = Person(_free_id(case), name or value, "unknown", (identifier,))
        return replace(case, people=(*case.people, added)), added.id
    people = tuple(
        replace(it, identifiers=(*it.identifiers, identifier)) if it.id == person else it for it in case.people
    )
    return replace(case, people=people), person


def _chosen_party(frame: pl.DataFrame, them: str | None) -> Party:
    parties = [party for party in _parties(frame) if party[0] != "withheld"]
    chosen = parties if them is None else [party for party in parties if _is(party, them)]
    if len(chosen) == 1:
        return chosen[0]
    there = ", ".join(sorted({name or value for _, value, name in parties})[:20]) or "none"
    if them is None:
        raise Question(
            f"Say which of the parties in this export is them, with --them; those in it are: {there}.", code="Q_THEM"
        )
    raise InputError(f"No single party in this export is “{them}”; those in it are: {there}.", code="E_THEM")


def _free_id(case: Case) -> str:
    taken = {person.id for person in case.people} | {place.id for place in case.places}
    taken |= {milestone.id for milestone in case.milestones} | {incident.id for incident in case.incidents}
    return next(f"p{number}" for number in range(1, len(taken) + 2) if f"p{number}" not in taken)
