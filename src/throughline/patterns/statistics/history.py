"""A model of one contact history in which each contact makes another likelier for a while, and what it expects next.

The model is a Hawkes process (Hawkes 1971, Biometrika 58: 83-90) with two kinds of contact: a steady rate, plus so many
more on average for every contact that opens a burst (it came after 12 quiet hours) and so many for every later one, after
delays with mean `decay`. Openings are apart because people block or answer most readily at the first contact of a burst,
and a burst that goes on is no reaction. All four are uncertain in a short history, so they stay a posterior on a grid, and
what comes next is drawn from all of it. None is ever shown to anybody. Times are in hours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]
Counts = NDArray[np.int64]

NO_MOMENTS = np.empty(0)

DECAYS_HOURS = (2.0, 8.0, 24.0, 72.0)
QUIET_HOURS = 12.0
_BRANCHING = (np.arange(8) + 0.5) / 8 * 0.95
_OPENING_BRANCHING = np.array([0.1, 0.2, 0.4, 0.7, 1.2, 2.0, 3.4, 6.0])
_RATE_SHARES = np.exp(np.linspace(np.log(0.08), np.log(2.5), 12))
_PRIOR_SUCCESSES, _PRIOR_FAILURES = 2.0, 3.0
_OPENING_MEDIAN, _OPENING_LOG_SPREAD = 0.5, 1.0
_ANSWERS = np.array([0.0, 1.0, 3.0])
_ANSWER_WEIGHTS = np.array([0.5, 0.25, 0.25])
_ANSWER_HOURS = 8.0
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
    """Weights over (decay, opening branching, later branching, rate), adding up to one, and the contacts an hour each rate
    of the grid stands for.
    """

    weights: Series
    rates: Series


def fit_history(watched: Watched, moments: Series = NO_MOMENTS) -> Posterior:
    """Weigh every decay, branching and steady rate by how well it explains these contacts, answers to the `moments` apart.

    Beforehand, the branching of later contacts is Beta(2, 3), that of openings log-normal about a half, and it is as likely as
    not that moments are not answered at all.
    """
    hours = float((watched.ends - watched.starts).sum())
    rates = max(watched.times.size, 1) / hours * _RATE_SHARES
    later = (_PRIOR_SUCCESSES - 1) * np.log(_BRANCHING) + (_PRIOR_FAILURES - 1) * np.log1p(-_BRANCHING)
    opening = -0.5 * (np.log(_OPENING_BRANCHING / _OPENING_MEDIAN) / _OPENING_LOG_SPREAD) ** 2
    logs = np.stack([_with_answers(watched, decay, rates, hours, moments) for decay in DECAYS_HOURS])
    logs += np.add.outer(opening, later)[:, :, np.newaxis]
    weights = np.exp(logs - logs.max())
    return Posterior(weights / weights.sum(), rates)


def find_openings(times: Series) -> NDArray[np.bool_]:
    """Which contacts came after 12 quiet hours, the first among them."""
    is_opening: NDArray[np.bool_] = np.diff(times, prepend=-np.inf) > QUIET_HOURS
    return is_opening


def _with_answers(watched: Watched, decay: float, rates: Series, hours: float, moments: Series) -> Series:
    """The log likelihood by opening and later branching and rate, over all that answers to the moments may be."""
    if not moments.size:
        return _log_likelihood(watched, decay, rates, hours)
    since = watched.times[:, np.newaxis] - moments
    answering = (np.exp(-np.maximum(since, 0.0) / _ANSWER_HOURS) * (since > 0)).sum(axis=1) / _ANSWER_HOURS
    ends = watched.ends[np.minimum(np.searchsorted(watched.ends, moments), watched.ends.size - 1)]
    answered = float(-np.expm1(-np.maximum(ends - moments, 0.0) / _ANSWER_HOURS).sum())
    logs = np.stack(
        [
            _log_likelihood(watched, decay, rates, hours, each * answering) - each * answered + np.log(weight)
            for each, weight in zip(_ANSWERS, _ANSWER_WEIGHTS, strict=True)
        ]
    )
    most = logs.max(axis=0)
    over_all: Series = most + np.log(np.exp(logs - most).sum(axis=0))
    return over_all


def _log_likelihood(
    watched: Watched, decay: float, rates: Series, hours: float, besides: Series | float = 0.0
) -> Series:
    """By opening and later branching and rate: the log intensities at the contacts, less the contacts expected.

    `besides` is the intensity at each contact of what comes for another reason; it is not among those expected.
    """
    until_end = watched.ends[np.searchsorted(watched.ends, watched.times)] - watched.times
    is_opening = find_openings(watched.times)
    kindled = -np.expm1(-until_end / decay)
    opening_pull, later_pull = _excitement_at_contacts(watched.times, is_opening, decay) / decay
    pull = np.multiply.outer(_OPENING_BRANCHING, opening_pull)[:, np.newaxis] + np.multiply.outer(
        _BRANCHING, later_pull
    )
    pull += besides
    expected = np.add.outer(
        _OPENING_BRANCHING * float(kindled[is_opening].sum()), _BRANCHING * float(kindled[~is_opening].sum())
    )
    likelihood: Series = np.log(pull[:, :, np.newaxis] + rates[:, np.newaxis]).sum(axis=3)
    likelihood -= rates * hours + expected[:, :, np.newaxis]
    return likelihood


def _excitement_at_contacts(times: Series, is_opening: NDArray[np.bool_], decay: float) -> Series:
    """At each contact, the sum over earlier openings, and over earlier others, of exp(-hours since / decay)."""
    opening, later = 0.0, 0.0
    levels = [(0.0, 0.0)]
    for share, opens in zip(np.exp(-np.diff(times) / decay).tolist(), is_opening.tolist(), strict=False):
        opening = (opening + opens) * share
        later = (later + (not opens)) * share
        levels.append((opening, later))
    return np.array(levels[: times.size]).reshape(-1, 2).T


def excitement_at(times: Series, moments: Series, most: int) -> Series:
    """By kind (opening, later), decay and moment: the sum over contacts up to it of exp(-hours since / decay).

    Of the `most` latest contacts before each moment at most.
    """
    decays = np.array(DECAYS_HOURS)[:, np.newaxis]
    excitement = np.zeros((2, len(DECAYS_HOURS), moments.size))
    longest = _FORGOTTEN_AFTER_DECAYS * max(DECAYS_HOURS)
    for column, moment in enumerate(moments):
        upto = int(np.searchsorted(times, moment, side="right"))
        since = max(upto - most, int(np.searchsorted(times, moment - longest)))
        is_opening = find_openings(times[max(0, since - 1) : upto])[min(since, 1) :]
        left = np.exp((times[since:upto] - moment) / decays)
        excitement[:, :, column] = left[:, is_opening].sum(axis=1), left[:, ~is_opening].sum(axis=1)
    return excitement


def draw_counts(
    posterior: Posterior, excitement: Series, lengths: Series, soon: Series, draws: int, rng: np.random.Generator
) -> Counts:
    """How many contacts come in windows of these lengths (hours) by the model alone; one row a draw, one column a window.

    One that comes in the first `soon` hours of its window counts twice.

    `excitement` is that at the start of each window (`excitement_at`). Each draw takes its decay, branching and rate from
    the posterior, the same for all its windows. A contact of the steady rate opens a burst of its own.
    """
    cells = rng.choice(posterior.weights.size, size=draws, p=posterior.weights.ravel())
    decay_at, opening_at, later_at, rate_at = np.unravel_index(cells, posterior.weights.shape)
    windows = lengths.size
    decay = np.repeat(np.array(DECAYS_HOURS)[decay_at], windows)
    opening = np.repeat(_OPENING_BRANCHING[opening_at], windows)
    later = np.repeat(_BRANCHING[later_at], windows)
    rate = np.repeat(posterior.rates[rate_at], windows)
    length = np.tile(lengths, draws)
    until = np.tile(soon, draws)
    left_over = opening * excitement[0, decay_at].ravel() + later * excitement[1, decay_at].ravel()
    steady = np.repeat(np.arange(length.size), rng.poisson(rate * length))
    kindled = np.repeat(np.arange(length.size), rng.poisson(left_over * -np.expm1(-length / decay)))
    window = np.concatenate([steady, kindled])
    moment = np.concatenate([rng.random(steady.size) * length[steady], _delays(decay[kindled], length[kindled], rng)])
    branching = np.concatenate([opening[steady], later[kindled]])
    counts = np.zeros(length.size, dtype=np.int64)
    while window.size:
        counts += np.bincount(window, weights=1 + (moment <= until[window]), minlength=length.size).astype(np.int64)
        left = length[window] - moment
        children = rng.poisson(branching * -np.expm1(-left / decay[window]))
        parent = np.repeat(np.arange(window.size), children)
        moment = moment[parent] + _delays(decay[window[parent]], left[parent], rng)
        window = window[parent]
        branching = later[window]
    return counts.reshape(draws, windows)


def _delays(decay: Series, limit: Series, rng: np.random.Generator) -> Series:
    """Exponential delays with these means, each below its limit."""
    share = -np.expm1(-limit / decay)
    delays: Series = -decay * np.log1p(-rng.random(decay.size) * share)
    return delays
