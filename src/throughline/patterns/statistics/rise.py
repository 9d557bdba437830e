"""How likely chance alone would show such a rise in how often contact days come: the test behind `frequency_change`.

The evidence for a rise is that of a Poisson process whose rate is multiplied by 2, 3 or 5 on one of twelve days, averaged over
these, with the first rate eliminated by conditioning on how many contact days there were (the average of likelihood ratios
of Andrews and Ploberger, 1994, Econometrica 62: 1383-1414, which finds more than the largest does). A rise has lasted for two
weeks, or for a fifth of a short history: what has not lasted cannot be told from one long burst. The likelihood is tempered
by the dispersion of the contact days: the long-run variance of the gaps between them, measured on both sides of the best split
so that a rise does not count as unevenness, and leaning towards what short histories show. So the statistic is studentised, and
suffers less where bursts last for days (as in Romano and Tirlea, 2022, Journal of Time Series Analysis 43: 781-807). In longer
histories the same is done with the root of the gap over the number of occasions it led to, which long tails disturb less and
which still tells a faster pace where there is contact on most days; the evidence is then the sum of both. As it is the days that
are said to come more often, the chance is never under a fifth of what the gaps alone say.

Two nulls say how large that evidence is by chance, and the chance told is their mean.

- The same gaps in random order, each with its number. Exact whatever the distribution of the gaps, if they are exchangeable.
  With few gaps it finds little, because a rise widens the spread of the very gaps that are shuffled.
- Gaps drawn from a gamma distribution with the dispersion measured. It finds more with few gaps, and is wrong where
  the gaps are nothing like it (long tails, runs of days).

A mean of two chances is at most .05 only where each is at most .10; so in no renewal process is a chance of .05 or less wrong
in more than one history in ten, and in those measured it is in about one in twenty.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]

_MOST_GAPS = 150
_FIRST_DRAWS, _ALL_DRAWS = 99, 499
_HOPELESS = 24
_LASTING_DAYS, _LASTING_SHARE = 14.0, 0.2
_LEAST_GAPS_EACH_SIDE = 2
_CHANGES = 12
_LOG_RATIOS = np.log([2.0, 3.0, 5.0])
_LEAST_GAPS_FOR_ROOTS = 25
_EXPECTED_WEIGHT = 12.0
_EXPECTED_DISPERSION, _LEAST_DISPERSION = 1.15, 0.3
_EXPECTED_DISPERSION_OF_ROOTS, _LEAST_DISPERSION_OF_ROOTS = 0.3, 0.02
_GAPS_ALONE = 5.0
_TIE = 1e-9


def chance_of_rise(gaps: Series, numbers: Series, rng: np.random.Generator) -> float:
    """How likely chance alone would show as much evidence of a shortening as these gaps (in days, positive, at least five).

    `numbers` says how many occasions there were on the day that ended each gap. Draws stop early where the chance is
    plainly large (Besag and Clifford, 1991, Biometrika 78: 301-304). Long series are averaged over equal runs of neighbours
    first, which costs little power and bounds the time.
    """
    lasting = min(_LASTING_DAYS / float(gaps.sum()), _LASTING_SHARE)
    gaps, numbers = _gather_runs(gaps / gaps.mean()), _gather_runs(numbers)
    observed = _evidence(gaps[np.newaxis], numbers[np.newaxis], lasting) - _TIE
    dispersion = _dispersion(gaps[np.newaxis], lasting, _EXPECTED_DISPERSION, _LEAST_DISPERSION)[0]
    as_large, draws = np.zeros(2), 0
    for batch in (_FIRST_DRAWS, _ALL_DRAWS - _FIRST_DRAWS):
        order = rng.permuted(np.broadcast_to(np.arange(gaps.size), (batch, gaps.size)), axis=1)
        drawn = rng.gamma(1 / dispersion, size=(batch, gaps.size)) + _TIE
        for null in (gaps[order], drawn):
            as_large += np.count_nonzero(_evidence(null, numbers[order], lasting) >= observed, axis=1)
        draws += batch
        if as_large[0] >= _HOPELESS:
            break
    of_all, of_gaps = (1 + as_large / 2) / (1 + draws)
    return float(max(of_all, of_gaps / _GAPS_ALONE))


def _gather_runs(values: Series) -> Series:
    run = -(-values.size // _MOST_GAPS)
    whole = values.size // run
    runs: Series = values[values.size - whole * run :].reshape(whole, run).mean(axis=1)
    return runs


def _evidence(gaps: Series, numbers: Series, lasting: float) -> Series:
    """The log of the evidence in each row: of the gaps and in longer rows of their roots too, and of the gaps alone."""
    dispersion = _dispersion(gaps, lasting, _EXPECTED_DISPERSION, _LEAST_DISPERSION)
    of_gaps = _average_ratio(gaps, dispersion, _LOG_RATIOS, lasting)
    of_all = of_gaps
    if gaps.shape[1] >= _LEAST_GAPS_FOR_ROOTS:
        roots = np.sqrt(gaps / numbers)
        dispersion = _dispersion(roots, lasting, _EXPECTED_DISPERSION_OF_ROOTS, _LEAST_DISPERSION_OF_ROOTS)
        of_all = np.logaddexp(of_gaps, _average_ratio(roots, dispersion, _LOG_RATIOS / 2, lasting))
    return np.stack([of_all, of_gaps])


def _average_ratio(rows: Series, dispersion: Series, log_ratios: Series, lasting: float) -> Series:
    """The log of the tempered likelihood ratio of each row, averaged over the ratios and over the days of the change."""
    size = rows.shape[1]
    splits = _splits(size)
    when = np.cumsum(rows, axis=1)[:, splits - 1] / rows.sum(axis=1, keepdims=True)
    exposure = when[:, :, np.newaxis] + np.exp(log_ratios) * (1 - when[:, :, np.newaxis])
    logs = np.multiply.outer(size - splits, log_ratios) - size * np.log(exposure)
    tempered = np.exp(logs / dispersion[:, np.newaxis, np.newaxis]).mean(axis=2)
    edges = np.pad(when, ((0, 0), (1, 1)), constant_values=((0, 0), (0, 1)))
    share = np.where(when <= 1 - lasting, edges[:, 2:] - edges[:, :-2], 0.0) / 2
    average: Series = np.log((tempered * share).sum(axis=1) + _TIE)
    return average


def _splits(size: int) -> NDArray[np.int64]:
    """How many gaps lie before each change that is weighed: at least two, and a tenth, on either side."""
    least = max(_LEAST_GAPS_EACH_SIDE, size // 10)
    return np.unique(np.linspace(least, size - least, _CHANGES).round().astype(np.int64))


def _dispersion(rows: Series, lasting: float, expected: float, least: float) -> Series:
    """The long-run variance, with Bartlett weights, of the values in each row over the mean of their side of the best split.

    It is divided by what is left of the row after the two means and the lags were taken from it, and leans towards `expected`.
    """
    size = rows.shape[1]
    scaled = rows / _means_of_sides(rows, lasting) - 1.0
    lags = max(1, round(size ** (1 / 3)))
    total = np.square(scaled).sum(axis=1)
    for lag in range(1, lags + 1):
        total += 2 * (1 - lag / (lags + 1)) * (scaled[:, lag:] * scaled[:, :-lag]).sum(axis=1)
    left = max(0, size - 2 * (1 + lags))
    dispersion: Series = np.maximum((total + _EXPECTED_WEIGHT * expected) / (left + _EXPECTED_WEIGHT), least)
    return dispersion


def _means_of_sides(rows: Series, lasting: float) -> Series:
    """The mean before and after the likeliest rise in each row, at each of its values; of the whole row where there is none."""
    size = rows.shape[1]
    splits = _splits(size)
    sums = np.cumsum(rows, axis=1)
    before = sums[:, splits - 1] / splits
    after = (sums[:, -1:] - sums[:, splits - 1]) / (size - splits)
    flat = sums[:, -1:] / size
    gain = size * np.log(flat) - splits * np.log(before) - (size - splits) * np.log(after)
    is_rise = (before > after) & (sums[:, splits - 1] <= sums[:, -1:] * (1 - lasting))
    gain = np.where(is_rise, gain, 0.0)
    best = gain.argmax(axis=1)[:, np.newaxis]
    sides = np.where(
        np.arange(size) < splits[best],
        np.take_along_axis(before, best, axis=1),
        np.take_along_axis(after, best, axis=1),
    )
    means: Series = np.where(np.take_along_axis(gain, best, axis=1) > 0, sides, flat)
    return means
