"""What is published protects whoever is counted: the budget is never exceeded, a person more or less cannot be told from what is
drawn, and what is shown comes from published numbers alone and never of a few people."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.statistics import publishing
from throughline.statistics.budget import EPSILON, MOST, BudgetExceeded, Spent, can_spend, spend, spent
from throughline.statistics.coding import Coded
from throughline.statistics.noise import cost_of, draw, margin, scale_of
from throughline.statistics.publishing import MEASURES, STEP, Published, count, publish, shown
from throughline.statistics.quarters import Quarter
from throughline.statistics.tables import CELLS, EVERYBODY, MOST_CELLS, TABLES

Q1, Q2 = Quarter(2026, 1), Quarter(2026, 2)
SCALE = scale_of(MOST_CELLS, EPSILON)


def one_of(code: str) -> st.SearchStrategy:
    table = next(it for it in TABLES if it.code == code)
    return (
        st.sampled_from(list(table.answers)) if table.is_one_of else st.frozensets(st.sampled_from(list(table.answers)))
    )


people = st.builds(Coded, **{table.code: one_of(table.code) for table in TABLES})
numbers = st.fixed_dictionaries({cell: st.integers(-60, 900) for cell in CELLS})
quarters = st.builds(lambda it, drawn: Published(it, drawn, EPSILON, SCALE), st.sampled_from((Q1, Q2)), numbers)
spending = st.lists(
    st.tuples(st.sampled_from(["", "a", "b", "c"]), st.sampled_from([0.5, 1.0, EPSILON, 3.0])), max_size=12
)


@given(spending)
def test_whatever_is_tried_in_whatever_order_no_diary_spends_more_than_it_may(tries):
    entries: tuple[Spent, ...] = ()
    for helpline, epsilon in tries:
        may = can_spend(entries, helpline, epsilon)
        try:
            entries = spend(entries, Spent(helpline, Q1.text, epsilon))
        except BudgetExceeded:
            assert not may
        else:
            assert may
        assert spent(entries) <= MOST
        assert len({it.helpline for it in entries}) == len(entries)


def test_the_public_and_one_helpline_are_what_a_diary_can_be_counted_in():
    entries = spend(spend((), Spent("", "2026-Q1", EPSILON)), Spent("river", "2026-Q2", EPSILON))
    assert spent(entries) == MOST
    with pytest.raises(BudgetExceeded):
        spend(entries, Spent("hill", "2026-Q3", EPSILON))
    with pytest.raises(ValueError, match="always costs"):
        spend((), Spent("", "2026-Q1", 0.0))


def test_the_library_itself_says_that_a_draw_costs_no_more_than_is_accounted_for():
    assert cost_of(MOST_CELLS, EPSILON) <= EPSILON
    assert publish(Q1, []).epsilon <= EPSILON
    assert scale_of(MOST_CELLS, EPSILON) >= MOST_CELLS / EPSILON


@given(st.lists(people, max_size=20), people)
def test_one_person_moves_all_counts_together_by_no_more_than_the_noise_is_made_for(others, person):
    before, after = count(others), count([*others, person])
    assert all(after[cell] - before[cell] in (0, 1) for cell in CELLS)
    assert sum(after[cell] - before[cell] for cell in CELLS) <= MOST_CELLS
    assert after[EVERYBODY] == len(others) + 1


def test_somebody_can_count_in_as_many_cells_as_is_accounted_for():
    everything = Coded(**{it.code: frozenset(it.answers) for it in TABLES if not it.is_one_of})
    assert len(everything.cells) == MOST_CELLS


def chance(noise: int, scale: Fraction) -> float:
    """The probability of a draw, by the formula of Ghosh, Roughgarden and Sundararajan."""
    a = math.exp(-1 / scale)
    return (1 - a) / (1 + a) * a ** abs(noise)


@given(st.lists(st.integers(-80, 80), min_size=MOST_CELLS, max_size=MOST_CELLS), people)
@settings(max_examples=60)
def test_two_quarters_that_differ_by_one_person_give_any_outcome_about_as_likely(outcome, person):
    """The exact odds between the two, for the scale that is used: never beyond exp(epsilon), whatever is published."""
    odds = 1.0
    for seen, _cell in zip(outcome, person.cells, strict=False):
        odds *= chance(seen, Fraction(SCALE)) / chance(seen - 1, Fraction(SCALE))
    assert math.exp(-EPSILON) * (1 - 1e-9) <= odds <= math.exp(EPSILON) * (1 + 1e-9)


def test_what_is_drawn_has_the_shape_that_the_odds_are_computed_from():
    """40,000 draws against the formula: a chi-squared sum over 41 values, which 99.99% of honest samples stay under."""
    drawn = Counter(draw([0] * 40_000, most_cells=MOST_CELLS, epsilon=EPSILON))
    expected = {it: 40_000 * chance(it, Fraction(SCALE)) for it in range(-20, 21)}
    assert sum((drawn[it] - mean) ** 2 / mean for it, mean in expected.items()) < 86


def test_an_attacker_who_knows_everybody_else_tells_hardly_better_than_by_a_coin():
    """The strongest differencing attack: everybody else is known, and the published numbers say whether one more was counted. The
    best guess is right in at most exp(e)/(1 + exp(e)) of cases (0.88 for epsilon 2), and one with one number far less."""
    guesses, tries = 0, 3000
    for turn in range(tries):
        is_there = turn % 2
        seen = draw([41 + is_there], most_cells=MOST_CELLS, epsilon=EPSILON)[0]
        guesses += (seen > 41) == bool(is_there)
    assert guesses / tries < 0.57
    known = 0
    for turn in range(tries):
        is_there = turn % 2
        drawn = draw([41 + is_there] * MOST_CELLS, most_cells=MOST_CELLS, epsilon=EPSILON)
        known += (sum(abs(it - 41) - abs(it - 42) for it in drawn) > 0) == bool(is_there)
    assert known / tries < math.exp(EPSILON) / (1 + math.exp(EPSILON))


def test_a_whole_without_its_parts_is_no_nearer_to_a_person_than_a_number_is():
    """What is left when the answers of a table are taken from everybody has the noise of all of them: it is not exact."""
    all_of = [Coded()] * 500
    left = set()
    for _ in range(30):
        drawn = publish(Q1, all_of).numbers
        left.add(drawn[EVERYBODY] - sum(drawn[cell] for cell in TABLES[0].cells))
    assert len(left) > 10


@given(st.lists(quarters, max_size=2, unique_by=lambda it: it.quarter))
def test_what_is_shown_is_the_same_each_time_and_never_of_a_few_people(published):
    told = shown(published)
    assert told == shown(list(reversed(published)))
    found = [number for table in told.tables for _, _, number in table.rows if number is not None]
    found += [number for _, number in told.measures if number is not None]
    found += [told.everybody] if told.everybody else []
    for number in found:
        assert number.about % STEP == 0
        assert number.about >= margin(SCALE)
        assert number.margin >= margin(SCALE, len(published))
    if told.everybody is None:
        assert found == []
    for number in found:
        assert number.share is None or 0 < number.share <= 100


def test_a_helpline_with_six_callers_has_no_figures():
    for _ in range(300):
        assert shown([publish(Q1, [Coded("former_partner")] * 6)]).everybody is None


def test_the_same_quarter_twice_is_refused_so_that_noise_cannot_be_averaged_away():
    once = publish(Q1, [])
    with pytest.raises(ValueError, match="published once"):
        shown([once, publish(Q1, [])])


def test_a_quarter_is_published_whole():
    with pytest.raises(ValueError, match="every cell"):
        Published(Q1, {EVERYBODY: 3}, EPSILON, SCALE)


def test_what_is_shown_lies_within_what_it_says_nineteen_times_in_twenty():
    """400 people in each of two quarters: how often the true number and the true share lie within the margins that are told."""
    true = [Coded("former_partner", effects=frozenset({"social"}))] * 180 + [Coded("stranger")] * 220
    shares = {"know": 45, "former_partner": 45, "social": 45}
    held = held_shares = asked = 0
    for _ in range(150):
        told = shown([publish(Q1, true), publish(Q2, true)])
        for code, number in told.measures:
            if code in shares:
                assert number is not None
                assert number.share is not None
                assert number.share_margin is not None
                asked += 1
                held += abs(number.about - 360) <= number.margin
                held_shares += abs(number.share - shares[code]) <= number.share_margin
    assert held / asked > 0.95
    assert held_shares / asked > 0.95


def test_each_measure_is_made_of_cells_that_there_are():
    for parts in MEASURES.values():
        assert set(parts) <= set(CELLS)


def test_nothing_that_is_shown_asks_for_the_true_counts(monkeypatch):
    published = publish(Q1, [Coded()] * 400)
    for name in ("count", "draw"):
        monkeypatch.setattr(publishing, name, None)
    assert shown([published]).everybody is not None
