"""The head of a WhatsApp line: date, time, and where the sender begins, in every layout that phones write.

A layout is what does not change from line to line in one export: brackets, which of date and time comes first, the marks
between numbers, how many digits a year has, seconds, a twelve-hour marker, the dash. Direction marks, no-break spaces and
the digits of other scripts are read through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_M = "[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
_S = "[ \u00a0\u202f\u2009\t]"
MORNING = frozenset(
    [
        "am",
        "a.m",
        "a.m.",
        "ص",
        "오전",
        "上午",
        "午前",
        "π.μ.",
        "π.μ",
        "πμ",
        "sa",
        "öö",
        "de.",
        "de",
        "fm",
        "dop.",
        "dop",
        "ق.ظ.",
        "ق.ظ",
        "ap.",
        "ap",
        "пр.об.",
        "am.",
        "früh",
        "vorm.",
        "प",
        "फ",
    ]
)
AFTERNOON = frozenset(
    [
        "pm",
        "p.m",
        "p.m.",
        "م",
        "오후",
        "下午",
        "午後",
        "μ.μ.",
        "μ.μ",
        "μμ",
        "ch",
        "ös",
        "du.",
        "du",
        "em",
        "odp.",
        "odp",
        "ب.ظ.",
        "ب.ظ",
        "ip.",
        "ip",
        "сл.об.",
        "pm.",
        "nachm.",
    ]
)
_DOTTED = rf"[AaPp]\.?{_S}?[Mm]\.?(?!\w)"
_WORDS = "|".join(sorted((re.escape(word) for word in MORNING | AFTERNOON), key=len, reverse=True))
_MARKER = rf"(?:{_DOTTED}|(?:{_WORDS})(?![^\W\d]))"
_DATE = (
    rf"(?P<a>[RHSrhs]?\d{{1,4}}){_M}{_S}?(?P<mark>[/.\-]){_M}{_S}?(?P<b>\d{{1,2}}){_M}{_S}?[/.\-]{_M}{_S}?"
    rf"(?P<c>[RHSrhs]?\d{{1,4}})\.?(?:{_S}?(?P<era>BE|B\.E\.|พ\.ศ\.|AD|CE))?{_M}"
)
_CLOCK = rf"(?P<hour>\d{{1,2}}){_M}[:.]{_M}(?P<minute>\d\d)(?:{_M}[:.]{_M}(?P<second>\d\d))?{_M}"
_BETWEEN = rf"(?P<comma>[,،、]?){_M}{_S}*{_M}(?:(?!{_MARKER})[^\W\d_]{{1,6}}\.?{_S}+)?{_M}"
_DATE_FIRST = rf"{_DATE}{_BETWEEN}(?:(?P<before>{_MARKER}){_S}*)?{_M}{_CLOCK}(?:{_S}*{_M}(?P<after>{_MARKER}))?{_M}"
_TIME_FIRST = rf"{_CLOCK}(?:{_S}*{_M}(?P<after>{_MARKER}))?{_M}{_BETWEEN}(?P<before>(?!)x)?{_DATE}"
_END = rf"(?:(?(bracket)\]{_M}{_S}?{_M}(?:[-–—]{_S})?|(?:{_S}*(?P<dash>[-–—]){_S}|,?{_S}+)))"
_HEADERS = tuple(
    (is_date_first, re.compile(rf"{_M}(?P<bracket>\[)?{_M}{_S}*{body}{_S}*{_END}"))
    for is_date_first, body in ((True, _DATE_FIRST), (False, _TIME_FIRST))
)
_LIKELY = re.compile(rf"{_M}\[?{_M}{_S}*[RHSrhs]?\d{{1,4}}{_M}{_S}?[/.:\-]")
_ERAS = {"r": 2018, "h": 1988, "s": 1925}
_BUDDHIST = 543


@dataclass(frozen=True, slots=True)
class Layout:
    """What does not change from line to line of one export."""

    has_bracket: bool
    is_date_first: bool
    mark: str
    year_digits: int
    is_year_first: bool
    has_seconds: bool
    has_marker: bool
    dash: str


@dataclass(frozen=True, slots=True)
class Header:
    """The head of one line: its layout, the three numbers of its date in their order, its clock time, and where in the
    line the sender begins."""

    layout: Layout
    first: int
    second: int
    third: int
    hour: int
    minute: int
    seconds: int
    end: int

    def date_parts(self, order: str) -> tuple[int, int, int]:
        """Year, month and day of the date when read in an order (`day-first`, `month-first`, `year-first`)."""
        if order == "year-first":
            return self.first, self.second, self.third
        if self.layout.is_year_first:
            return self.first, self.third, self.second
        if order == "day-first":
            return self.third, self.second, self.first
        return self.third, self.first, self.second

    def wall_clock(self, order: str) -> datetime | None:
        """The time on the phone's clock when the date is read in an order; None where there is no such day."""
        try:
            return datetime(*self.date_parts(order), self.hour, self.minute, self.seconds)  # noqa: DTZ001
        except ValueError:
            return None


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
    numbers = [_year_or_number(found["a"]), int(found["b"]), _year_or_number(found["c"])]
    is_year_first = len(found["a"]) > 2 or not found["a"][0].isdigit()
    year = 0 if is_year_first else 2
    if len(found["c"]) > 2 and is_year_first:
        return None
    numbers[year] = _full_year(numbers[year], found["a" if is_year_first else "c"], found["era"])
    hour = _hour(int(found["hour"]), found["before"] or found["after"])
    if hour is None or int(found["minute"]) > 59 or int(found["second"] or 0) > 59:
        return None
    layout = Layout(
        has_bracket=found["bracket"] is not None, is_date_first=is_date_first, mark=found["mark"],
        year_digits=len(found["a" if is_year_first else "c"]), is_year_first=is_year_first,
        has_seconds=found["second"] is not None, has_marker=bool(found["before"] or found["after"]),
        dash=found["dash"] or "",
    )  # fmt: skip
    first, second, third = numbers
    return Header(layout, first, second, third, hour, int(found["minute"]), int(found["second"] or 0), found.end())


def _year_or_number(text: str) -> int:
    return int(text) if text[0].isdigit() else _ERAS[text[0].lower()] + int(text[1:])


def _full_year(year: int, written: str, era: str | None) -> int:
    if not written[0].isdigit():
        return year
    if era in ("BE", "B.E.", "พ.ศ.") or 2400 < year < 2700:
        return year - _BUDDHIST
    return year + 2000 if len(written) == 2 else year


def _hour(hour: int, marker: str | None) -> int | None:
    """The hour from 0 to 23. A marker beside an hour that needs none (`00:08 a. m.`, `14:08 PM`) changes nothing."""
    if hour > 23:
        return None
    if marker is None or hour == 0 or hour > 12:
        return hour
    word = re.sub(rf"{_S}", "", marker).lower()
    if word in AFTERNOON or word[0] == "p":
        return hour if hour == 12 else hour + 12
    return 0 if hour == 12 else hour
