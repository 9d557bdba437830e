"""The legal elements: what in a case may help show each, and what is asked, gently. Most are told of England and Wales."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from throughline.communications.table import empty, from_values
from throughline.domain.case import Case
from throughline.domain.communication import Communication, Party
from throughline.domain.finding import Finding
from throughline.domain.incident import Impact, Incident, Occurred, Report
from throughline.domain.milestone import Milestone
from throughline.domain.people import Identifier, Person
from throughline.domain.timing import WrittenTime
from throughline.guidance.elements import elements
from throughline.guidance.load import law_entry, load_content

CONTENT = load_content()
DAVE = Person("p1", "D", "former_partner", (Identifier("phone", "07700 900123"),))
ROUTES = {
    "ew.pha1997.s2": ["course_of_conduct", "harassment", "knowledge"],
    "ew.pha1997.s2a": ["course_of_conduct", "harassment", "stalking_acts", "knowledge"],
    "ew.pha1997.s4": ["course_of_conduct", "fear_of_violence_twice", "knowledge"],
    "ew.pha1997.s4a": [
        "course_of_conduct", "harassment", "stalking_acts", "fear_of_violence_twice", "serious_alarm_or_distress",
        "substantial_adverse_effect", "knowledge",
    ],
    "ew.sca2015.s76": ["personal_connection", "course_of_conduct", "serious_effect", "knowledge"],
    "ew.pha1997.s3": ["course_of_conduct", "harassment", "knowledge", "actual_or_feared_breach"],
    "ew.spa2019": ["stalking_acts", "risk_of_harm", "need_for_the_order"],
    "ew.fla1996.s42": ["associated_person", "harm_to_health_or_wellbeing"],
    "ew.fla1996.occupation": ["associated_person", "the_home", "harm_to_health_or_wellbeing"],
    "ew.daa2021.dapo": ["abusive_behaviour", "need_for_the_order"],
    "ew.daa2021.dapn": ["abusive_behaviour", "need_for_the_order"],
    "ew.restraining_order": ["a_criminal_case", "need_for_the_order"],
}  # fmt: skip


def incident(id, *behaviours, at="2026-03-01T19:40", attribution="seen", **more):
    return Incident(id, Occurred(WrittenTime(at)), None, behaviours, "p1", attribution, **more)


def case(*incidents, milestones=(), jurisdiction="england_wales"):
    return Case("Europe/London", jurisdiction, (DAVE,), (), milestones, incidents)


def messages(count, every=timedelta(hours=5)):
    start = datetime(2026, 3, 1, tzinfo=UTC)
    them = Party("phone", "+447700900123")
    return from_values(
        Communication(f"c{n}", start + n * every, "incoming", "message", "sms", them, text="hi") for n in range(count)
    )


def element(found, route, name):
    (one,) = [it for it in found if (it.route, it.element) == (route, name)]
    return one


def test_every_route_has_its_elements_in_order():
    found = elements(case(), empty(), ())
    assert {route: [it.element for it in found if it.route == route] for route in ROUTES} == ROUTES
    assert len(found) == sum(map(len, ROUTES.values()))


@pytest.mark.parametrize("jurisdiction", ["england_wales", "scotland", "northern_ireland"])
def test_the_law_of_one_jurisdiction_is_never_shown_in_place_of_another(jurisdiction):
    found = elements(case(incident("i1", "threats"), jurisdiction=jurisdiction), empty(), ())
    assert {law_entry(it.route).jurisdiction for it in found} == {jurisdiction}
    ids = [id for it in found for id in CONTENT.routes[it.route].elements]
    named = {id for rule in map(CONTENT.elements.get, ids) for id in rule.law}
    assert {CONTENT.law[id].jurisdiction for id in named} == {jurisdiction}


@pytest.mark.parametrize(
    ("jurisdiction", "route"),
    [("scotland", "sct.cjla2010.s38"), ("northern_ireland", "ni.psa2022.s2")],
)
def test_one_frightening_incident_may_help_show_a_charge_for_which_one_is_enough(jurisdiction, route):
    once = case(incident("i1", "threats", impact=Impact(3)), jurisdiction=jurisdiction)
    shown = element(elements(once, empty(), ()), route, "threatening_or_abusive_behaviour")
    assert shown.may_help_show == ("i1",)
    assert not any(
        "anything else happened" in ask for it in elements(once, empty(), ()) if it.route == route for ask in it.missing
    )


def test_in_scotland_one_occasion_is_enough_for_the_civil_court_when_it_was_a_partner():
    once = case(incident("i1", "threats"), jurisdiction="scotland")
    assert element(elements(once, empty(), ()), "sct.pha1997.s8", "course_of_conduct").missing == ()
    stranger = Case("Europe/London", "scotland", (Person("p1", "D", "stranger"),), incidents=once.incidents)
    assert len(element(elements(stranger, empty(), ()), "sct.pha1997.s8", "course_of_conduct").missing) == 1


def test_scotland_asks_for_a_second_source():
    alone = case(incident("i1", "threats"), jurisdiction="scotland")
    source = element(elements(alone, empty(), ()), "sct.cjla2010.s39", "more_than_one_source")
    assert source.may_help_show == ()
    assert ["how soon after" in ask for ask in source.missing] == [True, False]


@pytest.mark.parametrize(
    ("more", "open_questions"),
    [
        ({"witnesses": ("a neighbour",)}, 1),
        ({"exhibits": ("AB/1",)}, 1),
        ({"reports": (Report("police"),)}, 1),
        ({"reports": (Report("police"),), "witnesses": ("a neighbour",)}, 0),
    ],
    ids=["a witness", "an exhibit", "a report", "a report and a witness"],
)
def test_a_witness_an_exhibit_or_a_report_may_be_the_second_source(more, open_questions):
    backed = case(incident("i1", "threats", **more), incident("i2", "messages"), jurisdiction="scotland")
    source = element(elements(backed, empty(), ()), "sct.cjla2010.s39", "more_than_one_source")
    assert (source.may_help_show, len(source.missing)) == (("i1",), open_questions)


@pytest.mark.parametrize("who", ["former_partner", "partner", "family", "stranger", "unknown"])
def test_orders_about_people_close_to_you_ask_whether_they_are(who):
    people = (Person("p1", "D", who),)
    found = elements(Case("Europe/London", people=people, incidents=(incident("i1", "messages"),)), empty(), ())
    close = element(found, "ew.fla1996.s42", "associated_person")
    is_close = who in ("former_partner", "partner", "family")
    assert (close.may_help_show, bool(close.missing)) == (("i1",) if is_close else (), not is_close)


def test_one_occasion_is_not_yet_a_course_of_conduct_and_the_question_asks_for_another():
    once = element(elements(case(incident("i1", "messages")), empty(), ()), "ew.pha1997.s2a", "course_of_conduct")
    assert once.may_help_show == ("i1",)
    assert once.missing == ("Has anything else happened, even something small? When was it?",)


def test_two_occasions_leave_no_question():
    two = case(incident("i1", "messages"), incident("i2", "loitering", at="2026-03-02T10:00"))
    assert element(elements(two, empty(), ()), "ew.pha1997.s2a", "course_of_conduct").missing == ()


@pytest.mark.parametrize(("every", "asked"), [(timedelta(minutes=10), True), (timedelta(minutes=31), False)])
def test_contacts_less_than_half_an_hour_apart_are_one_occasion(every, asked):
    found = elements(case(), messages(2, every), ())
    missing = element(found, "ew.pha1997.s2", "course_of_conduct").missing
    assert any("anything else" in question for question in missing) == asked


def test_nobody_known_asks_how_you_know():
    guess = case(
        incident("i1", "messages", attribution="guess"), incident("i2", at="2026-03-02T10:00", attribution="told")
    )
    missing = element(elements(guess, empty(), ()), "ew.pha1997.s2", "course_of_conduct").missing
    assert missing == ("How do you know who it was? Did you see them, know the voice, or know the number?",)


@pytest.mark.parametrize(
    ("behaviour", "letters"),
    [
        ("silent_calls", "b"), ("messages", "b"), ("social_contact", "bc"), ("approaches", "ab"), ("turning_up", "aeg"),
        ("tracker", "dg"), ("hidden_devices", "dg"), ("stalkerware", "d"), ("smart_device_abuse", "dfg"),
        ("fake_accounts", "bc"), ("impersonation", "cf"), ("damage", "f"), ("helpers", "bg"),
        ("contact_through_children", "be"), ("workplace", "abef"), ("false_orders", "cf"), ("assault", ""), ("other", ""),
    ],
)  # fmt: skip
def test_behaviours_are_set_beside_the_examples_of_section_2a(behaviour, letters):
    listed = "".join(it for it in "abcdefg" if behaviour in law_entry(f"ew.pha1997.s2a3.{it}").behaviours)
    assert listed == letters
    shown = element(elements(case(incident("i1", behaviour)), empty(), ()), "ew.pha1997.s2a", "stalking_acts")
    assert (shown.may_help_show == ("i1",)) == bool(letters)


def test_a_refusal_and_what_came_after_may_help_show_that_they_knew():
    told = Milestone("m1", WrittenTime("2026-03-04T18:00"), "told_to_stop", "p1")
    before = incident("i1", "messages")
    after = incident("i2", "messages", at="2026-03-05T10:00")
    known = element(elements(case(before, after, milestones=(told,)), empty(), ()), "ew.pha1997.s2a", "knowledge")
    assert known.may_help_show == ("m1", "i2")
    assert not any("ever tell them to stop" in question for question in known.missing)
    assert any("block" in question for question in known.missing)


def test_no_refusal_is_asked_for_without_telling_anybody_to_make_contact():
    known = element(elements(case(incident("i1")), empty(), ()), "ew.pha1997.s2", "knowledge")
    assert "Did you ever tell them to stop?" in known.missing[0]
    assert "you need not do it now" in known.missing[0]


def test_fear_of_violence_is_asked_about_until_there_are_two_occasions():
    once = case(incident("i1", "threats", impact=Impact(4)))
    twice = case(incident("i1", "threats", impact=Impact(4)), incident("i2", "assault", impact=Impact(2)))
    route = ("ew.pha1997.s4", "fear_of_violence_twice")
    assert "two or more times" in element(elements(once, empty(), ()), *route).missing[0]
    assert element(elements(twice, empty(), ()), *route).missing == ()
    assert element(elements(twice, empty(), ()), *route).may_help_show == ("i1", "i2")


def test_what_you_changed_may_help_show_an_effect_on_daily_life():
    changed = case(
        incident("i1", "messages", impact=Impact(changes=("stopped_going_out",))), incident("i2", "messages")
    )
    moved = Milestone("m1", WrittenTime("2026-03-04"), "moved")
    effect = element(elements(changed, empty(), ()), "ew.pha1997.s4a", "substantial_adverse_effect")
    assert effect.may_help_show == ("i1",)
    assert len(effect.missing) == 1
    both = elements(case(*changed.incidents, milestones=(moved,)), empty(), ())
    assert element(both, "ew.pha1997.s4a", "substantial_adverse_effect").missing == ()


def test_of_many_communications_the_first_the_last_and_those_of_findings_are_named():
    found = Finding("burst", "fact", "burst/1", "Many.", ("c40", "c41", "i1"))
    conduct = element(elements(case(incident("i1")), messages(1000), (found,)), "ew.pha1997.s2", "course_of_conduct")
    assert conduct.may_help_show == ("i1", "c0", "c999", "c40", "c41")


def test_the_same_case_gives_the_same_elements():
    one = case(incident("i1", "threats"), milestones=(Milestone("m1", WrittenTime("2026-03-04"), "blocked", "p1"),))
    assert elements(one, messages(30), ()) == elements(one, messages(30), ())
