"""Whatever is in a chat: the two paths through it give the same items, and its bytes add up."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.communications.table import to_values
from throughline.domain.communication import Communication, Problem
from throughline.domain.errors import ThroughlineError
from throughline.domain.timing import zone_named
from throughline.importers.base import Options
from throughline.importers.original import open_original
from throughline.importers.whatsapp import columns, lines, reader
from throughline.importers.whatsapp.careful import Chat
from throughline.importers.whatsapp.header import read_header
from whatsapp_chats import HEADS, flat

WORDS = st.sampled_from([
    "hi", "", " x ", "- no", "👍", "\u00a0", "1.2.2025", "12:30 - x", "where: are you", "a\nb", "a\n\nb", "\u200eb",
    "x\rz", "<Media omitted>", "\u200e<attached: a.jpg>", "IMG-20250101-WA0001.jpg (file attached)",
    "a.pdf • \u200e2 pages \u200edocument omitted", "https://example.org/a.pdf", "\u200eMissed voice call",
    "\u200eVideo call, \u200e5 min", "This message was deleted", "ok <This message was edited>", "null",
    "a\n[01/02/2019, 10:00:00] Kim: pasted", "a\n01/02/2019, 10:00 - Kim: pasted", "a\n99/99/2025, 10:00 - no date",
]) | st.text(st.sampled_from("abc é:<>[],-\u200e🙂0123/"), max_size=20)  # fmt: skip
SENDERS = st.sampled_from([
    "Sam: ", "Alex: ", "\u202a+44\u00a07700\u00a0900123\u202c: ", "~\u202fKai: ", "🤓: ", "Mum : ", "Sam:", "", "\u200e",
    "You changed: ", "Dr. A: b: ", "“x”: ", "Jen:): ", "12:30: ",
])  # fmt: skip
GAPS = st.sampled_from([0, 1, 59, 61, 3_600, 90_000, 40 * 86_400])
MESSAGES = st.lists(st.tuples(GAPS, SENDERS, WORDS), min_size=1, max_size=20)
NEWLINES = st.sampled_from(["\n", "\r\n"])
CHUNKS = st.sampled_from([2**20, 150])
HOSTILE_LINES = st.sampled_from([
    b"\n", b"\r\n", b"words\n", b"\xe2\x80\x8e\n", b"\0\n", b"13/01/2025, 10:00 - Sam: a\n", b"13/01/2025, 10:00 - \n",
    b"14/01/2025, 25:00 - Sam: no such hour\n", b"31/02/2025, 10:00 - Sam: no such day\n", b"01/01/2025, 09:00 - : \n",
    b"[14/01/2025, 10:00:00] Sam: another layout\n", b"[10:00, 13/01/2025] Sam: copied\n", b"14/01/25, 10:01 - Sam: b\r\n",
    b"15/01/2025, 10:00 - Sam: c\r", b"[15/01/2568, 10:00:00] Sam: d\n", b"15/01/2025, 10:00 -", b"[", b"15/01/2025, ",
    b"14/01/2025 10:00 Sam: bare\n", b"14/01/2025, 10:00, Sam: comma\n", b"14/01/2025, 10:01 pm Sam: half\n",
    b"14/01/2025, 10:00 Am: a name\n", b"[14/01/25, 10:00:00] - Sam: dash\n", b"13/01/2025, 10:00 -  Sam: two spaces\n",
    b"14/01/2025, 10:00,  Sam: two spaces\n", b"13/01/2025 klo 10:00 - Sam: a word\n", b"01/14/2025, 10:00 - Sam: month\n",
])  # fmt: skip

FIRST_LINES = st.sampled_from(
    [
        b"13/01/2025, 10:00 - Sam: a\n",
        b"[13/01/25, 10:00:00] Sam: a\r\n",
        b"\xef\xbb\xbf\n",
        b"13/01/2025 10:00 Sam: a\n13/01/2025 10:00 Sam: b\n",
        b"13/01/2025, 10:00, Sam: a\n",
    ]
)


def written(layout: str, messages: list[tuple[int, str, str]], newline: str) -> bytes:
    """A chat in one layout, each message so many seconds after the one before."""
    moment, head = datetime(2024, 10, 13, 23, 30), HEADS[layout]
    out = [f"{head(moment)}Sam: first"]
    for gap, sender, words in messages:
        moment += timedelta(seconds=gap)
        out.append(f"{head(moment)}{sender}{words}")
    return (newline.join(line.replace("\n", newline) for line in out) + newline).encode()


def spans_add_up(content: bytes, items: list[Communication | Problem]) -> None:
    """Every line of the source is in the span of exactly one item, from its own line to the next item's, and the span
    says what the item says. Only blank lines before the first message, and a byte order mark, are in none."""
    raw = [line.rstrip(b"\r\n").decode() for line in io.BytesIO(content.removeprefix(b"\xef\xbb\xbf"))]
    starts = [int(item.position.removeprefix("line ")) - 1 for item in items]
    assert starts == sorted(set(starts))
    assert not "".join(raw[: starts[0] if starts else len(raw)]).strip()
    for item, start, end in zip(items, starts, [*starts[1:], len(raw)], strict=True):
        said = "\n".join(raw[start:end]).rstrip("\r\n")
        if isinstance(item, Communication):
            header = read_header(raw[start])
            assert header is not None
            rest = "\n".join([raw[start][header.end :], *raw[start + 1 : end]]).rstrip("\r\n")
            assert said.endswith(item.text)
            before = rest[: len(rest) - len(item.text)]
            assert before.strip("\u200e\u200f :\u00a0\u202f") == (written_name(item) if item.party else "")


def written_name(item: Communication) -> str:
    """The sender as the line has it, but for marks at its ends."""
    assert item.party is not None
    return (item.party.written or item.party.value).strip("\u200e\u200f :\u00a0\u202f")


def read_both_ways(path: Path) -> Iterator[list[Communication | Problem]]:
    """The items by columns and the items line by line; nothing where the chat is refused."""
    original = open_original(path)
    try:
        learned, plan = reader._learn(original, None)
    except ThroughlineError:
        return
    chat = Chat(learned, zone_named("Europe/London"))
    if plan is not None:
        yield flat(columns.read_items(original, chat, plan))
    yield list(reader.read_lines(reader._lines(original), chat))


@pytest.mark.parametrize("layout", HEADS)
@settings(max_examples=12, deadline=None)
@given(messages=MESSAGES, newline=NEWLINES, chunk_bytes=CHUNKS)
def test_columns_and_lines_agree_and_no_byte_is_lost(
    layout: str, messages: list[tuple[int, str, str]], newline: str, chunk_bytes: int
) -> None:
    content = written(layout, messages, newline)
    with TemporaryDirectory() as folder, patch.object(lines, "CHUNK_BYTES", chunk_bytes):
        path = Path(folder) / "chat.txt"
        path.write_bytes(content)
        for items in (ways := list(read_both_ways(path))):
            assert items == ways[0]
            spans_add_up(content, items)
            ids = [item.id for item in items if isinstance(item, Communication)]
            assert ids == [f"c{number + 1}" for number in range(len(ids))]
            assert flat(reader.read(open_original(path), Options()).items) == items


@settings(max_examples=150, deadline=None)
@given(first=FIRST_LINES, parts=st.lists(HOSTILE_LINES, max_size=15), chunk_bytes=CHUNKS)
def test_a_hostile_chat_is_refused_whole_or_its_bytes_add_up(
    first: bytes, parts: list[bytes], chunk_bytes: int
) -> None:
    content = first + b"".join(parts)
    with TemporaryDirectory() as folder, patch.object(lines, "CHUNK_BYTES", chunk_bytes):
        path = Path(folder) / "chat.txt"
        path.write_bytes(content)
        for items in (ways := list(read_both_ways(path))):
            assert items == ways[0]
            spans_add_up(content, items)


@pytest.mark.parametrize("layout", HEADS)
def test_every_layout_is_read_in_columns_with_the_right_times(layout: str, tmp_path: Path) -> None:
    moments = [datetime(2025, 3, 13, 0, 5, 7) + timedelta(hours=7 * n, seconds=n) for n in range(60)]
    path = tmp_path / "chat.txt"
    path.write_bytes("".join(f"{HEADS[layout](moment)}Sam: {n}\n" for n, moment in enumerate(moments)).encode())
    items = list(reader.read(open_original(path), Options()).items)
    assert all(isinstance(item, pl.DataFrame) for item in items)
    found = [value.at.replace(tzinfo=None) for item in items for value in to_values(item)]
    has_seconds = any(moment.second for moment in found)
    assert found == [moment if has_seconds else moment.replace(second=0) for moment in moments]
