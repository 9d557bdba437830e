"""Made-up contact histories with nothing in them to find, and the same with a rise or a reaction put in.

Each family is one way contact can clump: independent contacts, uneven gaps, very long gaps, runs of days, and bursts that
last hours or days. Times are in days from the start of watching. All are simulated: they show what a test does when the
world is like the family, not what it does on real cases.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

DAYS = 180.0
BRANCHING = 0.4
POWER_LAW_SHAPE = 1.8
RUN_DAYS = 4.0
HOUR = 1.0 / 24.0
EPISODE_DAYS = 0.5 * HOUR

Rate = Callable[[np.ndarray], np.ndarray]
"""Mean contacts a day, at times in days."""


def make_rate(count: float, ratio: float = 1.0, change: float = DAYS / 2) -> tuple[float, float]:
    """Rates before and after `change` (contacts a day) that give `count` contacts in all on average."""
    before = count / (change + ratio * (DAYS - change))
    return before, before * ratio


def _warp(operational: np.ndarray, rates: tuple[float, float], change: float) -> np.ndarray:
    """Times of a process of rate one, run faster or slower to have these rates."""
    before, after = rates
    at_change = before * change
    return np.where(operational <= at_change, operational / before, change + (operational - at_change) / after)


def _renewal(gaps: np.ndarray, phase: float, rates: tuple[float, float], change: float) -> np.ndarray:
    times = _warp(np.cumsum(gaps) - phase, rates, change)
    return times[(times >= 0) & (times < DAYS)]


def _size(rates: tuple[float, float]) -> int:
    return int(DAYS * max(rates) * 3) + 100


def poisson(rng: np.random.Generator, rates: tuple[float, float], change: float) -> np.ndarray:
    """Contacts independent of each other."""
    return _renewal(rng.exponential(size=_size(rates)), 0.0, rates, change)


def gamma_renewal(rng: np.random.Generator, rates: tuple[float, float], change: float) -> np.ndarray:
    """Gaps more uneven than chance: gamma with shape .6."""
    shape = 0.6
    return _renewal(rng.gamma(shape, 1 / shape, size=_size(rates)), rng.uniform(0, 20), rates, change)


def power_law(rng: np.random.Generator, rates: tuple[float, float], change: float) -> np.ndarray:
    """Gaps with a heavy tail: Lomax with shape 1.8, so mean one and no variance."""
    gaps = rng.pareto(POWER_LAW_SHAPE, size=_size(rates)) * (POWER_LAW_SHAPE - 1)
    return _renewal(gaps, rng.uniform(0, 20), rates, change)


def on_off(rng: np.random.Generator, rates: tuple[float, float], change: float) -> np.ndarray:
    """Runs of days with contact on every day (about four), between quiet runs."""
    each = max(1.0, DAYS * float(np.mean(rates)) / 100)
    shares = [min(0.95, rate / each) for rate in rates]
    day, times = -rng.uniform(0, 30), []
    while day < DAYS:
        share = shares[0] if day < change else shares[1]
        run = 1 + rng.poisson(RUN_DAYS - 1)
        for on in range(run):
            contacts = 1 + rng.poisson(each - 1)
            times.extend(np.floor(day + on) + rng.uniform(8 / 24, 23 / 24, size=contacts))
        day += run + max(1.0, rng.exponential(RUN_DAYS * (1 - share) / share))
    kept = np.sort(np.array(times))
    return kept[(kept >= 0) & (kept < DAYS)]


def _hawkes(rng: np.random.Generator, rates: tuple[float, float], change: float, decay: float) -> np.ndarray:
    lead = 12 * decay
    before, after = (rate * (1 - BRANCHING) for rate in rates)
    early = rng.uniform(-lead, change, size=rng.poisson(before * (change + lead)))
    late = rng.uniform(change, DAYS, size=rng.poisson(after * (DAYS - change)))
    generation = np.concatenate([early, late])
    everything = [generation]
    while len(generation):
        children = np.repeat(generation, rng.poisson(BRANCHING, size=len(generation)))
        generation = children + rng.exponential(decay, size=len(children))
        everything.append(generation)
    times = np.sort(np.concatenate(everything))
    return times[(times >= 0) & (times < DAYS)]


def hawkes_3h(rng: np.random.Generator, rates: tuple[float, float], change: float) -> np.ndarray:
    """Each contact brings .4 more, some three hours later."""
    return _hawkes(rng, rates, change, 3 * HOUR)


def hawkes_48h(rng: np.random.Generator, rates: tuple[float, float], change: float) -> np.ndarray:
    """Each contact brings .4 more, some two days later."""
    return _hawkes(rng, rates, change, 2.0)


FAMILIES: dict[str, Callable[[np.random.Generator, tuple[float, float], float], np.ndarray]] = {
    "poisson": poisson,
    "gamma renewal": gamma_renewal,
    "power-law gaps": power_law,
    "on/off runs": on_off,
    "hawkes 3 h": hawkes_3h,
    "hawkes 48 h": hawkes_48h,
}


def make_contacts(family: str, count: int, ratio: float, rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Contact times of one case and the day of the change, drawn between 40 % and 70 % of the way."""
    change = DAYS * rng.uniform(0.4, 0.7)
    return FAMILIES[family](rng, make_rate(count, ratio, change), change), change


def gather_days(times: np.ndarray) -> np.ndarray:
    """The distinct days among contact times."""
    return np.unique(np.floor(times).astype(np.int64))


def gather_episodes(times: np.ndarray) -> np.ndarray:
    """Starts of episodes: contacts less than 30 minutes after the one before are the same episode."""
    if not len(times):
        return times
    return times[np.concatenate([[True], np.diff(times) >= EPISODE_DAYS])]
