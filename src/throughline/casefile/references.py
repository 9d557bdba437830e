"""Ids that stand twice and references to nothing, looked for in the JSON itself: other faults of a case file hide none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeGuard

import polars as pl

from throughline.casefile.container import CASE, COMMUNICATIONS
from throughline.casefile.decoding import Wrong

_ID_KEYS = {"people": "id", "places": "id", "milestones": "id", "incidents": "id", "exhibits": "ref"}
_MOST_TOLD = 100


class Line(NamedTuple):
    """One line of communications.jsonl: its number, its id and the exhibit it names."""

    number: int
    id: object
    exhibit: object


def broken_references(
    raw: dict[str, Any], communications: pl.DataFrame | None, lines: Callable[[], Iterable[Line]]
) -> Iterator[Wrong]:
    """Every id of a case file that is taken already, and everything that points at an id that does not exist.

    `raw` is the object of case.json. `lines` is asked for only where the table of `communications` shows a fault, or where
    there is none because lines of it could not be read.
    """
    ids = {
        key: {it[_ID_KEYS[key]] for _, it in _items(raw, key) if _is_text(it.get(_ID_KEYS[key]))} for key in _ID_KEYS
    }
    yield from _taken(raw)
    yield from _missing(_pointers(raw), {"people": "person", "places": "place", "exhibits": "exhibit"}, ids)
    of_case = frozenset(_term_ids(raw)).union(*ids.values())
    if communications is None or not _are_sound(communications, of_case, ids["exhibits"]):
        yield from _first(_in_lines(lines(), of_case, ids["exhibits"]))


def _first(wrongs: Iterable[Wrong]) -> Iterator[Wrong]:
    """The first hundred, and that there are more: a file whose every line has one fault says it often enough."""
    for number, wrong in enumerate(wrongs):
        if number == _MOST_TOLD:
            yield Wrong(COMMUNICATIONS, f"has more ids and references like those; the first {_MOST_TOLD} are named")
            return
        yield wrong


def _term_ids(raw: dict[str, Any]) -> set[str]:
    orders = (milestone.get("order") for _, milestone in _items(raw, "milestones"))
    terms = (order.get("terms") for order in orders if isinstance(order, dict))
    return {term["id"] for listed in terms for _, term in _objects(listed, CASE) if _is_text(term.get("id"))}


def _items(raw: dict[str, Any], key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects in a list of case.json, each with its place; what is not an object is told elsewhere."""
    yield from _objects(raw.get(key), f"{CASE}.{key}")


def _objects(listed: object, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, item in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(item, dict):
            yield f"{place}[{index}]", item


def _is_text(value: object) -> TypeGuard[str]:
    """True for a text of whole characters; the other kind is told elsewhere."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def _taken(raw: dict[str, Any]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for key, id_key in _ID_KEYS.items():
        for place, item in _items(raw, key):
            id = item.get(id_key)
            if not isinstance(id, str):
                continue
            if id and id in seen:
                yield Wrong(f"{place}.{id_key}", f"is an id that is taken: {id[:40]}")
            seen.add(id)
    for place, milestone in _items(raw, "milestones"):
        yield from _taken_by_terms(milestone.get("order"), f"{place}.order.terms", seen)


def _taken_by_terms(order: object, place: str, seen: set[str]) -> Iterator[Wrong]:
    """Terms of one order that cannot be told apart. One that another order has too can be, so the case can be read."""
    of_order: set[str] = set()
    for here, term in _objects(order.get("terms") if isinstance(order, dict) else None, place):
        id = term.get("id")
        if isinstance(id, str) and id:
            if id in seen:
                yield Wrong(f"{here}.id", f"is an id that is taken: {id[:40]}", stops=id in of_order)
            seen.add(id)
            of_order.add(id)


def _pointers(raw: dict[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Everything that points at an id: its place, the list it points into, and the id."""
    for place, incident in _items(raw, "incidents"):
        yield f"{place}.person", "people", incident.get("person")
        yield f"{place}.place", "places", incident.get("place")
        yield from _listed(incident.get("exhibits"), f"{place}.exhibits", "exhibits")
    for place, milestone in _items(raw, "milestones"):
        yield f"{place}.person", "people", milestone.get("person")
        order = milestone.get("order")
        for here, term in _objects(order.get("terms") if isinstance(order, dict) else None, f"{place}.order.terms"):
            yield from _listed(term.get("places"), f"{here}.places", "places")


def _listed(ids: object, place: str, key: str) -> Iterator[tuple[str, str, object]]:
    for index, id in enumerate(ids if isinstance(ids, list) else []):
        yield f"{place}[{index}]", key, id


def _missing(
    pointers: Iterable[tuple[str, str, object]], nouns: dict[str, str], ids: dict[str, set[str]]
) -> Iterator[Wrong]:
    for place, key, id in pointers:
        if _is_text(id) and id not in ids[key]:
            yield Wrong(place, f"points at no {nouns[key]} of this case: {id[:40]}")


def _are_sound(communications: pl.DataFrame, of_case: frozenset[str], exhibits: set[str]) -> bool:
    """True when every id of a communication is its own and every exhibit it names is there."""
    own = communications["id"]
    named = communications["exhibit"].drop_nulls().unique()
    clashes = own.is_in(sorted(of_case)).any() if of_case else False
    return own.n_unique() == len(own) and not clashes and exhibits.issuperset(named.to_list())


def _in_lines(lines: Iterable[Line], of_case: frozenset[str], exhibits: set[str]) -> Iterator[Wrong]:
    seen: set[object] = set()
    for line in lines:
        place = f"{COMMUNICATIONS} line {line.number}"
        if isinstance(line.id, str):
            if line.id in seen:
                yield Wrong(f"{place}.id", f"is an id that stands in an earlier line: {line.id[:40]}")
            elif line.id in of_case:
                yield Wrong(f"{place}.id", f"is an id that case.json uses too: {line.id[:40]}")
            seen.add(line.id)
        if isinstance(line.exhibit, str) and line.exhibit not in exhibits:
            yield Wrong(f"{place}.source.exhibit", f"points at no exhibit of this case: {line.exhibit[:40]}")
