"""What every value of a helpline's case checks of itself, and the zone in which its days and times of day are meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from throughline.domain.rules import NOT_EMPTY, Rule

Answer = Literal["yes", "no", "unknown"]
"""What somebody said when asked. `unknown` is also what nobody asked, and never counts as a yes."""

TIME_ZONE = ZoneInfo("Europe/London")
LONGEST = 50_000

NOT_BLANK = Rule(str.strip, "needs some words")
NOT_TOO_LONG = Rule(lambda words: len(words) <= LONGEST, f"is longer than {LONGEST:,} characters; keep it in two parts")
AWARE = Rule(lambda moment: moment.tzinfo is not None, "needs a time zone")

__all__ = [
    "AWARE",
    "LONGEST",
    "NOT_BLANK",
    "NOT_EMPTY",
    "NOT_TOO_LONG",
    "TIME_ZONE",
    "Answer",
    "day_of",
    "midnight",
    "need",
]


def need(holds: object, why: str) -> None:
    """Raise ValueError with that sentence unless it holds. The sentence must say nothing of what somebody wrote."""
    if not holds:
        raise ValueError(why)


def day_of(moment: datetime) -> date:
    """The day of an aware moment on a wall in `TIME_ZONE`."""
    return moment.astimezone(TIME_ZONE).date()


def midnight(day: date) -> datetime:
    """The moment, in UTC, at which that day begins in `TIME_ZONE`."""
    return datetime.combine(day, time(), TIME_ZONE).astimezone(UTC)
