"""What the pattern engine says about a case (contract findings.md), as values that refuse to be dishonest.

A finding without evidence, an inference without its chance, or a chance outside 0 to 1 cannot be built.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

FORMAT = "throughline-findings/1"

FindingKind = Literal[
    "occasions", "first_of_kind", "after_stop", "frequency_change", "severity_change", "burst", "rhythm",
    "anniversary", "reaction", "channel_switch", "linked_identity", "place_pattern", "return_after_quiet",
    "many_channels_day", "third_party", "repeated_words", "grave_words", "knows_too_much", "order_breach",
    "recorded_late", "impact",
]  # fmt: skip
GraveCategory = Literal[
    "direct_threat", "veiled_threat", "weapon", "suicide", "children", "image", "surveillance", "property", "control_ultimatum",
]  # fmt: skip
Sort = Literal["fact", "inference"]
Level = Literal["emergency", "today", "report"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""From most to least urgent. There is no lower level."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The number behind a finding, with its 90 % interval where it states a size, and its chance under the case's null."""

    name: str
    value: float
    of: float | None = None
    low: float | None = None
    high: float | None = None
    chance: float | None = None
    probability: float | None = None

    def __post_init__(self) -> None:
        for share in (self.chance, self.probability):
            if share is not None and not 0 <= share <= 1:
                raise ValueError("a chance lies between 0 and 1")

    def to_json(self) -> dict[str, Any]:
        """The measure as contract findings.md writes it; `probability` only where there is one."""
        fields = {"name": self.name, "value": self.value, "of": self.of, "low": self.low, "high": self.high}
        fields["chance"] = self.chance
        return fields if self.probability is None else {**fields, "probability": self.probability}


@dataclass(frozen=True, slots=True)
class Step:
    """One reason on the way to a probability: its name, and its weight in bits (log2 of how many times likelier it makes it)."""

    reason: str
    weight: float

    def to_json(self) -> dict[str, Any]:
        """The step as contract findings.md writes it."""
        return {"reason": self.reason, "weight": self.weight}


@dataclass(frozen=True, slots=True)
class Ranked:
    """One message of a reading list, and the kind of grave words that it is nearest to."""

    id: str
    category: GraveCategory


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement about a case and everything it rests on.

    `because` holds ids of incidents, communications, milestones or exhibits of the case. `start` and `end` are ISO 8601
    (keys `from` and `to`). `since`, for a finding that says that something changed, holds the first and last day on which it may
    have. `id` is given by the engine once all findings are in their order. `steps` show how a probability was reached; `groups` are the
    ids of a finding that gathers several alike, group by group; `ranked` is the reading list of `grave_words`, the gravest first.
    These four are keys of the finding only where there is something in them.
    """

    kind: FindingKind
    sort: Sort
    rule: str
    statement: str
    because: tuple[str, ...]
    person: str | None = None
    start: str | None = None
    end: str | None = None
    measure: Measure | None = None
    caveat: str = ""
    law: tuple[str, ...] = ()
    risk: tuple[str, ...] = ()
    id: str = ""
    since: tuple[str, str] | None = None
    steps: tuple[Step, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    ranked: tuple[Ranked, ...] = ()

    def __post_init__(self) -> None:
        if not self.because:
            raise ValueError(f"a finding of kind {self.kind} has nothing behind it")
        if self.sort == "inference" and not self.has_chance:
            raise ValueError(f"an inference of kind {self.kind} does not say how likely chance would be")

    @property
    def has_chance(self) -> bool:
        """True when the measure carries a chance or a probability."""
        return self.measure is not None and (self.measure.chance, self.measure.probability) != (None, None)

    def to_json(self) -> dict[str, Any]:
        """The finding as contract findings.md writes it."""
        written: dict[str, Any] = {
            "id": self.id, "kind": self.kind, "sort": self.sort, "rule": self.rule, "person": self.person,
            "statement": self.statement, "because": list(self.because), "from": self.start, "to": self.end,
            "measure": None if self.measure is None else self.measure.to_json(), "caveat": self.caveat,
            "law": list(self.law), "risk": list(self.risk),
        }  # fmt: skip
        if self.since is not None:
            written["since"] = list(self.since)
        if self.steps:
            written["steps"] = [step.to_json() for step in self.steps]
        if self.groups:
            written["groups"] = [list(group) for group in self.groups]
        if self.ranked:
            written["ranked"] = [{"id": it.id, "category": it.category} for it in self.ranked]
        return written


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a next step is due, and the ids in the case that say so."""

    why: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextSteps:
    """How soon to turn to somebody, why, and by which routes."""

    level: Level
    reasons: tuple[Reason, ...] = ()
    routes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The next steps as contract findings.md writes them."""
        reasons = [{"why": reason.why, "because": list(reason.because)} for reason in self.reasons]
        return {"level": self.level, "reasons": reasons, "routes": list(self.routes)}


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a legal route: what in the case may help show it, and what is not there yet, as gentle questions."""

    route: str
    element: str
    may_help_show: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The element as contract findings.md writes it."""
        return {
            "route": self.route, "element": self.element,
            "may_help_show": list(self.may_help_show), "missing": list(self.missing),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What the engine read: how much, and between which days (ISO 8601)."""

    incidents: int
    communications: int
    first: str | None
    last: str | None

    def to_json(self) -> dict[str, Any]:
        """What was looked at, as contract findings.md writes it."""
        return {
            "incidents": self.incidents, "communications": self.communications, "from": self.first, "to": self.last,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the engine says about one case."""

    engine: str
    looked_at: LookedAt
    findings: tuple[Finding, ...]
    next_steps: NextSteps
    elements: tuple[Element, ...]

    def to_json(self) -> dict[str, Any]:
        """One object, as contract findings.md (throughline-findings/1) writes it."""
        return {
            "format": FORMAT, "engine": self.engine, "looked_at": self.looked_at.to_json(),
            "findings": [finding.to_json() for finding in self.findings],
            "next_steps": self.next_steps.to_json(), "elements": [element.to_json() for element in self.elements],
        }  # fmt: skip
