"""Every rule of triage.toml by itself: the least that makes it speak, the level it gives, and what stands beside it.

After domain/risk.md section 5. A rule that no case here makes speak fails the test, so that a new one is added with its case.
"""

from __future__ import annotations

import pytest
from test_next_steps import case, incident, steps

from throughline.domain.finding import LEVELS, Finding, Measure
from throughline.domain.milestone import Milestone
from throughline.domain.timing import WrittenTime
from throughline.guidance.load import load_content

CATCH_ALL = {"something_written"}
PLAIN = incident("i1", "damage", recorded=None)


def after(kind: str):
    return case(
        incident("i1", "damage", recorded=None), milestones=(Milestone("m1", WrittenTime("2026-02-01"), kind, "p1"),)
    )


ALONE = {
    # emergency: A of section 3, as far as a case without a clock can show it
    "written_while_going_on": (case(incident("i1", "order_breach", recorded="2026-03-01T19:45Z")), {"order_may_be_broken"}),
    "assault_just_happened": (case(incident("i1", "assault", recorded="2026-03-01T20:30Z")), {"assault"}),
    "words_for_now": (case(incident("i1", "loitering", account="He is still outside.")), {"watched_or_followed"}),
    "threat_with_a_time": (case(incident("i1", "threats", account="She said tonight.")), {"threats"}),
    # today: questions 2 (very), 3, 4, 5, 6, 9, 15 and 20, trackers, entry, orders, children
    "assault": (case(incident("i1", "assault", recorded=None)), set()),
    "threats": (case(incident("i1", "threats", recorded=None)), set()),
    "weapons": (case(incident("i1", "damage", account="There was a machete.", recorded=None)), set()),
    "very_afraid": (case(incident("i1", "damage", fear=4, recorded=None)), {"afraid"}),
    "entry": (case(incident("i1", "entry", recorded=None)), set()),
    "tracker_or_spyware": (case(incident("i1", "tracker", recorded=None)), set()),
    "order_may_be_broken": (case(incident("i1", "order_breach", recorded=None)), set()),
    "went_on_after_police_or_court": (after("police_spoke_to_them"), set()),
    "talk_of_suicide": (case(incident("i1", "self_harm_threats", recorded=None)), set()),
    "children": (case(incident("i1", "contact_through_children", recorded=None)), set()),
    "tampered_vehicle": (case(incident("i1", "vehicle_tampering", recorded=None)), set()),
    # report: two linked incidents, any fear, one incident or unsure
    "told_to_stop_and_went_on": (after("told_to_stop"), set()),
    "more_than_once": (case(PLAIN, incident("i2", "damage", recorded=None)), set()),
    "afraid": (case(incident("i1", "damage", fear=1, recorded=None)), set()),
    "watched_or_followed": (case(incident("i1", "watching", recorded=None)), set()),
    "something_written": (case(PLAIN), set()),
}  # fmt: skip
RULES = load_content().steps


def speaking(a_case, findings=()) -> list[str]:
    """The rules that speak of a case, in the order in which their reasons are read."""
    by_why = {rule.why: id for id, rule in RULES.items()}
    return [by_why[reason.why] for reason in steps(a_case, findings=findings).reasons]


@pytest.mark.parametrize("rule", ALONE)
def test_each_rule_speaks_alone(rule: str) -> None:
    a_case, beside = ALONE[rule]
    found = speaking(a_case)
    assert set(found) == {rule, *beside, *CATCH_ALL}
    assert steps(a_case).level == RULES[rule].level
    assert found[0] == rule


def test_a_rise_and_only_a_rise_that_was_found_speaks() -> None:
    rise = Finding("frequency_change", "inference", "x/1", "More.", ("i1",), measure=Measure("ratio", 3, chance=0.001))
    assert set(speaking(case(PLAIN), [rise])) == {"getting_worse", *CATCH_ALL}


def test_every_rule_has_its_case() -> None:
    """Rules that look at nothing in a case are heard by the self-check alone (test_self_check.py)."""
    looking = {id for id, rule in RULES.items() if rule.conditions or rule.is_last_resort}
    assert {*ALONE, "getting_worse", "nothing_written_yet"} == looking


@pytest.mark.parametrize("rule", ALONE)
@pytest.mark.parametrize("grave", ["very_afraid", "assault_just_happened"])
def test_adding_a_graver_thing_raises_and_hides_nothing(rule: str, grave: str) -> None:
    a_case, _ = ALONE[rule]
    more = case(
        *a_case.incidents,
        *(incident(f"g{n}", *it.behaviours, recorded=it.recorded_at and it.recorded_at.text, fear=it.impact and it.impact.fear)
          for n, it in enumerate(ALONE[grave][0].incidents)),
        milestones=a_case.milestones,
    )  # fmt: skip
    assert set(speaking(a_case)) | {grave} <= set(speaking(more))
    assert LEVELS.index(steps(more).level) <= min(map(LEVELS.index, (RULES[rule].level, RULES[grave].level)))
    levels = [LEVELS.index(RULES[id].level) for id in speaking(more)]
    assert levels == sorted(levels)


@pytest.mark.parametrize("rule", [id for id in ALONE if RULES[id].level == "emergency"])
def test_an_emergency_names_999_first(rule: str) -> None:
    found = steps(ALONE[rule][0])
    assert found.routes[0] == "999"
    assert "999" in found.reasons[0].why
