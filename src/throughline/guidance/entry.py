"""What every piece of guidance rests on: its sources, the day it was checked, and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from throughline.domain.vocabulary import Jurisdiction

CertaintyKind = Literal["verified", "secondary", "unverified", "flagged", "conflicting"]
"""`verified`: an official or first-hand source was read. `secondary`: somebody else's account of it was. `unverified`:
general knowledge or our own choice, not checked. `flagged`: likely to have changed. `conflicting`: sources disagree."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every piece of guidance has. `jurisdiction` is None for what holds in the whole of the UK."""

    id: str
    title: str
    body: str
    sources: tuple[Citation, ...]
    checked_on: date
    review_by: date
    certainty: CertaintyKind
    jurisdiction: Jurisdiction | None = None
