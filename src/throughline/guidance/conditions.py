"""What a rule may ask of a case: a closed set of conditions, each met by ids in it (`record.ids_meeting`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from throughline.domain.finding import FindingKind
from throughline.domain.vocabulary import Attribution, MilestoneKind, Relationship

Backing = Literal["witness", "exhibit", "report"]
"""What can stand beside the person's own words about an incident."""


@dataclass(frozen=True, slots=True)
class IncidentsWith:
    """Incidents for which everything given here holds. An empty condition holds for every incident.

    How it is known who did it, and when it was, play no part unless asked for: a guess counts as much as a sighting.
    `written_within_minutes`: the person began writing while it may have been going on, or at most so long after.
    `backed_by`: it has at least one of these beside the person's own words.
    """

    behaviours: tuple[str, ...] = ()
    fear_at_least: int | None = None
    words: tuple[str, ...] = ()
    written_within_minutes: int | None = None
    attribution: tuple[Attribution, ...] = ()
    has_impact: bool = False
    relationship: tuple[Relationship, ...] = ()
    backed_by: tuple[Backing, ...] = ()


@dataclass(frozen=True, slots=True)
class SamePerson:
    """At least `at_least` incidents put down to one person; those put down to nobody may be anyone's and count too."""

    at_least: int


@dataclass(frozen=True, slots=True)
class MilestonesOf:
    """Milestones of these kinds."""

    kinds: tuple[MilestoneKind, ...]


@dataclass(frozen=True, slots=True)
class ContactAfter:
    """A milestone of one of these kinds, and what may have come after it from the person it concerns."""

    kinds: tuple[MilestoneKind, ...]


@dataclass(frozen=True, slots=True)
class MessagesWith:
    """Imported communications, other than the person's own, with any phrase of these lists."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Imported communications from the people of the case or from withheld numbers: the first, the last, and those
    that findings rest on. The first and last stand for all: a million ids would help nobody."""


@dataclass(frozen=True, slots=True)
class FindingsOf:
    """What findings rest on: those of these kinds, or that name one of these risks."""

    kinds: tuple[FindingKind, ...] = ()
    risks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anything:
    """Anything at all in the case: an incident, a milestone, an exhibit or a communication."""


@dataclass(frozen=True, slots=True)
class Occasions:
    """Occasions of any kind, when there are two or more: incidents, and contacts half an hour or more apart."""


Condition = (
    IncidentsWith
    | SamePerson
    | MilestonesOf
    | ContactAfter
    | MessagesWith
    | Contact
    | FindingsOf
    | Anything
    | Occasions
)
"""The closed set of things a rule may ask of a case. Each gives the ids that meet it; none means that it is not met.
All of them can only gain ids as a case grows, so that a longer case never lowers a level."""


@dataclass(frozen=True, slots=True)
class Question:
    """A gentle question about what is not there yet, asked unless one of the conditions gives at least `at_least` ids."""

    ask: str
    unless: tuple[Condition, ...]
    at_least: int = 1
