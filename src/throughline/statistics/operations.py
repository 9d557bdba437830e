"""How a helpline keeps up: calls, waits, call-backs and cases by stage, out of times and codes alone. For its supervisors, who see
the queue itself: nothing here is protected by noise, and nothing of it is for the public."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LATE = timedelta(minutes=15)
"""A call-back so much after the promised time counts as late: our own choice, not a rule of any service."""
PROMPT = timedelta(minutes=5)
"""The wait that is counted as short: our own choice as well."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A call or message, and what was promised in it. Times are aware. `answered` is None for one that nobody took, `promised` where
    no call-back was, `kept` while it has not been made. `stage` is the code of the stage its case is in.

    Raises ValueError where a call is answered before it came, or a call-back is kept that nobody promised.
    """

    arrived: datetime
    answered: datetime | None = None
    promised: datetime | None = None
    kept: datetime | None = None
    stage: str = ""

    def __post_init__(self) -> None:
        if self.answered is not None and self.answered < self.arrived:
            raise ValueError("answered before it came")
        if self.kept is not None and self.promised is None:
            raise ValueError("a call-back was kept that nobody promised")


@dataclass(frozen=True, slots=True)
class Operations:
    """What became of the contacts of a time. Waits are from arrival to answer, None where nobody was answered. Call-backs that are
    `due` lie ahead; those that are `missed` were not made though their time, and a quarter of an hour, has gone by."""

    contacts: int
    answered: int
    not_answered: int
    prompt: int
    middle_wait: timedelta | None
    long_wait: timedelta | None
    promised: int
    kept: int
    late: int
    missed: int
    due: int
    stages: tuple[tuple[str, int], ...]

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The same as a table: what, and how many or how long."""
        return (
            ("Calls and messages", f"{self.contacts:,}"),
            ("Answered", f"{self.answered:,}"),
            ("Not answered", f"{self.not_answered:,}"),
            (f"Answered within {_length(PROMPT)}", f"{self.prompt:,}"),
            ("Half of those answered waited at most", _length(self.middle_wait)),
            ("9 in 10 of those answered waited at most", _length(self.long_wait)),
            ("Call-backs promised", f"{self.promised:,}"),
            ("Made in time", f"{self.kept:,}"),
            (f"Made more than {_length(LATE)} late", f"{self.late:,}"),
            ("Missed", f"{self.missed:,}"),
            ("Still to come", f"{self.due:,}"),
        )


def operations(contacts: Iterable[Contact], *, now: datetime, stages: Sequence[str] = ()) -> Operations:
    """The figures of some contacts as they stand at a moment. `stages` gives the order in which stages are told; every one of it is
    told, also with none in it, and one that is not in it comes after."""
    all_of = tuple(contacts)
    waits = sorted(it.answered - it.arrived for it in all_of if it.answered is not None)
    promised = [it for it in all_of if it.promised is not None]
    fates = Counter(_fate(it, now) for it in promised)
    by_stage = Counter(it.stage for it in all_of if it.stage)
    order = (*stages, *sorted(by_stage.keys() - set(stages)))
    return Operations(
        contacts=len(all_of), answered=len(waits), not_answered=len(all_of) - len(waits),
        prompt=sum(it <= PROMPT for it in waits), middle_wait=_at(waits, 0.5), long_wait=_at(waits, 0.9),
        promised=len(promised), kept=fates["kept"], late=fates["late"], missed=fates["missed"], due=fates["due"],
        stages=tuple((stage, by_stage[stage]) for stage in order),
    )  # fmt: skip


def _fate(contact: Contact, now: datetime) -> str:
    """What became of a promised call-back: every one is kept, late, missed or due, and only one of these."""
    assert contact.promised is not None
    latest = contact.promised + LATE
    if contact.kept is not None:
        return "kept" if contact.kept <= latest else "late"
    return "missed" if now > latest else "due"


def _at(waits: Sequence[timedelta], share: float) -> timedelta | None:
    """The shortest wait that at least that share of them did not go beyond (the nearest rank)."""
    return waits[max(1, math.ceil(share * len(waits))) - 1] if waits else None


def _length(wait: timedelta | None) -> str:
    if wait is None:
        return "nobody was answered"
    seconds = round(wait.total_seconds())
    if seconds < 120:
        return f"{seconds} seconds"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"
