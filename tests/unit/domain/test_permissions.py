"""Who may and what the state allows: every question has one answer, and the answer lets nobody read what they may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.domain.permissions import CONTENT, DEEDS, MAY, RELATIONS, ROLES, Deed, Relation, Role, may
from throughline.domain.policies import (
    BOUND,
    GLASS_LONGEST,
    POLICIES,
    Actor,
    Allowed,
    Consent,
    Glass,
    Part,
    Refused,
    ShareTerms,
    State,
    decide,
    relation,
)
from throughline.domain.who_may import who_may_page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "who-may.md"
NOW = datetime(2026, 3, 1, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
ME, COLLEAGUE, PERSON = "staff-1", "staff-2", "person-1"
PAIRS = list(product(get_args(Role), get_args(Relation)))
ALLOWED = [(role, relation, deed) for (role, relation), deeds in MAY.items() for deed in sorted(deeds)]

SHARE = ShareTerms(frozenset(get_args(Part)), NOW - HOUR, NOW + HOUR)
GLASS = Glass(ME, "They are on the telephone and their adviser is away.", NOW - HOUR / 2, NOW + HOUR / 2)
CONSENT = Consent("police", NOW - HOUR, NOW + HOUR)
GOOD = State(
    helpline="riverside", case="case-1", person=PERSON, adviser=ME, conflict="none", share=SHARE, glass=GLASS, safe_contact="safe",
    consents=(CONSENT,), confirmed_by=frozenset({COLLEAGUE, "staff-3"}), checks=frozenset({"code_word", "ring_back"}),
    waits_until=NOW + HOUR, supervisors=frozenset({"staff-9"}),
)  # fmt: skip
STANDS: dict[Relation, dict[str, object]] = {
    "own": {}, "assigned": {}, "consulted": {"adviser": COLLEAGUE, "consulted": frozenset({ME})}, "unassigned": {"adviser": None},
    "colleagues": {"adviser": COLLEAGUE}, "helpline": {"case": None, "adviser": None}, "elsewhere": {"helpline": "hillside", "person": "person-2"},
}  # fmt: skip


def somebody(role: Role) -> Actor:
    return Actor(PERSON, role) if role == "person" else Actor(ME, role, "riverside", "active")


def standing_so(relation: Relation, state: State = GOOD) -> State:
    return replace(state, **STANDS[relation])  # type: ignore[arg-type]


def asked(role: Role, relation: Relation, deed: Deed, state: State, actor: Actor | None = None, about: str = COLLEAGUE):
    state = replace(state, is_closed=not state.is_closed) if deed == "reopen_case" else state
    return decide(deed, actor or somebody(role), state, NOW, part="diary", recipient="police", about=about)


def test_the_table_is_complete_and_no_deed_is_permitted_to_nobody():
    assert set(MAY) == set(PAIRS)
    assert set(ROLES) == set(get_args(Role))
    assert set(RELATIONS) == set(get_args(Relation))
    assert set(DEEDS) == set(get_args(Deed)) == {deed for deeds in MAY.values() for deed in deeds}


def test_every_deed_is_bound_by_rules_that_exist_and_every_rule_binds_something():
    assert set(BOUND) == set(get_args(Deed))
    assert {name for names in BOUND.values() for name in names} == set(POLICIES)


@pytest.mark.parametrize(
    ("deeds", "rules"),
    [
        (CONTENT, {"standing", "conflict_asked", "emergency"}),
        ({deed for role, _, deed in ALLOWED if role != "person"}, {"standing"}),
        (DEEDS.keys() & {deed for _, relation, deed in ALLOWED if relation in ("assigned", "unassigned", "colleagues")},
         {"no_conflict|conflict_asked"}),
        ({"write_note", "write_risk", "write_plan", "give_advice", "message_person", "refer", "ask_opinion", "take_case", "assign"}, {"case_open"}),
        ({"see_shared", "export"}, {"share_live", "part_shared"}),
        ({"message_person", "message_helpline"}, {"share_live"}),
        ({"see_number"}, {"safe_contact"}),
        ({"refer", "export_address"}, {"consent", "part_shared"}),
        ({"export_address", "release_half"}, {"two_staff"}),
        ({"confirm_recovery", "release_half"}, {"checked", "waiting", "conflict_asked"}),
        ({"confirm_recovery", "confirm_address"}, {"another"}),
        ({"approve_staff", "change_role", "end_staff", "look_at_told"}, {"not_self"}),
    ],
)  # fmt: skip
def test_every_deed_is_bound_by_the_rules_it_must_be(deeds: set[Deed], rules: set[str]):
    for deed, rule in product(deeds, rules):
        assert set(rule.split("|")) & set(BOUND[deed]), (deed, rule)


@pytest.mark.parametrize(("role", "relation", "deed"), ALLOWED)
def test_what_the_table_permits_can_be_done_when_every_rule_holds(role: Role, relation: Relation, deed: Deed):
    assert asked(role, relation, deed, standing_so(relation)) == Allowed()


Spoil = Callable[[State], State]


def share(**change: object) -> Spoil:
    return lambda state: replace(state, share=replace(SHARE, **change))  # type: ignore[arg-type]


def glass(**change: object) -> Spoil:
    return lambda state: replace(state, glass=replace(GLASS, **change))  # type: ignore[arg-type]


def consent(**change: object) -> Spoil:
    return lambda state: replace(state, consents=(replace(CONSENT, **change),))  # type: ignore[arg-type]


def but(**change: object) -> Spoil:
    return lambda state: replace(state, **change)  # type: ignore[arg-type]


SPOILED: dict[str, list[Spoil]] = {
    "no_conflict": [but(conflict="declared"), but(person=ME)],
    "conflict_asked": [but(conflict="not_asked"), but(conflict="declared"), but(person=ME)],
    "emergency": [
        but(glass=None), glass(by=COLLEAGUE), glass(ended_at=NOW), glass(ends_at=NOW), glass(opened_at=NOW + HOUR / 4),
    ],
    "case_open": [but(is_closed=True)],
    "case_closed": [but(is_closed=True)],
    "share_live": [but(share=None), share(withdrawn_at=NOW), share(ends_at=NOW), share(begins_at=NOW + HOUR / 2)],
    "part_shared": [share(parts=frozenset({"milestones"}))],
    "was_shared": [but(share=None)],
    "not_withdrawn": [but(share=None), share(withdrawn_at=NOW)],
    "consent": [but(consents=()), consent(recipient="solicitor"), consent(withdrawn_at=NOW), consent(ends_at=NOW), consent(given_at=NOW + HOUR / 2)],
    "safe_contact": [but(safe_contact="unknown"), but(safe_contact="not_safe")],
    "checked": [but(checks=frozenset()), but(checks=frozenset({"code_word"})), but(checks=frozenset({"ring_back"}))],
    "another": [but(confirmed_by=frozenset({ME}))],
    "two_staff": [but(confirmed_by=frozenset()), but(confirmed_by=frozenset({ME}))],
    "waiting": [but(waits_until=None), but(waits_until=NOW)],
    "supervised": [but(supervisors=frozenset()), but(supervisors=frozenset({COLLEAGUE}))],
}  # fmt: skip


def test_every_rule_of_the_state_is_spoiled_somewhere():
    assert set(SPOILED) | {"standing", "not_self"} == set(POLICIES)


def spoilings(role: Role, relation: Relation, deed: Deed):
    for rule in BOUND[deed]:
        is_of_staff = rule in ("standing", "no_conflict", "conflict_asked")
        if not (is_of_staff and role == "person") and (rule != "emergency" or relation == "colleagues"):
            yield from ((rule, spoil) for spoil in SPOILED.get(rule, ()))


@pytest.mark.parametrize(("role", "relation", "deed"), ALLOWED)
def test_one_rule_that_does_not_hold_is_enough_and_gives_its_reason(role: Role, relation: Relation, deed: Deed):
    for rule, spoil in spoilings(role, relation, deed):
        answer = asked(role, relation, deed, spoil(standing_so(relation)))
        assert isinstance(answer, Refused), (rule, deed)
        assert answer.rule == rule
        assert answer.reason[0].isupper()
        assert answer.reason.endswith(".")


@pytest.mark.parametrize("standing", ["waiting", "left"])
@pytest.mark.parametrize(("role", "relation", "deed"), [it for it in ALLOWED if it[0] != "person"])
def test_whoever_is_not_approved_or_has_left_may_do_nothing(role: Role, relation: Relation, deed: Deed, standing):
    actor = replace(somebody(role), standing=standing)
    answer = asked(role, relation, deed, standing_so(relation), actor)
    assert isinstance(answer, Refused)
    assert answer.rule == "standing"


def test_nobody_approves_promotes_or_ends_themselves():
    for deed in ("approve_staff", "change_role", "end_staff"):
        answer = asked("supervisor", "helpline", deed, standing_so("helpline"), about=ME)
        assert isinstance(answer, Refused)
        assert answer.rule == "not_self"


def test_a_manager_sees_no_content_and_stands_to_no_case():
    allowed = {deed for relation in get_args(Relation) for deed in MAY["manager", relation]}
    assert allowed & CONTENT == set()
    assert {relation for relation in get_args(Relation) if MAY["manager", relation]} == {"helpline"}
    assert allowed & {"see_queue", "review", "see_account", "break_glass", "approve_staff", "confirm_recovery"} == set()


def test_nobody_may_anything_with_another_helplines_case_and_the_refusal_does_not_tell_that_it_exists():
    for role, deed in product(get_args(Role), get_args(Deed)):
        elsewhere = asked(role, "elsewhere", deed, standing_so("elsewhere"))
        nowhere = asked(role, "elsewhere", deed, State())
        assert elsewhere == nowhere
        assert isinstance(elsewhere, Refused)


@pytest.mark.parametrize(
    ("minutes", "is_live"), [(-61, False), (-60, True), (0, True), (59, True), (60, False), (100, False)]
)
def test_a_share_is_live_from_its_beginning_until_before_its_end(minutes: int, is_live: bool):
    now = NOW + timedelta(minutes=minutes)
    assert isinstance(decide("see_shared", somebody("adviser"), GOOD, now, part="diary"), Allowed) is is_live


@pytest.mark.parametrize("reason", ["", "   ", "urgent"])
def test_no_emergency_access_without_a_reason(reason: str):
    with pytest.raises(ValueError, match="reason"):
        Glass(ME, reason, NOW, NOW + HOUR)


@pytest.mark.parametrize("lasting", [timedelta(), -HOUR, GLASS_LONGEST + timedelta(seconds=1)])
def test_no_emergency_access_for_longer_than_an_hour(lasting: timedelta):
    with pytest.raises(ValueError, match="hour"):
        replace(GLASS, ends_at=GLASS.opened_at + lasting)


times = st.integers(-120, 120).map(lambda minutes: NOW + timedelta(minutes=minutes))
shares = st.builds(
    ShareTerms, st.frozensets(st.sampled_from(get_args(Part))), times, times | st.none(), times | st.none()
)
glasses = st.builds(
    lambda by, begun, lasting, ended: Glass(by, GLASS.reason, begun, begun + timedelta(minutes=lasting), ended),
    st.sampled_from([ME, COLLEAGUE]), times, st.integers(1, 60), times | st.none(),
)  # fmt: skip
consents = st.builds(Consent, st.sampled_from(["police", "solicitor"]), times, times | st.none(), times | st.none())
states = st.builds(
    State, helpline=st.sampled_from(["riverside", "hillside", None]), case=st.sampled_from(["case-1", None]),
    person=st.sampled_from([PERSON, ME, "person-2", None]), adviser=st.sampled_from([ME, COLLEAGUE, None]),
    consulted=st.frozensets(st.sampled_from([ME, COLLEAGUE])), conflict=st.sampled_from(["not_asked", "none", "declared"]),
    share=shares | st.none(), glass=glasses | st.none(), is_closed=st.booleans(),
    safe_contact=st.sampled_from(["unknown", "not_safe", "safe"]), consents=st.lists(consents, max_size=2).map(tuple),
    confirmed_by=st.frozensets(st.sampled_from([ME, COLLEAGUE, "staff-3"])),
    checks=st.frozensets(st.sampled_from(["code_word", "ring_back"])), waits_until=times | st.none(),
    supervisors=st.frozensets(st.sampled_from([ME, COLLEAGUE])),
)  # fmt: skip
standings = st.sampled_from(["waiting", "active", "left"])


@given(states, standings)
@settings(max_examples=150, deadline=None)
def test_every_role_relation_deed_and_state_has_one_answer_and_none_lets_somebody_read_what_they_may_not(
    state, standing
):
    for role, deed in product(get_args(Role), get_args(Deed)):
        actor = Actor(PERSON, role) if role == "person" else Actor(ME, role, "riverside", standing)
        answer = decide(deed, actor, state, NOW, part="diary", recipient="police", about=COLLEAGUE)
        assert isinstance(answer, Allowed | Refused)
        if isinstance(answer, Allowed):
            assert may(role, relation(actor, state), deed)
            assert deed not in CONTENT or may_read(actor, state)
            assert deed not in ("see_shared", "export") or is_shared_now(state)


def may_read(actor: Actor, state: State) -> bool:
    """The same said apart from the tables: whose it is, or who has it to do, or who broke the glass."""
    if actor.role == "person":
        return state.person == actor.id
    is_theirs = state.adviser == actor.id or actor.id in state.consulted
    pane = state.glass
    is_emergency = (
        pane is not None and pane.by == actor.id and pane.opened_at <= NOW < pane.ends_at and not pane.ended_at
    )
    is_trusted = actor.standing == "active" and state.conflict == "none" and state.person != actor.id
    return actor.role != "manager" and actor.helpline == state.helpline and is_trusted and (is_theirs or is_emergency)


def is_shared_now(state: State) -> bool:
    terms = state.share
    has_ended = terms is not None and terms.ends_at is not None and terms.ends_at <= NOW
    is_running = terms is not None and terms.begins_at <= NOW and not has_ended
    return is_running and terms is not None and terms.withdrawn_at is None and "diary" in terms.parts


def test_the_page_is_what_the_tables_say():
    """Written anew by `python -m throughline.domain.who_may > docs/reference/who-may.md`."""
    assert PAGE.read_text("utf-8") == who_may_page()
