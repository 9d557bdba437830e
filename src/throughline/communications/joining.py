"""Which person of a case a communication belongs to, by the identifiers the user gave them."""

from __future__ import annotations

import polars as pl

from throughline.communications.parties import canonical
from throughline.domain.case import Case


def person_by_identifier(case: Case) -> dict[str, str]:
    """Canonical identifier to person id, for every identifier in the case that names one person only.

    A withheld number and one without a value name nobody, and an identifier given to two people joins neither: nobody's
    words go to somebody else.
    """
    owners: dict[str, set[str]] = {}
    for person in case.people:
        for identifier in person.identifiers:
            if identifier.kind != "withheld" and identifier.value:
                owners.setdefault(canonical(identifier.kind, identifier.value), set()).add(person.id)
    return {key: next(iter(people)) for key, people in owners.items() if len(people) == 1}


def with_people(frame: pl.DataFrame, case: Case) -> pl.DataFrame:
    """The table with a column `person`: the id of the person whose party each communication has, or null."""
    known = person_by_identifier(case)
    parties = _parties(frame)
    people = [known.get(party) for party in parties["party"]]
    joined = parties.drop("party").with_columns(person=pl.Series(people, dtype=pl.String))
    return frame.join(joined, on=["party_kind", "party_value"], how="left", maintain_order="left")


def with_canonical_parties(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with a column `party`: what two writings of one number, address or account have in common."""
    return frame.join(_parties(frame), on=["party_kind", "party_value"], how="left", maintain_order="left")


def _parties(frame: pl.DataFrame) -> pl.DataFrame:
    # Each party is looked up once, however many of a million rows it has.
    pairs = frame.select("party_kind", "party_value").unique().drop_nulls("party_kind")
    kinds = pairs["party_kind"].cast(pl.String).to_list()
    values = pairs["party_value"].fill_null("").to_list()
    parties = [canonical(kind, value) for kind, value in zip(kinds, values, strict=True)]
    return pairs.with_columns(party=pl.Series(parties, dtype=pl.String))
