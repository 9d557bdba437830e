"""Finding the occasions near an incident gives what looking at every one of them gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from throughline.communications.table import INSTANT
from throughline.domain.incident import Incident, Occurred
from throughline.domain.timing import Span, WrittenTime
from throughline.patterns.chronology import OCCASION_GAP, Happening, among, is_among

START = datetime(2026, 3, 1, tzinfo=UTC)
minutes = st.integers(0, 600)
occasions = st.lists(
    st.tuples(minutes, st.none() | st.integers(0, 200), st.sampled_from(["phone", "whatsapp", "email", None]))
)


@given(
    occasions,
    minutes,
    st.integers(0, 120),
    st.sampled_from([("silent_calls",), ("messages", "emails"), ("loitering",), ()]),
)
def test_an_occasion_near_an_incident_is_found_as_by_looking_at_all(drawn, at, length, behaviours) -> None:
    rows = [
        (START + timedelta(minutes=begin), None if lasts is None else START + timedelta(minutes=begin + lasts), channel)
        for begin, lasts, channel in drawn
    ]
    frame = pl.DataFrame(rows, schema={"start": INSTANT, "end": INSTANT, "channel": pl.String()}, orient="row")
    span = Span(START + timedelta(minutes=at), START + timedelta(minutes=at + length))
    happening = Happening(Incident("i1", Occurred(WrittenTime("2026-03-01")), behaviours=behaviours), span)
    channels = {
        ("silent_calls",): {"phone", "whatsapp"}, ("messages", "emails"): {"whatsapp", "email"}, ("loitering",): set(), (): set(),
    }[behaviours]  # fmt: skip
    near = [
        start
        for start, end, channel in rows
        if channel in channels
        and end is not None
        and start <= span.latest + OCCASION_GAP
        and end >= span.earliest - OCCASION_GAP
    ]
    assert is_among(happening, among(frame)) == bool(near)
