"""The people, identifiers and places of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from throughline.domain.rules import NOT_EMPTY
from throughline.domain.vocabulary import IdentifierKind, PlaceKind, Relationship


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something a person can be reached or recognised by: a number, an account, a car.

    A withheld number is `Identifier("withheld", "")`. `service` names the app a handle belongs to. One without a value
    says that there is such a thing, and matches nothing.
    """

    kind: IdentifierKind = "other"
    value: str = ""
    service: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person reported about, or connected to the case. `name` is whatever the user chose to call them."""

    id: Annotated[str, NOT_EMPTY]
    name: str = ""
    relationship: Relationship = "unknown"
    identifiers: tuple[Identifier, ...] = ()

    def __post_init__(self) -> None:
        NOT_EMPTY.check(self.id)


@dataclass(frozen=True, slots=True)
class Place:
    """A place incidents happen at, named as the user likes. It holds no address unless they wrote one."""

    id: Annotated[str, NOT_EMPTY]
    kind: PlaceKind = "other"
    label: str = ""

    def __post_init__(self) -> None:
        NOT_EMPTY.check(self.id)
