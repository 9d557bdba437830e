"""What is in a made-up case, so that findings can be held against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from throughline.domain.case import Case

INFERENCES = (
    "frequency_change", "severity_change", "rhythm", "anniversary", "reaction", "return_after_quiet", "many_channels_day",
    "linked_identity", "place_pattern",
)  # fmt: skip
"""Kinds of finding that say more than a count, and so can be false. `grave_words` is a reading list and has a topic of its own."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing put into a case that an inference of that kind should find: of whom, since which day, how many times as much."""

    kind: str
    person: str
    since: str | None = None
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """What is in a case.

    `planted`: what inferences should find. `unclear`: kinds that may be said of this case or not, because what was planted
    brings them along; they count neither as found nor as false. Every other inference is false. `exact`: facts that follow from
    how the case was made, as ids by kind (`Record.made`); a finding of such a kind is right when it names those and no others.
    `ids`: how many incidents `i1`, `i2`, …, communications `c1`, … and milestones `m1`, … there are: a finding cites no others.
    `benign` where nothing was planted but what gathers by its nature, such as a firm's office hours.
    `held_out` where the process of contact is one that nobody should tune on.
    """

    world: str
    process: str
    size: int
    planted: tuple[Planted, ...] = ()
    unclear: tuple[str, ...] = ()
    benign: bool = False
    held_out: bool = False
    ids: Mapping[str, int] = field(default_factory=dict)
    exact: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def allows(self, kind: str, person: str | None) -> bool:
        """True where an inference of that kind about that person is not false."""
        return kind in self.unclear or any((it.kind, it.person) == (kind, person) for it in self.planted)

    def holds(self, id: str) -> bool:
        """True where the case has an incident, communication or milestone of that id."""
        return id[1:].isdecimal() and 1 <= int(id[1:]) <= self.ids.get(id[0], 0)

    def to_json(self, case: str) -> dict[str, Any]:
        """One line of truth.jsonl, for the case of that name."""
        planted = [{"kind": it.kind, "person": it.person, "since": it.since, "size": it.size} for it in self.planted]
        exact = {kind: {key: list(ids) for key, ids in of.items()} for kind, of in self.exact.items()}
        return {
            "case": case, "world": self.world, "process": self.process, "size": self.size, "benign": self.benign,
            "held_out": self.held_out, "ids": dict(self.ids), "planted": planted, "unclear": list(self.unclear), "exact": exact,
        }  # fmt: skip

    @classmethod
    def from_json(cls, line: Mapping[str, Any]) -> Truth:
        """The truth that a line of truth.jsonl says."""
        exact = {kind: {key: tuple(ids) for key, ids in of.items()} for kind, of in line["exact"].items()}
        planted = tuple(Planted(**it) for it in line["planted"])
        read = {"planted": planted, "unclear": tuple(line["unclear"]), "exact": exact}
        return cls(**{name: value for name, value in line.items() if name != "case"} | read)


@dataclass(frozen=True, slots=True)
class MadeCase:
    """A case, its communications (the columns of `communications.table`) and the truth about them."""

    case: Case
    communications: pl.DataFrame
    truth: Truth
