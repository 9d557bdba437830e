"""Leave entries out of a pack: a case without them, with nothing left that points at what is not there."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

import polars as pl

from throughline.communications.joining import with_people
from throughline.domain.case import Case
from throughline.domain.errors import PackError
from throughline.domain.milestone import Milestone
from throughline.domain.people import Person


def withhold(
    case: Case, communications: pl.DataFrame, ids: Set[str], *, with_answers: bool = False
) -> tuple[Case, pl.DataFrame]:
    """The case and its communications without the entries of those ids (incidents, milestones, communications, exhibits,
    people, places). With an exhibit go the communications read from it; with a person their incidents, milestones and
    communications, by every identifier they have, also one that they share with somebody else; with a place, only its name.

    What the person marked private goes as well, and every private note. So do the answers to the questions, unless they are
    asked for `with_answers`; what somebody put away is their own affair and goes in any case. Raises PackError for an id that the case does not have.
    """
    ids = ids | private_ids(case)
    unknown = sorted(ids - _all_ids(case, communications))
    if unknown:
        raise PackError(f"There is nothing called “{unknown[0]}” in this case to withhold; check the id.")
    kept = Case(
        timezone=case.timezone,
        jurisdiction=case.jurisdiction,
        people=tuple(person for person in case.people if person.id not in ids),
        places=tuple(place for place in case.places if place.id not in ids),
        milestones=tuple(_without_places(it, ids) for it in case.milestones if not {it.id, it.person} & ids),
        incidents=tuple(
            replace(
                incident,
                place=None if incident.place in ids else incident.place,
                exhibits=tuple(ref for ref in incident.exhibits if ref not in ids),
                private_note="",
            )
            for incident in case.incidents
            if not {incident.id, incident.person} & ids
        ),
        exhibits=tuple(exhibit for exhibit in case.exhibits if exhibit.ref not in ids),
        questions=replace(case.questions, put_away=()) if with_answers and case.questions is not None else None,
    )
    gone = sorted(ids)
    theirs = tuple(identifier for person in case.people if person.id in ids for identifier in person.identifiers)
    joined = with_people(communications, replace(case, people=(Person("withheld", identifiers=theirs),)))
    is_gone = [pl.col(column).is_in(gone).fill_null(value=False) for column in ("id", "exhibit")]
    return kept, joined.filter(pl.any_horizontal(*is_gone, pl.col("person").is_not_null()).not_()).drop("person")


def private_ids(case: Case) -> frozenset[str]:
    """The ids of everything the person keeps out of every pack."""
    incidents = {it.id for it in case.incidents if it.private}
    milestones = {it.id for it in case.milestones if it.private}
    return frozenset(incidents | milestones | {it.ref for it in case.exhibits if it.private})


def _without_places(milestone: Milestone, ids: Set[str]) -> Milestone:
    if milestone.order is None:
        return milestone
    terms = tuple(
        replace(term, places=tuple(place for place in term.places if place not in ids))
        for term in milestone.order.terms
    )
    return replace(milestone, order=replace(milestone.order, terms=terms))


def _all_ids(case: Case, communications: pl.DataFrame) -> set[str]:
    own = {person.id for person in case.people} | {place.id for place in case.places}
    own |= {milestone.id for milestone in case.milestones} | {incident.id for incident in case.incidents}
    return own | {exhibit.ref for exhibit in case.exhibits} | set(communications["id"].to_list())


def still_told_by(before: tuple[Case, pl.DataFrame], after: tuple[Case, pl.DataFrame]) -> list[str]:
    """References of the exhibits that were kept although something read from them was left out: an original is whole."""
    left_out = before[1].join(after[1], on="id", how="anti")["exhibit"].drop_nulls().unique()
    named = set(left_out.to_list())
    return [exhibit.ref for exhibit in after[0].exhibits if exhibit.ref in named]


def count_withheld(before: tuple[Case, pl.DataFrame], after: tuple[Case, pl.DataFrame]) -> int:
    """How many entries were left out: people, places, incidents, milestones, exhibits and communications."""
    (case, communications), (kept, kept_communications) = before, after
    parts = ("people", "places", "incidents", "milestones", "exhibits")
    entries = sum(len(getattr(case, part)) - len(getattr(kept, part)) for part in parts)
    return entries + len(communications) - len(kept_communications)
