"""What goes on to a helpline of an entry of the diary. Pure: no database, no clock.

What is private as a whole, every private note and whatever is of a part that is not shared stays behind. A file that is shared
goes with the key of that file alone. The key of the case never goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from throughline.domain.policies import Part
from throughline.vault.entries import Opened, written_time
from throughline.web.cases.state import Key, Kind, State, value_of

PARTS: tuple[Part, ...] = get_args(Part)
KeyOf = Callable[[str, str, int], bytes]
"""The key of a file: what kind (`file` or `table`), its id, its epoch."""

KIND_PARTS: Mapping[Kind, tuple[Part, ...]] = {
    "settings": PARTS, "person": ("diary", "messages", "milestones"), "place": ("diary", "milestones"),
    "incident": ("diary",), "milestone": ("milestones",), "exhibit": ("files",), "bulk": ("messages",),
    "questions": ("questions",), "counted": (),
}  # fmt: skip
"""Kind of item to the parts with any of which it is shared; of none, where it stays behind."""


@dataclass(frozen=True, slots=True)
class Said:
    """One entry as the diary has it: about which item, what was done, and when."""

    key: tuple[Kind, str]
    action: str
    value: Mapping[str, Any]
    kept: Mapping[str, Any]
    at: datetime


def said_of(state: State) -> list[Said]:
    """Everything that is in a diary now, with its earlier wordings, in the order in which it was recorded."""
    told = [(key, entry) for key in state.kept for entry in state.history[key]]
    return [_said(key, entry) for key, entry in sorted(told, key=lambda it: it[1].number)]


def _said(key: Key, entry: Opened) -> Said:
    kind, id = key
    content: Any = entry.content
    return Said((kind, id), entry.action, value_of(entry), content["kept"], entry.recorded_at)  # type: ignore[arg-type]


def project(
    said: Said, parts: Set[Part], *, is_private: Callable[[str, str], bool], key_of: KeyOf
) -> dict[str, Any] | None:
    """The content of an entry as it goes on; None where nothing of it does. `is_private` tells of an item by kind and id
    whether the person keeps it to themselves now."""
    kind, id = said.key
    if not parts & set(KIND_PARTS[kind]) or said.action == "deleted" or is_private(kind, id):
        return None
    value = dict(said.value)
    if value.get("private"):
        return None
    if kind == "bulk" and is_private("exhibit", str(value.get("exhibit"))):
        return None
    value.pop("private_note", None)
    if kind == "incident" and "exhibits" in value:
        are_shared = "files" in parts
        value["exhibits"] = [it for it in value["exhibits"] if are_shared and not is_private("exhibit", str(it))]
    if kind == "questions":
        value.pop("put_away", None)
    return {"value": value, "kept": _with_keys(kind, said.kept, key_of), "recorded_at": written_time(said.at)}


def _with_keys(kind: Kind, kept: Mapping[str, Any], key_of: KeyOf) -> dict[str, Any]:
    files = kept.get("files")
    if not files:
        return {name: it for name, it in kept.items() if kind != "settings" or name == "initials"}
    used = "table" if kind == "bulk" else "file"
    keys = {id: key_of(used, id, kept["epoch"]).hex() for id in files.values()}
    return {**kept, "keys": keys}
