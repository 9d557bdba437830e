"""Each rule of the queue speaks when it should, says so in words, and ends only with the act that deals with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ledgers import START, said, state_of
from throughline.casework.coming import coming
from throughline.casework.contact import Contact
from throughline.casework.planning import PlannedAction, Promise, Raised, TriggerDate
from throughline.casework.referral import Consent, Referral
from throughline.casework.risk import FACTORS, RiskFactor
from throughline.casework.standing_reasons import reasons
from throughline.casework.urgency import RANKS, RULES, WAITING, Around, Unseen, rises, urgency
from throughline.casework.writing import Note
from throughline.domain.milestone import Milestone, Order
from throughline.domain.timing import WrittenTime

DAY = date(2026, 3, 2)
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
AROUND = Around(START)
SPOKE = Contact("call", START, speaker="client")
EMERGENCY = Contact("call", START, speaker="client", emergency=True)
OVER = replace(EMERGENCY, emergency_done="They called 999.")
LATER = Contact("call", START + HOUR, speaker="client", started="by_us")
PROMISE = Promise("Call back", START + HOUR, "s1")
AGREED = Consent("spoken", START, "All.")
REFERRAL = Referral("police", "Example Police", AGREED, sent="A pack.", sent_at=START, answer_by=DAY)
UNSEEN = (Unseen(START, ("i1",)),)
ENDED = Milestone("m1", WrittenTime("2026-02-01"), "order_made", order=Order(ends=WrittenTime("2026-03-10")))
FACTOR = RiskFactor("weapon_at_hand", "present", DAY, "their_words", "He said so.")
SAFE_NOTE = Note("Spoke of the weather.")


def rules_at(now: datetime, *values, around: Around = AROUND) -> set[str]:
    state = state_of(*(said(it, str(number)) for number, it in enumerate(values)))
    return {it.rule.code for it in urgency(reasons(state, around), now).reasons}


@pytest.mark.parametrize(
    ("rule", "now", "values", "around"),
    [
        ("emergency", START, [EMERGENCY], AROUND),
        ("after_emergency", START, [OVER], AROUND),
        ("imminent_danger", START + HOUR, [SPOKE, FACTOR], AROUND),
        ("graver_incident", START, [SPOKE], Around(START, graver=UNSEEN)),
        ("order_broken", START, [SPOKE], Around(START, broken_order=UNSEEN)),
        ("message_unread", START, [SPOKE], Around(START, messages=UNSEEN)),
        ("call_back_due", START + HOUR, [SPOKE, PROMISE], AROUND),
        ("call_back_missed", START + 2 * HOUR, [SPOKE, PROMISE], AROUND),
        ("call_back_missed", START + 2 * HOUR, [SPOKE, replace(PROMISE, outcome="missed")], AROUND),
        ("first_contact_late", START + 24 * HOUR, [SAFE_NOTE], AROUND),
        ("order_ended", START + 2 * WEEK, [SPOKE], Around(START, milestones=(ENDED,))),
        ("order_ended", START + WEEK, [SPOKE, TriggerDate("order_ends", date(2026, 3, 4))], AROUND),
        ("raised_3", START + HOUR, [SPOKE, Raised(3, "Her voice.")], AROUND),
        ("raised_2", START + HOUR, [SPOKE, Raised(2, "Her voice.")], AROUND),
        ("raised_1", START + HOUR, [SPOKE, Raised(1, "Her voice.")], AROUND),
        ("date_near", START, [SPOKE, TriggerDate("hearing", date(2026, 3, 9))], AROUND),
        ("date_near", START + 4 * WEEK, [SPOKE, TriggerDate("hearing", date(2026, 3, 9))], AROUND),
        ("action_late", START + 24 * HOUR, [SPOKE, PlannedAction("Locks", "landlord", DAY)], AROUND),
        ("answer_late", START + 24 * HOUR, [SPOKE, REFERRAL], AROUND),
        ("waiting", START, [SPOKE], AROUND),
    ],
)
def test_a_rule_speaks(rule, now, values, around):
    assert rule in rules_at(now, *values, around=around)


@pytest.mark.parametrize(
    ("rule", "now", "values"),
    [
        ("emergency", START, [OVER]),
        ("after_emergency", START + 2 * HOUR, [OVER, LATER]),
        ("imminent_danger", START, [replace(FACTOR, presence="absent")]),
        ("imminent_danger", START, [replace(FACTOR, factor="threats")]),
        ("call_back_due", START, [PROMISE]),
        ("call_back_missed", START + HOUR, [PROMISE]),
        ("call_back_missed", START + 2 * HOUR, [replace(PROMISE, outcome="kept", kept_at=START + HOUR)]),
        ("call_back_missed", START + 2 * HOUR, [replace(PROMISE, outcome="moved", moved_to=START + 3 * HOUR)]),
        ("call_back_missed", START + 2 * HOUR, [replace(PROMISE, outcome="called_off")]),
        ("first_contact_late", START + 23 * HOUR, []),
        ("first_contact_late", START + WEEK, [SPOKE]),
        ("date_near", START, [TriggerDate("hearing", date(2026, 3, 10))]),
        ("date_near", START + WEEK, [TriggerDate("hearing", DAY), replace(SPOKE, began=START + 24 * HOUR)]),
        ("action_late", START, [PlannedAction("Locks", "landlord", DAY)]),
        ("action_late", START + WEEK, [PlannedAction("Locks", "landlord", DAY, "done")]),
        ("answer_late", START + WEEK, [replace(REFERRAL, answer="They came.", answered_at=START)]),
        ("waiting", START, [EMERGENCY]),
    ],
)
def test_a_rule_is_silent(rule, now, values):
    assert rule not in rules_at(now, *values)


def test_every_rule_has_a_case_in_which_it_speaks():
    (cases,) = (mark.args[1] for mark in test_a_rule_speaks.pytestmark)
    assert {rule for rule, *_ in cases} | {"written_twice"} == set(RULES)


def test_two_versions_that_stand_beside_each_other_are_a_reason_to_look():
    state = state_of(said(SAFE_NOTE), said(Note("Other words."), by="s2"))
    assert "written_twice" in {it.rule.code for it in urgency(reasons(state, AROUND), START + HOUR).reasons}


def test_the_most_urgent_reason_gives_the_rank_and_all_are_shown():
    state = state_of(said(EMERGENCY), said(FACTOR, "f"), said(TriggerDate("hearing", date(2026, 3, 5)), "t"))
    found = urgency(reasons(state, AROUND), START + HOUR)
    assert found.rank == 4
    assert [it.rule.code for it in found.reasons] == ["emergency", "imminent_danger", "date_near"]
    assert found.words[0] == RULES["emergency"].words


def test_a_call_back_that_is_missed_is_not_said_to_be_due_as_well():
    for minutes, said_of_it in ((65, "call_back_due"), (95, "call_back_missed")):
        rules = rules_at(START + timedelta(minutes=minutes), SPOKE, PROMISE)
        assert rules == {said_of_it}


def test_the_last_rank_promises_nothing():
    assert min(RANKS) == WAITING
    assert not any(word in (RANKS[WAITING] + RULES["waiting"].words).lower() for word in ("low", "safe", "no risk"))
    assert {rule.rank for rule in RULES.values()} == set(RANKS)


def test_times_alone_give_the_same_rank_as_the_rules():
    state = state_of(said(SPOKE), said(PROMISE, "p"), said(TriggerDate("hearing", date(2026, 3, 20)), "t"))
    found = reasons(state, AROUND)
    for hours in range(0, 24 * 30, 3):
        now = START + hours * HOUR
        risen = max((rank for rank, since in rises(found).items() if since <= now), default=WAITING)
        assert risen == urgency(found, now).rank


def test_days_that_are_coming_stand_in_order_from_both_sides():
    zone = ZoneInfo("Europe/London")
    shared = (
        ENDED,
        Milestone("m2", WrittenTime("2026-03-05T10:00"), "court_hearing", note="County court"),
        Milestone("m3", WrittenTime("2020-02-29"), "relationship_ended"),
        Milestone("m4", WrittenTime("2026-03-01"), "court_hearing"),
        Milestone("m5", WrittenTime("2026-03"), "released"),
        Milestone("m6", WrittenTime("2026-03-09"), "blocked"),
    )
    state = state_of(
        said(TriggerDate("handover", date(2026, 3, 6)), "t"), said(TriggerDate("move", date(2026, 3, 1)), "u")
    )
    days = coming(state, shared, today=DAY, zone=zone)
    assert [(it.first.isoformat(), it.kind, it.source) for it in days] == [
        ("2026-03-01", "release", "milestone:m5"),
        ("2026-03-05", "hearing", "milestone:m2"),
        ("2026-03-06", "handover", "trigger_date:t"),
        ("2026-03-10", "order_ends", "milestone:m1"),
        ("2027-02-28", "anniversary", "milestone:m3"),
    ]
    assert [it.is_shared for it in days] == [True, True, False, True, True]


def test_every_factor_of_imminent_danger_raises_and_no_other_does():
    for code, factor in FACTORS.items():
        rules = rules_at(START + HOUR, SPOKE, replace(FACTOR, factor=code))
        assert ("imminent_danger" in rules) == (factor.outcome == "imminent_danger")
