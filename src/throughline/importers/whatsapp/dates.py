"""Which of the day and the month comes first: learned from every date of a layout, or asked, never guessed."""

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


@dataclass(slots=True)
class DateEvidence:
    """What the dates of one layout say about their order, one header at a time."""

    is_year_first: bool = False
    needs_day_first: bool = False
    needs_month_first: bool = False
    needs_year_first: bool = False
    has_both_alike: bool = True
    _last: dict[str, date] = field(default_factory=dict)
    _backwards: dict[str, int] = field(default_factory=lambda: {"day-first": 0, "month-first": 0})
    sample: str = ""

    def add(self, header: Header) -> None:
        """Take in one date."""
        if header.layout.is_year_first:
            self.is_year_first = True
            self.needs_day_first |= header.second > 12
        else:
            self.needs_year_first |= header.first > 31
            self.needs_day_first |= 12 < header.first <= 31
            self.needs_month_first |= header.second > 12
            self.has_both_alike &= header.first == header.second
        for order in self._backwards:
            self._add_in_order(header, order)

    def _add_in_order(self, header: Header, order: str) -> None:
        moment = header.wall_clock(order)
        if moment is None:
            return
        last = self._last.get(order)
        if last is not None and (last - moment.date()).days > _MOST_BACKWARDS_DAYS:
            self._backwards[order] += 1
        self._last[order] = moment.date()

    @property
    def is_settled(self) -> bool:
        """True when no later date can change the answer but by contradiction."""
        return self.is_year_first or self.needs_day_first or self.needs_month_first or self.needs_year_first

    def order(self, stated: DateOrder | None, name: str) -> DateOrder:
        """The order of this layout's dates. Raises Question where nothing settles it, InputError where what was stated
        cannot be."""
        if self.needs_day_first and self.needs_month_first and not self.is_year_first:
            why = f"“{name}” writes the day first in some dates and the month first in others; export the chat again."
            raise InputError(why, code="E_DATE_ORDER")
        learned = self._learned()
        if stated is None:
            if learned is None:
                raise Question(
                    f"“{name}” has dates such as {self.sample} that could be read with the day or the month first; "
                    "say which with --date-order day-first or --date-order month-first.",
                    code="Q_DATE_ORDER",
                )  # fmt: skip
            return learned
        impossible = {
            "day-first": self.needs_month_first,
            "month-first": self.needs_day_first and not self.is_year_first,
        }
        if impossible.get(stated) or (stated == "year-first") != (self.is_year_first or self.needs_year_first):
            if self.is_year_first and learned is not None:
                return learned
            raise InputError(
                f"“{name}” has dates such as {self.sample} that cannot be {stated}; leave --date-order out.",
                code="E_DATE_ORDER",
            )
        return stated

    def _learned(self) -> DateOrder | None:
        if self.is_year_first:
            return "day-first" if self.needs_day_first else "year-first"
        if self.needs_year_first:
            return "year-first"
        if self.needs_day_first != self.needs_month_first:
            return "day-first" if self.needs_day_first else "month-first"
        if self.has_both_alike:
            return "day-first"
        backwards = self._backwards
        if not self.needs_day_first and (backwards["day-first"] == 0) != (backwards["month-first"] == 0):
            return "day-first" if backwards["day-first"] == 0 else "month-first"
        return None
