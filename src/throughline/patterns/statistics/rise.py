"""How likely chance alone would show such a rise in how often contact days come: the test behind `frequency_change`.

The evidence for a rise is that of a Poisson process whose rate is multiplied by 2, 3 or 5 on one of twelve days, averaged over
these, with the first rate eliminated by conditioning on how many contact days there were (the average of likelihood ratios
of Andrews and Ploberger, 1994, Econometrica 62: 1383-1414, which finds more than the largest does). The likelihood is
tempered by the dispersion of the contact days: the long-run variance of the gaps between them, measured on both sides of the
best split so that a rise does not count as unevenness, and leaning towards what short histories show. So the statistic is
studentised, and stays valid where bursts last for days (as in Romano and Tirlea, 2022, Journal of Time Series Analysis 43:
781-807).

Two nulls say how large that evidence is by chance, and the chance told is their mean.

- The same gaps in random order. Exact whatever the distribution of the gaps, if they are exchangeable. With few gaps it finds
  little, because a rise widens the spread of the very gaps that are shuffled.
- Gaps drawn from a gamma distribution with the dispersion measured. It finds more with few gaps, and is wrong where
  the gaps are nothing like it (long tails, runs of days).

A mean of two chances is at most .05 only where each is at most .10; so in no renewal process is a chance of .05 or less wrong
in more than one history in ten, and in those measured it is in about one in twenty.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]
Splits = NDArray[np.int64]

_MOST_GAPS = 256
_FIRST_DRAWS, _ALL_DRAWS = 99, 499
_HOPELESS = 24
_LEAST_GAPS_EACH_SIDE = 2
_CHANGE_DAYS = 12
_LOG_RATIOS = np.log([2.0, 3.0, 5.0])
_EXPECTED_DISPERSION, _EXPECTED_WEIGHT = 1.15, 12.0
_LEAST_DISPERSION = 0.3
_TIE = 1e-9


def chance_of_rise(gaps: Series, rng: np.random.Generator) -> float:
    """How likely gaps in chance order would show as much evidence of a shortening as these (positive, at least five).

    Draws stop early where the chance is plainly large (Besag and Clifford, 1991, Biometrika 78: 301-304). Long series are
    averaged over equal runs of neighbouring gaps first, which costs little power and bounds the time.
    """
    series = _gather_runs(gaps / gaps.mean())
    observed, dispersion = (float(values[0]) for values in _evidence(series[np.newaxis]))
    as_large, draws = 0, 0
    for batch in (_FIRST_DRAWS, _ALL_DRAWS - _FIRST_DRAWS):
        shuffled = rng.permuted(np.broadcast_to(series, (batch, series.size)), axis=1)
        drawn = rng.gamma(1 / dispersion, size=(batch, series.size)) + _TIE
        for null in (shuffled, drawn):
            as_large += int(np.count_nonzero(_evidence(null)[0] >= observed - _TIE))
        draws += batch
        if as_large >= _HOPELESS:
            break
    return (1 + as_large / 2) / (1 + draws)


def _gather_runs(gaps: Series) -> Series:
    run = -(-gaps.size // _MOST_GAPS)
    whole = gaps.size // run
    runs: Series = gaps[gaps.size - whole * run :].reshape(whole, run).mean(axis=1)
    return runs


def _evidence(rows: Series) -> tuple[Series, Series]:
    """The log of the tempered, averaged likelihood ratio of each row of gaps, and the dispersion it was tempered by."""
    size = rows.shape[1]
    dispersion = _dispersion(rows)
    splits = np.unique(np.linspace(_least(size), size - _least(size), _CHANGE_DAYS).round().astype(np.int64))
    when = np.cumsum(rows, axis=1)[:, splits - 1] / rows.sum(axis=1, keepdims=True)
    exposure = when[:, :, np.newaxis] + np.exp(_LOG_RATIOS) * (1 - when[:, :, np.newaxis])
    logs = np.multiply.outer(size - splits, _LOG_RATIOS) - size * np.log(exposure)
    tempered = np.exp(logs / dispersion[:, np.newaxis, np.newaxis]).mean(axis=2)
    edges = np.pad(when, ((0, 0), (1, 1)), constant_values=((0, 0), (0, 1)))
    evidence: Series = np.log((tempered * (edges[:, 2:] - edges[:, :-2])).sum(axis=1) / 2)
    return evidence, dispersion


def _least(size: int) -> int:
    """How many gaps lie at least on either side of a change: two, and a tenth."""
    return max(_LEAST_GAPS_EACH_SIDE, size // 10)


def _dispersion(rows: Series) -> Series:
    """How many times more variable the number of contact days is, in each row of gaps, than if each came independently.

    The long-run variance, with Bartlett weights, of gaps over the mean of their side of the best split; divided by what is left of
    the row after the two means and the lags were taken from it.
    """
    size = rows.shape[1]
    scaled = rows / _means_of_sides(rows) - 1.0
    lags = max(1, round(size ** (1 / 3)))
    total = np.square(scaled).sum(axis=1)
    for lag in range(1, lags + 1):
        total += 2 * (1 - lag / (lags + 1)) * (scaled[:, lag:] * scaled[:, :-lag]).sum(axis=1)
    left = max(0, size - 2 * (1 + lags))
    dispersion: Series = (total + _EXPECTED_WEIGHT * _EXPECTED_DISPERSION) / (left + _EXPECTED_WEIGHT)
    return np.maximum(dispersion, _LEAST_DISPERSION)


def _means_of_sides(rows: Series) -> Series:
    """The mean gap before and after the likeliest rise in each row, at each of its gaps; of the whole row where there is none."""
    size = rows.shape[1]
    splits = np.arange(_least(size), size - _least(size) + 1)
    sums = np.cumsum(rows, axis=1)
    before = sums[:, splits - 1] / splits
    after = (sums[:, -1:] - sums[:, splits - 1]) / (size - splits)
    flat = sums[:, -1:] / size
    gain = size * np.log(flat) - splits * np.log(before) - (size - splits) * np.log(after)
    gain = np.where(before > after, gain, 0.0)
    best = gain.argmax(axis=1)[:, np.newaxis]
    is_rise = np.take_along_axis(gain, best, axis=1) > 0
    is_before = np.arange(size) < splits[best]
    sides = np.where(is_before, np.take_along_axis(before, best, axis=1), np.take_along_axis(after, best, axis=1))
    means: Series = np.where(is_rise, sides, flat)
    return means
