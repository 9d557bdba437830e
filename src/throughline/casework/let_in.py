"""Who may look at a case that is not theirs, and who must not: kept in its ledger, where the person it is about and a supervisor can rely on it.

Each is said by a member of staff of themselves: the id of a `Conflict` is the id of whoever answers, that of an `Opening` of
whoever opened it, and an `Emergency` is of whoever wrote it. What of it allows what is for `domain.policies`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from throughline.casework.checks import AWARE, NOT_BLANK, NOT_TOO_LONG, need


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody answered when they were asked whether they know anybody in the case. A yes stays a yes."""

    knows: Annotated[Literal["yes", "no"], "whether they know anybody in the case"]


@dataclass(frozen=True, slots=True)
class Emergency:
    """Somebody else's case opened in an emergency: why, until when at the latest, and when whoever did so was done."""

    reason: Annotated[str, "why; the person reads it"]
    opened_at: Annotated[datetime, "from when"]
    ends_at: Annotated[datetime, "until when at the latest"]
    ended_at: Annotated[datetime | None, "when whoever opened it was done"] = None

    def __post_init__(self) -> None:
        NOT_BLANK.check(self.reason)
        NOT_TOO_LONG.check(self.reason)
        AWARE.check(self.opened_at, self.ends_at, self.ended_at)
        need(self.opened_at < self.ends_at, "An emergency access ends after it begins.")


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody had the case before them. The id is that of whoever did, the time that of the entry; there is nothing else to say."""


@dataclass(frozen=True, slots=True)
class Held:
    """Whose case it is from then on, and whether it is open."""

    adviser: Annotated[str, "the id of the member of staff whose case it is; empty for nobody's"] = ""
    known_as: Annotated[str, "the name they go by at work"] = ""
    is_closed: Annotated[bool, "whether it is closed"] = False

    def __post_init__(self) -> None:
        NOT_TOO_LONG.check(self.known_as)


@dataclass(frozen=True, slots=True)
class Opinion:
    """A second opinion that was asked of a colleague: they see the case until it is answered or taken back."""

    of: Annotated[str, "the id of the member of staff who is asked"]
    question: Annotated[str, "what they are asked"]
    answer: Annotated[str, "what they answered"] = ""
    is_over: Annotated[bool, "whether it was answered or taken back"] = False

    def __post_init__(self) -> None:
        NOT_BLANK.check(self.of, self.question)
        NOT_TOO_LONG.check(self.question, self.answer)
        need(self.is_over or not self.answer, "An answer ends the question.")
