"""Whether the longest silence in a record is longer than its other silences explain.

The unit is the break: the whole days between two days of contact, where there is at least one. What comes day after day is one
run, so that a history of runs and pauses is judged by its pauses. The null is that the longest of k breaks is one of them: the
others are taken as drawn from a generalised Pareto distribution in whole days (geometric where its shape is 0, as it is for
contact that comes independently; the larger the shape, the more often very long breaks are usual for this person), with shape
and scale unknown. The chance is k times the posterior chance of a break so long, so it answers for having chosen the longest.
Source of the tail: Pickands (1975), Annals of Statistics 3: 119-131. Breaks with heavy tails raise the shape and with it the
chance. A pace that becomes faster leaves its longest breaks at the beginning, so a silence is judged only with four breaks
before it.

That the longest of k comes last has chance 1/k whatever the process, which by itself never is rare enough to tell; what is
added here is by how much it is the longest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.patterns.statistics.looks import geometric_looks

Days = NDArray[np.int64]
Series = NDArray[np.float64]

LEAST_BREAKS = 8
LEAST_BEFORE = 4
TOLD_CHANCE = 0.03
"""A silence is told at or below this chance, at the looks of `looks_at`."""
LEAST_CHANCE = 0.001
"""No smaller chance is told: so far out, the answer would be the model's and not the record's."""

_SHAPES = np.arange(0.0, 1.5, 0.1)
_SHAPE_WEIGHTS = np.exp(-_SHAPES / 0.1) + 0.12
"""Beforehand a light tail is likeliest, and every heavy one equally likely: then the chance holds for both."""
_SCALES = np.exp(np.linspace(np.log(0.2), np.log(200.0), 120))
_LONG_RECORD = 25
"""Breaks of a record, above which the chance is enlarged in proportion: in long records a middling tail is taken for a light
one too often, by as much as bench/patterns/timing.py measures.
"""
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Quiet:
    """The longest break of a record.

    `last_day` is the day of contact before it and `return_day` the one after; `silent_days` whole days lie between, and
    `next_longest` in the next longest of all `breaks`. `chance` is the probability of a longest break so long, by the others.
    """

    last_day: int
    return_day: int
    silent_days: int
    next_longest: int
    breaks: int
    chance: float


def longest_quiet(contact_days: Days) -> Quiet | None:
    """The longest break between sorted, distinct day numbers, with its chance.

    None below eight breaks, where no single one is the longest, and where fewer than four came before it. Raises ValueError where the days are not sorted and
    distinct. The same days give the same answer.
    """
    days = np.asarray(contact_days, dtype=np.int64)
    gaps = np.diff(days)
    if gaps.size and gaps.min() < 1:
        raise ValueError("Contact days must be sorted and distinct.")
    breaks = gaps[gaps > 1] - 1
    if breaks.size < LEAST_BREAKS:
        return None
    at = int(np.argmax(gaps))
    position = int(np.argmax(breaks))
    longest, others = int(breaks[position]), np.delete(breaks, position)
    next_longest = int(others.max())
    if longest == next_longest or position < LEAST_BEFORE:
        return None
    tried = breaks.size * max(1.0, breaks.size / _LONG_RECORD)
    return Quiet(
        last_day=int(days[at]),
        return_day=int(days[at + 1]),
        silent_days=longest,
        next_longest=next_longest,
        breaks=breaks.size,
        chance=float(np.clip(tried * _chance_of_one(longest, others), LEAST_CHANCE, 1.0)),
    )


def looks_at(contact_days: Days) -> Days:
    """Positions of the contact days up to which to test, in order.

    A look is where a break ended that was longer than all before, so that a return is told on the day it comes, and where the
    breaks had grown by 30 % (8, 10, 13, 17, …). Between looks what is said stays the same.
    """
    gaps = np.diff(np.asarray(contact_days, dtype=np.int64))
    ends = np.flatnonzero(gaps > 1) + 1
    if ends.size < LEAST_BREAKS:
        return np.empty(0, dtype=np.int64)
    breaks = gaps[ends - 1]
    is_record = breaks > np.maximum.accumulate(np.concatenate([[0], breaks[:-1]]))
    is_look = is_record & (np.arange(1, ends.size + 1) >= LEAST_BREAKS)
    is_look[np.array(geometric_looks(ends.size, first=LEAST_BREAKS)) - 1] = True
    looks: Days = ends[is_look].astype(np.int64)
    return looks


def _chance_of_one(length: int, others: Days) -> float:
    """The posterior chance that one more break is at least that long."""
    values, counts = np.unique(others, return_counts=True)
    surviving = _log_survival(np.concatenate([values - 1, values, [length - 1]]))
    begin, end, reach = surviving[: values.size], surviving[values.size : -1], surviving[-1]
    likelihood = np.tensordot(counts, begin + np.log(np.maximum(-np.expm1(end - begin), _TINY)), axes=1)
    posterior = np.exp(likelihood - likelihood.max()) * _SHAPE_WEIGHTS[:, np.newaxis]
    return float((posterior * np.exp(reach)).sum() / posterior.sum())


def _log_survival(days: Days) -> Series:
    """The logarithm of the chance that a break is longer than each number of days, for every shape and scale."""
    scaled = days[:, np.newaxis, np.newaxis] / _SCALES
    shapes = _SHAPES[:, np.newaxis]
    safe = np.where(shapes > 0, shapes, 1.0)
    survival: Series = np.where(shapes > 0, -np.log1p(shapes * scaled) / safe, -scaled)
    return survival
