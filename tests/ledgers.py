"""Entries of a helpline's ledger for the tests, as a ledger opens them, without sealing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from throughline.casework.coding import encode
from throughline.casework.state import KIND_OF, State, fold

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday morning in winter, when clocks in London show UTC."""


@dataclass(frozen=True)
class Entry:
    """One entry that opened."""

    number: int
    recorded_at: datetime
    item: str
    action: str
    content: Any


@dataclass(frozen=True)
class GoneEntry:
    """One entry whose words were destroyed."""

    number: int
    recorded_at: datetime


def said(
    value: Any, id: str = "a", *, action: str = "recorded", by: str = "s1", made_from: Iterable[int] = ()
) -> dict[str, Any]:
    """What an entry of `value` says, for `ledger`."""
    content = {"by": by, "by_name": f"Adviser {by}", "value": encode(value), "made_from": list(made_from)}
    return {"item": f"{KIND_OF[type(value)]}:{id}", "action": action, "content": content}


def ledger(*entries: dict[str, Any], start: datetime = START) -> list[Entry]:
    """A ledger with an entry a minute."""
    return [Entry(number, start + timedelta(minutes=number), **it) for number, it in enumerate(entries)]


def state_of(*entries: dict[str, Any], start: datetime = START) -> State:
    """What such a ledger adds up to."""
    return fold(ledger(*entries, start=start))
