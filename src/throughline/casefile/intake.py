"""Take an export in: the original under exhibits/, untouched; its communications into the case; all or nothing.

All is written beside the case before any of it counts, and put back when something comes in between. Even a lost machine is
harmless: originals come first, then case.json that names them, last the communications that point at them, and importing
again completes what was cut off. Whoever calls holds the folder (`casefile.alone`).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path

import polars as pl

from throughline.casefile.container import CASE, COMMUNICATIONS, EXHIBITS
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
    """What one import added: the exhibit, how many communications are new, how many the case had already, and whose."""

    exhibit: str
    added: int
    known: int
    person: str | None


def take_in(
    case_file: CaseFile, exports: Sequence[Export], *, person: str | None = None, them: str | None = None
) -> tuple[TakenIn, ...]:
    """Add exports to a case file on disk. `person` is the id of a person of the case, `them` the party of the exports
    they are. Raises CaseFileError, InputError or Question before anything is written."""
    if case_file.container.is_zip or not case_file.container.path.is_dir():
        raise CaseFileError("Exports can be added to a case file that is a folder; unzip this one first.")
    case = case_file.case
    known = case_file.communications
    taken: list[TakenIn] = []
    copies: list[tuple[Path, Exhibit]] = []
    for export in exports:
        case, whose = _with_person(case, export.communications, person, them, is_alone=len(exports) == 1)
        exhibit = next((exhibit for exhibit in case.exhibits if exhibit.sha256 == export.sha256), None)
        if exhibit is None:
            exhibit = _next_exhibit(case_file.container.path, case, export)
            case = replace(case, exhibits=(*case.exhibits, exhibit))
            copies.append((export.path, exhibit))
        directed = table.with_times(_directed(export.communications, them), case.timezone)
        new = _numbered(without_doubles(directed, known), known["id"], case, exhibit.ref)
        known = pl.concat([known, new])
        taken.append(TakenIn(exhibit.ref, len(new), len(directed) - len(new), whose))
    if them is not None and not any(it.person for it in taken):
        raise InputError(
            f"“{them}” is no party of any of these exports; look at one with: throughline read FILE.", code="E_THEM"
        )
    _commit(case_file.container.path, case, copies, known.tail(len(known) - len(case_file.communications)))
    return tuple(taken)


def _commit(folder: Path, case: Case, copies: Iterable[tuple[Path, Exhibit]], new: pl.DataFrame) -> None:
    before = (folder / CASE).read_bytes()
    written: list[Path] = []
    try:
        for source, exhibit in copies:
            assert exhibit.file is not None
            if not (folder / exhibit.file).exists():
                written.append(folder / exhibit.file)
                _copy_original(source, folder / exhibit.file, exhibit)
        longer = _lengthened(folder / COMMUNICATIONS, new) if len(new) else None
        write_case(folder, case)
        if longer is not None:
            written.append(longer)
            longer.replace(folder / COMMUNICATIONS)
    except BaseException:
        _put_back(folder, before, written)
        raise


def _put_back(folder: Path, before: bytes, written: Sequence[Path]) -> None:
    """The folder as it was, unless everything in it stands already."""
    is_done = bool(written) and written[-1].parent == folder and not written[-1].exists()
    if is_done:
        return
    if (folder / CASE).read_bytes() != before:
        with replacing(folder / CASE) as stream:
            stream.write(before)
    for path in (*written, _partial(folder / COMMUNICATIONS)):
        with suppress(OSError):
            path.unlink()


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


def _partial(path: Path) -> Path:
    return path.with_name(path.name + ".partial")


def _lengthened(path: Path, new: pl.DataFrame) -> Path:
    """The communications there are and the new ones, in a file beside them."""
    longer = _partial(path)
    with longer.open("wb") as stream:
        if path.exists():
            with path.open("rb") as old:
                shutil.copyfileobj(old, stream, 2**20)
            if stream.tell() and not _ends_with_newline(path):
                stream.write(b"\n")
        ndjson.write_table(new.select(table.SCHEMA.keys()), stream, wrap=False)
        stream.flush()
        os.fsync(stream.fileno())
    return longer


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(-1, 2)
        return stream.read(1) == b"\n"


def _next_exhibit(folder: Path, case: Case, export: Export) -> Exhibit:
    numbered = [match for exhibit in case.exhibits if (match := _REFERENCE.fullmatch(exhibit.ref))]
    producers = [match["producer"] for match in numbered]
    producer = max(producers, key=producers.count) if producers else "AB"
    number = 1 + max((int(match["number"]) for match in numbered if match["producer"] == producer), default=0)
    reference = f"{producer}/{number}"
    file = _free_file(folder, case, export, _UNSAFE.sub("-", reference))
    return Exhibit(reference, file, export.sha256, f"{export.title}, as exported: {export.path.name}")


def _free_file(folder: Path, case: Case, export: Export, reference: str) -> str:
    """Where the original is to lie: under its own name, or with the reference before it where that name is another file's."""
    short = _UNSAFE.sub("_", export.path.name).encode()[-_LONGEST_NAME:].decode(errors="ignore")
    name = short.lstrip(".") or "original"
    taken = {exhibit.file for exhibit in case.exhibits}
    names = chain([name], (f"{reference}{'_' * length}{name}" for length in count(1)))
    return next(
        file
        for file in (f"{EXHIBITS}/{it}" for it in names)
        if file not in taken and _may_stand(folder / file, export.sha256)
    )


def _may_stand(path: Path, sha256: str) -> bool:
    """True when nothing lies there, or this very original, which an import that was cut off left behind."""
    if not os.path.lexists(path):
        return True
    if not path.is_file():
        return False
    with path.open("rb") as there:
        return hashlib.file_digest(there, "sha256").hexdigest() == sha256


def _ids(case: Case) -> set[str]:
    """Every id that case.json uses."""
    named = {it.id for it in case.people} | {it.id for it in case.places} | {it.ref for it in case.exhibits}
    return named | {it.id for it in case.milestones} | {it.id for it in case.incidents}


def _numbered(new: pl.DataFrame, known: pl.Series, case: Case, exhibit: str) -> pl.DataFrame:
    """The new rows with ids that go on from the highest in the case, and the exhibit they were read from."""
    taken = pl.concat([known, pl.Series(sorted(_ids(case)), dtype=pl.String)])
    highest = taken.str.extract(r"^c(\d+)$").cast(pl.Int64, strict=False).max()
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
    taken = _ids(case)
    return next(f"p{number}" for number in range(1, len(taken) + 2) if f"p{number}" not in taken)
