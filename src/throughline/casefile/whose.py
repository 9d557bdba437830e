"""Whose an export is: its parties, the one who is “them”, and, once that is known, who wrote to whom."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from throughline.communications import table
from throughline.communications.parties import canonical, without_marks
from throughline.domain.case import Case
from throughline.domain.errors import CaseFileError, InputError, Question
from throughline.domain.people import Identifier, Person

Party = tuple[str, str, str | None]


def directed_by(frame: pl.DataFrame, them: str | None) -> pl.DataFrame:
    """Rows whose direction the export does not say, where `them` settles it: theirs came in, and in a chat of two the
    other sender's went out to them."""
    unknown = (pl.col("direction") == "unknown") & pl.col("party_kind").is_not_null()
    senders = _parties(frame.filter(unknown))
    theirs = [party for party in senders if them is not None and _is(party, them)]
    if len(theirs) != 1:
        return frame
    kind, value, name = theirs[0]
    is_theirs = unknown & (pl.col("party_kind") == kind) & (pl.col("party_value") == value)
    # In a group, who else wrote is not known to be the user: those stay unknown.
    is_own = unknown & is_theirs.not_() if len(senders) == 2 else pl.lit(value=False)
    direction = pl.when(is_theirs).then(pl.lit("incoming")).when(is_own).then(pl.lit("outgoing"))
    return frame.with_columns(
        direction=direction.otherwise(pl.col("direction")).cast(table.SCHEMA["direction"]),
        party_kind=pl.when(is_own).then(pl.lit(kind)).otherwise(pl.col("party_kind")).cast(table.SCHEMA["party_kind"]),
        party_value=pl.when(is_own).then(pl.lit(value)).otherwise(pl.col("party_value")),
        party_written=pl.when(is_own).then(None).otherwise(pl.col("party_written")),
        party_name=pl.when(is_own).then(pl.lit(name)).otherwise(pl.col("party_name")),
    )


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


def with_person(
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
        raise Question(f"In this export there are {there}; say which of the parties is them.", code="Q_THEM")
    raise InputError(f"No single party in this export is “{them}”; those in it are: {there}.", code="E_THEM")


def _free_id(case: Case) -> str:
    taken = ids_of(case)
    return next(f"p{number}" for number in range(1, len(taken) + 2) if f"p{number}" not in taken)


def ids_of(case: Case) -> set[str]:
    """Every id that case.json uses."""
    named = {it.id for it in case.people} | {it.id for it in case.places} | {it.ref for it in case.exhibits}
    return named | {it.id for it in case.milestones} | {it.id for it in case.incidents}
