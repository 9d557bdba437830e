"""The table's instants agree with the domain's reading of the same written times."""

from datetime import date, datetime

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from throughline.communications import table
from throughline.domain.timing import WrittenTime, zone_named

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2037, 12, 31))
clocks = st.times()
offsets = st.sampled_from(["", "Z", "+00:00", "+01:00", "-05:30", "+0100"])
shapes = st.sampled_from(
    ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d"]
)
ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata")


@st.composite
def written_times(draw: st.DrawFn) -> str:
    moment = datetime.combine(draw(days), draw(clocks))
    shape = draw(shapes)
    return moment.strftime(shape) + ("" if shape == "%Y-%m-%d" else draw(offsets))


@given(st.lists(written_times(), min_size=1, max_size=20), st.sampled_from(ZONES))
def test_columns_and_values_read_times_alike(written: list[str], zone: str) -> None:
    frame = pl.DataFrame(
        {"at": written, "at_latest": [None] * len(written)}, schema={"at": pl.String, "at_latest": pl.String}
    )
    rows = table.with_times(frame, zone).select("earliest", "latest").rows()
    spans = [WrittenTime(text).span(zone_named(zone)) for text in written]
    assert rows == [(span.earliest, span.latest) for span in spans]


def test_clock_changes_are_read_alike() -> None:
    written = [
        "2026-03-29T00:59", "2026-03-29T01:00", "2026-03-29T01:30:00", "2026-03-29T01:59:59", "2026-03-29T02:00",
        "2026-10-25T00:59", "2026-10-25T01:00", "2026-10-25T01:30:00", "2026-10-25T02:00", "2026-03-29", "2026-10-25",
    ]  # fmt: skip
    frame = pl.DataFrame(
        {"at": written, "at_latest": [None] * len(written)}, schema={"at": pl.String, "at_latest": pl.String}
    )
    rows = table.with_times(frame, "Europe/London").select("earliest", "latest").rows()
    spans = [WrittenTime(text).span(zone_named("Europe/London")) for text in written]
    assert rows == [(span.earliest, span.latest) for span in spans]
