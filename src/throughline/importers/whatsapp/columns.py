"""The quick path: a chat read in columns, a few megabytes at a time.

The shapes of a layout's heads, learned with the careful reader, become one expression that finds the heads. Each distinct
date and clock time is then read by the careful reader once and its meaning spread over the rows, so that the two paths
cannot differ. What is odd sends its chunk, or its rows, down the careful path.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

import polars as pl

from throughline.communications import rows, table
from throughline.communications.parties import party_from_name, without_marks
from throughline.domain.communication import Problem
from throughline.importers.base import Item
from throughline.importers.original import Original
from throughline.importers.whatsapp.careful import Chat, gather, local_times, read_block
from throughline.importers.whatsapp.chunks import from_head_to_head, lines_of, words_of, work_ahead
from throughline.importers.whatsapp.content import ORDINARY, WORTH_A_LOOK, read_content
from throughline.importers.whatsapp.header import Header, Layout, read_header
from throughline.importers.whatsapp.lines import Chunk
from throughline.importers.whatsapp.plans import MARK, Plan
from throughline.importers.whatsapp.senders import ODD_SENDER, split_sender

_LONGEST_NAME = 100
_ONE_DAY, _ONE_HOUR = timedelta(days=1), timedelta(hours=1)


def read_items(original: Original, chat: Chat, plan: Plan) -> Iterator[Item]:
    """The items of a chat: tables, and single items where a chunk had to be read carefully."""
    odd = sorted(chat.learned.strangers | chat.learned.pasted | plan.odd)
    chunks = from_head_to_head(original, plan, chat.learned.pasted)
    number = 1
    for chunk, frame in work_ahead(chunks, lambda chunk: _read_chunk(chunk, original, chat, plan, odd)):
        if frame is not None:
            yield frame.with_columns(id=pl.format("c{}", pl.int_range(number, number + pl.len())))
            number += len(frame)
            continue
        for block in gather(chunk.lines(), chat.learned):
            item = read_block(block, chat, number)
            if item is not None:
                yield item
                number += not isinstance(item, Problem)


def _read_chunk(chunk: Chunk, original: Original, chat: Chat, plan: Plan, odd: list[int]) -> pl.DataFrame | None:
    """The table of a chunk, its ids still to come, or None where anything in it is not plain."""
    at = bisect_left(odd, chunk.first_line)
    if at < len(odd) and odd[at] <= chunk.first_line + chunk.feeds:
        return None
    lines = lines_of(chunk, original).to_frame()
    is_head = lines["line"].str.contains(plan.head)
    if not is_head[0]:
        return None
    line = pl.col("line").str.strip_chars_end("\r") if b"\r" in chunk.content else pl.col("line")
    pieces = lines.filter(is_head).select(line.str.splitn(" ", plan.pieces + 1)).unnest("line")
    times = _times(pieces, chat, plan)
    if times is None:
        return None
    said = _senders(_with_continuation(pieces[f"field_{plan.pieces}"], lines, is_head, line), chat.learned.senders)
    first_lines = chunk.first_line + is_head.arg_true().cast(pl.Int64)
    return _table(times, said, first_lines, chat)


def _times(pieces: pl.DataFrame, chat: Chat, plan: Plan) -> pl.DataFrame | None:
    """`at` and `at_latest` of the heads, or None where one is no time."""
    first, second = range(plan.middle), range(plan.middle, plan.pieces)
    date_words, clock_words = (first, second) if plan.layout.is_date_first else (second, first)
    sample = pieces.row(0)
    sample_date, sample_clock = (" ".join(sample[number] for number in words) for words in (date_words, clock_words))

    def read(date: str, clock: str) -> Header | None:
        return _header(*((date, clock) if plan.layout.is_date_first else (clock, date)), plan.layout)

    days = _days(words_of(pieces, date_words), chat, plan, lambda date: read(date, sample_clock))
    if plan.is_plain:
        clock: pl.Series | None = _plain_clocks(pieces[f"field_{plan.middle}"], plan)
    else:
        clock = _clocks(words_of(pieces, clock_words), plan, lambda clock: read(sample_date, clock))
    if days is None or clock is None:
        return None
    frame = days.hstack([clock.alias("clock")]).select(
        "day", "clock",
        at=pl.concat_str("day", "clock", pl.lit("" if plan.layout.has_seconds else ":00"), "offset"),
        at_latest=pl.lit(None, pl.String) if plan.layout.has_seconds else pl.concat_str("day", "clock", pl.lit(":59"), "offset"),
    )  # fmt: skip
    return _with_changes(frame, chat, plan).select("at", "at_latest")


def _header(first: str, second: str, layout: Layout) -> Header | None:
    """The head made of two pieces, where it is one of that layout, ends where the pieces do, and divides as they do."""
    head = f"{first} {second} "
    header = read_header(head)
    if header is None or header.layout != layout or header.end != len(head) or header.middle != len(first) + 1:
        return None
    return header


def _days(dates: pl.Series, chat: Chat, plan: Plan, read: Callable[[str], Header | None]) -> pl.DataFrame | None:
    """Columns `day` (`2026-03-01T`) and `offset` (null on a day when clocks change), or None where one is no date."""
    runs = dates.rle_id()
    texts = [text.removeprefix(MARK) for text in dates.rle().struct.field("value").to_list()]
    for text in set(texts) - plan.dates.keys():
        header = read(text)
        moment = None if header is None else header.wall_clock(chat.learned.orders[plan.layout])
        plan.dates[text] = (
            None
            if moment is None
            else (f"{moment:%Y-%m-%d}T", _offset_of(datetime.combine(moment, time()), _ONE_DAY, chat))
        )
    found = [plan.dates[text] for text in texts]
    if None in found:
        return None
    days, offsets = zip(*found, strict=True)
    told = pl.DataFrame({"day": days, "offset": offsets}, schema={"day": pl.String, "offset": pl.String})
    return told.select(pl.all().gather(runs))


def _offset_of(start: datetime, length: timedelta, chat: Chat) -> str | None:
    """The offset of a whole day or hour, as ISO 8601 writes it; None where clocks change in it or at its ends."""
    first = start.replace(tzinfo=chat.zone)
    ends = (moment.replace(fold=fold) for moment in (first, first + length) for fold in (0, 1))
    offsets = {end.utcoffset() for end in ends}
    return rows.iso(first)[len("2026-03-01T00:00:00") :] if len(offsets) == 1 else None


def _plain_clocks(clocks: pl.Series, plan: Plan) -> pl.Series:
    """Clock times of 24 hours as `22:41:03` or `22:41`: as they stand, with the hour in two digits."""
    told = clocks.str.strip_suffix("]") if plan.layout.has_bracket else clocks
    size = len(plan.size)
    return told if told.str.len_bytes().min() == size else told.str.zfill(size)


def _clocks(clocks: pl.Series, plan: Plan, read: Callable[[str], Header | None]) -> pl.Series | None:
    """The clock times as `22:41:03` or `22:41`, or None where one is none."""
    size = len(plan.size)
    distinct = clocks.unique().to_list()
    for text in set(distinct) - plan.clocks.keys():
        header = read(text)
        plan.clocks[text] = (
            None if header is None else f"{header.hour:02}:{header.minute:02}:{header.seconds:02}"[:size]
        )
    values = [plan.clocks[text] for text in distinct]
    return None if None in values else clocks.replace_strict(distinct, values, return_dtype=pl.String)


def _with_changes(frame: pl.DataFrame, chat: Chat, plan: Plan) -> pl.DataFrame:
    """The times with those filled in that lie on a day when clocks change: by the hour, and one by one in the hour when
    they do."""
    if not frame["at"].null_count():
        return frame
    places = frame["at"].is_null().arg_true()
    at, latest = [], []
    is_exact, ending = plan.layout.has_seconds, "" if plan.layout.has_seconds else ":00"
    hours: dict[str, str | None] = {}
    for day, clock in frame[places].select("day", "clock").iter_rows():
        hour = f"{day}{clock[:2]}"
        if hour not in hours:
            hours[hour] = _offset_of(datetime.fromisoformat(hour), _ONE_HOUR, chat)
        offset = hours[hour]
        if offset is None:
            first, last = local_times(datetime.fromisoformat(day + clock), chat.zone, has_seconds=is_exact)
            at.append(rows.iso(first))
            latest.append(None if last is None else rows.iso(last))
        else:
            at.append(f"{day}{clock}{ending}{offset}")
            latest.append(None if is_exact else f"{day}{clock}:59{offset}")
    return frame.with_columns(
        at=frame["at"].scatter(places, at),
        at_latest=frame["at_latest"].scatter(places, pl.Series(latest, dtype=pl.String)),
    )


def _with_continuation(rest: pl.Series, lines: pl.DataFrame, is_head: pl.Series, line: pl.Expr) -> pl.Series:
    """What stands behind each head, with the lines that follow it (`line`: without their endings)."""
    if len(rest) == len(lines):
        return rest
    following = lines.filter(~is_head).hstack([(is_head.cum_sum() - 1).filter(~is_head).alias("head")])
    joined = following.group_by("head", maintain_order=True).agg(line.str.join("\n"))
    whole = pl.concat_str(pl.lit(rest).gather("head"), "line", separator="\n").str.strip_chars_end("\r\n")
    return rest.scatter(joined["head"], joined.select(whole).to_series())


_ODD_SENDER = re.compile(ODD_SENDER)


def _senders(said: pl.Series, known: frozenset[str]) -> pl.DataFrame:
    """Columns `sender` (null where WhatsApp wrote the line) and `text`."""
    parts = said.str.splitn(": ", 2).struct.unnest()
    frame = pl.DataFrame({"sender": parts["field_0"], "text": parts["field_1"]})
    names = frame["sender"].unique().to_list()
    odd = [name for name in names if not name or len(name) > _LONGEST_NAME or _ODD_SENDER.search(name)]
    if not odd and not frame["text"].null_count():
        return frame
    places = (frame["text"].is_null() | frame["sender"].is_in(odd)).arg_true()
    split = [split_sender(words, known) for words in said.gather(places).to_list()]
    senders = frame["sender"].scatter(places, pl.Series([name for name, _ in split], dtype=pl.String))
    return frame.with_columns(
        sender=senders, text=frame["text"].scatter(places, pl.Series([words for _, words in split]))
    )


_TOLD = {name: table.SCHEMA[name] for name in ("kind", "state", "duration_seconds")}


def _table(times: pl.DataFrame, said: pl.DataFrame, first_lines: pl.Series, chat: Chat) -> pl.DataFrame:
    parties = _parties(said["sender"], chat)
    frame = times.hstack(said).join(parties, on="sender", how="left", nulls_equal=True, maintain_order="left")
    frame = frame.hstack(_contents(said["text"]))
    is_notice = pl.col("sender").is_null() & (pl.col("kind") == "message")
    return frame.select(
        id=pl.lit(""), at="at", at_latest="at_latest", direction="direction",
        kind=pl.when(is_notice).then(pl.lit("notice", table.SCHEMA["kind"])).otherwise("kind"),
        channel=pl.lit("whatsapp", table.SCHEMA["channel"]),
        party_kind="party_kind", party_value="party_value", party_written="party_written", party_name="party_name",
        text="text", duration_seconds="duration_seconds", attachments="attachments",
        state="state", exhibit=pl.lit(None, pl.String),
        position=pl.format("{}line {}", pl.lit(chat.place), first_lines),
    )  # fmt: skip


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
    schema = {"sender": pl.String(), "direction": table.SCHEMA["direction"], "party_kind": table.SCHEMA["party_kind"]}
    texts = dict.fromkeys(("party_value", "party_written", "party_name"), pl.String())
    return pl.DataFrame(parties, schema={**schema, **texts}, orient="row")


def _contents(texts: pl.Series) -> pl.DataFrame:
    """What the words say, one row a text: columns `kind`, `state`, `duration_seconds` and `attachments`."""
    places = texts.str.contains(WORTH_A_LOOK).arg_true()
    words = texts.gather(places).to_list()
    known = {text: read_content(text) for text in set(words)}
    contents = [ORDINARY, *known.values()]
    numbers = {text: number for number, text in enumerate(known, 1)}
    told = pl.DataFrame([[getattr(one, name) for one in contents] for name in _TOLD], schema=_TOLD)
    files = pl.Series("attachments", ["\n".join(one.attachments) for one in contents])
    which = pl.Series([0], dtype=pl.UInt32).new_from_index(0, len(texts))
    which = which.scatter(places, pl.Series([numbers[text] for text in words], dtype=pl.UInt32))
    return told.hstack([files]).select(
        pl.exclude("attachments").gather(which), pl.col("attachments").str.extract_all(r"[^\n]+").gather(which)
    )
