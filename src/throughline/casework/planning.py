"""What is to be done: the safety plan, what was promised, the days that are coming, and a case put higher by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from throughline.casework.checks import AWARE, NOT_BLANK, NOT_EMPTY, NOT_TOO_LONG, need
from throughline.domain.rules import Rule

Done = Literal["open", "done", "not_done"]
PromiseOutcome = Literal["open", "kept", "missed", "moved", "called_off"]
Standing = Literal["ahead", "due", "missed", "kept", "kept_late", "called_off"]
TriggerKind = Literal[
    "hearing", "order_ends", "release", "anniversary", "papers_served", "handover", "move", "other",
]  # fmt: skip
RAISED_RANKS = (1, 2, 3)
MINUTES = Rule(range(1, 24 * 60 + 1).__contains__, "goes from 1 minute to a day")
A_RAISED_RANK = Rule(RAISED_RANKS.__contains__, "is not a rank that a case can be put to by hand")

STANDINGS: dict[Standing, str] = {
    "ahead": "Its time has not come.",
    "due": "Its time has come, and it can still be kept.",
    "missed": "Its time is over, or somebody wrote that it was missed.",
    "kept": "It was kept in time.",
    "kept_late": "It was kept after its time was over. It counts as missed.",
    "called_off": "The person no longer wants it.",
}


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One step of the safety plan."""

    what: Annotated[str, "what is to be done"]
    who: Annotated[str, "who does it, in words"]
    due: Annotated[date | None, "by when"] = None
    done: Annotated[Done, "whether it was done"] = "open"
    outcome: Annotated[str, "what came of it"] = ""

    def __post_init__(self) -> None:
        NOT_BLANK.check(self.what, self.who)
        NOT_TOO_LONG.check(self.what, self.who, self.outcome)


@dataclass(frozen=True, slots=True)
class Promise:
    """A call-back, or anything else that the person was told to expect at a time.

    A promise that was moved is owed at `moved_to`. One is only kept by an act: `outcome` says so, with `kept_at`.
    """

    what: Annotated[str, "what was promised"]
    due: Annotated[datetime, "from when it is due"]
    by: Annotated[str, "id of the member of staff who is to keep it"]
    within_minutes: Annotated[int, "how long after that it can still be kept, in minutes"] = 30
    outcome: Annotated[PromiseOutcome, "what became of it"] = "open"
    kept_at: Annotated[datetime | None, "when it was kept"] = None
    moved_to: Annotated[datetime | None, "to when it was moved, with the person's knowledge"] = None
    why: Annotated[str, "why it was missed, moved or called off"] = ""

    def __post_init__(self) -> None:
        NOT_BLANK.check(self.what)
        NOT_EMPTY.check(self.by)
        NOT_TOO_LONG.check(self.what, self.why)
        MINUTES.check(self.within_minutes)
        AWARE.check(self.due, self.kept_at, self.moved_to)
        need(
            (self.outcome == "kept") == (self.kept_at is not None),
            "Say when it was kept. If it was not kept, leave that time out.",
        )
        need(self.outcome != "moved" or self.moved_to is not None, "A promise that was moved says to when.")

    @property
    def is_owed(self) -> bool:
        """True while nothing became of it that ends it. A missed one is still owed until somebody keeps it or calls it off."""
        return self.outcome in ("open", "moved", "missed")

    @property
    def opens(self) -> datetime:
        """From when it is due, as it was last agreed."""
        return self.moved_to or self.due

    @property
    def closes(self) -> datetime:
        """Until when it can be kept in time."""
        return self.opens + timedelta(minutes=self.within_minutes)


def standing(promise: Promise, now: datetime) -> Standing:
    """How a promise stands at an aware moment."""
    if promise.outcome == "called_off":
        return "called_off"
    if promise.kept_at is not None:
        return "kept" if promise.kept_at <= promise.closes else "kept_late"
    if promise.outcome == "missed" or now > promise.closes:
        return "missed"
    return "due" if now >= promise.opens else "ahead"


@dataclass(frozen=True, slots=True)
class TriggerDate:
    """A day that may change what somebody does, and on which the person may need a word beforehand."""

    what: Annotated[TriggerKind, "what kind of day"]
    on: Annotated[date, "the day"]
    words: Annotated[str, "more about it"] = ""
    every_year: Annotated[bool, "whether it comes again each year"] = False

    def __post_init__(self) -> None:
        NOT_TOO_LONG.check(self.words)


@dataclass(frozen=True, slots=True)
class Raised:
    """A case that somebody put higher in the queue by hand. It can be taken back; it never puts a case lower."""

    to: Annotated[int, "the rank it is put to, if it is not higher already"]
    why: Annotated[str, "why"]

    def __post_init__(self) -> None:
        A_RAISED_RANK.check(self.to)
        NOT_BLANK.check(self.why)
        NOT_TOO_LONG.check(self.why)
