"""Milestones: what the reader of a chronology needs to know between the incidents (a refusal, a block, an order)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from throughline.domain.rules import NOT_EMPTY, Rule
from throughline.domain.timing import WrittenTime
from throughline.domain.vocabulary import Channel, MilestoneKind, OrderKind, TermKind

NOT_NEGATIVE = Rule(lambda number: number >= 0, "cannot be negative")


@dataclass(frozen=True, slots=True)
class OrderTerm:
    """One numbered term of an order, as far as a rule can test it; `text` is the wording on the paper.

    Empty `channels` or `places` mean every channel or place. `metres` is a distance to keep.
    """

    id: Annotated[str, NOT_EMPTY]
    kind: TermKind = "other"
    channels: tuple[Channel, ...] = ()
    places: tuple[str, ...] = ()
    metres: Annotated[float, NOT_NEGATIVE] | None = None
    text: str = ""

    def __post_init__(self) -> None:
        NOT_EMPTY.check(self.id)
        NOT_NEGATIVE.check(self.metres)


@dataclass(frozen=True, slots=True)
class Order:
    """A court order, bail condition or undertaking: when it ends, what it forbids, and what it leaves allowed. `name` is what
    the paper calls it, where `kind` says it too roughly: a non-harassment order is `other`, an interdict an `injunction`."""

    kind: OrderKind = "other"
    name: str = ""
    ends: WrittenTime | None = None
    terms: tuple[OrderTerm, ...] = ()
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that changed the case: `person` is the id of the person it concerns; `order` goes with `order_made`;
    a `private` one never goes into a pack."""

    id: Annotated[str, NOT_EMPTY]
    at: WrittenTime
    kind: MilestoneKind = "other"
    person: str | None = None
    note: str = ""
    order: Order | None = None
    private: bool = False

    def __post_init__(self) -> None:
        NOT_EMPTY.check(self.id)
        if self.order is not None and self.kind != "order_made":
            raise ValueError("only a milestone of kind order_made carries an order")
