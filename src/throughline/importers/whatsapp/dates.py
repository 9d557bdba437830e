"""Which of the day, the month and the year comes first: learned from every date of a layout, or asked, never guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from throughline.domain.errors import InputError, Question

if TYPE_CHECKING:
    from throughline.importers.base import DateOrder
    from throughline.importers.whatsapp.header import Header

_MOST_BACKWARDS_DAYS = 1
"""Messages that were sent without a network may stand a day early; a wrong order throws dates back by weeks."""
_ENOUGH_DATES = 3


@dataclass(slots=True)
class _Reading:
    """How the dates of a file look when they are read in one order."""

    missing: int = 0
    backwards: int = 0
    first_backwards: int = 0
    last: date | None = None

    def add(self, day: date | None, line: int) -> None:
        if day is None:
            self.missing += 1
            return
        if self.last is not None and (self.last - day).days > _MOST_BACKWARDS_DAYS:
            self.backwards += 1
            self.first_backwards = self.first_backwards or line
        self.last = day

    @property
    def keeps_time(self) -> bool:
        return not self.backwards


@dataclass(slots=True)
class DateEvidence:
    """What the dates of one layout say about their order, one header at a time.

    A date counts for an order when it exists in that order alone (any field over 12 does that).
    """

    sample: str = ""
    is_year_first: bool = False
    count: int = 0
    only: dict[str, int] = field(default_factory=lambda: {"day-first": 0, "month-first": 0})
    _readings: dict[str, _Reading] = field(default_factory=dict)
    _are_all_alike: bool = True

    def add(self, header: Header, line: int) -> None:
        """Take in one date, and where it stands."""
        self.count += 1
        self.is_year_first = header.layout.is_year_first
        orders = ("year-first", "day-first") if self.is_year_first else ("day-first", "month-first", "year-first")
        exists: dict[str, bool] = {}
        for order in orders:
            moment = header.wall_clock(order)
            exists[order] = moment is not None
            self._readings.setdefault(order, _Reading()).add(None if moment is None else moment.date(), line)
        if not self.is_year_first and exists["day-first"] != exists["month-first"]:
            self.only["day-first" if exists["day-first"] else "month-first"] += 1
        self._are_all_alike &= header.first == header.second

    @property
    def exists(self) -> bool:
        """True when some date is a day of our calendar in some order."""
        return any(reading.missing < self.count for reading in self._readings.values())

    @property
    def is_mixed(self) -> bool:
        """True when some dates can only be day-first and others only month-first."""
        return not self.is_year_first and all(self.only.values()) and not self._can_be_year_first()

    def order(self, stated: DateOrder | None, name: str) -> DateOrder:
        """The order of this layout's dates; of a mixed one, that of most.

        Raises Question where nothing settles it, InputError where what was stated cannot be.
        """
        if stated is not None:
            self._check(stated, name)
            return stated
        learned = self.learned()
        if learned is None:
            raise Question(
                f"“{name}” has dates such as {self.sample} that could be read with the day or the month first; "
                "say which.",
                code="Q_DATE_ORDER",
            )
        return learned

    def runs_back(self, order: DateOrder) -> tuple[int, int]:
        """How often the dates, read in an order, run back by more than a day, and the line where they first do."""
        reading = self._readings[order]
        return reading.backwards, reading.first_backwards

    def learned(self) -> DateOrder | None:
        """What the dates themselves say, or None."""
        if self.is_year_first:
            only_days_first = self._readings["year-first"].missing and not self._readings["day-first"].missing
            return "day-first" if only_days_first else "year-first"
        if self._can_be_year_first():
            return "year-first"
        days, months = self.only["day-first"], self.only["month-first"]
        if days or months:
            return "day-first" if days >= months else "month-first"
        if self._are_all_alike:
            return "day-first"
        if self._readings["day-first"].keeps_time != self._readings["month-first"].keeps_time:
            return "day-first" if self._readings["day-first"].keeps_time else "month-first"
        return None

    def _can_be_year_first(self) -> bool:
        """True where only the two-digit year in front makes sense of the dates: every date exists that way, time runs
        forwards that way, and no other order does as much."""
        first = self._readings["year-first"]
        if first.missing or not first.keeps_time or self.count < _ENOUGH_DATES:
            return False
        others = [self._readings[order] for order in ("day-first", "month-first")]
        return all(other.missing or not other.keeps_time for other in others)

    def _check(self, stated: DateOrder, name: str) -> None:
        """Raise InputError where the dates cannot be in the stated order."""
        reading = self._readings.get(stated)
        is_impossible = reading is None or (self.is_year_first and stated != self.learned())
        if reading is not None and not self.is_year_first:
            is_impossible = bool(self.only.get("month-first" if stated == "day-first" else "day-first"))
            if stated == "year-first":
                is_impossible = reading.missing > 0
        if is_impossible:
            why = f"“{name}” has dates such as {self.sample} that cannot be {stated}; choose another order, or none."
            raise InputError(why, code="E_DATE_ORDER")
