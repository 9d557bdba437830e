"""Made-up contact histories with nothing in them to find, and the same with a rise or a reaction put in.

Each family is one way contact can clump: independent contacts, uneven gaps, very long gaps, runs of days, and bursts that
last hours or days. Times are in days from the start of watching. All are simulated: they show what a test does when the
world is like the family, not what it does on real cases.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

DAYS = 180.0
BRANCHING = 0.4
GAMMA_SHAPE = 0.6
POWER_LAW_SHAPE = 1.8
LOG_NORMAL_SPREAD = 1.3
BLOCK_DAYS, QUIET_BLOCKS = 7.0, 0.4
RUN_DAYS = 4.0
BURST_SIZE = 5.0
HOUR = 1.0 / 24.0
EPISODE_DAYS = 0.5 * HOUR
ANCHORS = 4
REACTING, REACTION_CONTACTS, REACTION_DAYS = 0.7, 2.5, 8 * HOUR


class Pace(NamedTuple):
    """Mean contacts a day before and after the day of a change, over so many days."""

    before: float
    after: float
    change: float
    days: float


def make_pace(count: float, ratio: float = 1.0, change: float = DAYS / 2, days: float = DAYS) -> Pace:
    """The pace that gives `count` contacts in all on average, `ratio` times faster after `change`."""
    before = count / (change + ratio * (days - change))
    return Pace(before, before * ratio, change, days)


def _within(times: np.ndarray, days: float) -> np.ndarray:
    return times[(times >= 0) & (times < days)]


def _renewal(rng: np.random.Generator, pace: Pace, gaps: Callable[[int], np.ndarray]) -> np.ndarray:
    """Gaps of mean one from somewhere in their course, run faster or slower to have this pace."""
    size = int(pace.days * max(pace.before, pace.after) * 3) + 100
    steady = np.cumsum(gaps(size)) - rng.uniform(0, 20)
    at_change = pace.before * pace.change
    late = pace.change + (steady - at_change) / pace.after
    return _within(np.where(steady <= at_change, steady / pace.before, late), pace.days)


def poisson(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Contacts independent of each other."""
    return _renewal(rng, pace, lambda size: rng.exponential(size=size))


def gamma_renewal(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Gaps more uneven than chance: gamma with shape .6."""
    return _renewal(rng, pace, lambda size: rng.gamma(GAMMA_SHAPE, 1 / GAMMA_SHAPE, size=size))


def power_law(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Gaps with a heavy tail: Lomax with shape 1.8, which has no variance."""
    return _renewal(rng, pace, lambda size: rng.pareto(POWER_LAW_SHAPE, size=size) * (POWER_LAW_SHAPE - 1))


def log_normal(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Gaps that are log-normal with spread 1.3: many short, some very long."""
    middle = -(LOG_NORMAL_SPREAD**2) / 2
    return _renewal(rng, pace, lambda size: rng.lognormal(middle, LOG_NORMAL_SPREAD, size=size))


def day_blocks(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Weeks with contact and weeks without, two in five of them, at random."""
    weeks = np.arange(0.0, pace.days, BLOCK_DAYS)
    daily = np.where(weeks < pace.change, pace.before, pace.after) * (rng.random(weeks.size) >= QUIET_BLOCKS)
    of_week = np.repeat(weeks, rng.poisson(daily * BLOCK_DAYS / (1 - QUIET_BLOCKS)))
    return np.sort(_within(of_week + rng.uniform(0, BLOCK_DAYS, size=of_week.size), pace.days))


def on_off(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Runs of days with contact on every day (about four), between quiet runs."""
    each = max(1.0, pace.days * (pace.before + pace.after) / 2 / (pace.days / 1.8))
    day = -rng.uniform(0, 30)
    times: list[np.ndarray] = []
    while day < pace.days:
        share = min(0.95, (pace.before if day < pace.change else pace.after) / each)
        run = 1 + rng.poisson(RUN_DAYS - 1)
        on = np.repeat(np.floor(day) + np.arange(run), 1 + rng.poisson(each - 1, size=run))
        times.append(on + rng.uniform(8 / 24, 23 / 24, size=on.size))
        day += run + max(1.0, rng.exponential(RUN_DAYS * (1 - share) / share))
    return np.sort(_within(np.concatenate(times), pace.days))


def _hawkes(rng: np.random.Generator, pace: Pace, decay: float) -> np.ndarray:
    lead = 12 * decay
    before, after = pace.before * (1 - BRANCHING), pace.after * (1 - BRANCHING)
    early = rng.uniform(-lead, pace.change, size=rng.poisson(before * (pace.change + lead)))
    late = rng.uniform(pace.change, pace.days, size=rng.poisson(after * (pace.days - pace.change)))
    generation = np.concatenate([early, late])
    everything = [generation]
    while generation.size:
        children = np.repeat(generation, rng.poisson(BRANCHING, size=generation.size))
        generation = children + rng.exponential(decay, size=children.size)
        everything.append(generation)
    return np.sort(_within(np.concatenate(everything), pace.days))


def hawkes_3h(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Each contact brings .4 more, some three hours later."""
    return _hawkes(rng, pace, 3 * HOUR)


def hawkes_48h(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Each contact brings .4 more, some two days later."""
    return _hawkes(rng, pace, 2.0)


def bursts(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Bursts of five contacts on average in some hours, all set off by the first."""
    openings = poisson(rng, Pace(pace.before / BURST_SIZE, pace.after / BURST_SIZE, pace.change, pace.days))
    more = np.repeat(openings, rng.poisson(BURST_SIZE - 1, size=openings.size))
    times = np.concatenate([openings, more + rng.exponential(3 * HOUR, size=more.size)])
    return np.sort(_within(times, pace.days))


def _in_days(rng: np.random.Generator, pace: Pace, weights: np.ndarray, hours: tuple[float, float]) -> np.ndarray:
    """Contacts independent of each other, with these weights for the days of the week, between two hours."""
    days = np.arange(int(pace.days))
    daily = np.where(days < pace.change, pace.before, pace.after) * weights[days % 7] / weights.mean()
    on = np.repeat(days, rng.poisson(daily))
    return np.sort(_within(on + rng.uniform(hours[0] / 24, hours[1] / 24, size=on.size), pace.days))


def evenings(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Every contact comes between 17:00 and 1:00."""
    return _in_days(rng, pace, np.ones(7), (17, 25))


def weekends(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Nine times as many contacts on days five and six of the week as on days one to three."""
    return _in_days(rng, pace, np.array([1.0, 1.0, 1.0, 1.6, 9.0, 9.0, 5.0]), (0, 24))


def evening_bursts(rng: np.random.Generator, pace: Pace) -> np.ndarray:
    """Bursts of three on average within about an hour, all in the evening."""
    openings = _in_days(rng, Pace(pace.before / 3, pace.after / 3, pace.change, pace.days), np.ones(7), (18, 23))
    more = np.repeat(openings, rng.poisson(2, size=openings.size))
    return np.sort(_within(np.concatenate([openings, more + rng.exponential(HOUR, size=more.size)]), pace.days))


FAMILIES: dict[str, Callable[[np.random.Generator, Pace], np.ndarray]] = {
    "poisson": poisson,
    "gamma renewal": gamma_renewal,
    "power-law gaps": power_law,
    "on/off runs": on_off,
    "hawkes 3 h": hawkes_3h,
    "hawkes 48 h": hawkes_48h,
    "bursts of five": bursts,
    "evenings": evenings,
    "weekends": weekends,
    "evening bursts": evening_bursts,
}


def draw_pace(rng: np.random.Generator, count: float, ratio: float) -> Pace:
    """A pace whose change comes between 40 % and 70 % of the way."""
    return make_pace(count, ratio, DAYS * rng.uniform(0.4, 0.7))


def gather_days(times: np.ndarray) -> np.ndarray:
    """The distinct days among contact times."""
    return np.unique(np.floor(times).astype(np.int64))


def gather_episodes(times: np.ndarray) -> np.ndarray:
    """Starts of episodes: contacts less than 30 minutes after the one before are the same episode."""
    if not times.size:
        return times
    return times[np.concatenate([[True], np.diff(times) >= EPISODE_DAYS])]


def _anywhere(rng: np.random.Generator, _times: np.ndarray, pace: Pace, count: int) -> np.ndarray:
    return rng.uniform(0.1 * pace.days, 0.95 * pace.days, size=count)


def _late(rng: np.random.Generator, _times: np.ndarray, pace: Pace, count: int) -> np.ndarray:
    return rng.uniform(pace.change, 0.97 * pace.days, size=count)


def _after_contacts(hours: float) -> Callable[[np.random.Generator, np.ndarray, Pace, int], np.ndarray]:
    def place(rng: np.random.Generator, times: np.ndarray, _pace: Pace, count: int) -> np.ndarray:
        return rng.choice(times, count, replace=False) + rng.exponential(hours * HOUR, size=count)

    return place


def _after_openings(rng: np.random.Generator, times: np.ndarray, _pace: Pace, count: int) -> np.ndarray:
    openings = times[np.diff(times, prepend=-1.0) > 1.0]
    return rng.choice(openings, min(count, openings.size), replace=False) + rng.exponential(
        0.5 * HOUR, size=min(count, openings.size)
    )


def _after_clusters(rng: np.random.Generator, times: np.ndarray, _pace: Pace, count: int) -> np.ndarray:
    """After contacts chosen by the square of how many there were in the day before."""
    weights = (np.arange(times.size) - np.searchsorted(times, times - 1.0) + 1.0) ** 2
    return rng.choice(times, count, replace=False, p=weights / weights.sum()) + rng.exponential(2 * HOUR, size=count)


def _in_office_hours(rng: np.random.Generator, _times: np.ndarray, pace: Pace, count: int) -> np.ndarray:
    days = np.floor(rng.uniform(0.1 * pace.days, 0.95 * pace.days, size=count))
    return days + rng.uniform(9.5, 16.5, size=count) / 24


def _next_morning(rng: np.random.Generator, times: np.ndarray, _pace: Pace, count: int) -> np.ndarray:
    return np.floor(rng.choice(times, count, replace=False)) + 1 + rng.uniform(9.5, 16, size=count) / 24


def _on_day_five(rng: np.random.Generator, _times: np.ndarray, pace: Pace, count: int) -> np.ndarray:
    weeks = rng.choice(np.arange(2, int(pace.days / 7) - 1), count, replace=False)
    return weeks * 7 + 4 + rng.uniform(9, 20, size=count) / 24


ANCHOR_PLACES: dict[str, Callable[[np.random.Generator, np.ndarray, Pace, int], np.ndarray]] = {
    "anywhere": _anywhere,
    "3 h after contact": _after_contacts(3.0),
    "30 min after contact": _after_contacts(0.5),
    "30 min after a burst opens": _after_openings,
    "after the worst days": _after_clusters,
    "late, after a 3x rise": _late,
    "in office hours": _in_office_hours,
    "the morning after": _next_morning,
    "on one weekday": _on_day_five,
}


def place_anchors(
    place: str, rng: np.random.Generator, times: np.ndarray, pace: Pace, count: int = ANCHORS
) -> np.ndarray:
    """Sorted anchor times with half a day of watching after each."""
    if not times.size:
        return times
    anchors = np.sort(ANCHOR_PLACES[place](rng, times, pace, min(count, times.size)))
    return anchors[anchors < pace.days - 0.5]


def add_reactions(rng: np.random.Generator, times: np.ndarray, anchors: np.ndarray, days: float) -> np.ndarray:
    """The contacts with 2.5 more on average, some eight hours after, for 70 % of the anchors."""
    reacting = anchors[rng.random(anchors.size) < REACTING]
    more = np.repeat(reacting, rng.poisson(REACTION_CONTACTS, size=reacting.size))
    return np.sort(_within(np.concatenate([times, more + rng.exponential(REACTION_DAYS, size=more.size)]), days))
