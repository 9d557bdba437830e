"""Times as they were written, and the intervals they can mean.

A person writes "2026-03", "2026-03-01" or "2026-03-01T19:40"; an export writes a wall-clock time without a zone. None of
these is an instant. `WrittenTime` keeps the text (nothing is lost when a case is written back) and `span` says between
which two instants, in UTC, it lies. Everything that compares times compares spans.

Clock changes: in a repeated autumn hour a case file means the first of the two (contract case-file.md); a time in the
missing spring hour never happened on a clock of that zone, and its span covers both readings of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from throughline.domain.rules import Rule

_WRITTEN = re.compile(
    r"(?P<year>19\d\d|2[01]\d\d)-(?P<month>\d\d)"
    r"(?:-(?P<day>\d\d)(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>\.\d{1,9})?)?"
    r"(?P<offset>Z|[+-]\d\d(?::?[0-5]\d)?)?)?)?"
)
_ONE_SECOND = timedelta(seconds=1)  # spans include both ends, so a day ends a second before the next
_NO_PLACES = frozenset({"localtime", "posixrules", "Factory"})
"""Names of zone files that mean something else on every machine."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `earliest` to `latest`, both included, both in UTC. An instant is a span whose ends are equal."""

    earliest: datetime
    latest: datetime

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is None or self.latest.tzinfo is None:
            raise ValueError("a span needs times with a zone")
        if self.latest < self.earliest:
            raise ValueError("a span cannot end before it begins")

    @property
    def is_instant(self) -> bool:
        """True when the two ends are the same moment."""
        return self.earliest == self.latest

    def surely_before(self, other: Span) -> bool:
        """True when every moment of this span lies before every moment of the other."""
        return self.latest < other.earliest

    def surely_within(self, other: Span) -> bool:
        """True when this span lies wholly inside the other, ends included."""
        return other.earliest <= self.earliest and self.latest <= other.latest

    def overlaps(self, other: Span) -> bool:
        """True when the two spans have a moment in common."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def until(self, other: Span) -> Span:
        """The span from this one's first moment to the other's last."""
        return Span(self.earliest, max(self.latest, other.latest))


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo:
    """The time zone of an IANA name such as `Europe/London`. Raises ValueError for an unknown one."""
    try:
        if name in _NO_PLACES or name.startswith(("posix/", "right/")):
            raise ValueError(name)
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ValueError(f"“{name}” is not a time zone; write one such as Europe/London") from unknown


def _is_zone(name: str) -> bool:
    try:
        zone_named(name)
    except ValueError:
        return False
    return True


A_ZONE = Rule(_is_zone, "“{}” is not a time zone; write one such as Europe/London")


def resolve_wall_clock(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first and last instant (aware, in `zone`'s offsets) that a wall-clock time without a zone can mean.

    The two are equal but for the repeated hour and the missing hour, where each keeps the digits of the wall clock
    with one of the day's two offsets, the earlier instant first.
    """
    first = wall.replace(tzinfo=zone, fold=0)
    second = wall.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first, first
    earlier, later = sorted((first, second), key=lambda moment: moment.astimezone(UTC))
    return earlier, later


def is_missing(wall: datetime, zone: ZoneInfo) -> bool:
    """True when clocks in `zone` jumped over this wall-clock time."""
    # A time that no clock showed comes back from UTC as another.
    there_and_back = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there_and_back.replace(tzinfo=None) != wall


def whole_days(first: datetime, after: datetime, zone: ZoneInfo) -> Span:
    """From one midnight on the wall (a datetime without a zone) to the last second before another, in UTC."""
    begins, _ = resolve_wall_clock(first, zone)
    once, again = resolve_wall_clock(after, zone)
    ends = again if is_missing(after, zone) else once  # where clocks jump at midnight, the day ends there
    return Span(begins.astimezone(UTC), ends.astimezone(UTC) - _ONE_SECOND)


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A time as it was written: a month, a day, a minute or a second, with or without an offset. ISO 8601.

    Raises ValueError when the text is not such a time.
    """

    text: str

    def __post_init__(self) -> None:
        parts = _WRITTEN.fullmatch(self.text)
        if parts is None:
            why = f"“{self.text[:40]}” is not a time; write it like 2026-03-01T19:40 or 2026-03-01, from 1900 to 2199"
            raise ValueError(why)
        try:
            _first_moment(self.text)
        except ValueError:  # Python's own words speak of ranges and timedeltas
            why = f"“{self.text}” cannot be a time; look at its month, day, hour and offset"
            raise ValueError(why) from None

    @property
    def has_offset(self) -> bool:
        """True when the text says how far it is from UTC."""
        return _WRITTEN.fullmatch(self.text)["offset"] is not None  # type: ignore[index]

    @property
    def has_clock_time(self) -> bool:
        """True when the text says at least the hour and minute."""
        return len(self.text) > len("2026-03-01")

    def wall_clock(self) -> datetime:
        """The first moment the text can mean, without its offset."""
        return _first_moment(self.text).replace(tzinfo=None)

    def is_missing_hour(self, zone: ZoneInfo) -> bool:
        """True when this is a local time that clocks in `zone` never showed."""
        return self.has_clock_time and not self.has_offset and is_missing(self.wall_clock(), zone)

    def span(self, zone: ZoneInfo) -> Span:
        """The interval, in UTC, that the text means for somebody in `zone`."""
        first = _first_moment(self.text)
        length = _length(self.text, first)
        if first.tzinfo is not None:
            start = first.astimezone(UTC)
            return Span(start, start + length)
        earlier, later = resolve_wall_clock(first, zone)
        if not self.has_clock_time:
            return whole_days(first, first + length + _ONE_SECOND, zone)
        last = later if is_missing(first, zone) else earlier
        return Span(earlier.astimezone(UTC), last.astimezone(UTC) + length)


def _first_moment(text: str) -> datetime:
    if len(text) == len("2026-03"):
        return datetime.fromisoformat(text + "-01")
    return datetime.fromisoformat(text)


def _length(text: str, first: datetime) -> timedelta:
    """How long after its first moment the last whole second lies that a written time can mean."""
    if len(text) == len("2026-03"):
        next_month = (first + timedelta(days=31)).replace(day=1)
        return next_month - first - _ONE_SECOND
    if len(text) == len("2026-03-01"):
        return timedelta(days=1) - _ONE_SECOND
    if _WRITTEN.fullmatch(text)["second"] is None:  # type: ignore[index]
        return timedelta(seconds=59)
    return timedelta(0)
