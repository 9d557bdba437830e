"""The model of a history: its likelihood is the textbook's, and what it draws has the mean it should."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.patterns.statistics import history
from throughline.patterns.statistics.history import Posterior, Watched, draw_counts, excitement_at, fit_history


def test_the_likelihood_is_the_one_by_definition() -> None:
    times = np.sort(np.random.default_rng(1).uniform(0, 400, 12))
    watched = Watched(times, np.array([0.0]), np.array([400.0]))
    rates, decay = np.array([0.01, 0.05]), 8.0
    quick = history._log_likelihood(watched, decay, rates, 400.0)
    for row, branching in enumerate(history._BRANCHING):
        for column, rate in enumerate(rates):
            intensity = [rate + branching / decay * np.exp(-(t - times[times < t]) / decay).sum() for t in times]
            expected = rate * 400 + branching * (1 - np.exp(-(400 - times) / decay)).sum()
            assert quick[row, column] == pytest.approx(np.log(intensity).sum() - expected)


def test_excitement_at_a_moment_counts_a_contact_at_that_moment() -> None:
    times = np.array([1.0, 5.0, 9.0])
    excitement = excitement_at(times, np.array([5.0, 0.5]), most=2000)
    assert excitement[:, 0] == pytest.approx([1 + np.exp(-4 / decay) for decay in history.DECAYS_HOURS])
    assert excitement[:, 1] == pytest.approx(np.zeros(4))


def test_draws_have_the_mean_of_the_process() -> None:
    shape = (4, len(history._BRANCHING), 25)
    weights = np.zeros(shape)
    weights[1, 7, 12] = 1.0
    rate, branching, decay, length, excitement = 0.1, history._BRANCHING[7], 8.0, 12.0, 2.0
    counts = draw_counts(
        Posterior(weights, np.full(25, rate)),
        np.full((4, 1), excitement),
        np.array([length]),
        40_000,
        np.random.default_rng(2),
    )
    settled = rate / (1 - branching)
    fading = (1 - branching) / decay
    start = rate + branching * excitement / decay
    expected = settled * length + (start - settled) * (1 - np.exp(-fading * length)) / fading
    assert counts.mean() == pytest.approx(expected, rel=0.03)


def test_a_bursty_history_is_taken_for_one() -> None:
    starts = np.arange(30) * 200.0
    bursts = np.sort(np.concatenate([starts, starts + 1, starts + 2.5]))
    even = np.arange(90) * 66.0
    means = []
    for times in (bursts, even):
        posterior = fit_history(Watched(times, np.array([0.0]), np.array([6000.0])))
        assert posterior.weights.sum() == pytest.approx(1.0)
        means.append(float((posterior.weights.sum(axis=(0, 2)) * history._BRANCHING).sum()))
    assert means[0] > 0.5 > 0.2 > means[1]
