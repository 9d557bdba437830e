"""What changed in a case since somebody last saw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from throughline.casework.let_in import Opening
from throughline.casework.state import KIND_OF, Item, State, Version


@dataclass(frozen=True, slots=True)
class Change:
    """An item that was written to since, and each version that is new, in order."""

    item: Item[Any]
    versions: tuple[Version[Any], ...]

    @property
    def is_new(self) -> bool:
        """True where the whole item is new."""
        return len(self.versions) == len(self.item.versions)


def since_seen(state: State, count: int, *, by: str = "") -> tuple[Change, ...]:
    """What was written after somebody saw the first `count` entries, the latest change first.

    `by` is who looks: what they wrote themselves is no news to them, unless somebody else wrote to the same item since. That
    somebody had the case before them changes nothing of it.
    """
    return tuple(sorted(_changes(state, count, by), key=lambda it: it.versions[-1].number, reverse=True))


def _changes(state: State, count: int, by: str) -> Iterator[Change]:
    for item in state.items.values():
        if item.kind == KIND_OF[Opening]:
            continue
        new = tuple(it for it in item.versions if it.number >= count)
        if any(it.by != by for it in new):
            yield Change(item, new)


def came_between(item: Item[Any] | None, made_from: tuple[int, ...]) -> tuple[Version[Any], ...]:
    """The versions in the way of an amendment: in force now, and not among those that its form was made from."""
    return () if item is None else tuple(it for it in item.latest if it.number not in made_from)
