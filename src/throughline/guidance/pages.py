"""What a page of guidance is: sections of points, each point with its own sources and its own doubt.

A point is the smallest thing that is shown: one paragraph, one item of a list, one step. Two facts that are not equally
sure stand in two points, so that each can carry its own doubt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from throughline.domain.vocabulary import Jurisdiction
from throughline.guidance.entry import Citation, Point

GuideGroup = Literal["danger", "understanding", "reporting", "evidence", "safety", "help", "others"]
"""The parts of the site, in the order in which they are listed."""

BEHAVIOUR_SECTIONS: Mapping[str, str] = {
    "in_short": "In short",
    "first_safe_step": "First safe step",
    "looks_like": "What it can look like",
    "avoid": "What not to do",
    "write_down": "What to write down",
    "keep": "What to keep, and how",
    "tell": "Who to tell",
    "differs": "Where advice differs",
}
"""The sections of a behaviour, in order: safety first, evidence after it. Only the last may be missing."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its points; `key` names it on its page and never changes with the words."""

    key: str
    heading: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page has. `jurisdiction` is None for what holds in the whole of the UK."""

    id: str
    title: str
    sections: tuple[Section, ...]
    checked_on: date
    review_by: date
    jurisdiction: Jurisdiction | None = None

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point, in order."""
        return tuple(point for section in self.sections for point in section.points)

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Everything the page rests on, each once, in the order of the page."""
        return tuple(dict.fromkeys(cited for point in self.points for cited in point.sources))

    def section(self, key: str) -> tuple[Point, ...]:
        """The points of one section; empty when the page does not have it."""
        return next((section.points for section in self.sections if section.key == key), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour(Page):
    """What to do about one of the behaviours; its id is the behaviour's name. `law` are ids of law entries."""

    law: tuple[str, ...]

    @property
    def in_short(self) -> tuple[Point, ...]:
        """The three lines that stand beside an incident in the diary."""
        return self.section("in_short")

    @property
    def next_safe_step(self) -> Point:
        """The one thing to do first."""
        return self.section("first_safe_step")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide(Page):
    """A page about one question. `order` is its place in its group, `see` are ids of guides to read next."""

    group: GuideGroup
    order: int
    summary: str
    see: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Script(Page):
    """Words to say, on one page. `gaps` are what the person or their diary fills in: name, and what stands there."""

    gaps: Mapping[str, str]
