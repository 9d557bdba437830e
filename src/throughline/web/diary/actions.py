"""What a person records in their diary, as changes of their case's record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from throughline.web.accounts.models import Account
from throughline.web.cases.actions import record
from throughline.web.cases.queries import OpenCase, as_it_is_now
from throughline.web.cases.state import Change, Kind, value_of

PREFIXES: Mapping[Kind, str] = {"incident": "i", "milestone": "m", "person": "p", "place": "place"}


def record_incident(
    *, by: Account, case: OpenCase, told: Mapping[str, Any], new_place: str = "", new_person: str = ""
) -> str:
    """Record an incident; gives its id. A new place or person that it names is recorded with it."""
    with transaction.atomic():
        case = as_it_is_now(case)
        id = case.state.next_id("incident", PREFIXES["incident"])
        changes, told = _with_new(case, told, new_place, new_person)
        value = {"id": id, **told, "recorded_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        record(by=by, case=case, changes=[*changes, Change("incident", id, "recorded", plain(value))])
    return id


def amend_incident(
    *, by: Account, case: OpenCase, id: str, told: Mapping[str, Any], new_place: str = "", new_person: str = ""
) -> None:
    """Amend an incident: what is told takes the place of what was, and the old words stay in its history. Where nothing
    differs nothing is recorded."""
    with transaction.atomic():
        case = as_it_is_now(case)
        changes, told = _with_new(case, told, new_place, new_person)
        before = current(case, "incident", id)
        after = plain({**before, **told})
        if after != before or changes:
            record(by=by, case=case, changes=[*changes, Change("incident", id, "amended", after)])


def save_item(*, by: Account, case: OpenCase, kind: Kind, id: str | None, told: Mapping[str, Any]) -> str:
    """Record a person, place or milestone, or amend the one of that id; gives its id."""
    with transaction.atomic():
        case = as_it_is_now(case)
        if id is None:
            id = case.state.next_id(kind, PREFIXES[kind])
            record(by=by, case=case, changes=[Change(kind, id, "recorded", plain({"id": id, **told}))])
            return id
        before = current(case, kind, id)
        after = plain({**before, **told})
        if after != before:
            record(by=by, case=case, changes=[Change(kind, id, "amended", after)])
    return id


def delete_item(*, by: Account, case: OpenCase, kind: Kind, id: str) -> None:
    """Destroy every word about an item, and take it out of whatever names it."""
    with transaction.atomic():
        case = as_it_is_now(case)
        record(by=by, case=case, changes=[*_without(case, kind, id), Change(kind, id, "deleted")])


def current(case: OpenCase, kind: Kind, id: str) -> dict[str, Any]:
    """An item as the case file writes it now."""
    return value_of(case.state.history[kind, id][-1])


def plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """A value without what says nothing."""
    return {key: item for key, item in value.items() if item is not False and item not in (None, "", [], {})}


def _with_new(case: OpenCase, told: Mapping[str, Any], place: str, person: str) -> tuple[list[Change], dict[str, Any]]:
    changes, named = [], dict(told)
    if place.strip():
        id = case.state.next_id("place", PREFIXES["place"])
        changes.append(Change("place", id, "recorded", {"id": id, "label": place.strip()}))
        named["place"] = id
    if person.strip():
        id = case.state.next_id("person", PREFIXES["person"])
        changes.append(Change("person", id, "recorded", {"id": id, "name": person.strip()}))
        named["person"] = id
    return changes, named


def _without(case: OpenCase, kind: Kind, id: str) -> list[Change]:
    """Amendments of what names a person, place or exhibit that is going."""
    if kind not in ("person", "place"):
        return []
    changes = []
    kinds: tuple[Kind, ...] = ("incident", "milestone")
    for of in kinds:
        items = case.case.incidents if of == "incident" else case.case.milestones
        for item in items:
            before = current(case, of, item.id)
            after = _unnamed(before, kind, id)
            if after != before:
                changes.append(Change(of, item.id, "amended", after))
    return changes


def _unnamed(value: dict[str, Any], kind: str, id: str) -> dict[str, Any]:
    kept = {key: item for key, item in value.items() if not (key == kind and item == id)}
    terms = kept.get("order", {}).get("terms", [])
    if kind == "place" and any(id in term.get("places", []) for term in terms):
        pruned = [plain({**term, "places": [it for it in term.get("places", []) if it != id]}) for term in terms]
        kept["order"] = {**kept["order"], "terms": pruned}
    return kept
