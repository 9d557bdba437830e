"""Whether contact days became more frequent, since when, and by how much.

The test of `rise.chance_of_rise` on the gaps between contact days says how likely chance alone would show as much; the date and
the size come from the posterior of a Poisson process with one rise, tempered by the dispersion of the gaps. How often it is
wrong and how much it finds is measured by `bench/patterns`.

Time before the first contact day and after the last is not used: watching often begins with the first contact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.patterns.statistics.rise import chance_of_rise

Days = NDArray[np.int64]
Series = NDArray[np.float64]

LEAST_CONTACT_DAYS, FIRST_LOOK = 6, 8
LOOK_CHANCE = 0.0125
"""A rise is told only at or below this chance, enlarged as `at_look` does."""
_LONG_HISTORY, _MOST_ENLARGED = 20, 4.0
MOST_OCCASIONS_A_DAY = 4

_LEAST_GAPS_EACH_SIDE = 3
_EXPECTED_DISPERSION, _EXPECTED_WEIGHT = 1.3, 12.0
_LEAST_DISPERSION = 0.7
_LOG_RATIO_SPREAD = 0.8
_WIDEST_LOG_RATIO, _RATIO_STEPS = 4.0, 161
_MOST_CHANGE_DAYS = 400


@dataclass(frozen=True, slots=True)
class FrequencyChange:
    """A possible rise in how often contact days come.

    `since_day` is the contact day on which the faster pace begins, and the change lies between `since_first` and
    `since_last` (90 %). Rates are gaps a week: `n_before` gaps from `from_day` to `since_day`, and `n_after - 1` from there
    to `until_day`, where `n_before` and `n_after` count the contact days before `since_day` and from it on. `ratio` is the
    rate after over the rate before, with its 90 % interval `low` to `high`. `chance` is the probability, under this
    history's own null, of a rise at least this strong.
    """

    from_day: int
    since_day: int
    since_first: int
    since_last: int
    until_day: int
    n_before: int
    n_after: int
    rate_before: float
    rate_after: float
    ratio: float
    low: float
    high: float
    chance: float


def frequency_change(contact_days: Days, *, seed: int, numbers: Days | None = None) -> FrequencyChange | None:
    """Test sorted, distinct day numbers for a rise, and tell its date and size.

    `numbers` says how many occasions there were on each day; one, where it is left out, and four at most.

    None means nothing can be said: fewer than 6 contact days, or no split with a faster pace after it. Raises ValueError
    where the days are not sorted and distinct. The same days and seed give the same answer.
    """
    days = np.asarray(contact_days, dtype=np.int64)
    gaps = np.diff(days).astype(np.float64)
    if gaps.size and gaps.min() < 1:
        raise ValueError("Contact days must be sorted and distinct.")
    if days.size < LEAST_CONTACT_DAYS:
        return None
    splits = _allowed_splits(gaps.size)
    before, after = _mean_gaps(gaps, splits)
    if not np.any(before > after):
        return None
    counts = np.ones(days.size) if numbers is None else np.minimum(numbers, MOST_OCCASIONS_A_DAY).astype(np.float64)
    chance = chance_of_rise(gaps, counts[1:], np.random.default_rng(seed))
    return _describe(days, gaps, chance)


def at_look(chance: float, contact_days: int) -> float:
    """The chance of a rise, enlarged in histories of more than 20 contact days by the root of how many times 20 there are, 4 at most.

    A case is looked at again whenever it has grown (`looks.geometric_looks`). With the early looks free and the later ones dearer,
    fewer than one flat history in ten ever shows a rise in two years, in the family where that is most.
    """
    enlarged = min(_MOST_ENLARGED, max(1.0, math.sqrt(contact_days / _LONG_HISTORY)))
    return min(1.0, chance * enlarged)


def _allowed_splits(gaps: int) -> Days:
    """How many gaps may lie before the change: at least three, and a tenth, on either side."""
    least = max(_LEAST_GAPS_EACH_SIDE, gaps // 10)
    return np.arange(least, gaps - least + 1, dtype=np.int64)


def _mean_gaps(gaps: Series, splits: Days) -> tuple[Series, Series]:
    so_far = np.cumsum(gaps)[splits - 1]
    return so_far / splits, (gaps.sum() - so_far) / (gaps.size - splits)


def _describe(days: Days, gaps: Series, chance: float) -> FrequencyChange:
    splits = _allowed_splits(gaps.size)
    before, after = _mean_gaps(gaps, splits)
    best = int(np.argmax(_split_likelihood(gaps.size, splits, before, after)))
    split, ratio = int(splits[best]), float(before[best] / after[best])
    since_first, since_last, low, high = _plausible(days, _dispersion(gaps, split))
    return FrequencyChange(
        from_day=int(days[0]),
        since_day=int(days[split]),
        since_first=min(since_first, int(days[split])),
        since_last=max(since_last, int(days[split])),
        until_day=int(days[-1]),
        n_before=split,
        n_after=days.size - split,
        rate_before=7.0 / float(before[best]),
        rate_after=7.0 / float(after[best]),
        ratio=ratio,
        low=min(low, ratio),
        high=max(high, ratio),
        chance=chance,
    )


def _split_likelihood(size: int, splits: Days, before: Series, after: Series) -> Series:
    """Log likelihood of exponential gaps that change at each split; minus infinity where the pace does not rise."""
    likelihood = -splits * np.log(before) - (size - splits) * np.log(after)
    rising: Series = np.where(before > after, likelihood, -np.inf)
    return rising


def _plausible(days: Days, dispersion: float) -> tuple[int, int, float, float]:
    """First and last plausible day of the change, and the 90 % interval of the ratio, from their joint posterior.

    The contact days after the first as a Poisson process whose rate is multiplied by r on day s, with the first rate
    integrated out: r ** n_after / (time before + r * time after) ** n, to the power 1 / dispersion. All days are equally
    likely beforehand (in long histories only every few days are weighed), and log r is the upper half of a normal about 0,
    which offsets the pull of having looked for the largest change; only a rise is ever told, so only rises are weighed.
    """
    step = -(-int(days[-1] - days[0]) // _MOST_CHANGE_DAYS)
    at = np.arange(days[0] + 1, days[-1], step, dtype=np.int64)
    total = days.size - 1
    n_after = total - (np.searchsorted(days, at, side="right") - 1)
    log_ratio = np.linspace(0.0, _WIDEST_LOG_RATIO, _RATIO_STEPS)
    ratio = np.exp(log_ratio)
    exposure = np.multiply.outer((days[-1] - at).astype(np.float64), ratio) + (at - days[0])[:, np.newaxis]
    logs = (np.multiply.outer(n_after.astype(np.float64), log_ratio) - total * np.log(exposure)) / dispersion
    logs -= 0.5 * (log_ratio / _LOG_RATIO_SPREAD) ** 2
    weights = np.exp(logs - logs.max())
    first, last = _middle(weights.sum(axis=1))
    lowest, highest = _middle(weights.sum(axis=0))
    return int(at[first]), int(at[last]), float(ratio[lowest]), float(ratio[highest])


def _middle(weights: Series) -> tuple[int, int]:
    """Where the middle 90 % of these weights begins and ends."""
    share = np.cumsum(weights) / weights.sum()
    last = weights.size - 1
    return int(np.searchsorted(share, 0.05)), min(last, int(np.searchsorted(share, 0.95)))


def _dispersion(gaps: Series, split: int) -> float:
    """How many times more variable the number of contact days is than if each came independently.

    The larger of the two sides: a rise is noticed most easily where the faster side happens to look even.
    """
    return max(_side_dispersion(gaps[:split]), _side_dispersion(gaps[split:]), _LEAST_DISPERSION)


def _side_dispersion(gaps: Series) -> float:
    """The long-run variance of gaps over their squared mean, with Bartlett weights.

    Short series lean towards what clustered contact shows in simulation.
    """
    scaled = gaps / gaps.mean() - 1.0
    lags = max(1, round(gaps.size ** (1 / 3)))
    total = float(np.dot(scaled, scaled))
    for lag in range(1, min(lags, gaps.size - 1) + 1):
        total += 2 * (1 - lag / (lags + 1)) * float(np.dot(scaled[lag:], scaled[:-lag]))
    return (total + _EXPECTED_WEIGHT * _EXPECTED_DISPERSION) / (gaps.size + _EXPECTED_WEIGHT)
