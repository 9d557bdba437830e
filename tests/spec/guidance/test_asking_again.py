"""When the questions are asked again: after, and shortly before, days that change things."""

from __future__ import annotations

from datetime import date

import pytest

from throughline.domain.case import Case
from throughline.domain.finding import Finding, Measure
from throughline.domain.incident import Incident, Occurred
from throughline.domain.milestone import Milestone, Order
from throughline.domain.timing import WrittenTime
from throughline.guidance.asking_again import ask_again

MARCH_10, MARCH_20 = date(2026, 3, 10), date(2026, 3, 20)


def asked(kind: str, at: str, answered_on=MARCH_10, today=MARCH_20) -> list[str]:
    case = Case("Europe/London", milestones=(Milestone("m1", WrittenTime(at), kind),))
    found = ask_again(case, (), answered_on=answered_on, today=today)
    assert all(it.because == ("m1",) for it in found)
    return [it.trigger.id for it in found]


@pytest.mark.parametrize(
    ("kind", "trigger"),
    [
        ("relationship_ended", "parting"), ("told_to_stop", "said_no"), ("blocked", "said_no"),
        ("changed_number", "said_no"), ("police_spoke_to_them", "police_or_court"),
        ("reported_to_police", "police_or_court"), ("order_made", "police_or_court"), ("order_ended", "police_or_court"),
        ("charged", "police_or_court"), ("court_hearing", "police_or_court"), ("released", "release"), ("moved", "moving"),
        ("anniversary", "day_that_means_something"), ("post_published", "post"),
    ],
)  # fmt: skip
def test_each_day_that_changes_things_asks_again(kind, trigger):
    assert asked(kind, "2026-03-12T10:00") == [trigger]


@pytest.mark.parametrize(
    ("at", "is_asked"),
    [
        ("2026-03-09T23:59", False), ("2026-03-10T00:00", True), ("2026-03", True), ("2026-03-20T23:00", True),
        ("2026-03-27", True), ("2026-03-28", False), ("2026-02", False),
    ],
)  # fmt: skip
def test_a_hearing_counts_from_the_day_of_the_answers_to_a_week_ahead(at, is_asked):
    assert bool(asked("court_hearing", at)) == is_asked


def test_a_block_that_is_not_yet_does_not_ask():
    assert asked("blocked", "2026-03-21") == []


@pytest.mark.parametrize(
    ("at", "answered_on", "today", "is_asked"),
    [
        ("2019-03-25", MARCH_10, MARCH_20, True), ("2019-03-28", MARCH_10, MARCH_20, False),
        ("2019-03", MARCH_10, MARCH_20, True), ("2019-02", MARCH_10, MARCH_20, False),
        ("2019-01-02", date(2025, 12, 20), date(2025, 12, 27), True), ("2027-03-15", MARCH_10, MARCH_20, False),
        ("2020-02-29", date(2026, 2, 20), date(2026, 2, 21), True), ("2020-02-29", date(2028, 2, 29), date(2028, 2, 29), True),
    ],
)  # fmt: skip
def test_an_anniversary_comes_back_each_year(at, answered_on, today, is_asked):
    assert bool(asked("anniversary", at, answered_on, today)) == is_asked


@pytest.mark.parametrize(
    ("end", "is_asked"),
    [("2026-03-15T10:00:00+00:00", True), ("2026-03-01T10:00:00+00:00", False), (None, True)],
)
def test_a_return_after_quiet_asks_again(end, is_asked):
    measure = Measure("days", 40, chance=0.01)
    found = Finding("return_after_quiet", "inference", "x/1", "Quiet.", ("i1", "i2"), end=end, measure=measure)
    asked_for = ask_again(Case("Europe/London"), (found,), answered_on=MARCH_10, today=MARCH_20)
    assert [(it.trigger.id, it.because) for it in asked_for] == ([("quiet", ("i1", "i2"))] if is_asked else [])


def test_a_case_in_which_nothing_happened_asks_nothing():
    assert ask_again(Case("Europe/London"), (), answered_on=MARCH_10, today=MARCH_20) == ()


@pytest.mark.parametrize(
    ("ends", "is_asked"),
    [("2026-03-09", False), ("2026-03-10", True), ("2026-04-03", True), ("2026-04-04", False), (None, False)],
)
def test_the_end_of_an_order_asks_again_two_weeks_ahead(ends, is_asked):
    order = Order("restraining", ends=None if ends is None else WrittenTime(ends))
    case = Case("Europe/London", milestones=(Milestone("m1", WrittenTime("2025-03-01"), "order_made", order=order),))
    found = ask_again(case, (), answered_on=MARCH_10, today=MARCH_20)
    assert [(it.trigger.id, it.because) for it in found] == ([("order_ends", ("m1",))] if is_asked else [])


def told(id: str, day: str, *behaviours: str) -> Incident:
    at = WrittenTime(f"2026-03-{day}")
    return Incident(id, Occurred(at, precision="day"), WrittenTime(f"{at.text}T21:00:00Z"), behaviours)


@pytest.mark.parametrize(
    ("incidents", "because"),
    [
        ([told("i1", "01", "messages"), told("i2", "12", "threats")], ("i2",)),
        ([told("i1", "01", "threats"), told("i2", "12", "threats")], None),
        ([told("i1", "01", "threats"), told("i2", "12", "entry")], ("i2",)),
        ([told("i1", "12", "messages")], None),
    ],
)
def test_an_incident_of_a_graver_kind_than_any_before_asks_again(incidents, because):
    case = Case("Europe/London", incidents=tuple(incidents))
    found = ask_again(case, (), answered_on=MARCH_10, today=MARCH_20)
    assert [it.because for it in found if it.trigger.id == "graver"] == ([because] if because else [])


@pytest.mark.parametrize(("today", "is_asked"), [(date(2026, 4, 6), False), (date(2026, 4, 7), True)])
def test_four_weeks_after_the_last_look_it_asks_again(today, is_asked):
    found = ask_again(Case("Europe/London"), (), answered_on=MARCH_10, today=today)
    assert [(it.trigger.id, it.because) for it in found] == ([("time_gone", ())] if is_asked else [])


def test_a_hearing_that_is_near_and_the_same_one_come_have_keys_of_their_own():
    case = Case("Europe/London", milestones=(Milestone("m1", WrittenTime("2026-03-24"), "court_hearing"),))
    keys = [
        ask_again(case, (), answered_on=MARCH_10, today=day)[0].keys
        for day in (MARCH_20, date(2026, 3, 21), date(2026, 3, 24))
    ]
    assert keys == [("police_or_court:m1:2026-03-24:near",)] * 2 + [("police_or_court:m1:2026-03-24:come",)]
