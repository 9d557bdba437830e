"""The lines of a chat from which its layout is learned, picked out of it in columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from throughline.importers.original import Original
from throughline.importers.whatsapp.chunks import from_head_to_head, lines_of, words_of, work_ahead
from throughline.importers.whatsapp.header import LIKELY, read_header
from throughline.importers.whatsapp.layout import NumberedLine, Shape, head_shape
from throughline.importers.whatsapp.lines import Chunk
from throughline.importers.whatsapp.plans import MARK, MOST_SHAPES, Plan, plan_with

_MOST_ODD = 100_000


@dataclass(frozen=True, slots=True)
class _Look:
    """What a chunk shows when it is looked at with a plan: the lines that say something about its layout, and the shapes
    of the heads of that layout which the plan does not find, by their lines."""

    plan: Plan
    lines: list[NumberedLine]
    missed: dict[int, Shape]


class Selection:
    """The lines of a chat that say something about its layout: heads whose date is not that of the head before, lines of
    any other layout, and the heads beside those. The plan grows by every shape that is met on the way."""

    def __init__(self, original: Original, plan: Plan) -> None:
        self._original = original
        self.plan = plan
        self._odd: dict[int, Shape | None] = {}

    def __iter__(self) -> Iterator[NumberedLine]:
        chunks = from_head_to_head(self._original, self.plan)
        for chunk, look in work_ahead(chunks, lambda chunk: _look_at(chunk, self._original, self.plan)):
            is_current = look.plan is self.plan
            yield from self._take(look if is_current else _look_at(chunk, self._original, self.plan))

    def plan_found(self) -> Plan | None:
        """The plan once every line was seen, with the heads it does not cover; None where those are too many."""
        if len(self._odd) > _MOST_ODD:
            return None
        return replace(
            self.plan, odd=frozenset(line for line, shape in self._odd.items() if shape not in self.plan.shapes)
        )

    def _take(self, look: _Look) -> list[NumberedLine]:
        """Learn the shapes that were missed. A head whose shape is known and which is missed all the same stays odd."""
        if look.missed and len(self._odd) <= _MOST_ODD:
            known = self.plan.shapes
            self._odd |= {line: None if shape in known else shape for line, shape in look.missed.items()}
            shapes = known | set(look.missed.values())
            if len(known) < len(shapes) <= MOST_SHAPES:
                self.plan = plan_with(self.plan.layout, shapes, self.plan.pieces, self.plan.middle)
        return look.lines


def _look_at(chunk: Chunk, original: Original, plan: Plan) -> _Look:
    lines = lines_of(chunk, original)
    is_head = lines.str.contains(plan.head)
    others, missed = _others(lines, is_head, chunk.first_line, plan)
    places = is_head.arg_true()
    wanted = set(others)
    if len(places):
        heads = lines.filter(is_head)
        dates = _dates(heads.str.strip_prefix(MARK) if MARK.encode() in chunk.content else heads, plan)
        changes = dates.ne_missing(dates.shift())
        wanted.update(places.filter(changes).to_list(), (places[-1],))
    for other in others:
        at = int(places.search_sorted(other))
        wanted.update(places[max(at - 1, 0) : at + 1].to_list())
    chosen = sorted(wanted)
    words = lines.gather(chosen).str.strip_chars_end("\r").to_list()
    return _Look(plan, [(chunk.first_line + place, line) for place, line in zip(chosen, words, strict=True)], missed)


def _others(lines: pl.Series, is_head: pl.Series, first_line: int, plan: Plan) -> tuple[list[int], dict[int, Shape]]:
    """Where heads stand that the plan does not find, and the shapes of those that are of its own layout."""
    found: list[int] = []
    missed: dict[int, Shape] = {}
    rest = (~is_head).arg_true()
    words = lines.gather(rest)
    is_likely = words.str.contains(LIKELY)
    for place, line in zip(rest.filter(is_likely).to_list(), words.filter(is_likely).to_list(), strict=True):
        header = read_header(line)
        if header is not None:
            found.append(place)
            if header.layout == plan.layout:
                missed[first_line + place] = head_shape(line, header)
    return found, missed


def _dates(heads: pl.Series, plan: Plan) -> pl.Series:
    """The date of each head as it is written."""
    if plan.layout.is_date_first and plan.middle == 1 and all(shape.isascii() for shape, _ in plan.shapes):
        frame = heads.to_frame("head")
        return frame.select(pl.col("head").str.head(pl.col("head").str.find(" ", literal=True))).to_series()
    if plan.layout.is_date_first:
        return words_of(heads.str.splitn(" ", plan.middle + 1).struct.unnest(), range(plan.middle))
    return words_of(heads.str.splitn(" ", plan.pieces + 1).struct.unnest(), range(plan.middle, plan.pieces))
