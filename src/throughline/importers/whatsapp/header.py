"""The head of a WhatsApp line: date, time, and where the sender begins, in every layout that phones write.

A layout is what does not change from line to line in one export: brackets, which of date and time comes first, the mark
between numbers, how many digits a year has, seconds, a twelve-hour marker, the calendar, how the head ends. Direction marks, no-break
spaces and the digits of other scripts are read through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from throughline.importers.whatsapp.clock_words import SPACE, hour_of, marker_pattern

MARK = "[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
_M = MARK + "*"
_S = SPACE
_MARKER = marker_pattern()
_DATE = (
    rf"(?P<a>[RHSrhs]?\d{{1,4}}){_M}{_S}?(?P<mark>[/.\-]){_M}{_S}?(?P<b>\d{{1,2}}){_M}{_S}?[/.\-]{_M}{_S}?"
    rf"(?P<c>[RHSrhs]?\d{{1,4}})\.?(?:{_S}?(?P<era>BE|B\.E\.|พ\.ศ\.|AD|CE|г\.))?{_M}"
)
_CLOCK = rf"(?P<hour>\d{{1,2}}){_M}[:.]{_M}(?P<minute>\d\d)(?:{_M}[:.]{_M}(?P<second>\d\d))?{_M}"
_BETWEEN = rf"(?P<comma>[,،、]?){_M}{_S}*{_M}(?:(?!{_MARKER})[^\W\d_]{{1,6}}\.?{_S}+){{0,2}}{_M}"
_DATE_FIRST = (
    rf"{_DATE}{_BETWEEN}(?P<later>)(?:(?P<before>{_MARKER}){_S}*)?{_M}{_CLOCK}(?:{_S}*{_M}(?P<after>{_MARKER}))?{_M}"
)
_TIME_FIRST = rf"{_CLOCK}(?:{_S}*{_M}(?P<after>{_MARKER}))?{_M}{_BETWEEN}(?P<later>)(?P<before>(?!)x)?{_DATE}"
_END = rf"(?:(?(bracket)\](?:{_M}{_S}(?:[-–—]{_S})?)?|(?:{_S}*(?P<dash>[-–—]){_S}|(?P<colon>:){_S}|,?{_S}+)))"
_HEADERS = tuple(
    (is_date_first, re.compile(rf"{_M}(?P<bracket>\[)?{_M}{_S}*{body}{_S}*{_END}"))
    for is_date_first, body in ((True, _DATE_FIRST), (False, _TIME_FIRST))
)
LIKELY = rf"^{_M}\[?{_M}{_S}*[RHSrhs]?\d{{1,4}}{_M}{_S}?[/.:\-]"
"""What every head begins with; the column library reads this expression too."""
_LIKELY = re.compile(LIKELY)
_ERAS = {"r": 2018, "h": 1988, "s": 1925}
_BUDDHIST = 543
_EARLIEST_SHORT_BUDDHIST = 52
"""2009, the year WhatsApp began, is 2552: two digits from 52 on are of that calendar, as ours is not there before 2052."""
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True, slots=True)
class Layout:
    """What does not change from line to line of one export. `is_buddhist` says which calendar its years are of; `ending`
    is what stands behind a head without brackets: a dash, a colon, or nothing."""

    has_bracket: bool
    is_date_first: bool
    mark: str
    comma: str
    year_digits: int
    is_year_first: bool
    has_seconds: bool
    has_marker: bool
    is_buddhist: bool
    ending: str

    @property
    def is_framed(self) -> bool:
        """True where a bracket, dash or colon sets the head apart from what follows."""
        return self.has_bracket or bool(self.ending)


@dataclass(frozen=True, slots=True)
class Header:
    """The head of one line: its layout, the three numbers of its date in their order, its clock time, where in the line
    the second of date and clock begins, and where the sender does."""

    layout: Layout
    first: int
    second: int
    third: int
    hour: int
    minute: int
    seconds: int
    middle: int
    end: int

    def date_parts(self, order: str) -> tuple[int, int, int]:
        """Year, month and day of the date when read in an order (`day-first`, `month-first`, `year-first`)."""
        if self.layout.is_year_first:
            rest = (self.third, self.second) if order == "day-first" else (self.second, self.third)
            return (self.first, *rest)
        if order == "year-first":
            return _full_year(self.first, f"{self.first:02}", None), self.second, self.third % 100
        if order == "day-first":
            return self.third, self.second, self.first
        return self.third, self.first, self.second

    def wall_clock(self, order: str) -> datetime | None:
        """The time on the phone's clock when the date is read in an order; None where there is no such day, or none that
        WhatsApp was there to write."""
        year, month, day = self.date_parts(order)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        try:
            return datetime(year, month, day, self.hour, self.minute, self.seconds)  # noqa: DTZ001
        except ValueError:
            return None


@lru_cache(maxsize=4)
def read_header(line: str) -> Header | None:
    """The head of a line, or None where the line does not begin like a message."""
    if not _LIKELY.match(line):
        return None
    for is_date_first, pattern in _HEADERS:
        found = pattern.match(line)
        if found is not None:
            return _header(found, is_date_first)
    return None


def _header(found: re.Match[str], is_date_first: bool) -> Header | None:
    a, c = found["a"], found["c"]
    is_year_first = len(a) > 2 or not a[0].isdigit()
    year, day = (a, c) if is_year_first else (c, a)
    if len(day) > 2 or not (not year[0].isdigit() or len(year) in (2, 4) or len(year) == 1 < len(day)):
        return None
    full_year = _full_year(_number(year), year, found["era"])
    numbers = (full_year, int(found["b"]), int(c)) if is_year_first else (int(a), int(found["b"]), full_year)
    marker = found["before"] or found["after"]
    hour = hour_of(int(found["hour"]), marker)
    if hour is None or int(found["minute"]) > 59 or int(found["second"] or 0) > 59:
        return None
    layout = _layout(
        found["bracket"] is not None, is_date_first, found["mark"], found["comma"], _digits(year), is_year_first,
        found["second"] is not None, marker is not None, year[0].isdigit() and (full_year - int(year)) % 100 != 0,
        found["dash"] or found["colon"] or "",
    )  # fmt: skip
    return Header(
        layout, *numbers, hour, int(found["minute"]), int(found["second"] or 0), found.start("later"), found.end()
    )


@lru_cache(maxsize=256)
def _layout(*parts: object) -> Layout:
    """One value a layout, so that comparing the layouts of a million lines costs nothing."""
    return Layout(*parts)  # type: ignore[arg-type]


def _number(text: str) -> int:
    return int(text) if text[0].isdigit() else _ERAS[text[0].lower()] + int(text[1:])


def _digits(year: str) -> int:
    """4 or 2, or 0 where the year is counted from the beginning of an emperor's reign."""
    return 0 if not year[0].isdigit() else 4 if len(year) > 2 else 2


def _full_year(year: int, written: str, era: str | None) -> int:
    if not written[0].isdigit():
        return year
    if len(written) == 1:
        return year  # `22/5/1` has its year in front, or none
    if len(written) == 2:
        is_buddhist = era in ("BE", "B.E.", "พ.ศ.") or year >= _EARLIEST_SHORT_BUDDHIST
        return year + 2500 - _BUDDHIST if is_buddhist else year + 2000
    if era in ("BE", "B.E.", "พ.ศ.") or 2400 < year < 2700:
        return year - _BUDDHIST
    return year
