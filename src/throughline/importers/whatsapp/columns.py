"""The quick path: a chat read in columns, a few megabytes at a time.

The shapes of a layout's heads, learned with the careful reader, become one expression that finds the heads. Each distinct
date and clock time is then read by the careful reader once and its meaning spread over the rows, so that the two paths
cannot differ. What is odd sends its chunk, or its rows, down the careful path.
"""

from __future__ import annotations

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
from throughline.importers.whatsapp.chunks import from_head_to_head, lines_of, without_mark, words_of, work_ahead
from throughline.importers.whatsapp.content import ORDINARY, WORTH_A_LOOK, Content, read_content
from throughline.importers.whatsapp.header import Header, Layout, read_header
from throughline.importers.whatsapp.lines import Chunk
from throughline.importers.whatsapp.plans import Plan
from throughline.importers.whatsapp.senders import ODD_SENDER, split_sender

_ONE_DAY, _ONE_HOUR = timedelta(days=1), timedelta(hours=1)


def read_items(original: Original, chat: Chat, plan: Plan) -> Iterator[Item]:
    """The items of a chat: tables, and single items where a chunk had to be read carefully."""
    odd = sorted(chat.learned.strangers | chat.learned.pasted | plan.odd)
    chunks = from_head_to_head(original, plan, chat.learned.pasted)
    number = 1
    for chunk, frame in work_ahead(chunks, lambda chunk: _read_chunk(chunk, original, chat, plan, odd)):
        if frame is not None:
            yield frame.with_columns(id=pl.lit("c") + pl.int_range(number, number + pl.len()).cast(pl.String))
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
    lines = lines_of(chunk, original)
    bare = without_mark(lines, chunk)
    is_head = bare.str.contains(plan.head)
    if not is_head[0]:
        return None
    pieces = bare.filter(is_head).str.splitn(" ", plan.pieces + 1).struct.unnest()
    rest = pieces[f"field_{plan.pieces}"].fill_null("")
    if plan.more_head is not None and rest.str.contains(plan.more_head).any():
        return None
    first, second = words_of(pieces, range(plan.middle)), words_of(pieces, range(plan.middle, plan.pieces))
    times = _times(first, second, chat, plan)
    if times is None:
        return None
    said = _senders(_with_continuation(rest, lines, is_head), chat.learned.senders)
    first_lines = chunk.first_line + is_head.arg_true().cast(pl.Int64)
    return _table(times, said, first_lines, chat)


def _times(first: pl.Series, second: pl.Series, chat: Chat, plan: Plan) -> pl.DataFrame | None:
    """`at` and `at_latest` of the heads, or None where one is no time."""
    sample_first, sample_second = first[0], second[0]
    dates, clocks = (first, second) if plan.layout.is_date_first else (second, first)

    def read_date(text: str) -> Header | None:
        return (
            _header(text, sample_second, plan.layout)
            if plan.layout.is_date_first
            else _header(sample_first, text, plan.layout)
        )

    def read_clock(text: str) -> Header | None:
        return (
            _header(sample_first, text, plan.layout)
            if plan.layout.is_date_first
            else _header(text, sample_second, plan.layout)
        )

    days = _days(dates, chat, plan, read_date)
    clock = _clocks(clocks, plan, read_clock)
    if days is None or clock is None:
        return None
    frame = days.with_columns(clock=clock)
    frame = frame.select(
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
    texts = dates.filter((runs != runs.shift()).fill_null(value=True)).to_list()
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
    told = pl.DataFrame(found, schema={"day": pl.String, "offset": pl.String}, orient="row")
    return told.select(pl.all().gather(runs))


def _offset_of(start: datetime, length: timedelta, chat: Chat) -> str | None:
    """The offset of a whole day or hour, as ISO 8601 writes it; None where clocks change in it or at its ends."""
    first = start.replace(tzinfo=chat.zone)
    ends = (moment.replace(fold=fold) for moment in (first, first + length) for fold in (0, 1))
    offsets = {rows.iso(end)[len("2026-03-01T00:00:00") :] for end in ends}
    return offsets.pop() if len(offsets) == 1 else None


def _clocks(clocks: pl.Series, plan: Plan, read: Callable[[str], Header | None]) -> pl.Series | None:
    """The clock times as `22:41:03` or `22:41`, or None where one is none."""
    size = len(plan.size)
    if plan.is_plain:
        is_short = clocks.str.slice(1, 1) == ":"
        told = clocks.str.slice(0, size)
        return told.zip_with(~is_short, "0" + clocks.str.slice(0, size - 1)) if is_short.any() else told
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
    places = frame["at"].is_null().arg_true()
    if places.is_empty():
        return frame
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
    frame = pl.DataFrame({"sender": parts["field_0"], "text": parts["field_1"]})
    plain = frame["sender"].unique()
    is_odd = plain.str.contains(ODD_SENDER) | (plain.str.len_chars() > 100) | (plain == "")
    odd = set(plain.filter(is_odd).to_list())
    is_careful = frame["text"].is_null()
    if odd:
        is_careful |= frame["sender"].is_in(list(odd))
    places = is_careful.arg_true()
    if places.is_empty():
        return frame
    split = [split_sender(words, known) for words in said.gather(places).to_list()]
    senders = frame["sender"].scatter(places, pl.Series([name for name, _ in split], dtype=pl.String))
    return frame.with_columns(
        sender=senders, text=frame["text"].scatter(places, pl.Series([words for _, words in split]))
    )


_READ_FROM_WORDS: tuple[tuple[str, object, pl.DataType], ...] = (
    ("kind", "message", table.SCHEMA["kind"]), ("state", None, table.SCHEMA["state"]), ("duration_seconds", None, pl.Float64()),
)  # fmt: skip


def _table(times: pl.DataFrame, said: pl.DataFrame, first_lines: pl.Series, chat: Chat) -> pl.DataFrame:
    parties = _parties(said["sender"], chat)
    frame = pl.concat([times, said], how="horizontal")
    frame = frame.join(parties, on="sender", how="left", nulls_equal=True, maintain_order="left")
    contents = _contents(said["text"])
    is_notice = pl.col("sender").is_null() & (contents["kind"] == "message")
    return frame.select(
        id=pl.lit(""), at="at", at_latest="at_latest", direction="direction",
        kind=pl.when(is_notice).then(pl.lit("notice", table.SCHEMA["kind"])).otherwise(contents["kind"]),
        channel=pl.lit("whatsapp", table.SCHEMA["channel"]),
        party_kind="party_kind", party_value="party_value", party_written="party_written", party_name="party_name",
        text="text", duration_seconds=contents["duration_seconds"], attachments=contents["attachments"],
        state=contents["state"], exhibit=pl.lit(None, pl.String),
        position=pl.lit(f"{chat.place}line ") + first_lines.cast(pl.String),
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


def _contents(texts: pl.Series) -> dict[str, pl.Series]:
    """What the words say: `kind`, `state`, `duration_seconds` and `attachments`, one value a row."""
    places = texts.str.contains(WORTH_A_LOOK).fill_null(value=False).arg_true()
    words = texts.gather(places).to_list()
    known = {text: read_content(text) for text in set(words)}
    told = [(place, content) for place, text in zip(places, words, strict=True) if (content := known[text]) != ORDINARY]
    where = pl.Series([place for place, _ in told], dtype=pl.UInt32)
    count = len(texts)
    columns = {}
    for name, blank, kind in _READ_FROM_WORDS:
        columns[name] = pl.Series([blank], dtype=kind).new_from_index(0, count)
        if any(getattr(one, name) != blank for _, one in told):
            columns[name] = columns[name].scatter(where, pl.Series([getattr(one, name) for _, one in told], dtype=kind))
    return {**columns, "attachments": _attachments(told, count)}


def _attachments(told: list[tuple[int, Content]], count: int) -> pl.Series:
    """The names of the files, no names where there are none: a short list of lists, spread over the rows."""
    named = [(place, "\n".join(one.attachments)) for place, one in told if one.attachments]
    files = pl.Series([[]], dtype=pl.List(pl.String))
    which = pl.Series([0], dtype=pl.UInt32).new_from_index(0, count)
    if named:
        files = files.append(pl.Series([names for _, names in named]).str.split("\n")).rechunk()
        which = which.scatter([place for place, _ in named], pl.Series(range(1, len(files)), dtype=pl.UInt32))
    return files.gather(which)
