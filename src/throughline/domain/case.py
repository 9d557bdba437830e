"""The case: everything a person has recorded but the bulk of imported communications, which are columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from throughline.domain.exhibit import Exhibit
from throughline.domain.incident import Incident
from throughline.domain.milestone import Milestone
from throughline.domain.people import Person, Place
from throughline.domain.questions import Questions
from throughline.domain.timing import A_ZONE, zone_named
from throughline.domain.vocabulary import JURISDICTIONS, Jurisdiction

FORMAT = "throughline-case/1"


@dataclass(frozen=True, slots=True)
class Case:
    """A case as the contract `throughline-case/1` has it. Raises ValueError for a zone that does not exist.

    `jurisdiction` is where it happened, None while nobody said. `questions` is what the person answered about danger, and when.
    """

    timezone: Annotated[str, A_ZONE]
    jurisdiction: Jurisdiction | None = None
    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    incidents: tuple[Incident, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    questions: Questions | None = None

    def __post_init__(self) -> None:
        A_ZONE.check(self.timezone)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which times without an offset are understood."""
        return zone_named(self.timezone)

    @property
    def jurisdictions(self) -> tuple[Jurisdiction, ...]:
        """Whose law may apply: that of where it happened, or that of all three while nobody said."""
        return JURISDICTIONS if self.jurisdiction is None else (self.jurisdiction,)

    def person(self, id: str) -> Person | None:
        """The person with that id, if the case has them."""
        return next((person for person in self.people if person.id == id), None)
