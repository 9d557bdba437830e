"""A helpline's case as the fold of its ledger.

An entry is about one item (`note:5f3a`); whoever adds an item gives it an id that nobody else will give. Its content is `{"by": …, "by_name": …, "value": …}`, and `made_from`: the numbers of the
entries that whoever wrote it had before them. A version stays in force until one that was made from it takes its place. So where
two people amend the same item at the same time both versions are in force, and both are shown, until one is made from both.
Nothing is ever taken from an item's `versions`. A ledger's first entry begins the case (`case:1`, action `begun`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeVar, cast, get_args, runtime_checkable

from throughline.casework.coding import decode
from throughline.casework.contact import Begun, Client, Contact, FoundBy
from throughline.casework.let_in import Conflict, Emergency, Held, Opening, Opinion
from throughline.casework.planning import PlannedAction, Promise, Raised, TriggerDate
from throughline.casework.referral import Confirmation, Referral
from throughline.casework.risk import RiskFactor
from throughline.casework.safe_contact import Agreed, SafeContact
from throughline.casework.without_consent import SecondLook, WithoutConsent
from throughline.casework.writing import Advice, Formulation, Note, Review
from throughline.domain.errors import Tampered

Action = Literal["begun", "recorded", "amended", "withdrawn"]
ACTIONS: tuple[Action, ...] = get_args(Action)
KINDS: dict[str, type[Any]] = {
    "case": Begun, "found_by": FoundBy, "client": Client, "contact": Contact, "safe_contact": SafeContact, "note": Note,
    "formulation": Formulation, "risk": RiskFactor, "action": PlannedAction, "promise": Promise,
    "trigger_date": TriggerDate, "referral": Referral, "confirmation": Confirmation, "advice": Advice, "review": Review, "raised": Raised,
    "conflict": Conflict, "emergency": Emergency, "opinion": Opinion, "held": Held, "opening": Opening, "without_consent": WithoutConsent, "second_look": SecondLook,
}  # fmt: skip
"""Kind of item to the value it holds."""
KIND_OF: dict[type[Any], str] = {value: kind for kind, value in KINDS.items()}
Value = TypeVar("Value")
Key = tuple[str, str]


@runtime_checkable
class Gone(Protocol):
    """An entry whose words were destroyed: that there was one, and when."""

    @property
    def number(self) -> int: ...
    @property
    def recorded_at(self) -> datetime: ...


@runtime_checkable
class Said(Gone, Protocol):
    """An entry as a ledger opens it."""

    @property
    def item(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def content(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Version(Generic[Value]):
    """One thing that was said of an item: by whom, when, and from which versions it was made. A withdrawal has no value."""

    number: int
    at: datetime
    by: str
    by_name: str
    action: Action
    made_from: tuple[int, ...]
    value: Value | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Item(Generic[Value]):
    """One item: every version in the order of the ledger, and those that no other took the place of."""

    kind: str
    id: str
    versions: tuple[Version[Value], ...]
    latest: tuple[Version[Value], ...]

    @property
    def in_force(self) -> tuple[Version[Value], ...]:
        """The latest versions that say something; none once the item was withdrawn and nobody wrote beside that."""
        return tuple(it for it in self.latest if it.value is not None)

    @property
    def values(self) -> tuple[Value, ...]:
        """What it says now: one value, or several where people wrote at the same time."""
        return tuple(it.value for it in self.latest if it.value is not None)

    @property
    def is_contested(self) -> bool:
        """True where more than one version stands, so that somebody has to look at them all."""
        return len(self.latest) > 1

    @property
    def made_from(self) -> tuple[int, ...]:
        """What a form that shows this item carries, for the entry that it will make."""
        return tuple(it.number for it in self.latest)


@dataclass(frozen=True, slots=True)
class State:
    """What a ledger says. `destroyed` are the numbers of entries whose words are gone; `count` is how many entries there are."""

    items: Mapping[Key, Item[Any]]
    destroyed: tuple[int, ...]
    count: int

    def of(self, kind: type[Value]) -> tuple[Item[Value], ...]:
        """The items of one kind that say something now, in the order in which they were first written."""
        name = KIND_OF[kind]
        return tuple(cast("Item[Value]", it) for it in self.items.values() if it.kind == name and it.in_force)

    def versions_of(self, kind: type[Value]) -> tuple[Version[Value], ...]:
        """Every version in force of one kind."""
        return tuple(version for item in self.of(kind) for version in item.in_force)

    def values_of(self, kind: type[Value]) -> tuple[Value, ...]:
        """What every item of one kind says now."""
        return tuple(value for item in self.of(kind) for value in item.values)

    def item(self, kind: type[Value], id: str) -> Item[Value] | None:
        """One item, withdrawn or not."""
        return self.items.get((KIND_OF[kind], id))

    @property
    def agreed(self) -> tuple[Agreed, ...]:
        """Safe contact as it stands: every version in force, for `safe_contact.may_dial`."""
        return tuple(Agreed(it.value, it.at) for it in self.versions_of(SafeContact) if it.value is not None)


def fold(entries: Iterable[Said | Gone]) -> State:
    """The state that a ledger adds up to. Raises Tampered for an entry that this version does not know.

    Entries come in the ledger's order. One that was destroyed is counted and says nothing.
    """
    told: dict[Key, list[Version[Any]]] = {}
    latest: dict[Key, list[Version[Any]]] = {}
    destroyed: list[int] = []
    count = 0
    for entry in entries:
        count += 1
        if not isinstance(entry, Said):
            destroyed.append(entry.number)
            continue
        key, version = _read(entry)
        told.setdefault(key, []).append(version)
        latest[key] = [it for it in latest.get(key, ()) if it.number not in version.made_from] + [version]
    items = {key: Item(*key, tuple(versions), tuple(latest[key])) for key, versions in told.items()}
    return State(items, tuple(destroyed), count)


def _read(entry: Said) -> tuple[Key, Version[Any]]:
    kind, _, id = entry.item.partition(":")
    action = next((it for it in ACTIONS if it == entry.action), None)
    match entry.content:
        case {"by": str(by), "by_name": str(by_name), "value": value, **more} if kind in KINDS and id and action:
            made_from = _numbers(more.pop("made_from", []), entry.number)
            if not more and by and made_from is not None:
                read = None if action == "withdrawn" else _value(kind, value, entry.number)
                if read is not None or not value:
                    version = Version(entry.number, entry.recorded_at, by, by_name, action, made_from, read)
                    return (kind, id), version
    raise Tampered(f"Entry {entry.number} is not one that this version knows.")


def _value(kind: str, value: object, number: int) -> Any:
    try:
        return decode(KINDS[kind], value)
    except ValueError:
        raise Tampered(f"Entry {number} does not say what a {kind.replace('_', ' ')} can say.") from None


def _numbers(raw: object, before: int) -> tuple[int, ...] | None:
    """The entries that an entry was made from, all of them earlier ones; None where it is no such list."""
    if isinstance(raw, list | tuple) and all(type(it) is int and 0 <= it < before for it in raw):
        return tuple(raw)
    return None
