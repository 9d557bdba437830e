"""What every piece of guidance rests on: its sources, the day it was checked, and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypedDict

from throughline.domain.vocabulary import Jurisdiction

CertaintyKind = Literal["verified", "secondary", "unverified", "flagged", "conflicting"]
"""`verified`: an official or first-hand source was read. `secondary`: somebody else's account of it was. `unverified`:
general knowledge or our own choice, not checked. `flagged`: likely to have changed. `conflicting`: sources disagree."""
Shape = Literal["paragraph", "item", "step"]
"""How a point stands on its page."""
_ALWAYS_MARKED: tuple[CertaintyKind, ...] = ("flagged", "conflicting")


@dataclass(frozen=True, slots=True)
class Source:
    """A public page: its title, who publishes it, and its address."""

    id: str
    title: str
    publisher: str
    address: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, and where in it the fact stands (empty when the whole page says it)."""

    source: Source
    section: str = ""


class Doubted:
    """What carries how sure we are. The doubt stands beside the words where sources disagree or the law may have moved, and
    where it `weighs`: where somebody could act on it wrongly. Every other doubt stands once, at the foot of the page."""

    __slots__ = ()
    certainty: CertaintyKind
    weighs: bool

    @property
    def is_marked(self) -> bool:
        """True when the doubt stands beside the words."""
        return self.weighs or self.certainty in _ALWAYS_MARKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Doubted):
    """What every piece of guidance has. `jurisdiction` is None for what holds in the whole of the UK."""

    id: str
    title: str
    body: str
    sources: tuple[Citation, ...]
    checked_on: date
    review_by: date
    certainty: CertaintyKind
    jurisdiction: Jurisdiction | None = None
    weighs: bool = False


@dataclass(frozen=True, slots=True)
class Point(Doubted):
    """The smallest thing that is shown: one paragraph, item or step of a page, or one thing told about a route, with its
    own sources and how sure it is. On a page its `body` is in the Markdown of `throughline.guidance.wording`.

    `in_force_from` dates what is new; what is new and `flagged` was passed or announced, and nothing was found that says it
    has begun.
    """

    body: str
    sources: tuple[Citation, ...]
    certainty: CertaintyKind
    in_force_from: date | None = None
    shape: Shape = "paragraph"
    weighs: bool = False


class EntryFields(TypedDict):
    """What every entry has, as it is read before the kind of entry is known."""

    id: str
    title: str
    body: str
    sources: tuple[Citation, ...]
    checked_on: date
    review_by: date
    certainty: CertaintyKind
    weighs: bool
    jurisdiction: Jurisdiction | None
