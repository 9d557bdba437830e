"""The next steps as a table: what is in a case, and how soon to turn to somebody (domain/risk.md section 5)."""

from __future__ import annotations

import pytest

from throughline.communications.table import empty, from_values
from throughline.domain.case import Case
from throughline.domain.communication import WITHHELD, Communication, Party
from throughline.domain.exhibit import Exhibit
from throughline.domain.finding import Finding, Measure
from throughline.domain.incident import Impact, Incident, Occurred
from throughline.domain.milestone import Milestone
from throughline.domain.people import Identifier, Person
from throughline.domain.timing import WrittenTime
from throughline.guidance.triage import next_steps

DAVE = Person("p1", "D", "former_partner", (Identifier("phone", "07700 900123"),))


def incident(id="i1", *behaviours, at="2026-03-01T19:40", recorded="2026-03-02T09:00Z", fear=None, account="", **more):
    """One incident, written down the next morning unless said otherwise."""
    occurred = Occurred(
        None if at is None else WrittenTime(at), precision=more.pop("precision", "minute" if at else "unknown")
    )
    written = None if recorded is None else WrittenTime(recorded)
    impact = None if fear is None else Impact(fear)
    return Incident(id, occurred, written, behaviours, account=account, impact=impact, **more)


def case(*incidents, milestones=(), people=(DAVE,), **more):
    return Case("Europe/London", people=people, incidents=incidents, milestones=milestones, **more)


def message(id, at, text="hello", number="+447700900123", direction="incoming"):
    from datetime import datetime

    party = WITHHELD if number is None else Party("phone", number)
    return Communication(id, datetime.fromisoformat(at), direction, "message", "sms", party, text=text)


def steps(a_case, *messages, findings=()):
    return next_steps(a_case, from_values(messages) if messages else empty(), findings)


EMERGENCY = {
    "an assault written down half an hour later": incident("i1", "assault", recorded="2026-03-01T20:10Z"),
    "somebody loitering while you write": incident("i1", "loitering", recorded="2026-03-01T19:45Z"),
    "an entry that lasted until after you began to write": Incident(
        "i1", Occurred(WrittenTime("2026-03-01T19:40"), WrittenTime("2026-03-01T21:00")),
        WrittenTime("2026-03-01T20:30Z"), ("entry",),
    ),
    "about eight, written soon after eight": incident("i1", "following_on_foot", at="2026-03-01T20:00", precision="hour", recorded="2026-03-01T20:08Z"),
    "words that say it goes on": incident("i1", "watching", account="He is still outside. I can see the car."),
    "somebody on the way": incident("i1", "threats", account="My sister says he is on his way here."),
    "a threat for tonight": incident("i1", "threats", account="She wrote that she would come tonight with her brothers."),
    "a knife, minutes ago": incident("i1", "other", account="He had a knife in his hand.", recorded="2026-03-01T19:44Z"),
    "words for being held by the neck, within the hour": incident("i1", "approaches", account="He had his hands round my throat.", recorded="2026-03-01T20:00Z"),
}  # fmt: skip

TODAY = {
    "an assault, written the next day": incident("i1", "assault"),
    "an assault of unknown time": incident("i1", "assault", at=None, recorded=None),
    "an assault on a day, written the same day": incident("i1", "assault", at="2026-03-01", precision="day", recorded="2026-03-01T23:00Z"),
    "words for being strangled": incident("i1", "other", account="I was strangled."),
    "a threat": incident("i1", "threats"),
    "a threat to a pet, in words": incident("i1", "messages", account="He says he will kill the dog"),
    "threats to a child, in words": incident("i1", "other", account="He said he would hurt my son."),
    "talk of suicide, in words": incident("i1", "messages", account="She wrote that she would kill herself."),
    "a weapon": incident("i1", "approaches", account="There was a Machete on the back seat."),
    "very afraid": incident("i1", "messages", fear=4),
    "entry, only guessed": incident("i1", "entry", attribution="guess"),
    "a tracker": incident("i1", "tracker"),
    "stalkerware": incident("i1", "stalkerware"),
    "a hidden device": incident("i1", "hidden_devices"),
    "an order breached by nobody known": incident("i1", "order_breach"),
    "threats to kill themselves": incident("i1", "self_harm_threats"),
    "children": incident("i1", "contact_through_children"),
    "a car tampered with": incident("i1", "vehicle_tampering"),
}  # fmt: skip

REPORT = {
    "one silent call": incident("i1", "silent_calls"),
    "one thing with no kind": incident("i1"),
    "quite afraid": incident("i1", "loitering", fear=3),
    "loitering half an hour before writing": incident("i1", "loitering", recorded="2026-03-01T20:10Z"),
    "from about half past seven to about half past eight, written at nine": Incident(
        "i1", Occurred(WrittenTime("2026-03-01T19:30"), WrittenTime("2026-03-01T20:30"), "hour"),
        WrittenTime("2026-03-01T21:00Z"), ("loitering",),
    ),
    "loitering one evening, written that evening": incident("i1", "loitering", precision="part_of_day", recorded="2026-03-01T19:45Z"),
    "a skill is not a threat": incident("i1", "messages", account="He said my skill you would not believe. The gunman film was on."),
    "the petrol station, and in the end": incident("i1", "messages", account="In the end you met him at the petrol station; it hit me later."),
    "the word tonight without a threat": incident("i1", "messages", account="He wants to talk tonight."),
}  # fmt: skip


@pytest.mark.parametrize("one", EMERGENCY.values(), ids=EMERGENCY.keys())
def test_what_may_be_going_on_is_an_emergency(one):
    found = steps(case(one))
    assert found.level == "emergency"
    assert found.routes[0] == "999"
    assert "999" in found.reasons[0].why
    assert found.reasons[0].because == ("i1",)


@pytest.mark.parametrize("one", TODAY.values(), ids=TODAY.keys())
def test_what_is_grave_is_for_the_police_today(one):
    found = steps(case(one))
    assert (found.level, found.routes) == ("today", ("101", "helpline"))
    assert "999" in found.reasons[0].why
    assert found.reasons[0].because == ("i1",)


@pytest.mark.parametrize("one", REPORT.values(), ids=REPORT.keys())
def test_anything_else_can_be_reported(one):
    found = steps(case(one))
    assert (found.level, found.routes) == ("report", ("helpline", "101"))
    assert all(reason.because == ("i1",) for reason in found.reasons)


@pytest.mark.parametrize("kind", ["police_spoke_to_them", "order_made", "charged", "court_hearing", "released"])
def test_going_on_after_the_police_or_a_court_is_for_today(kind):
    told = Milestone("m1", WrittenTime("2026-03-04T18:00"), kind, "p1")
    after = incident("i1", "messages", at="2026-03-05T10:00", recorded=None, person="p1")
    before = incident("i1", "messages", at="2026-03-03T10:00", recorded=None, person="p1")
    assert steps(case(after, milestones=(told,))).level == "today"
    assert ("m1", "i1") in [reason.because for reason in steps(case(after, milestones=(told,))).reasons]
    assert steps(case(before, milestones=(told,))).level == "report"


@pytest.mark.parametrize(
    ("one", "level"),
    [
        (incident("i1", "messages", at=None, recorded=None, person="p1"), "today"),
        (incident("i1", "messages", at="2026-03", precision="month", recorded=None, person="p1"), "today"),
        (incident("i1", "messages", at="2026-03-05T10:00", recorded=None), "today"),
        (incident("i1", "messages", at="2026-03-05T10:00", recorded=None, person="p2"), "report"),
    ],
    ids=["time unknown", "only the month", "by nobody known", "by somebody else"],
)
def test_what_is_not_sure_counts_as_after_the_police_spoke_to_them(one, level):
    told = Milestone("m1", WrittenTime("2026-03-04T18:00"), "police_spoke_to_them", "p1")
    assert steps(case(one, milestones=(told,), people=(DAVE, Person("p2")))).level == level


@pytest.mark.parametrize(
    ("number", "level"), [("+447700900123", "today"), (None, "today"), ("+447700900999", "report")]
)
def test_imported_contact_after_the_police_counts_when_it_may_be_theirs(number, level):
    told = Milestone("m1", WrittenTime("2026-03-04T18:00"), "police_spoke_to_them", "p1")
    found = steps(
        case(milestones=(told,)),
        message("c1", "2026-03-01T10:00+00:00", number=number),
        message("c2", "2026-03-05T10:00+00:00", number=number),
        message("c3", "2026-03-06T10:00+00:00", number=number),
    )
    assert found.level == level
    assert (("m1", "c2", "c3") in [reason.because for reason in found.reasons]) == (level == "today")


def test_a_message_before_the_police_spoke_to_them_does_not_count_and_neither_does_your_own():
    told = Milestone("m1", WrittenTime("2026-03-04T18:00"), "police_spoke_to_them", "p1")
    found = steps(
        case(milestones=(told,)),
        message("c1", "2026-03-01T10:00+00:00"),
        message("c2", "2026-03-05T10:00+00:00", direction="outgoing"),
    )
    assert found.level == "report"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I'll KILL YOU", "today"), ("you’re dead", "today"), ("If I can't have you…", "today"),
        ("I will kill myself", "today"), ("my boss will kill me", "report"), ("Suicide Squad at 8?", "report"), ("the skill you have", "report"), (None, "report"),
    ],
)  # fmt: skip
def test_words_in_messages_that_came_to_you_raise_the_level(text, level):
    assert steps(case(), message("c1", "2026-03-01T10:00+00:00", text)).level == level
    assert steps(case(), message("c1", "2026-03-01T10:00+00:00", text, direction="outgoing")).level == "report"


@pytest.mark.parametrize("kind", ["frequency_change", "severity_change"])
def test_escalation_is_for_today(kind):
    found = Finding(kind, "inference", f"{kind}/1", "More.", ("i1",), measure=Measure("days", 3, chance=0.01))
    assert steps(case(incident()), findings=(found,)).level == "today"


def test_a_finding_that_names_a_grave_risk_is_for_today():
    found = Finding("grave_words", "fact", "grave_words/1", "Look.", ("c1",), risk=("threats",))
    plain = Finding("grave_words", "fact", "grave_words/1", "Look.", ("c1",))
    assert steps(case(incident()), findings=(found,)).level == "today"
    assert steps(case(incident()), findings=(plain,)).level == "report"


def test_a_possible_breach_is_for_today_and_says_what_it_rests_on():
    found = Finding("order_breach", "fact", "order_breach/1", "Perhaps.", ("m1", "c4"))
    reasons = steps(case(), findings=(found,)).reasons
    assert reasons[0].because == ("m1", "c4")


def test_two_things_by_one_person_or_by_nobody_known_are_more_than_once():
    mine = (incident("i1", person="p1"), incident("i2"))
    whys = [reason.why for reason in steps(case(*mine)).reasons]
    assert any("more than once" in why for why in whys)
    assert not any("more than once" in reason.why for reason in steps(case(mine[0])).reasons)


def test_an_empty_case_can_be_reported_for_a_reason_of_its_own():
    found = steps(case(people=()))
    assert found.level == "report"
    assert [reason.because for reason in found.reasons] == [()]
    assert "says nothing about what is happening" in found.reasons[0].why


@pytest.mark.parametrize(
    "a_case",
    [
        case(incident()),
        case(milestones=(Milestone("m1", WrittenTime("2026-03-04"), "other"),)),
        case(exhibits=(Exhibit("AB/1"),)),
    ],
    ids=["an incident", "a milestone", "an exhibit"],
)
def test_with_anything_in_the_case_every_reason_has_something_behind_it(a_case):
    assert all(reason.because for reason in steps(a_case).reasons)


def test_reasons_stand_most_urgent_first():
    found = steps(
        case(incident("i1", "assault", recorded="2026-03-01T20:00Z", fear=4), incident("i2", "messages", fear=1))
    )
    assert found.level == "emergency"
    assert found.reasons[0].why.startswith("You wrote this within an hour")
    assert found.reasons[-1].why.startswith("One thing is enough")


def test_a_reason_names_at_most_two_hundred_ids_the_first_and_the_last():
    many = tuple(incident(f"i{n}", "threats") for n in range(500))
    (threats,) = [reason for reason in steps(case(*many)).reasons if "There is a threat" in reason.why]
    assert len(threats.because) == 200
    assert (threats.because[0], threats.because[-1]) == ("i0", "i499")
