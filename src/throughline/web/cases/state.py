"""A case as the fold of its record: what each entry says, one after the other, gives what is so now.

An entry is about one item (`incident` `i3`). Its content is `{"value": …, "kept": …}`: `value` is the item as the case file
writes it, `kept` is what only the service needs (where a file lies, how large it is). Pure: no database, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from throughline.casefile.decoding import Wrong, decode
from throughline.domain.case import Case
from throughline.domain.errors import Tampered
from throughline.vault.entries import Destroyed, Opened

Kind = Literal["settings", "person", "place", "milestone", "incident", "exhibit", "bulk", "questions", "counted"]
KINDS: tuple[Kind, ...] = get_args(Kind)
PART_OF: Mapping[str, str] = {
    "person": "people", "place": "places", "milestone": "milestones", "incident": "incidents", "exhibit": "exhibits",
}  # fmt: skip
"""Kind of item to the list of the case file that it stands in."""
Action = Literal["recorded", "amended", "deleted"]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry to be appended: what happens to which item. A deletion has no value."""

    kind: Kind
    id: str
    action: Action
    value: Mapping[str, Any] | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)

    @property
    def item(self) -> str:
        """The item as the record names it."""
        return f"{self.kind}:{self.id}"

    @property
    def content(self) -> dict[str, Any]:
        """The entry's content."""
        return {"value": dict(self.value or {}), "kept": dict(self.kept)}


@dataclass(frozen=True, slots=True)
class State:
    """What is so now, and how it came to be so."""

    case: Case
    kept: Mapping[Key, Mapping[str, Any]]
    history: Mapping[Key, tuple[Opened, ...]]
    used: frozenset[Key]
    """Every item there ever was: a reference or id of a deleted one is not used again."""

    def numbers_of(self, key: Key) -> tuple[int, ...]:
        """The numbers of the entries that say something of an item. An earlier deletion of it says nothing, and must stay: it is what
        says that the words before it were destroyed."""
        return tuple(entry.number for entry in self.history.get(key, ()) if not entry.destroys)

    def next_id(self, kind: Kind, prefix: str) -> str:
        """An id that no item of that kind ever had: `i1`, `i2` …"""
        taken = {id for used, id in self.used if used == kind}
        return next(f"{prefix}{number}" for number in range(1, len(taken) + 2) if f"{prefix}{number}" not in taken)


def fold(entries: Iterable[Opened | Destroyed]) -> State:
    """The state that a record adds up to. Raises Tampered where an entry does not say what an entry can."""
    values: dict[Key, Mapping[str, Any]] = {}
    kept: dict[Key, Mapping[str, Any]] = {}
    history: dict[Key, list[Opened]] = {}
    used: set[Key] = set()
    for entry in entries:
        if isinstance(entry, Destroyed):
            continue
        key, value, extra = _read(entry)
        used.add(key)
        history.setdefault(key, []).append(entry)
        if entry.action == "deleted":
            values.pop(key, None)
            kept.pop(key, None)
        else:
            values[key] = value
            kept[key] = extra
    return State(_case(values), kept, {key: tuple(told) for key, told in history.items()}, frozenset(used))


def value_of(entry: Opened) -> dict[str, Any]:
    """The item as an entry tells it, written as the case file has it."""
    match entry.content:
        case {"value": dict(value)}:
            return dict(value)
    raise Tampered(f"Entry {entry.number} is not one that this version knows.")


def _read(entry: Opened) -> tuple[Key, Mapping[str, Any], Mapping[str, Any]]:
    kind, _, id = entry.item.partition(":")
    match entry.content:
        case {"value": dict(value), "kept": dict(kept)} if kind in KINDS and entry.action in get_args(Action):
            return (kind, id), value, kept
    raise Tampered(f"Entry {entry.number} is not one that this version knows.")


def _case(values: Mapping[Key, Mapping[str, Any]]) -> Case:
    raw: dict[str, Any] = {part: [] for part in PART_OF.values()}
    raw["timezone"] = "Europe/London"
    for (kind, _), value in values.items():
        if kind == "settings":
            raw.update(value)
        elif kind == "questions":
            raw["questions"] = value
        elif kind in PART_OF:
            raw[PART_OF[kind]].append(value)
    wrongs: list[Wrong] = []
    case = decode(Case, raw, "case", wrongs)
    if case is None:
        raise Tampered(f"The record does not add up to a case: {wrongs[0].place} {wrongs[0].why}.")
    return case
