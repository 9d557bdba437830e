"""Times, lengths of time, lists and counts in plain British English, told in the case's time zone.

A time that is an interval is told as one: "on 3 March 2026" where only the day is known, "at about 7pm" where it is known to
the hour. The year always stands, because a pack may be read years later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from throughline.domain.timing import Span

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_TO_THE_HOUR = _HOUR + _MINUTE
_PART_OF_DAY = 6 * _HOUR + _MINUTE


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 occasion", "1,200 occasions". `many` is the plural where it is not one + s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def times(number: int) -> str:
    """How often: "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(number, count(number, "time"))


def listed(items: Sequence[str]) -> str:
    """A list as it is spoken: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def at_start(sentence: str) -> str:
    """The sentence with a capital letter at its start; a name keeps the letters it has."""
    return sentence[:1].upper() + sentence[1:]


def day(moment: datetime, zone: ZoneInfo) -> str:
    """The day of an instant: "3 March 2026"."""
    return date_named(moment.astimezone(zone))


def date_named(local: date) -> str:
    """A date in words: "3 March 2026"."""
    return f"{local.day} {local:%B} {local.year}"


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """The time of day of an instant: "7.40pm", "7pm", "midnight". In the hour that clocks repeat it says which of the two."""
    local = moment.astimezone(zone)
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return "midnight" if local.hour == 0 else "midday"
    minutes = f".{local.minute:02}" if local.minute else ""
    told = f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"
    return told + _time_round(local)


def _time_round(local: datetime) -> str:
    """Which of the two a repeated wall-clock time is; nothing for all others."""
    naive = local.replace(tzinfo=None)
    first, second = (naive.replace(tzinfo=local.tzinfo, fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second is None or first <= second:
        return ""
    return " (before the clocks went back)" if local.utcoffset() == first else " (after the clocks went back)"


def when(span: Span, zone: ZoneInfo) -> str:
    """When something was, as well as it is known, with its preposition: "on 3 March 2026 at 7.40pm", "in March 2026"."""
    width = span.latest - span.earliest
    first, last = span.earliest.astimezone(zone), span.latest.astimezone(zone)
    if width < _MINUTE:
        return f"on {day(first, zone)} at {clock(first, zone)}"
    if _is_midnight(first) and _is_midnight(last + timedelta(seconds=1)):
        return _whole_days(first, last, zone)
    middle = span.earliest + width / 2
    if width <= _TO_THE_HOUR:
        return f"on {day(middle, zone)} at about {clock(_to_five_minutes(middle), zone)}"
    if width <= _PART_OF_DAY:
        return f"on {day(middle, zone)} at about {clock(_to_five_minutes(middle), zone)}, give or take 3 hours"
    return f"between {day(first, zone)} and {day(last, zone)}"


def _is_midnight(local: datetime) -> bool:
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def _whole_days(first: datetime, last: datetime, zone: ZoneInfo) -> str:
    if first.date() == last.date():
        return f"on {day(first, zone)}"
    is_month = first.day == 1 and (last + timedelta(seconds=1)).day == 1 and last - first < 32 * _DAY
    return f"in {first:%B} {first.year}" if is_month else f"between {day(first, zone)} and {day(last, zone)}"


def _to_five_minutes(moment: datetime) -> datetime:
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return whole + round((moment - whole) / (5 * _MINUTE)) * 5 * _MINUTE


def length(shortest: timedelta, longest: timedelta) -> str:
    """A length of time that lies between two, both included: "17 minutes", "about 17 minutes", "16 to 40 minutes".

    Whole units that have passed: minutes under 2 hours, hours under 2 days, then days.
    """
    unit, name = _unit(longest)
    low, high = max(0, shortest // unit), longest // unit
    if high == 0:
        return f"less than a {name}"
    if low == high:
        return count(high, name)
    if low == 0:
        return f"less than {count(high + 1, name)}"
    if high - low == 1:
        return f"about {count(high, name)}"
    return f"{low:,} to {count(high, name)}"


def within(longest: timedelta) -> str:
    """A length of time that surely holds all of it, rounded up: "52 minutes", "5 hours"."""
    unit, name = _unit(longest)
    return count(max(1, -(-longest // unit)), name)


def _unit(longest: timedelta) -> tuple[timedelta, str]:
    if longest < 2 * _HOUR:
        return _MINUTE, "minute"
    return (_HOUR, "hour") if longest < 2 * _DAY else (_DAY, "day")


def days_from_to(first: Span, last: Span, zone: ZoneInfo) -> str:
    """Over how many days, first and last counted: "over 63 days, from 1 January 2026 to 4 March 2026"; "on 3 March 2026"."""
    earliest, latest = first.earliest.astimezone(zone), last.latest.astimezone(zone)
    longest = (latest.date() - earliest.date()).days + 1
    shortest = max(1, (last.earliest.astimezone(zone).date() - first.latest.astimezone(zone).date()).days + 1)
    if longest == 1:
        return f"on {day(earliest, zone)}"
    number = f"{longest:,}" if shortest == longest else f"{shortest:,} to {longest:,}"
    return f"over {number} days, from {day(earliest, zone)} to {day(latest, zone)}"


def iso(span: Span, zone: ZoneInfo) -> tuple[str, str]:
    """The first and last moment of a span as findings write them: with offset, or as days where only days are known."""
    first, last = span.earliest.astimezone(zone), span.latest.astimezone(zone)
    if last - first >= _DAY - timedelta(hours=2):
        return first.date().isoformat(), last.date().isoformat()
    return first.isoformat(timespec="seconds"), last.isoformat(timespec="seconds")


def spoken_chance(chance: float) -> str:
    """How rarely chance alone would show as much: "this would come up about 1 time in 60"."""
    odds = max(2, round(1 / chance)) if chance > 0 else 10_000
    rounded = odds if odds < 20 else round(odds, -1) if odds < 1_000 else round(odds, -2)
    return f"a record would show as much about 1 time in {rounded:,}"
