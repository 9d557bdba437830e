"""One number, however it is written; and nobody is joined to a person by guesswork."""

import polars as pl
import pytest

from throughline.communications import table
from throughline.communications.joining import with_people
from throughline.communications.parties import canonical, canonical_number, party_from_name, party_from_number
from throughline.domain.case import Case
from throughline.domain.communication import WITHHELD
from throughline.domain.people import Identifier, Person


@pytest.mark.parametrize(
    "written",
    [
        "07700 900123",
        "+44 (0)7700 900123",
        "0044 7700 900123",
        "\u202a+44\u00a07700\u00a0900123\u202c",
        "+447700900123",
    ],
)
def test_a_number_has_one_form_and_keeps_how_it_was_written(written: str) -> None:
    party = party_from_number(written)
    assert (party.kind, party.value) == ("phone", "+447700900123")
    assert party.written == (None if written == "+447700900123" else written)


@pytest.mark.parametrize("sender", ["60777", "DVLA", "Surgery"])
def test_short_codes_and_names_are_not_made_into_numbers(sender: str) -> None:
    assert party_from_number(sender).value == sender


def test_no_number_is_a_withheld_one() -> None:
    assert party_from_number("") == WITHHELD


def test_a_display_name_loses_its_tilde_and_marks_but_keeps_them_in_writing() -> None:
    party = party_from_name("~\u202fSam")
    assert (party.kind, party.value, party.written) == ("other", "Sam", "~\u202fSam")


def test_a_display_name_that_is_a_number_is_the_number() -> None:
    assert party_from_name("\u202a+44 7700 900123\u202c").value == "+447700900123"


def test_handles_and_other_names_match_addresses_do_not() -> None:
    assert canonical("handle", "@Sam") == canonical("other", "sam")
    assert canonical("email", "Sam@example.org") == canonical("email", "sam@example.org")
    assert canonical("email", "sam") != canonical("other", "sam")


def test_an_impossible_number_stays_as_written() -> None:
    assert canonical_number("12345678901234567890") == "12345678901234567890"


def _frame(values: list[tuple[str | None, str | None]]) -> pl.DataFrame:
    rows = [
        {"id": f"c{n}", "at": "2026-03-01T19:40:12+00:00", "party_kind": kind, "party_value": value}
        for n, (kind, value) in enumerate(values)
    ]
    return pl.DataFrame(rows, schema=table.SCHEMA)


def test_parties_join_people_by_identifier_only() -> None:
    sam = Person("p1", "Sam", identifiers=(Identifier("phone", "07700 900123"), Identifier("withheld")))
    case = Case("Europe/London", people=(sam,))
    frame = _frame(
        [("phone", "+447700900123"), ("phone", "+447700900999"), ("withheld", ""), ("other", "Sam"), (None, None)]
    )
    assert with_people(frame, case)["person"].to_list() == ["p1", None, None, None, None]


def test_an_identifier_of_two_people_joins_neither() -> None:
    both = tuple(Person(id, identifiers=(Identifier("phone", "07700 900123"),)) for id in ("p1", "p2"))
    assert with_people(_frame([("phone", "+447700900123")]), Case("Europe/London", people=both))[
        "person"
    ].to_list() == [None]
