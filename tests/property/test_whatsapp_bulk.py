"""Both paths through a WhatsApp chat give the same rows, and every message comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.communications.table import to_values
from throughline.importers.base import Options
from throughline.importers.original import open_original
from throughline.importers.whatsapp import reader

words = st.text(st.sampled_from("abc é:<>[],-\u200e🙂"), min_size=1, max_size=20).map(str.strip).filter(bool)
SHAPES = ("[%d/%m/%Y, %H:%M:%S] ", "%d/%m/%Y, %H:%M - ", "%m/%d/%y, %I:%M %p - ")


@given(st.lists(st.tuples(st.sampled_from(["Sam", "Zoë"]), words), min_size=1, max_size=12), st.sampled_from(SHAPES))
@settings(max_examples=60, deadline=None)
def test_columns_and_lines_agree_and_nothing_is_lost(said: list[tuple[str, str]], shape: str) -> None:
    moments = [datetime(2026, 1, 13, 9, 0) + timedelta(minutes=7 * n) for n in range(len(said))]
    text = "".join(f"{at.strftime(shape)}{who}: {what}\n" for at, (who, what) in zip(moments, said, strict=True))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "chat.txt"
        path.write_text(text, "utf-8")
        original = open_original(path)
        reading = reader.read(original, Options())
        bulk = [
            value for item in reading.items for value in (to_values(item) if isinstance(item, pl.DataFrame) else [item])
        ]
        learned = reader.learn(reader._numbered(original), None, "chat")
        chat = reader.Chat(learned, reader.zone_named("Europe/London"))
        careful = list(reader.read_lines(reader._lines(original), chat))
    assert [(v.at, v.at_latest, v.party_name, v.text, v.kind, v.state, v.position) for v in bulk] == [
        (v.at, v.at_latest, v.party_name, v.text, v.kind, v.state, v.position) for v in careful
    ]
    assert len(bulk) == len(said)
