"""Learn the layout of a whole export before anything is read from it.

The layout of most lines is the file's own. A line of another layout is a message only where the file shows that it is:
its time must lie after the message before it and not after the one behind it. Text that somebody pasted from another chat
does not keep that order, and stays part of the message it was pasted into.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from throughline.domain.errors import InputError, Question
from throughline.importers.base import DateOrder
from throughline.importers.whatsapp.dates import DateEvidence
from throughline.importers.whatsapp.header import Header, Layout, read_header
from throughline.importers.whatsapp.senders import split_sender

ENOUGH_HEADERS = 3_000
_FIRST_LINES = 200
_MOST_STRANGERS = 20_000


@dataclass(frozen=True, slots=True)
class Learned:
    """What a file's lines look like: its own layout, the date order of each layout in it, which lines of other layouts
    are messages, and the senders seen. `is_whole` is False when only the beginning was looked at."""

    layout: Layout
    orders: dict[Layout, DateOrder]
    sample: str
    senders: frozenset[str]
    strangers: frozenset[int] = frozenset()
    is_whole: bool = True


@dataclass(slots=True)
class _Seen:
    """What one pass over the lines gathers."""

    counts: Counter[Layout] = field(default_factory=Counter)
    evidence: dict[Layout, DateEvidence] = field(default_factory=dict)
    samples: dict[Layout, str] = field(default_factory=dict)
    headers: list[tuple[int, Header]] = field(default_factory=list)
    senders: Counter[str] = field(default_factory=Counter)
    previous: tuple[int, Header] | None = None


def learn(
    lines: Iterable[tuple[int, str]], stated: DateOrder | None, name: str, *, own: Layout | None = None
) -> Learned:
    """Learn from numbered lines. With `own` given, its lines are the file's and only strangers are decided anew.

    Raises InputError where no line begins like a message, Question where the order of dates is open.
    """
    seen = _Seen()
    is_whole = True
    for count, (number, line) in enumerate(lines, 1):
        header = read_header(line)
        if header is not None:
            _take_in(seen, number, header, line)
        elif count == _FIRST_LINES and not seen.counts:
            break
        if own is None and len(seen.headers) >= ENOUGH_HEADERS and _is_plain(seen):
            is_whole = False
            break
    if not seen.counts:
        why = f"“{name}” has no line that begins like a WhatsApp message; give it as the phone exported it."
        raise InputError(why, code="E_LAYOUT")
    layout = own or seen.counts.most_common(1)[0][0]
    orders: dict[Layout, DateOrder] = {layout: seen.evidence[layout].order(stated, name)}
    strangers = _strangers(seen, layout, orders)
    return Learned(layout, orders, seen.samples[layout], frozenset(seen.senders), strangers, is_whole)


def _is_plain(seen: _Seen) -> bool:
    return len(seen.counts) == 1 and next(iter(seen.evidence.values())).is_settled


def _take_in(seen: _Seen, number: int, header: Header, line: str) -> None:
    layout = header.layout
    if layout not in seen.evidence:
        seen.evidence[layout] = DateEvidence(sample=_date_of(line, header))
        seen.samples[layout] = line[: header.end].strip() + " …"
    seen.counts[layout] += 1
    seen.evidence[layout].add(header)
    if len(seen.counts) > 1 or len(seen.headers) < ENOUGH_HEADERS:
        if seen.previous is not None and seen.headers and seen.headers[-1] != seen.previous:
            seen.headers.append(seen.previous)  # the file's own message before the first stranger
        seen.headers.append((number, header))
    seen.previous = (number, header)
    sender, _ = split_sender(line[header.end :], frozenset())
    if sender is not None and (sender in seen.senders or len(seen.senders) < _MOST_STRANGERS):
        seen.senders[sender] += 1


def _date_of(line: str, header: Header) -> str:
    """The date alone, to show in a question: nobody's words."""
    return line[: header.end].strip(" -–—[]\u200e\u200f")


def _strangers(seen: _Seen, own: Layout, orders: dict[Layout, DateOrder]) -> frozenset[int]:
    """The lines of other layouts that are messages, in the date order that makes most of them fit; `orders` gains it."""
    accepted: set[int] = set()
    for layout in seen.counts:
        if layout == own:
            continue
        fits = {
            order: _fitting(seen, layout, _with_order(orders, layout, order), own) for order in _possible(seen, layout)
        }
        best = max(fits.values(), key=len, default=set())
        orders_that_fit = [order for order, lines in fits.items() if len(lines) == len(best)]
        if best:
            orders[layout] = orders_that_fit[0]
            accepted |= best
    return frozenset(accepted)


def _with_order(orders: dict[Layout, DateOrder], layout: Layout, order: DateOrder) -> dict[Layout, DateOrder]:
    """The orders with one more layout."""
    return {**orders, layout: order}


def _possible(seen: _Seen, layout: Layout) -> tuple[DateOrder, ...]:
    evidence = seen.evidence[layout]
    try:
        return (evidence.order(None, ""),)
    except Question:
        return ("day-first", "month-first")
    except InputError:
        return ()


def _fitting(seen: _Seen, layout: Layout, orders: dict[Layout, DateOrder], own: Layout) -> set[int]:
    """The lines of a layout whose time lies after the message before and not after the file's next own message."""
    following = _next_own(seen, orders, own)
    fitting: set[int] = set()
    before: datetime | None = None
    for (number, header), after in zip(seen.headers, following, strict=True):
        moment = header.wall_clock(orders[header.layout]) if header.layout in orders else None
        if header.layout == own:
            before = moment or before
        elif header.layout == layout and moment is not None and _lies_between(before, moment, after, own):
            fitting.add(number)
            before = moment
    return fitting


def _lies_between(before: datetime | None, moment: datetime, after: datetime | None, own: Layout) -> bool:
    return (before is None or before < moment) and (after is None or moment <= _end_of(after, own))


def _next_own(seen: _Seen, orders: dict[Layout, DateOrder], own: Layout) -> list[datetime | None]:
    following: list[datetime | None] = []
    after: datetime | None = None
    for _, header in reversed(seen.headers):
        following.append(after)
        if header.layout == own:
            after = header.wall_clock(orders[own]) or after
    return following[::-1]


def _end_of(moment: datetime, layout: Layout) -> datetime:
    return moment if layout.has_seconds else moment.replace(second=59)
