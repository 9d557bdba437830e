"""A model of one contact history in which each contact makes another likelier for a while, and what it expects next.

The model is a Hawkes process (Hawkes 1971, Biometrika 58: 83-90): a steady rate, plus for every earlier contact `branching`
more on average, after delays with mean `decay`. All three are uncertain in a short history, so they stay a posterior on a
grid, and what comes next is drawn from all of it. None of the three is ever shown to anybody. Times are in hours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]
Counts = NDArray[np.int64]

DECAYS_HOURS = (2.0, 8.0, 24.0, 72.0)
_BRANCHING = (np.arange(15) + 0.5) / 15 * 0.95
_RATE_SHARES = np.exp(np.linspace(np.log(0.08), np.log(2.5), 25))
_PRIOR_SUCCESSES, _PRIOR_FAILURES = 2.0, 3.0
_FORGOTTEN_AFTER_DECAYS = 12.0


@dataclass(frozen=True, slots=True)
class Watched:
    """Contacts, and the separate stretches of time in which every contact is among them.

    `times` sorted; `starts` and `ends` of the stretches sorted and not overlapping, every time within one of them.
    """

    times: Series
    starts: Series
    ends: Series


@dataclass(frozen=True, slots=True)
class Posterior:
    """Weights over (decay, branching, rate), adding up to one, and the contacts an hour each rate of the grid stands for."""

    weights: Series
    rates: Series


def fit_history(watched: Watched) -> Posterior:
    """Weigh every decay, branching (prior Beta(2, 3)) and steady rate by how well it explains these contacts."""
    hours = float((watched.ends - watched.starts).sum())
    rates = max(watched.times.size, 1) / hours * _RATE_SHARES
    prior = (_PRIOR_SUCCESSES - 1) * np.log(_BRANCHING) + (_PRIOR_FAILURES - 1) * np.log1p(-_BRANCHING)
    logs = np.stack([_log_likelihood(watched, decay, rates, hours) for decay in DECAYS_HOURS]) + prior[:, np.newaxis]
    weights = np.exp(logs - logs.max())
    return Posterior(weights / weights.sum(), rates)


def _log_likelihood(watched: Watched, decay: float, rates: Series, hours: float) -> Series:
    """By branching and rate: the sum of log intensities at the contacts, less the contacts expected while watching."""
    until_end = watched.ends[np.searchsorted(watched.ends, watched.times)] - watched.times
    kindled = float(-np.expm1(-until_end / decay).sum())
    pull = _excitement_at_contacts(watched.times, decay) / decay
    intensity = rates[:, np.newaxis] + np.multiply.outer(_BRANCHING, pull)[:, np.newaxis, :]
    likelihood: Series = np.log(intensity).sum(axis=2) - rates * hours - (_BRANCHING * kindled)[:, np.newaxis]
    return likelihood


def _excitement_at_contacts(times: Series, decay: float) -> Series:
    """At each contact, the sum over earlier ones of exp(-hours since / decay): one pass, each from the one before."""
    kept = np.exp(-np.diff(times) / decay).tolist()
    level, levels = 0.0, [0.0]
    for share in kept:
        level = (level + 1.0) * share
        levels.append(level)
    return np.array(levels[: times.size])


def excitement_at(times: Series, moments: Series, most: int) -> Series:
    """By decay and moment: the sum over contacts up to it of exp(-hours since / decay), from the `most` latest at most."""
    excitement = np.zeros((len(DECAYS_HOURS), moments.size))
    longest = _FORGOTTEN_AFTER_DECAYS * max(DECAYS_HOURS)
    for column, moment in enumerate(moments):
        upto = int(np.searchsorted(times, moment, side="right"))
        since = max(upto - most, int(np.searchsorted(times, moment - longest)))
        ages = moment - times[since:upto]
        excitement[:, column] = np.exp(-ages / np.array(DECAYS_HOURS)[:, np.newaxis]).sum(axis=1)
    return excitement


def draw_counts(
    posterior: Posterior, excitement: Series, lengths: Series, draws: int, rng: np.random.Generator
) -> Counts:
    """How many contacts come in windows of these lengths (hours) by the model alone; one row a draw, one column a window.

    `excitement` is that at the start of each window (`excitement_at`). Each draw takes its decay, branching and rate from
    the posterior, the same for all its windows.
    """
    cells = rng.choice(posterior.weights.size, size=draws, p=posterior.weights.ravel())
    decay_at, branching_at, rate_at = np.unravel_index(cells, posterior.weights.shape)
    windows = lengths.size
    decay = np.repeat(np.array(DECAYS_HOURS)[decay_at], windows)
    branching = np.repeat(_BRANCHING[branching_at], windows)
    rate = np.repeat(posterior.rates[rate_at], windows)
    length = np.tile(lengths, draws)
    left_over = branching * excitement[decay_at].ravel()
    steady = np.repeat(np.arange(length.size), rng.poisson(rate * length))
    kindled = np.repeat(np.arange(length.size), rng.poisson(left_over * -np.expm1(-length / decay)))
    window = np.concatenate([steady, kindled])
    moment = np.concatenate([rng.random(steady.size) * length[steady], _delays(decay[kindled], length[kindled], rng)])
    counts = np.zeros(length.size, dtype=np.int64)
    while window.size:
        counts += np.bincount(window, minlength=length.size)
        left = length[window] - moment
        children = rng.poisson(branching[window] * -np.expm1(-left / decay[window]))
        parent = np.repeat(np.arange(window.size), children)
        moment = moment[parent] + _delays(decay[window[parent]], left[parent], rng)
        window = window[parent]
    return counts.reshape(draws, windows)


def _delays(decay: Series, limit: Series, rng: np.random.Generator) -> Series:
    """Exponential delays with these means, each below its limit."""
    share = -np.expm1(-limit / decay)
    delays: Series = -decay * np.log1p(-rng.random(decay.size) * share)
    return delays
