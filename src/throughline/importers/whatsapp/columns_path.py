"""The quick path: a plain layout read in columns, a chunk at a time.

Plain means ASCII digits, two-digit or four-digit years of our calendar, and 24 hours or AM and PM. Whatever a chunk holds
that is not plain after all (a line of another layout, a date that does not exist) sends that chunk down the careful path;
both paths give the same rows, which a property test holds.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import polars as pl

from throughline.communications import rows, table
from throughline.communications.parties import party_from_name, without_marks
from throughline.domain.communication import Problem
from throughline.domain.timing import resolve_wall_clock
from throughline.importers.base import Item
from throughline.importers.original import Original
from throughline.importers.whatsapp.careful import Chat, gather, read_block
from throughline.importers.whatsapp.content import ORDINARY, WORTH_A_LOOK, read_content
from throughline.importers.whatsapp.header import Layout, read_header
from throughline.importers.whatsapp.layout import Learned
from throughline.importers.whatsapp.lines import Chunk, read_chunks
from throughline.importers.whatsapp.senders import split_sender

_LIKELY_HEAD = "^[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*\\[?[\u200e\u200f\u202a-\u202e]*[RHSrhs]?\\d{1,4}[\u200e\u200f]*[ \u00a0]?[/.:-]"
_SPACES = "[ \u00a0\u202f]"
_AFTER_BRACKET = "^[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]* ?[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*(?:[-–—] )?"
_ODD_SENDER = '[:\n“”„«»"]|[ \u00a0\u202f]$'
_ISO = "%Y-%m-%dT%H:%M:%S%:z"
_LONGEST_HEAD = 120
_AT_ONCE = 2
_READINGS: tuple[Literal["earliest", "latest"], ...] = ("earliest", "latest")
_FIRST_YEAR = 2000
Relearn = Callable[[], Chat]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plain layout as the column library wants it: the expression that a head matches, and the format of its time."""

    head: str
    time_format: str


def can_read(learned: Learned) -> bool:
    """True for a plain layout that is the only one seen so far."""
    layout = learned.layout
    return (
        layout.mark in "/.-"
        and layout.year_digits in (2, 4)
        and not learned.strangers
        and _is_plain(layout, learned.sample)
    )


def _is_plain(layout: Layout, sample: str) -> bool:
    ends = layout.has_bracket or layout.dash in ("-", "–")
    head = sample.removeprefix("\u200e").removesuffix(" …").replace("\u202f", " ").replace("\u00a0", " ")
    letters = {character for character in head if character.isalpha()}
    return ends and head.isascii() | (layout.dash == "–") and letters <= set("AaPpMm") and "BE" not in head


def plan_for(learned: Learned) -> Plan:
    """The plan of a layout that `can_read` accepts."""
    layout, order = learned.layout, learned.orders[learned.layout]
    comma = "," if "," in learned.sample else ""
    clock_mark = "." if "." in learned.sample.replace(layout.mark, "", 2) and ":" not in learned.sample else ":"
    year = "%Y" if layout.year_digits == 4 else "%y"
    parts = {"day-first": ["%d", "%m", year], "month-first": ["%m", "%d", year], "year-first": [year, "%m", "%d"]}[
        order
    ]
    if layout.is_year_first and order == "day-first":
        parts = [year, "%d", "%m"]
    date = layout.mark.join(parts)
    clock = (
        ("%I" if layout.has_marker else "%H") + f"{clock_mark}%M" + (f"{clock_mark}%S" if layout.has_seconds else "")
    )
    clock += "%p" if layout.has_marker else ""
    time_format = f"{date}{comma} {clock}" if layout.is_date_first else f"{clock}{comma} {date}"
    widths = {"%Y": r"\d{4}", "%y": r"\d\d", "%d": r"\d{1,2}", "%m": r"\d{1,2}", "%H": r"\d{1,2}", "%I": r"\d{1,2}",
              "%M": r"\d\d", "%S": r"\d\d", "%p": f"{_SPACES}?[AaPp][Mm]"}  # fmt: skip
    pattern = time_format.replace(".", r"\.")
    for code, width in widths.items():
        pattern = pattern.replace(code, width)
    pattern = pattern.replace(" ", _SPACES, 1)
    if layout.has_bracket:
        return Plan(rf"^\[{pattern}\]", time_format)
    return Plan(rf"^{pattern} {layout.dash} ", time_format)


def read_items(original: Original, chat: Chat, relearn: Relearn) -> Iterator[Item]:
    """The items of a chat: tables for plain chunks, single items where a chunk had to be read carefully."""
    number, odd = 1, None
    for chunk, frame in _read_ahead(original, chat, plan_for(chat.learned)):
        if frame is not None:
            ids = pl.lit("c") + pl.int_range(number, number + pl.len()).cast(pl.String)
            yield frame.with_columns(id=ids)
            number += len(frame)
            continue
        odd = odd or relearn()  # not plain after all: look at the whole file once
        for block in gather(chunk.lines(), odd.learned):
            item = read_block(block, odd, number)
            if item is not None:
                yield item
                number += not isinstance(item, Problem)


def _read_ahead(original: Original, chat: Chat, plan: Plan) -> Iterator[tuple[Chunk, pl.DataFrame | None]]:
    """Each chunk with its table, or None where it is not plain; in order, and a few of them read at the same time."""
    waiting: deque[tuple[Chunk, Future[pl.DataFrame | None]]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for chunk in _from_head_to_head(original, plan):
            waiting.append((chunk, pool.submit(_read_chunk, chunk, chat, plan)))
            if len(waiting) > _AT_ONCE:
                read, table_of_it = waiting.popleft()
                yield read, table_of_it.result()
        for read, table_of_it in waiting:
            yield read, table_of_it.result()


def _from_head_to_head(original: Original, plan: Plan) -> Iterator[Chunk]:
    """Chunks that end where a message ends, so that no message is in two."""
    head = re.compile(plan.head)
    rest: Chunk | None = None
    for chunk in read_chunks(original):
        whole = chunk if rest is None else Chunk(rest.content + chunk.content, rest.start, rest.first_line)
        cut = _last_head(whole.content, head)
        rest = whole
        if cut:
            content = whole.content[:cut]
            yield Chunk(content, whole.start, whole.first_line)
            rest = Chunk(whole.content[cut:], whole.start + cut, whole.first_line + content.count(b"\n"))
    if rest is not None and rest.content:
        yield rest


def _last_head(content: bytes, head: re.Pattern[str]) -> int:
    """Where the last message of some whole lines begins; 0 where no other begins after the first."""
    end = len(content) - 1
    while (newline := content.rfind(b"\n", 0, end)) >= 0:
        line = content[newline + 1 : newline + 1 + _LONGEST_HEAD].decode("utf-8", "ignore")
        if head.match(line.removeprefix("\u200e")):
            return newline + 1
        end = newline
    return 0


def _read_chunk(chunk: Chunk, chat: Chat, plan: Plan) -> pl.DataFrame | None:
    """The table of a chunk, its ids still to come, or None where anything in it is not plain."""
    lines = _as_lines(chunk.content)
    is_head = lines.str.contains(plan.head)
    if not is_head[0] or _has_strangers(lines.filter(~is_head)):
        return None
    heads = lines.filter(is_head)
    head_length = heads.str.extract(f"({plan.head})").str.len_chars()
    times = _times(heads.str.slice(0, head_length), chat, plan)
    if times is None:
        return None
    rest = heads.str.slice(head_length)
    if chat.learned.layout.has_bracket:
        is_marked = any(mark in chunk.content for mark in (b"]\xe2\x80", b"] \xe2\x80", b"] - "))
        rest = rest.str.replace(_AFTER_BRACKET, "") if is_marked else rest.str.strip_prefix(" ")
    said = _senders(_with_continuation(rest, lines, is_head), chat.learned.senders)
    first_lines = chunk.first_line + is_head.arg_true().cast(pl.Int64)
    return _table(times, said, first_lines, chat)


def _as_lines(content: bytes) -> pl.Series:
    """The lines of some bytes without their endings."""
    lines = pl.read_lines(content)["line"].str.strip_chars_end("\r")
    return lines.str.strip_prefix("\u200e") if b"\xe2\x80\x8e[" in content else lines


def _has_strangers(lines: pl.Series) -> bool:
    return any(read_header(line) is not None for line in lines.filter(lines.str.contains(_LIKELY_HEAD)).to_list())


def _times(heads: pl.Series, chat: Chat, plan: Plan) -> pl.DataFrame | None:
    """`at` and `at_latest` of the heads, or None where one is no time."""
    layout = chat.learned.layout
    text = heads.str.strip_chars("[] -\u2013\u00a0\u202f")
    if layout.has_marker:
        text = text.str.replace(f"{_SPACES}*([AaPp])[Mm]", "${1}M").str.to_uppercase()
    text = text.str.replace(_SPACES, " ") if not heads.str.contains(" ", literal=True).all() else text
    wall = text.str.to_datetime(plan.time_format, time_unit="us", strict=False)
    if wall.null_count() or wall.dt.year().min() < _FIRST_YEAR:  # type: ignore[operator]
        return None
    offset = _one_offset(wall, chat.zone)
    if offset is None:
        return _times_across_a_change(wall, chat)
    at = wall.dt.strftime(f"%Y-%m-%dT%H:%M:%S{offset}")
    latest = None if layout.has_seconds else wall.dt.strftime(f"%Y-%m-%dT%H:%M:59{offset}")
    return pl.DataFrame({"at": at}).with_columns(at_latest=pl.lit(None, pl.String) if latest is None else latest)


def _one_offset(wall: pl.Series, zone: ZoneInfo) -> str | None:
    """The offset of all those days, as ISO 8601 writes it; None where clocks change on one of them, or between."""
    days = wall.dt.date().unique().to_list()
    ends = [datetime.combine(day + timedelta(days=more), time(), zone) for day in days for more in (0, 1)]
    offsets = {moment.isoformat()[len("2026-03-01T00:00:00") :] for moment in ends}
    return offsets.pop() if len(offsets) == 1 else None


def _times_across_a_change(wall: pl.Series, chat: Chat) -> pl.DataFrame:
    """`at` and `at_latest` where clocks change: a repeated hour has two readings, and so has an hour that they jump over,
    which keeps its digits with both offsets."""
    first, last = (
        wall.dt.replace_time_zone(chat.zone.key, ambiguous=which, non_existent="null").dt.strftime(_ISO)
        for which in _READINGS
    )
    jumped = first.is_null().arg_true()
    if len(jumped):
        both = [resolve_wall_clock(moment, chat.zone) for moment in wall.gather(jumped).to_list()]
        first = first.scatter(jumped, [rows.iso(one) for one, _ in both])
        last = last.scatter(jumped, [rows.iso(other) for _, other in both])
    if not chat.learned.layout.has_seconds:
        return pl.DataFrame({"at": first, "at_latest": last.str.replace(":00([+-])", ":59${1}")})
    times = pl.DataFrame({"at": first, "last": last})
    return times.select("at", at_latest=pl.when(pl.col("at") != pl.col("last")).then("last"))


def _with_continuation(rest: pl.Series, lines: pl.Series, is_head: pl.Series) -> pl.Series:
    """What stands behind each head, with the lines that follow it."""
    if is_head.all():
        return rest
    following = pl.DataFrame({"line": lines, "head": is_head.cum_sum() - 1}).filter(~is_head)
    joined = following.group_by("head", maintain_order=True).agg(pl.col("line").str.join("\n"))
    whole = (rest.gather(joined["head"]) + "\n" + joined["line"]).str.strip_chars_end("\r\n")
    return rest.scatter(joined["head"], whole)


def _senders(said: pl.Series, known: frozenset[str]) -> pl.DataFrame:
    """Columns `sender` (null where WhatsApp wrote the line) and `text`."""
    parts = said.str.splitn(": ", 2).struct.unnest()
    frame = pl.DataFrame({"said": said, "sender": parts["field_0"], "text": parts["field_1"]})
    sender = pl.col("sender")
    odd = pl.col("text").is_null() | sender.str.contains(_ODD_SENDER) | (sender.str.len_chars() > 100) | (sender == "")
    places = frame.select(odd.arg_true()).to_series()
    if places.is_empty():
        return frame
    names = known | set(frame.filter(odd.not_())["sender"].unique().to_list())
    split = [split_sender(words, names) for words in frame["said"].gather(places).to_list()]
    senders = frame["sender"].scatter(places, pl.Series([name for name, _ in split], dtype=pl.String))
    return frame.with_columns(
        sender=senders, text=frame["text"].scatter(places, pl.Series([words for _, words in split]))
    )


def _table(times: pl.DataFrame, said: pl.DataFrame, first_lines: pl.Series, chat: Chat) -> pl.DataFrame:
    parties = _parties(said["sender"], chat)
    frame = pl.concat([times, said.select("sender", "text")], how="horizontal").with_row_index("row")
    frame = frame.join(parties, on="sender", how="left", nulls_equal=True, maintain_order="left")
    frame = frame.join(_contents(said["text"]), on="row", how="left", maintain_order="left")
    position = pl.lit(f"{chat.place}line ") + first_lines.cast(pl.String)
    kinds = table.SCHEMA["kind"]
    is_notice = pl.col("sender").is_null()
    kind = pl.when(is_notice).then(pl.lit("notice", kinds)).otherwise(pl.col("kind").fill_null("message"))
    return frame.select(
        id=pl.lit(""), at="at", at_latest="at_latest", direction="direction", kind=kind,
        channel=pl.lit("whatsapp", table.SCHEMA["channel"]), party_kind="party_kind", party_value="party_value", party_written="party_written",
        party_name="party_name", text="text", duration_seconds="duration_seconds",
        attachments=pl.col("attachments").fill_null(pl.lit([], pl.List(pl.String))), state="state",
        exhibit=pl.lit(None), position=position,
    ).cast(table.SCHEMA)  # type: ignore[arg-type]  # fmt: skip


def _parties(senders: pl.Series, chat: Chat) -> pl.DataFrame:
    """Each sender once, with the party it is and the direction its messages went."""
    parties: list[tuple[object, ...]] = []
    for sender in senders.unique().to_list():
        is_own = sender is not None and sender == chat.owner
        party = chat.other if is_own else None if sender is None else party_from_name(sender)
        name = chat.other_name if is_own else None if sender is None else without_marks(sender)
        known = chat.owner is not None and sender is not None
        direction = "unknown" if not known else "outgoing" if is_own else "incoming"
        parties.append((sender, direction, party and party.kind, party and party.value, party and party.written, name))
    names = ("direction", "party_kind", "party_value", "party_written", "party_name")
    schema = {"sender": pl.String(), **{name: table.SCHEMA[name] for name in names}}
    return pl.DataFrame(parties, schema=schema, orient="row")


def _contents(texts: pl.Series) -> pl.DataFrame:
    """What the words say, for the rows whose words say anything: `row` and what `Content` has."""
    places = texts.str.contains(WORTH_A_LOOK).fill_null(value=False).arg_true()
    words = texts.gather(places).to_list()
    known = {text: read_content(text) for text in set(words)}
    told = [(place, content) for place, text in zip(places, words, strict=True) if (content := known[text]) != ORDINARY]
    names = [(place, name) for place, content in told for name in content.attachments]
    details = pl.DataFrame(
        [(place, content.kind, content.state, content.duration_seconds) for place, content in told],
        schema={"row": pl.UInt32(), **{name: table.SCHEMA[name] for name in ("kind", "state", "duration_seconds")}},
        orient="row",
    )
    files = pl.DataFrame(names, schema={"row": pl.UInt32, "attachments": pl.String}, orient="row")
    return details.join(files.group_by("row", maintain_order=True).agg("attachments"), on="row", how="left")
