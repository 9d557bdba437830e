"""A case as codes: what is noted is coded as it is, what is not is coded as not noted, and nothing private or written comes in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from throughline.domain.case import Case
from throughline.domain.incident import Impact, Incident, Occurred, Report
from throughline.domain.milestone import Milestone
from throughline.domain.people import Person
from throughline.domain.timing import WrittenTime
from throughline.domain.vocabulary import BEHAVIOUR_NAMES, Relationship, words
from throughline.statistics.coding import CODED_FROM, Coded, code_case, in_words, read_coded, written
from throughline.statistics.tables import EVERYBODY, RELATIONSHIP, TABLES

ZONE = "Europe/London"


def incident(id: str = "i1", at: str = "", **named) -> Incident:
    return Incident(id, Occurred(WrittenTime(at), precision="day") if at else Occurred(precision="unknown"), **named)


def case(*incidents: Incident, people: tuple[Person, ...] = (), milestones: tuple[Milestone, ...] = ()) -> Case:
    return Case(ZONE, people=people, incidents=incidents, milestones=milestones)


def test_an_empty_case_says_that_nothing_is_noted():
    assert code_case(case()) == Coded()


def test_whom_most_of_it_is_put_down_to_decides_who_the_person_is():
    people = (Person("p1", "A", "colleague"), Person("p2", "B", "former_partner"))
    assert code_case(case(people=people)).relationship == "work"
    assert code_case(case(incident(person="p2"), people=people)).relationship == "former_partner"


@pytest.mark.parametrize("relationship", words(Relationship))
def test_every_relationship_has_its_code(relationship):
    assert code_case(case(people=(Person("p1", "A", relationship),))).relationship in RELATIONSHIP.answers


@pytest.mark.parametrize("behaviour", sorted(BEHAVIOUR_NAMES - {"other"}))
def test_every_behaviour_has_its_group(behaviour):
    assert len(code_case(case(incident(behaviours=(behaviour,)))).behaviours) == 1


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-01-01", "2026-01-01", "under_month"),
        ("2026-01-01", "2026-01-31", "under_month"),
        ("2026-01-01", "2026-02-03", "month_to_half"),
        ("2026-01-01", "2026-07-06", "half_to_year"),
        ("2025-01-01", "2026-01-05", "one_to_two"),
        ("2023-01-01", "2026-01-05", "over_two"),
    ],
)
def test_the_length_is_from_the_first_to_the_last_that_is_noted(first, last, code):
    assert code_case(case(incident("i1", first), incident("i2", last))).length == code


def test_a_time_that_is_hardly_known_makes_nothing_longer():
    vague = Incident("i1", Occurred(WrittenTime("2026-01"), precision="month"))
    assert code_case(case(vague)).length == "under_month"


def test_contacts_from_the_phone_count_for_length_and_as_contact():
    contacts = (datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
    coded = code_case(case(incident(at="2026-06-01")), contacts=contacts)
    assert (coded.length, coded.behaviours) == ("over_two", {"contact"})


@pytest.mark.parametrize(
    ("reports", "kind", "code"),
    [
        ((), None, "not_noted"),
        ((Report("my manager"),), None, "others"),
        ((Report("the police, on 101"),), None, "police"),
        ((Report("Policeman Street Residents"),), None, "others"),
        ((), "reported_to_police", "police"),
        ((Report("my manager"),), "charged", "police"),
    ],
)
def test_it_is_reported_where_somebody_was_told(reports, kind, code):
    milestones = (Milestone("m1", WrittenTime("2026-01-01"), kind),) if kind else ()
    assert code_case(case(incident(reports=reports), milestones=milestones)).reported == code


def test_what_somebody_changed_is_coded_and_a_change_of_their_own_words_is_not():
    told = incident(impact=Impact(3, ("stopped_going_out", "told_friends", "sold_the_car")))
    moved = Milestone("m1", WrittenTime("2026-01-01"), "moved")
    assert code_case(case(told, milestones=(moved,))).effects == {"social", "home"}


def test_what_is_private_is_not_looked_at():
    hidden = incident("i1", "2020-01-01", behaviours=("assault",), private=True, reports=(Report("police"),),
                      impact=Impact(4, ("moved",)), person="p2")  # fmt: skip
    milestone = Milestone("m1", WrittenTime("2026-01-01"), "charged", private=True)
    people = (Person("p1", "A", "stranger"), Person("p2", "B", "family"))
    assert code_case(case(hidden, people=people, milestones=(milestone,))) == Coded(relationship="stranger")


def test_a_code_that_its_table_does_not_have_is_refused():
    for wrong in ({"relationship": "Sam"}, {"effects": frozenset({"social", "Sam"})}, {"age": "41"}):
        with pytest.raises(ValueError, match="not an answer"):
            Coded(**wrong)


def test_the_person_reads_every_answer_that_would_be_counted():
    coded = Coded("former_partner", effects=frozenset({"social", "sleep"}), region="wales")
    told = dict(in_words(coded))
    assert list(told) == [table.title for table in TABLES]
    assert told["Who the person is"] == ("a former partner",)
    assert set(told["What people changed because of it"]) == {"gave up going out or seeing people", "lost sleep"}
    assert told["What is done"] == ()
    assert len(coded.cells) == 1 + sum(len(answers) for answers in told.values())
    assert coded.cells[0] == EVERYBODY


def test_codes_come_back_as_they_were_written_and_nothing_else_does():
    coded = Coded(
        "family", "over_two", "police", frozenset({"online", "contact"}), frozenset({"work"}), "25_34", "london"
    )
    assert read_coded(written(coded)) == coded
    good = written(coded)
    for wrong in (
        {},
        {**good, "name": "Sam"},
        {**good, "age": 3},
        {**good, "effects": "work"},
        {**good, "effects": [1]},
    ):
        with pytest.raises(ValueError, match="not a"):
            read_coded(wrong)


def test_every_code_a_case_can_be_given_is_of_a_table():
    for table in TABLES:
        assert set(CODED_FROM.get(table.code, {}).values()) <= set(table.answers)
