"""A communication is the same whether it goes as a value, as a row of a table or as a line of JSON."""

import io
import json
from datetime import UTC, datetime, timedelta, timezone

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from generated_cases import one_of, some, text
from throughline.cli.tally import Tally
from throughline.communications import ndjson, rows, table
from throughline.domain.communication import Communication, Party
from throughline.domain.vocabulary import Channel, CommunicationKind, Direction, IdentifierKind, State

offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=offsets)
parties = st.builds(Party, one_of(IdentifierKind), text, st.none() | text)


@st.composite
def communications(draw: st.DrawFn) -> Communication:
    at = draw(moments)
    return Communication(
        draw(text), at, draw(one_of(Direction)), draw(one_of(CommunicationKind)), draw(one_of(Channel)),
        draw(st.none() | parties), draw(st.none() | text), draw(st.none() | text), draw(st.none() | st.floats(0, 1e6)),
        draw(some(text)), draw(st.none() | text), draw(text), draw(st.sampled_from([None, at, at + timedelta(hours=1)])),
        draw(st.none() | one_of(State)),
    )  # fmt: skip


@given(st.lists(communications(), max_size=6))
def test_values_come_back_from_a_table_as_they_went_in(values: list[Communication]) -> None:
    assert list(table.to_values(table.from_values(values))) == values


@given(st.lists(communications(), max_size=6), st.booleans())
def test_a_table_and_its_values_are_written_alike(values: list[Communication], wrap: bool) -> None:
    by_column = io.BytesIO()
    ndjson.write_table(table.from_values(values), by_column, wrap=wrap)
    columns = [json.loads(line) for line in by_column.getvalue().splitlines()]
    lines = [json.loads(rows.to_line(value, wrap=wrap)) for value in values]
    assert [without_nulls(it) for it in columns] == [without_nulls(it) for it in lines]


def without_nulls(written: object) -> object:
    """Keys that a column has for the sake of its neighbours are null where this row says nothing."""
    if not isinstance(written, dict):
        return written
    return {key: without_nulls(value) for key, value in written.items() if value is not None}


@given(st.lists(communications(), max_size=6))
def test_a_table_and_its_values_are_counted_alike(values: list[Communication]) -> None:
    same_zone = [Communication(it.id, it.at.astimezone(UTC), kind=it.kind, party=it.party, party_name=it.party_name) for it in values]  # fmt: skip
    one_by_one, at_once = Tally(), Tally()
    for value in same_zone:
        one_by_one.count(value)
    at_once.count(table.from_values(same_zone))
    assert one_by_one.summary("x", "0", {}, []) == at_once.summary("x", "0", {}, [])
    assert one_by_one.communications + one_by_one.notices == len(values)


@given(st.lists(communications(), min_size=1, max_size=6))
def test_instants_of_a_table_are_those_of_its_values(values: list[Communication]) -> None:
    timed = table.with_times(table.from_values(values), "Europe/London")
    assert timed["earliest"].to_list() == [value.at.astimezone(UTC) for value in values]
    assert timed["latest"].to_list() == [(value.at_latest or value.at).astimezone(UTC) for value in values]
    assert timed.schema["earliest"] == timed.schema["latest"] == pl.Datetime("us", "UTC")
