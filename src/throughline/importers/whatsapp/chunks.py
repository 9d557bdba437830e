"""A chat in pieces for the column library: cut where messages begin, and worked on two at a time."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import polars as pl

from throughline.importers.original import Original
from throughline.importers.whatsapp.header import Layout, read_header
from throughline.importers.whatsapp.lines import Chunk, check_length, check_text, read_unchecked
from throughline.importers.whatsapp.plans import Plan

Result = TypeVar("Result")
_LONGEST_HEAD = 200
_AT_ONCE = 2


def work_ahead(chunks: Iterator[Chunk], work: Callable[[Chunk], Result]) -> Iterator[tuple[Chunk, Result]]:
    """Each chunk with what the work makes of it; in order, and two of them worked on at the same time."""
    waiting: deque[tuple[Chunk, Future[Result]]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for chunk in chunks:
            waiting.append((chunk, pool.submit(work, chunk)))
            if len(waiting) > _AT_ONCE:
                done, result = waiting.popleft()
                yield done, result.result()
        while waiting:
            done, result = waiting.popleft()
            yield done, result.result()


def from_head_to_head(original: Original, plan: Plan, pasted: frozenset[int] = frozenset()) -> Iterator[Chunk]:
    """Chunks that end where a message ends, so that no message is in two."""
    head = re.compile(plan.head)
    rest = Chunk(b"", 0, 1, 0)
    for chunk in read_unchecked(original):
        cut = _last_head(chunk, head, plan.layout, pasted)
        if cut < 0:
            rest = _joined(rest, chunk.content, chunk.feeds)
        else:
            tail = chunk.content[cut:]
            feeds = tail.count(b"\n")
            whole = _joined(rest, memoryview(chunk.content)[:cut], chunk.feeds - feeds)
            if whole.content:
                yield whole
            rest = Chunk(tail, chunk.start + cut, chunk.first_line + chunk.feeds - feeds, feeds)
        check_length(len(rest.content), rest.first_line, original.name)
    if rest.content:
        yield rest


def _joined(first: Chunk, more: bytes | memoryview, feeds: int) -> Chunk:
    return Chunk(b"".join((first.content, more)), first.start, first.first_line, first.feeds + feeds)


def _last_head(chunk: Chunk, head: re.Pattern[str], layout: Layout, pasted: frozenset[int]) -> int:
    """Where the last message of some whole lines begins; -1 where none does."""
    content, end = chunk.content, len(chunk.content) - 1
    while end > 0:
        start = content.rfind(b"\n", 0, end) + 1
        line = content[start : start + _LONGEST_HEAD].decode("utf-8", "ignore")
        if head.match(line) and _is_own(line, layout):
            number = chunk.first_line + content.count(b"\n", 0, start) if pasted else 0
            if number not in pasted:
                return start
        end = start - 1
    return -1


def _is_own(line: str, layout: Layout) -> bool:
    header = read_header(line)
    return header is not None and header.layout == layout


def lines_of(chunk: Chunk, original: Original) -> pl.Series:
    """The lines of a chunk without their line feeds. Raises InputError where they are no text."""
    try:
        return pl.read_lines(chunk.content)["line"]
    except pl.exceptions.ComputeError:
        check_text(chunk, original)
        raise


def words_of(pieces: pl.DataFrame, which: range) -> pl.Series:
    """Some of the words of each head, joined again."""
    names = [f"field_{number}" for number in which]
    if len(names) == 1:
        return pieces[names[0]]
    return pieces.select(pl.concat_str(names, separator=" ")).to_series()
