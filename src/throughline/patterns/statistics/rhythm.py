"""The hours of the day and days of the week at which somebody makes contact, and time measured by them.

Somebody who writes in the evenings also writes in the evening after a report made at midday, and somebody who writes at
weekends writes at the weekend after a hearing on a Friday. Whoever counts hours alike takes that for an answer. So a test of
"sooner than the usual pace" measures time by this person's own week: a busy hour counts for more than a quiet one, and a
whole week for 168 hours still.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]

_DAY, _WEEK = 24.0, 168.0
_BINS = 48
_SPREAD_HOURS = 1.5
_EVEN_OVER_DAY, _EVEN_OVER_WEEK = 8.0, 14.0
"""So many days of contact, spread evenly over the hours and over the week, are added: of a short history little is believed."""


class Rhythm(NamedTuple):
    """Hours of the week from 0 to 168, and how much of a week's contact, in hours, has come by each."""

    clock: Series
    measured: Series


def fit_rhythm(times: Series) -> Rhythm:
    """The rhythm of contact times (hours on one clock, at which every week begins anew). Hour and weekday are taken to be
    independent.

    Each date weighs alike, however much came on it: a few long bursts are no rhythm. An hour's shift in summer lies within the
    spread of an hour and a half that each contact is given.
    """
    dates, which = np.unique((times // _DAY).astype(np.int64), return_inverse=True)
    weekdays = np.bincount(dates % 7, minlength=7) + _EVEN_OVER_WEEK / 7
    shares = np.multiply.outer(weekdays, _hours(times, which)).ravel()
    measured = np.concatenate([[0.0], np.cumsum(shares)])
    return Rhythm(np.linspace(0.0, _WEEK, shares.size + 1), measured * (_WEEK / measured[-1]))


def by_rhythm(rhythm: Rhythm, times: Series) -> Series:
    """Those times (hours) measured by the rhythm; their order and their weeks stay."""
    week = np.floor(times / _WEEK) * _WEEK
    measured: Series = week + np.interp(times - week, rhythm.clock, rhythm.measured)
    return measured


def _hours(times: Series, which: NDArray[np.intp]) -> Series:
    """How much of a day's contact comes in each half-hour; not normed. `which` says which times are of one date."""
    weights = 1.0 / np.bincount(which)[which] if times.size else times
    bins = np.minimum((times % _DAY / _DAY * _BINS).astype(np.int64), _BINS - 1)
    shares = np.bincount(bins, weights=weights, minlength=_BINS)
    smooth: Series = np.fft.irfft(np.fft.rfft(shares) * np.fft.rfft(_around()), _BINS)
    return np.maximum(smooth, 0.0) + _EVEN_OVER_DAY / _BINS


def _around() -> Series:
    """How far from the hour it came at a contact is spread, by half-hours round the clock."""
    steps = np.arange(_BINS)
    away = np.minimum(steps, _BINS - steps) * _DAY / _BINS
    spread = np.exp(-0.5 * (away / _SPREAD_HOURS) ** 2)
    shares: Series = spread / spread.sum()
    return shares
