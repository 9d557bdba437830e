"""Learn the layout of a whole export before anything is read from it.

The layout of most lines is the file's own. A line of another layout is a message only where the file shows that it is
(`strangers`): text that somebody pasted from another chat does not keep the file's order of time, and stays part of the
message it was pasted into.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from throughline.domain.errors import InputError
from throughline.importers.base import DateOrder
from throughline.importers.whatsapp.dates import DateEvidence
from throughline.importers.whatsapp.header import Header, Layout, read_header
from throughline.importers.whatsapp.senders import split_sender

_DIGITS, _OTHER_DIGITS = re.compile("[0-9]+"), re.compile(r"\d+")
ENOUGH_HEADERS = 1_000
_FIRST_LINES = 200
_MOST_PLACED = 100_000
_MOST_MIXED = 1_000
NumberedLine = tuple[int, str]
Shape = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first lines show: how often each layout stands there, the layout of the very first head, one head of each
    layout without its line's words, who speaks in each, and the shapes of their heads (`head_shape`)."""

    counts: Counter[Layout]
    first: Layout
    samples: dict[Layout, str]
    senders: dict[Layout, frozenset[str]]
    shapes: dict[Layout, Counter[Shape]]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a file's lines look like: its own layout, the date order of each layout in it, which lines of other layouts
    are messages, which of its own are not, the senders seen at its beginning, the line of its first
    message, how many lines (`kept`, from `first_kept` on) look like messages but stay in the one around them, and how
    often its own dates run back by more than a day (`backwards`, from the line `first_backwards` on)."""

    layout: Layout
    orders: dict[Layout, DateOrder]
    sample: str
    senders: frozenset[str]
    strangers: frozenset[int] = frozenset()
    pasted: frozenset[int] = frozenset()
    first_line: int = 1
    kept: int = 0
    first_kept: int = 0
    backwards: int = 0
    first_backwards: int = 0

    def is_head(self, header: Header, number: int) -> bool:
        """True where the line with that number begins a message."""
        if header.layout == self.layout:
            return number not in self.pasted
        return number in self.strangers


@dataclass(slots=True)
class Placed:
    """A head whose right to be one is in question, between the file's own heads before and behind it."""

    number: int
    header: Header
    sender: str | None
    before: Header | None
    after: Header | None = None


@dataclass(slots=True)
class Survey:
    """What one pass over a file's heads gathers. Heads of the file's own layout may be left out where they have the date
    of the one before and no stranger stands beside them."""

    own: Layout
    evidence: dict[Layout, DateEvidence] = field(default_factory=dict)
    strangers: list[Placed] = field(default_factory=list)
    mixed: dict[str, list[Placed]] = field(default_factory=lambda: {"day-first": [], "month-first": []})
    samples: dict[Layout, str] = field(default_factory=dict)
    first_own: int | None = None
    last_own: Header | None = None
    _waiting: list[Placed] = field(default_factory=list)

    def take_lines(self, lines: Iterable[NumberedLine], name: str) -> Survey:
        """Take in every line that begins like a message. Raises InputError where more of them are strangers than can be
        weighed."""
        for number, line in lines:
            header = read_header(line)
            if header is not None:
                self._take(number, header, line)
                if len(self.strangers) > _MOST_PLACED:
                    why = f"“{name}” changes its layout too often to be sure who wrote what; export the chat again."
                    raise InputError(why, code="E_LAYOUT")
        return self

    def _take(self, number: int, header: Header, line: str) -> None:
        layout = header.layout
        evidence = self.evidence.get(layout)
        if evidence is None:
            evidence = self.evidence[layout] = DateEvidence(sample=date_of(line, header))
            self.samples[layout] = sample_of(line, header)
        evidence.add(header, number)
        sender, _ = split_sender(line[header.end :], frozenset())
        placed = Placed(number, header, sender, self.last_own)
        if layout != self.own:
            self.strangers.append(placed)
            self._waiting.append(placed)
            return
        for waiting in self._waiting:
            waiting.after = header
        self._waiting.clear()
        self._note_mixed(placed)
        self.first_own = number if self.first_own is None else self.first_own
        self.last_own = header

    def _note_mixed(self, placed: Placed) -> None:
        """Remember an own head whose date exists in one order alone, as long as there are few of that sort."""
        if self.own.is_year_first:
            return
        exists = [order for order in self.mixed if placed.header.wall_clock(order) is not None]
        if len(exists) == 1 and len(self.mixed[exists[0]]) < _MOST_MIXED:
            self.mixed[exists[0]].append(placed)
            self._waiting.append(placed)


def look_at_beginning(lines: Iterable[NumberedLine], name: str) -> Beginning:
    """Look at the first heads of a file. Raises InputError where its first 200 lines hold none."""
    counts: Counter[Layout] = Counter()
    samples: dict[Layout, str] = {}
    senders: dict[Layout, set[str]] = {}
    shapes: dict[Layout, Counter[Shape]] = {}
    for count, (_, line) in enumerate(lines, 1):
        header = read_header(line)
        if header is not None:
            counts[header.layout] += 1
            if header.layout not in samples:
                samples[header.layout] = sample_of(line, header)
            shapes.setdefault(header.layout, Counter())[head_shape(line, header)] += 1
            sender, _ = split_sender(line[header.end :], frozenset())
            if sender is not None:
                senders.setdefault(header.layout, set()).add(sender)
        elif count == _FIRST_LINES and not counts:
            break
        if counts.total() >= ENOUGH_HEADERS:
            break
    if not counts:
        why = f"“{name}” has no line that begins like a WhatsApp message; give it as the phone exported it."
        raise InputError(why, code="E_LAYOUT")
    known = {layout: frozenset(names) for layout, names in senders.items()}
    return Beginning(counts, next(iter(counts)), samples, known, shapes)


def date_of(line: str, header: Header) -> str:
    """The date and time alone, to show in a question: nobody's words."""
    return line[: header.end].strip(" -–—[]:\u200e\u200f")


def sample_of(line: str, header: Header) -> str:
    """A head as it stands in the file, to show what was learned: nobody's words."""
    return line[: header.end].strip() + " …"


def head_shape(line: str, header: Header) -> Shape:
    """The head with its numbers left out, and where in it the second of date and clock begins, counted in spaces; -1 where
    it does not begin behind a space. Numbers in ASCII digits become `#`, others `~`."""
    plain = line.removeprefix("\u200e")
    moved = len(line) - len(plain)
    head = plain[: header.end - moved]
    middle = header.middle - moved
    spaces = head[:middle].count(" ") if head[:middle].endswith(" ") else -1
    return _without_numbers(head), spaces


def _without_numbers(head: str) -> str:
    return _OTHER_DIGITS.sub("~", _DIGITS.sub("#", head))
