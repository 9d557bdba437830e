"""How the heads of one layout are found and taken apart by the column library: one expression for all their shapes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from throughline.importers.whatsapp.header import Layout
from throughline.importers.whatsapp.layout import Shape

MOST_SHAPES = 16
_SPECIAL = re.compile(r"([\[\](){}.*+?^$|\\\-])")
_PLAIN_CLOCK = re.compile(r"#:#(:#)?\]? (?:[-–—] )?")
_NUMBER, _DIGIT = re.compile("[#~]"), {"#": "[0-9]", "~": r"\d"}
_HOUR, _SIXTY = "(?:[01]?[0-9]|2[0-3])", "[0-5][0-9]"
MARK = "\u200e"
"""Stands before the heads of media and system lines on iPhones."""
_NO_DASH, _NO_SPACE = r"(?:[^\-–—]|$)", r"(?:\S|$)"


@dataclass(frozen=True, slots=True)
class Plan:
    """How the heads of one layout are found and taken apart.

    `head` is an expression that every head of those shapes matches, a mark before it or not, and nothing else. A head is `pieces` words, of which
    the first `middle` are the date (or the clock, where that comes first). `is_plain` says that the clock has 24 hours and
    ASCII digits. `odd` are the lines of heads that the expression does not cover.
    """

    layout: Layout
    shapes: frozenset[Shape]
    head: str
    pieces: int
    middle: int
    is_plain: bool
    dates: dict[str, tuple[str, str | None] | None] = field(default_factory=dict)
    clocks: dict[str, str | None] = field(default_factory=dict)
    odd: frozenset[int] = frozenset()

    @property
    def size(self) -> str:
        """A clock to the second or to the minute, in characters: `22:41:03`."""
        return "00:00:00" if self.layout.has_seconds else "00:00"


def plan_for(layout: Layout, shapes: Counter[Shape]) -> Plan | None:
    """The plan of a layout whose heads have these shapes so often, those left out that divide unlike most; None where
    only the careful path will do."""
    regular: Counter[tuple[int, int]] = Counter()
    for (shape, middle), count in shapes.items():
        if _is_clear(shape, layout) and 0 < middle < shape.count(" "):
            regular[shape.count(" "), middle] += count
    if not regular or len(shapes) > MOST_SHAPES:
        return None
    (pieces, middle), _ = regular.most_common(1)[0]
    return plan_with(layout, shapes.keys(), pieces, middle)


def plan_with(layout: Layout, shapes: Iterable[Shape], pieces: int, middle: int) -> Plan:
    """The plan with those of the shapes that divide so."""
    kept = frozenset(
        one for one in shapes if (one[0].count(" "), one[1]) == (pieces, middle) and _is_clear(one[0], layout)
    )
    plain = _plain_clock(layout, kept, middle)
    heads = sorted((_expression(shape, layout, is_plain=plain) for shape, _ in kept), key=lambda one: (-len(one), one))
    return Plan(layout, kept, f"^{MARK}?(?:{'|'.join(heads)}){_not_more(layout)}", pieces, middle, plain)


def _not_more(layout: Layout) -> str:
    """What must follow a shape for the head to end with it: a dash or another space would still be part of it."""
    return _NO_DASH if layout.has_bracket else "" if layout.is_framed else _NO_SPACE


def _is_clear(shape: str, layout: Layout) -> bool:
    """True where what begins with the shape has a head of that layout: where a head has no frame, a dash or a word of the
    clock might follow it and make it another, unless a comma ends it."""
    return shape.endswith(" " if layout.is_framed else ", ")


def _plain_clock(layout: Layout, shapes: frozenset[Shape], middle: int) -> bool:
    """True where every clock is a 24-hour one in ASCII digits and colons."""
    if layout.has_marker or not layout.is_date_first:
        return False
    return all(_PLAIN_CLOCK.fullmatch(" ".join(shape.split(" ")[middle:])) for shape, _ in shapes)


def _expression(shape: str, layout: Layout, *, is_plain: bool) -> str:
    """A shape as an expression: numbers of the length that the layout has, and in a plain clock only times that there are."""
    year = {4: "D{4}", 2: "D{2}"}.get(layout.year_digits, "D{1,2}")
    date = [year, "D{1,2}", "D{1,2}"] if layout.is_year_first else ["D{1,2}", "D{1,2}", year]
    clock = [_HOUR, _SIXTY, _SIXTY] if is_plain else ["D{1,2}", "D{2}", "D{2}"]
    clock = clock if layout.has_seconds else clock[:2]
    numbers = iter(date + clock if layout.is_date_first else clock + date)
    text = _SPECIAL.sub(r"\\\1", shape)
    return _NUMBER.sub(lambda found: next(numbers).replace("D", _DIGIT[found[0]]), text)
