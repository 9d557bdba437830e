"""Answers that are kept in a case count in its next steps as in the self-check, and can only raise the level."""

from __future__ import annotations

from dataclasses import replace

import pytest

from throughline.communications.table import empty
from throughline.domain.case import Case
from throughline.domain.finding import LEVELS, NextSteps
from throughline.domain.incident import Incident, Occurred
from throughline.domain.questions import Answered, Questions
from throughline.domain.timing import WrittenTime
from throughline.guidance.load import load_content
from throughline.guidance.self_check import self_check
from throughline.guidance.triage import next_steps

QUESTIONS = load_content().questions
TODAY = WrittenTime("2026-03-10")
THREAT = Incident("i1", Occurred(TODAY, precision="day"), behaviours=("threats",))


def steps(case: Case, **answers: str) -> NextSteps:
    kept = tuple(Answered(question, TODAY, answer) for question, answer in answers.items())  # type: ignore[arg-type]
    return next_steps(replace(case, questions=Questions(TODAY, kept)), empty(), ())


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_says_in_an_empty_case_what_it_says_in_the_self_check(question, answer):
    assert steps(Case("Europe/London"), **{question: answer}) == self_check({question: answer}).steps


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_adds_its_reasons_to_those_of_the_case_and_lowers_nothing(question):
    case = Case("Europe/London", incidents=(THREAT,))
    before, after = next_steps(case, empty(), ()), steps(case, **{question: "yes"})
    assert LEVELS.index(after.level) <= LEVELS.index(before.level)
    assert {it.why for it in before.reasons} <= {it.why for it in after.reasons}
    assert any(question in it.because for it in after.reasons)


def test_a_reason_that_both_give_stands_once_with_both_behind_it():
    found = steps(Case("Europe/London", incidents=(THREAT,)), threats="yes")
    assert [it.because for it in found.reasons if "threats" in it.because] == [("i1", "threats")]


def test_somebody_under_18_is_shown_the_police_first_and_childline():
    found = steps(Case("Europe/London"), under_18="yes")
    assert (found.level, found.routes[:3]) == ("today", ("101", "childline", "nspcc"))


def test_a_question_that_this_version_does_not_know_speaks_for_nothing():
    assert steps(Case("Europe/London"), of_a_later_version="yes") == next_steps(Case("Europe/London"), empty(), ())
