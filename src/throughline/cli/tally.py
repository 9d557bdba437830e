"""What passed by while an export was read: every item counted once, by kind and by party."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from throughline.communications.rows import iso
from throughline.domain.communication import Communication, Problem

if TYPE_CHECKING:
    import polars as pl

    from throughline.importers.base import Item

PartyKey = tuple[str, str, str | None]


class Tally:
    """Counts of one reading: `communications + notices + problems` is the number of items in the source."""

    def __init__(self) -> None:
        self.communications = 0
        self.notices = 0
        self.problems = 0
        self._first: datetime | None = None
        self._last: datetime | None = None
        self._parties: Counter[PartyKey] = Counter()

    def count(self, item: Item) -> None:
        """Count one item, or a table of them."""
        if isinstance(item, Problem):
            self.problems += 1
        elif isinstance(item, Communication):
            self._count_value(item)
        else:
            self._count_table(item)

    def _count_value(self, value: Communication) -> None:
        if value.kind == "notice":
            self.notices += 1
        else:
            self.communications += 1
        self._reach(value.at)
        if value.party is not None:
            self._parties[value.party.kind, value.party.value, value.party_name] += 1

    def _count_table(self, frame: pl.DataFrame) -> None:
        if not len(frame):
            return
        notices = int((frame["kind"] == "notice").sum())
        self.notices += notices
        self.communications += len(frame) - notices
        # the times of one table are in one zone, so their texts sort as they do (to the hour that clocks repeat)
        self._reach(datetime.fromisoformat(str(frame["at"].min())))
        self._reach(datetime.fromisoformat(str(frame["at"].max())))
        for kind, value, name, count in frame.group_by("party_kind", "party_value", "party_name").len().iter_rows():
            if kind is not None:
                self._parties[kind, value, name] += count

    def _reach(self, at: datetime) -> None:
        """Widen the period."""
        self._first = at if self._first is None else min(self._first, at)
        self._last = at if self._last is None else max(self._last, at)

    def summary(self, format: str, sha256: str, learned: dict[str, str], warnings: list[str]) -> dict[str, Any]:
        """The last line of `read --json` (contract cli.md), with what was learned and what to know of the whole file."""
        ordered = sorted(self._parties.items(), key=lambda pair: (-pair[1], str(pair[0])))
        parties = [
            {"kind": kind, "value": value, "name": name, "communications": count}
            for (kind, value, name), count in ordered
        ]
        return {
            "format": format, "communications": self.communications, "problems": self.problems,
            "notices": self.notices, "from": self._first and iso(self._first), "to": self._last and iso(self._last), "sha256": sha256,
            "date_order": None, **learned, "parties": parties, "warnings": warnings,
        }  # fmt: skip
