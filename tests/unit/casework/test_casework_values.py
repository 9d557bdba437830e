"""Values of a helpline's case refuse what cannot be, and come back from JSON as they were."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from typing import get_args

import pytest

from ledgers import START
from throughline.casework import planning, risk
from throughline.casework.checks import TIME_ZONE
from throughline.casework.coding import decode, encode, roles
from throughline.casework.contact import Begun, Client, Contact, FoundBy
from throughline.casework.let_in import Conflict, Emergency, Held, Opening, Opinion
from throughline.casework.planning import PlannedAction, Promise, Raised, TriggerDate, standing
from throughline.casework.reference import casework_page
from throughline.casework.referral import Confirmation, Consent, Referral
from throughline.casework.risk import FACTORS, OUTCOMES, Outcome, RiskFactor, factors_of
from throughline.casework.safe_contact import SafeContact, Window
from throughline.casework.state import KINDS
from throughline.casework.without_consent import SecondLook, WithoutConsent
from throughline.casework.writing import Advice, Formulation, Note, Review

DAY = date(2026, 3, 2)
HOUR = timedelta(hours=1)
CONSENT = Consent("spoken", START, "The chronology, to the police.")
VALUES = [
    Begun("Sam"),
    FoundBy("K4P-72Q", "heron"),
    Client("Sam", jurisdiction="scotland", relationship="former_partner"),
    Contact("call", START, START + HOUR, told="They rang.", emergency=True, emergency_done="They called 999."),
    SafeContact("yes", "07700 900123", windows=(Window(("mon", "tue"), time(9), time(12, 30)),), until=DAY),
    Note("A note."),
    Formulation("What goes on.", DAY),
    RiskFactor("threats", "present", DAY, "shared_entries", "The message of 1 March.", ("i3",)),
    PlannedAction("Change the locks", "the landlord", DAY),
    Promise("Call back", START, "s1", outcome="kept", kept_at=START + HOUR),
    TriggerDate("hearing", DAY, "County court"),
    Referral("police", "Example Police", CONSENT, sent="The pack.", sent_at=START + HOUR, answer_by=DAY),
    Confirmation("k7m2q", "ab" * 32, ("i3",), True),
    Advice("Keep the doors locked.", ("entry",), "read_aloud", START),
    Review("second_opinion", "I agree.", DAY, True),
    Raised(2, "She sounded different."),
    Conflict("no"),
    Emergency("They are at the door.", START, START + HOUR),
    Held("s2", "Kit"),
    Opening(),
    WithoutConsent(
        "ambulance",
        "Example Ambulance",
        "life",
        "They were hurt.",
        "Where they are.",
        START,
        "may_know",
        "The line dropped.",
    ),
    SecondLook("k7m2q", "It had to be.", False),
    Opinion("s2", "What do you think?", "I agree.", True),
]


def test_there_is_an_example_of_every_kind():
    assert {type(it) for it in VALUES} == set(KINDS.values())


@pytest.mark.parametrize("value", VALUES, ids=lambda it: type(it).__name__)
def test_a_value_comes_back_as_it_was(value):
    assert decode(type(value), encode(value)) == value


@pytest.mark.parametrize("value", VALUES, ids=lambda it: type(it).__name__)
def test_no_field_of_another_type_or_name_is_read_nor_repeated(value):
    written = encode(value)
    for name in written:
        with pytest.raises(ValueError, match=r"should be|keys") as refused:
            decode(type(value), {**written, name: {"secret": 1}})
        assert "secret" not in str(refused.value)
    with pytest.raises(ValueError, match="does not have the keys"):
        decode(type(value), {**written, "secret": 1})


def test_a_missing_field_and_a_time_without_zone_are_refused():
    with pytest.raises(ValueError, match="does not have the keys"):
        decode(Note, {})
    with pytest.raises(ValueError, match="needs a time zone"):
        decode(Contact, {"way": "call", "began": "2026-03-02T09:00:00"})
    with pytest.raises(ValueError, match="whole number"):
        decode(Raised, {"to": True, "why": "because"})


@pytest.mark.parametrize(
    ("build", "why"),
    [
        (lambda: Note("  "), "some words"),
        (lambda: Note("x" * 50_001), "longer than"),
        (lambda: Contact("call", datetime(2026, 3, 2)), "time zone"),
        (lambda: Contact("call", START, START - HOUR), "before it began"),
        (lambda: Contact("call", START, emergency_done="Done."), "emergency marked"),
        (lambda: RiskFactor("threats", "present", DAY, "their_words"), "some words"),
        (lambda: RiskFactor("threats", "absent", DAY, "their_words", " "), "some words"),
        (lambda: RiskFactor("a_total", "present", DAY, "their_words", "why"), "not a factor"),
        (lambda: RiskFactor("threats", "present", DAY, "shared_entries", "why"), "names them"),
        (lambda: Promise("Call back", START, "s1", outcome="kept"), "Say when it was kept"),
        (lambda: Promise("Call back", START, "s1", kept_at=START), "Say when it was kept"),
        (lambda: Promise("Call back", START, "s1", outcome="moved"), "to when"),
        (lambda: Promise("Call back", START, "", outcome="open"), "is empty"),
        (lambda: Promise("Call back", START, "s1", within_minutes=0), "from 1 minute"),
        (lambda: Advice("Words.", given="read_aloud"), "Say how they got it and when"),
        (lambda: Raised(0, "why"), "by hand"),
        (lambda: Raised(4, "why"), "by hand"),
        (lambda: SafeContact(any_time="yes", windows=(Window(("mon",), time(9), time(10)),)), "not both"),
        (lambda: SafeContact("yes", "by the door"), "no digit"),
        (lambda: Window((), time(9), time(10)), "one day"),
        (lambda: Window(("mon",), time(9), time(9)), "between its ends"),
        (lambda: Consent("spoken", START, "All.", START - HOUR), "before it was given"),
    ],
)
def test_what_cannot_be_is_refused(build, why):
    with pytest.raises(ValueError, match=why):
        build()


def test_nothing_is_sent_without_consent_that_holds_then():
    withdrawn = Consent("spoken", START, "All.", START + HOUR)
    for consent, at in [(None, START), (CONSENT, START - HOUR), (withdrawn, START + HOUR)]:
        with pytest.raises(ValueError, match="consent"):
            Referral("police", "Example Police", consent, sent="The pack.", sent_at=at)
    assert Referral("police", "Example Police", CONSENT, "The pack.", START).is_waiting
    answered = Referral("police", "Example Police", CONSENT, "The pack.", START, DAY, "They came.", START + HOUR)
    assert not answered.is_waiting


def test_a_referral_is_agreed_to_until_that_is_taken_back():
    assert not Referral("police", "Example Police").is_agreed
    assert Referral("police", "Example Police", CONSENT).is_agreed
    assert not Referral("police", "Example Police", replace(CONSENT, withdrawn_at=CONSENT.at)).is_agreed


@pytest.mark.parametrize("missing", ["referral", "of"])
def test_a_confirmation_is_of_something_and_for_something(missing):
    with pytest.raises(ValueError, match="words"):
        Confirmation(**{"referral": "k7m2q", "of": "ab" * 32, missing: " "})


@pytest.mark.parametrize(
    ("promise", "minutes", "stands"),
    [
        (Promise("c", START, "s1"), -1, "ahead"),
        (Promise("c", START, "s1"), 0, "due"),
        (Promise("c", START, "s1"), 30, "due"),
        (Promise("c", START, "s1"), 31, "missed"),
        (Promise("c", START, "s1", outcome="missed"), 0, "missed"),
        (Promise("c", START, "s1", outcome="moved", moved_to=START + HOUR), 31, "ahead"),
        (Promise("c", START, "s1", outcome="moved", moved_to=START + HOUR), 91, "missed"),
        (Promise("c", START, "s1", outcome="kept", kept_at=START), 31, "kept"),
        (Promise("c", START, "s1", outcome="kept", kept_at=START + HOUR), 90, "kept_late"),
        (Promise("c", START, "s1", outcome="called_off"), 90, "called_off"),
    ],
)
def test_a_promise_stands_by_the_clock_it_is_given(promise, minutes, stands):
    assert standing(promise, START + timedelta(minutes=minutes)) == stands


def test_only_an_act_ends_a_promise():
    assert Promise("c", START, "s1", outcome="missed").is_owed
    assert not Promise("c", START, "s1", outcome="kept", kept_at=START).is_owed


def test_only_a_talk_with_the_person_or_their_own_words_reach_them():
    assert Contact("call", START, started="by_us", speaker="client").reached_them
    assert Contact("text", START, speaker="client").reached_them
    assert not Contact("text", START, started="by_us", speaker="client").reached_them
    assert not Contact("call", START, speaker="professional").reached_them
    assert not Contact("call", START, speaker="client", went="dropped").reached_them


def test_every_outcome_has_factors_and_no_factor_has_a_number():
    assert tuple(OUTCOMES) == get_args(Outcome)
    assert all(factors_of(outcome) for outcome in OUTCOMES)
    assert sum(len(factors_of(it)) for it in OUTCOMES) == len(FACTORS)
    assert {field.type for field in fields(risk.Factor)} == {"str", "Outcome"}
    assert not any(word in field.name for field in fields(RiskFactor) for word in ("score", "total", "level", "weight"))


def test_every_field_says_what_it_is_for():
    assert all(all(roles(it).values()) for it in KINDS.values())
    assert set(planning.STANDINGS) == set(get_args(planning.Standing))


def test_the_page_is_what_the_code_says(request):
    """Written anew by `python -m throughline.casework.reference > docs/reference/casework.md`."""
    page = request.config.rootpath / "docs" / "reference" / "casework.md"
    assert page.read_text("utf-8") == casework_page()


def test_times_are_written_in_utc():
    summer = datetime(2026, 7, 1, 11, tzinfo=TIME_ZONE)
    assert encode(Contact("call", summer))["began"] == "2026-07-01T10:00:00+00:00"
