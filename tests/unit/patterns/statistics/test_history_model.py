"""The model of a history: its likelihood is the one by definition, and what it draws has the mean it should."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.patterns.statistics import history
from throughline.patterns.statistics.history import (
    Posterior,
    Watched,
    draw_counts,
    excitement_at,
    find_openings,
    fit_history,
)

SHAPE = (len(history.DECAYS_HOURS), len(history._OPENING_BRANCHING), len(history._BRANCHING), len(history._RATE_SHARES))


def test_a_contact_opens_a_burst_after_twelve_quiet_hours() -> None:
    assert find_openings(np.array([5.0, 6.0, 18.0, 30.1])).tolist() == [True, False, False, True]


def test_the_likelihood_is_the_one_by_definition() -> None:
    times = np.sort(np.random.default_rng(1).uniform(0, 200, 14))
    is_opening = find_openings(times)
    assert 2 < is_opening.sum() < 12
    rates, decay = np.array([0.01, 0.05]), 8.0
    quick = history._log_likelihood(Watched(times, np.array([0.0]), np.array([200.0])), decay, rates, 200.0)
    for first, opening in enumerate(history._OPENING_BRANCHING):
        for second, later in enumerate(history._BRANCHING):
            branching = np.where(is_opening, opening, later)
            pull = [(branching / decay * np.exp(-(t - times) / decay))[times < t].sum() for t in times]
            kindled = (branching * (1 - np.exp(-(200 - times) / decay))).sum()
            for third, rate in enumerate(rates):
                expected = np.log(rate + np.array(pull)).sum() - rate * 200 - kindled
                assert quick[first, second, third] == pytest.approx(expected)


def test_contacts_kindle_only_within_their_own_stretch() -> None:
    times = np.array([1.0, 2.0, 101.0])
    split = Watched(times, np.array([0.0, 100.0]), np.array([3.0, 102.0]))
    rates = np.array([0.05])
    difference = history._log_likelihood(split, 8.0, rates, 5.0) - history._log_likelihood(
        Watched(times, np.array([0.0]), np.array([102.0])), 8.0, rates, 5.0
    )
    assert np.all(difference > 0)


def test_excitement_tells_openings_from_later_contacts_and_counts_the_moment_itself() -> None:
    times = np.array([1.0, 5.0, 9.0])
    opening, later = excitement_at(times, np.array([5.0, 0.5]), most=2000)
    assert opening[:, 0] == pytest.approx([np.exp(-4 / decay) for decay in history.DECAYS_HOURS])
    assert later[:, 0] == pytest.approx(np.ones(4))
    assert not opening[:, 1].any()
    assert not later[:, 1].any()


def test_the_latest_contacts_are_not_taken_for_openings_where_earlier_ones_are_left_out() -> None:
    opening, later = excitement_at(np.array([1.0, 5.0, 9.0]), np.array([10.0]), most=1)
    assert not opening.any()
    assert later[:, 0] == pytest.approx([np.exp(-1 / decay) for decay in history.DECAYS_HOURS])


def test_draws_have_the_mean_of_the_process() -> None:
    weights = np.zeros(SHAPE)
    weights[1, 5, 4, 0] = 1.0
    decay, rate, length = history.DECAYS_HOURS[1], 0.1, 12.0
    opening, later = history._OPENING_BRANCHING[5], history._BRANCHING[4]
    excitement = np.stack([np.full((4, 1), 0.7), np.full((4, 1), 1.5)])
    posterior = Posterior(weights, np.full(SHAPE[3], rate))
    window = np.array([length])
    counts = draw_counts(posterior, excitement, window, np.zeros(1), 40_000, np.random.default_rng(2))
    fading = (1 - later) / decay
    gone = (1 - np.exp(-fading * length)) / fading
    kindled = (0.7 * opening + 1.5 * later) / decay * gone
    steady = rate * length + rate * opening / (decay * fading) * (length - gone)
    assert counts.mean() == pytest.approx(kindled + steady, rel=0.03)
    doubled = draw_counts(posterior, excitement, window, window, 40_000, np.random.default_rng(2))
    assert (doubled == 2 * counts).all()


def test_answers_to_known_moments_are_not_taken_for_bursts() -> None:
    moments = np.arange(6) * 400.0 + 100.0
    alone = np.arange(12) * 180.0 + 40.0
    times = np.sort(np.concatenate([alone, moments + 5.0, moments + 9.0]))
    watched = Watched(times, np.array([0.0]), np.array([2500.0]))
    means = [
        float((fit_history(watched, known).weights.sum(axis=(0, 2, 3)) * history._OPENING_BRANCHING).sum())
        for known in (np.empty(0), moments)
    ]
    assert means[1] < 0.75 * means[0]


def test_a_bursty_history_is_taken_for_one_and_an_even_one_not() -> None:
    starts = np.arange(30) * 200.0
    bursts = np.sort(np.concatenate([starts, starts + 1, starts + 2.5]))
    means = []
    for times in (bursts, np.arange(90) * 66.0):
        weights = fit_history(Watched(times, np.array([0.0]), np.array([6000.0]))).weights
        assert weights.sum() == pytest.approx(1.0)
        means.append(float((weights.sum(axis=(0, 2, 3)) * history._OPENING_BRANCHING).sum()))
    assert means[0] > 0.8 > 0.3 > means[1]
