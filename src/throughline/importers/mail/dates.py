"""When a message says it was written (RFC 5322, section 3.3 and its obsolete forms).

Exact where the zone is given. Without a zone the clock is taken to be the person's own; with the name of a zone that is
not known the time is an interval that holds every zone there is. A date that does not exist is no date.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_tz
from functools import lru_cache
from zoneinfo import ZoneInfo

from throughline.domain.timing import resolve_wall_clock

Moment = tuple[datetime, datetime | None]
_MONTHS = {"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11,
           "Dec": 12}  # fmt: skip
_USUAL = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), {1,2})?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d)"
    r" ([+-]\d{4})(?: \([A-Za-z ]*\))?"
)
_COMMENT = re.compile(r"\([^()]*\)")
_BEHIND_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?P<zone>.*)", re.DOTALL)
_OFFSET = re.compile(r"(?:^|[^\d])([+-])(\d\d):?(\d\d)\b")
_NAMED = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7,
          "PDT": -7, "PST": -8}  # fmt: skip
_EASTMOST, _WESTMOST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
_HALF_DAY = re.compile(r"\b([AP])M\b", re.IGNORECASE)
_LONGEST = 300
_YEARS = range(1970, 2200)
"""Of e-mail, and those that a case file can hold; what lies outside was written by a broken clock."""


def read_date(written: str, zone: ZoneInfo) -> Moment | None:
    """The instant, or the first and last that it can be; None where it is no date. `zone` is the person's own."""
    usual = _USUAL.fullmatch(written)
    if usual is None or usual[2] not in _MONTHS:
        return _read_oddly_written(written, zone)
    day, month, year, hour, minute, second, offset = usual.groups()
    try:
        return _exact(
            datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=_zone_at(offset))
        )
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _zone_at(offset: str) -> timezone:
    """The zone of `+0100`. Raises ValueError for one that no clock can have."""
    return _zone_of(offset[0], int(offset[1:3]), int(offset[3:]))


def _zone_of(sign: str, hours: int, minutes: int) -> timezone:
    if minutes > 59:
        raise ValueError("no clock is so far from UTC")
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if sign == "-" else distance)


def _exact(moment: datetime) -> Moment | None:
    return (moment, None) if moment.year in _YEARS else None


def _read_oddly_written(written: str, zone: ZoneInfo) -> Moment | None:
    if len(written) > _LONGEST:
        return None
    while (plain := _COMMENT.sub(" ", written)) != written:
        written = plain
    plain = re.sub(r"\s*:\s*", ":", plain.strip())
    plain = re.sub(r"(:\d\d)\.\d+", r"\1", plain)
    try:
        wall = datetime.fromisoformat(plain) if re.match(r"\d{4}-\d\d-\d\d[T ]\d", plain) else _wall_clock(plain)
        return None if wall is None else _placed(wall, plain, zone)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _wall_clock(plain: str) -> datetime | None:
    half = _HALF_DAY.search(plain)
    fields = parsedate_tz(_HALF_DAY.sub("", plain))
    if fields is None:
        return None
    year, month, day, hour, minute, second = fields[:6]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half[1] in "pP")
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - its zone is found behind it


def _placed(wall: datetime, plain: str, zone: ZoneInfo) -> Moment | None:
    if wall.tzinfo is not None:
        return _exact(wall)
    behind = _BEHIND_CLOCK.search(_HALF_DAY.sub("", plain))
    rest = re.sub(r"(?<![+\-\d])\d{4}(?!\d)", " ", behind["zone"]).strip(" ,") if behind else ""
    offset = _OFFSET.search(rest)
    if offset is not None:
        return _exact(wall.replace(tzinfo=_zone_of(offset[1], int(offset[2]), int(offset[3]))))
    name = rest.upper()
    if name in _NAMED:
        return _exact(wall.replace(tzinfo=timezone(timedelta(hours=_NAMED[name]))))
    return _placed_by_name(wall, name, zone)


def _placed_by_name(wall: datetime, name: str, zone: ZoneInfo) -> Moment | None:
    first, last = (_at_offset(moment) for moment in resolve_wall_clock(wall, zone))
    by_name = {moment.tzname(): _at_offset(moment) for moment in resolve_wall_clock(wall, zone)}
    if name in by_name:
        return _exact(by_name[name])
    if name:
        first, last = wall.replace(tzinfo=_EASTMOST), wall.replace(tzinfo=_WESTMOST)
    if wall.year not in _YEARS:
        return None
    return first, None if first == last else last


def _at_offset(moment: datetime) -> datetime:
    """The same moment in a zone that is nothing but its offset: in one zone, the two of a repeated hour are equal."""
    return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta()), fold=0)
