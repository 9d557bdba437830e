"""Quarters of a year: what is published together. They begin at midnight UTC of 1 January, April, July and October."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(20\d\d|21\d\d)-Q([1-4])")
_MONTHS = (("January", "March"), ("April", "June"), ("July", "September"), ("October", "December"))


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter: its year, and 1 to 4. Raises ValueError for another number."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError("a year has quarters 1 to 4")

    @property
    def text(self) -> str:
        """As it is kept: 2026-Q3."""
        return f"{self.year}-Q{self.number}"

    @property
    def words(self) -> str:
        """As people say it: July to September 2026."""
        first, last = _MONTHS[self.number - 1]
        return f"{first} to {last} {self.year}"

    @property
    def next(self) -> Quarter:
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def is_over(self, today: date) -> bool:
        """True from the first day of the next quarter on."""
        return quarter_of(today) > self


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in."""
    return Quarter(day.year, (day.month - 1) // 3 + 1)


def read_quarter(text: str) -> Quarter:
    """The quarter that a text such as 2026-Q3 names. Raises ValueError for anything else."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text[:20]}” is not a quarter; write one such as 2026-Q3")
    return Quarter(int(found[1]), int(found[2]))


def quarters_between(first: Quarter, end: Quarter) -> tuple[Quarter, ...]:
    """The quarters from `first` up to, and without, `end`."""
    found = []
    while first < end:
        found.append(first)
        first = first.next
    return tuple(found)
