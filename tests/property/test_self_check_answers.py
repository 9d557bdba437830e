"""Every combination of answers gives a level, and one more worrying answer never lowers it or hides a reason."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.domain.finding import LEVELS
from throughline.domain.vocabulary import Jurisdiction, words
from throughline.guidance.load import load_content
from throughline.guidance.self_check import ANSWERS, self_check

CONTENT = load_content()
QUESTIONS = sorted(CONTENT.questions)
answers = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(ANSWERS))
places = st.sampled_from([None, *words(Jurisdiction)])


@settings(max_examples=300, deadline=None)
@given(answers, places)
def test_every_combination_gives_a_level_a_reason_and_a_way(given_answers, place) -> None:
    found = self_check(given_answers, jurisdiction=place)
    worrying = {id for id, answer in given_answers.items() if answer in ("yes", "not_sure")}
    assert found.steps.level in LEVELS
    assert found.steps.reasons
    assert found.steps.routes
    assert set(found.steps.routes) <= set(CONTENT.ways)
    assert (found.steps.level == "emergency") == (found.steps.routes[0] == "999")
    assert {id for reason in found.steps.reasons for id in reason.because} == worrying
    assert {id for it in found.recognised for id in it.because} <= worrying
    order = [
        LEVELS.index(rule.level)
        for reason in found.steps.reasons
        for rule in CONTENT.steps.values()
        if rule.why == reason.why
    ]
    assert order == sorted(order)
    assert order[0] == LEVELS.index(found.steps.level)


@settings(max_examples=300, deadline=None)
@given(answers, st.sampled_from(QUESTIONS), st.sampled_from(["yes", "not_sure"]))
def test_a_more_worrying_answer_never_lowers_or_hides(given_answers, id, answer) -> None:
    before = self_check(given_answers)
    after = self_check({**given_answers, id: answer} if given_answers.get(id) != "not_sure" else given_answers)
    assert LEVELS.index(after.steps.level) <= LEVELS.index(before.steps.level)
    kept = {reason.why for reason in before.steps.reasons if reason.because}
    assert kept <= {reason.why for reason in after.steps.reasons}
    assert {it.what.id for it in before.recognised} <= {it.what.id for it in after.recognised}
    assert set(before.behaviours) <= set(after.behaviours)
    assert set(before.steps.routes) <= set(after.steps.routes)


@settings(max_examples=200, deadline=None)
@given(answers)
def test_no_and_skip_are_the_same_as_nothing(given_answers) -> None:
    worrying = {id: answer for id, answer in given_answers.items() if answer in ("yes", "not_sure")}
    assert self_check(given_answers) == self_check(worrying)
