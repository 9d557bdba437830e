"""The self-check: what each answer gives, alone and together. It never says no, and nothing lowers what was raised."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from throughline.domain.errors import InputError
from throughline.domain.finding import LEVELS
from throughline.domain.vocabulary import BEHAVIOURS, Jurisdiction, words
from throughline.guidance.diagram import triage_page
from throughline.guidance.load import load_content
from throughline.guidance.reading_checks import TOPICS
from throughline.guidance.self_check import self_check

CONTENT = load_content()
QUESTIONS = list(CONTENT.questions)
HEARING = {id: [rule for rule in CONTENT.steps.values() if id in rule.asked] for id in QUESTIONS}
TRIAGE_PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "triage.md"

LEVEL_OF = {
    # domain/risk.md section 5, by question: A of section 3 is an emergency; the rest of the list is for today.
    "emergency": ["danger_now", "fear_for_life", "threat_with_time"],
    "today": ["very_afraid", "could_harm", "under_18", "tracker", "car", "entry", "children", "threats", "violence",
              "weapons", "suicide_talk", "after_police", "order_broken", "more_often"],
}  # fmt: skip


def urgency(answers) -> int:
    return LEVELS.index(self_check(answers).steps.level)


def test_the_26_questions_of_the_research_are_all_there():
    assert {it.topic for it in CONTENT.questions.values()} >= set(range(1, TOPICS + 1))


def test_every_behaviour_can_be_reached_by_a_question():
    assert {name for it in CONTENT.questions.values() for name in it.behaviours} == set(BEHAVIOURS.values())


@pytest.mark.parametrize("id", QUESTIONS)
def test_each_question_alone_gives_its_level_and_a_reason(id):
    expected = next((level for level, ids in LEVEL_OF.items() if id in ids), "report")
    found = self_check({id: "yes"})
    assert found.steps.level == expected
    assert found.steps.reasons[0].because == (id,)
    assert {reason.why for reason in found.steps.reasons} == {rule.why for rule in HEARING[id]}


@pytest.mark.parametrize("id", QUESTIONS)
def test_not_sure_counts_as_much_as_yes_and_gives_one_reason_more(id):
    sure, unsure = self_check({id: "yes"}), self_check({id: "not_sure"})
    assert unsure.steps.level == sure.steps.level
    more = {reason.why for reason in unsure.steps.reasons} - {reason.why for reason in sure.steps.reasons}
    assert more == {CONTENT.steps["not_sure"].why}
    assert (unsure.recognised, unsure.behaviours, unsure.steps.routes) == (
        sure.recognised,
        sure.behaviours,
        sure.steps.routes,
    )


@pytest.mark.parametrize("answer", ["no", "skip"])
def test_no_and_skip_count_for_nothing_and_are_never_an_answer_that_all_is_well(answer):
    assert self_check(dict.fromkeys(QUESTIONS, answer)) == self_check({})
    found = self_check({})
    assert (found.steps.level, found.recognised, len(found.steps.reasons)) == ("report", (), 1)
    assert "says nothing about what is happening" in found.steps.reasons[0].why
    assert found.steps.routes
    assert found.closings


def test_two_answers_give_what_the_graver_gives_and_the_reasons_of_both():
    alone = {id: self_check({id: "yes"}) for id in QUESTIONS}
    for one, other in combinations(QUESTIONS, 2):
        both = self_check({one: "yes", other: "yes"})
        assert LEVELS.index(both.steps.level) == min(urgency({one: "yes"}), urgency({other: "yes"}))
        reasons = (*alone[one].steps.reasons, *alone[other].steps.reasons)
        assert {reason.why for reason in both.steps.reasons} == {reason.why for reason in reasons}


@pytest.mark.parametrize("id", LEVEL_OF["emergency"])
def test_an_emergency_shows_999_first_whatever_else_is_answered(id):
    for others in ({}, dict.fromkeys(QUESTIONS, "no"), dict.fromkeys(QUESTIONS, "yes")):
        found = self_check({**others, id: "not_sure"})
        assert found.steps.level == "emergency"
        assert found.steps.routes[0] == "999"
        assert "999" in found.steps.reasons[0].why


def test_thoughts_of_ending_your_life_come_before_all_but_999():
    assert self_check({"own_life": "not_sure"}).steps.routes[:3] == ("samaritans", "999", "nhs_111")
    assert self_check({"own_life": "yes", "threats": "yes"}).steps.routes[:1] == ("samaritans",)
    assert self_check({"own_life": "yes", "danger_now": "yes"}).steps.routes[:2] == ("999", "samaritans")
    assert self_check({"own_life": "yes"}).steps.reasons[0].why == CONTENT.steps["own_life"].why


def test_what_is_fixated_obsessive_unwanted_and_repeated_is_recognised_in_plain_words():
    answers = {"contact": "yes", "after_no": "yes", "followed": "yes", "long": "not_sure"}
    titles = [it.what.id for it in self_check(answers).recognised]
    assert titles[:5] == ["fixated", "obsessive", "unwanted", "repeated", "two_occasions"]
    assert {"following", "reaching_you"} <= set(titles)


@pytest.mark.parametrize("jurisdiction", words(Jurisdiction))
def test_only_the_law_of_where_it_happened_is_named(jurisdiction):
    found = self_check(dict.fromkeys(QUESTIONS, "yes"), jurisdiction=jurisdiction)
    named = {id for it in found.recognised for id in it.law}
    assert named
    assert {CONTENT.law[id].jurisdiction for id in named} == {jurisdiction}


def test_where_nobody_said_where_no_law_is_named():
    assert not any(it.law for it in self_check(dict.fromkeys(QUESTIONS, "yes")).recognised)


def test_a_day_that_is_coming_says_when_to_ask_again():
    assert {"police_or_court", "release"} <= {it.id for it in self_check({"coming_up": "yes"}).triggers}


@pytest.mark.parametrize("answers", [{"colour": "yes"}, {"threats": "perhaps"}])
def test_a_question_or_answer_that_does_not_exist_is_refused_without_repeating_it(answers):
    with pytest.raises(InputError) as wrong:
        self_check(answers)
    assert not any(word in wrong.value.message for pair in answers.items() for word in pair)


def test_the_page_of_the_rule_table_is_what_the_content_says():
    """Written anew by `python -m throughline.guidance.diagram > docs/reference/triage.md`."""
    assert TRIAGE_PAGE.read_text("utf-8") == triage_page(CONTENT)


def test_the_page_shows_every_rule_question_and_trigger():
    page = triage_page(CONTENT)
    shown = [*(it.why for it in CONTENT.steps.values()), *(it.title for it in CONTENT.questions.values())]
    assert [text for text in (*shown, *(it.body for it in CONTENT.triggers.values())) if text not in page] == []
