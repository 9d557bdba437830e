"""What is said of a pace that became faster, and of one that did not: how often wrong, how often found, how soon, how well sized.

Histories are made by the families of `families.py`, and by some of this module that were in no way used in choosing a constant
(`CHECKED`). A history is asked once, at its end, at .05, unless it says "told": that is what a person would read, who
looks on any day. Naive peers are asked about the same histories. Records that are not kept evenly are those of `kept.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

import families as made
import kept
import numpy as np
from figures import Figure, on_all_cores, share

from throughline.patterns.statistics.cluster import find_cluster
from throughline.patterns.statistics.frequency import (
    FIRST_LOOK,
    LOOK_CHANCE,
    FrequencyChange,
    at_look,
    frequency_change,
)
from throughline.patterns.statistics.looks import geometric_looks, latest_look

Make = Callable[[np.random.Generator, made.Pace], np.ndarray]
LEVEL, RATIO, COUNTS = 0.05, 3.0, (15, 30, 60, 200)
LOG_NORMAL_SPREAD, WEIBULL_SHAPE, COX_SPREAD, COX_DAYS = 1.3, 0.5, 0.7, 3.0
FOUND = {
    "hawkes 3 h": (">= .32", ">= .55", ">= .72", ">= .98"), "gamma renewal": ("", ">= .42", ">= .68", ">= .98"),
    "power-law gaps": ("", ">= .45", ">= .60", ">= .80"), "on/off runs": ("", ">= .25", ">= .45", ">= .98"),
}  # fmt: skip
LIVES = ((30, 180.0), (60, 180.0), (200, 180.0), (800, 720.0))
DELAYS = {"3x half-way, 30 in all": (30, 180.0, 90.0), "3x after some 30": (90, 180.0, 120.0)}
T_OF_23_AT_05 = 1.714


def _log_gaussian_cox(rng: np.random.Generator, pace: made.Pace) -> np.ndarray:
    """A pace that wanders up and down over days."""
    kept_share = np.exp(-1 / COX_DAYS)
    level, steps = rng.normal(), []
    for _ in range(int(pace.days)):
        level = kept_share * level + np.sqrt(1 - kept_share**2) * rng.normal()
        steps.append(level)
    days = np.arange(int(pace.days))
    rate = np.where(days < pace.change, pace.before, pace.after) * np.exp(
        COX_SPREAD * np.array(steps) - COX_SPREAD**2 / 2
    )
    counts = rng.poisson(rate)
    return np.sort(np.repeat(days, counts) + rng.random(counts.sum()))


def _renewal(gaps: Callable[[np.random.Generator, int], np.ndarray]) -> Make:
    def make(rng: np.random.Generator, pace: made.Pace) -> np.ndarray:
        steady = np.cumsum(gaps(rng, int(pace.days * pace.after * 3) + 100)) - rng.uniform(0, 20)
        at_change = pace.before * pace.change
        late = pace.change + (steady - at_change) / pace.after
        times = np.where(steady <= at_change, steady / pace.before, late)
        return times[(times >= 0) & (times < pace.days)]

    return make


CHECKED: dict[str, Make] = {
    "log-normal gaps": _renewal(lambda rng, size: rng.lognormal(-(LOG_NORMAL_SPREAD**2) / 2, LOG_NORMAL_SPREAD, size)),
    "Weibull gaps": _renewal(lambda rng, size: rng.weibull(WEIBULL_SHAPE, size) / 2),
    "log-Gaussian Cox": _log_gaussian_cox,
    "weekends": made.weekends,
    "bursts of five": made.bursts,
}
TUNED = ("hawkes 3 h", "hawkes 48 h", "gamma renewal", "power-law gaps", "on/off runs")
EVERY: dict[str, Make] = {**{name: made.FAMILIES[name] for name in TUNED}, **CHECKED}


class Answer(NamedTuple):
    """What was said of one history: by the test, by each naive peer, and whether a cluster was told."""

    change: FrequencyChange | None
    pace: made.Pace
    days: np.ndarray
    is_told: bool
    has_cluster: bool
    naive: dict[str, bool]

    @property
    def is_found(self) -> bool:
        """Whether the test, asked once at the end, finds a rise."""
        return self.change is not None and self.change.chance <= LEVEL


def _days_and_numbers(times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    days, of_day = np.unique(np.floor(times).astype(np.int64), return_inverse=True)
    begins = np.diff(times, prepend=-1.0) >= made.EPISODE_DAYS
    return days, np.maximum(1, np.bincount(of_day, weights=begins, minlength=days.size)).astype(np.int64)


def _ask(family: str, count: int, ratio: float, case: int) -> Answer:
    rng = np.random.default_rng([case, count, int(ratio), 7])
    pace = made.draw_pace(rng, count, ratio)
    times = EVERY[family](rng, pace)
    days, numbers = _days_and_numbers(times)
    change = frequency_change(days, seed=case, numbers=numbers)
    is_told = _is_told(days, numbers, latest_look(days.size, FIRST_LOOK), case)
    return Answer(change, pace, days, is_told, find_cluster(days, seed=case) is not None, _naive(times, pace.days))


def _is_told(days: np.ndarray, numbers: np.ndarray, look: int | None, case: int) -> bool:
    """Whether a person would read of a rise after a look at so many contact days."""
    change = None if look is None else frequency_change(days[:look], seed=case, numbers=numbers[:look])
    return change is not None and look is not None and at_look(change.chance, look) <= LOOK_CHANCE


def _naive(times: np.ndarray, days: float) -> dict[str, bool]:
    """What naive peers say of a history. The one of ruptures is asked only where that library is installed; it is none of ours."""
    late, before = (np.count_nonzero((times >= days - since) & (times < days - since + 28)) for since in (28, 56))
    weeks = np.histogram(times, np.arange(0, days + 1, 7))[0].astype(float)
    x = np.arange(weeks.size) - (weeks.size - 1) / 2
    slope = (x * weeks).sum() / (x * x).sum()
    rest = weeks - weeks.mean() - slope * x
    error = np.sqrt((rest * rest).sum() / (weeks.size - 2) / (x * x).sum())
    said = {
        "naive: twice the 28 days before": bool(late >= 2 and late >= 2 * before),
        "naive: slope of the weeks, one-sided .05": bool(error > 0 and slope / error > T_OF_23_AT_05),
    }
    if find_spec("ruptures"):
        said["naive: ruptures, Pelt rbf, penalty 10"] = _ruptures(weeks)
    return said


def _ruptures(weeks: np.ndarray) -> bool:
    ruptures = import_module("ruptures")
    breaks = ruptures.Pelt(model="rbf").fit(weeks[:, np.newaxis]).predict(pen=10)
    return len(breaks) > 1 and bool(weeks[breaks[-2] :].mean() > weeks[: breaks[-2]].mean())


def _at_end(cases: int) -> Iterator[Figure]:
    for family in EVERY:
        for place, count in enumerate(COUNTS):
            flat = on_all_cores(partial(_ask, family, count, 1.0), range(cases))
            faster = on_all_cores(partial(_ask, family, count, RATIO), range(cases))
            yield from _shares(family, count, flat, "flat", "<= .06" if family == "hawkes 48 h" else "<= .05")
            yield from _shares(family, count, faster, "3x", FOUND.get(family, ("",) * 4)[place])
            yield from _intervals(family, count, faster)


def _shares(family: str, count: int, answers: Sequence[Answer], pace: str, goal: str) -> Iterator[Figure]:
    told = goal if pace == "flat" else ""
    yield Figure(
        f"frequency, {pace}, found at .05",
        "frequency_change",
        family,
        count,
        *share(it.is_found for it in answers),
        goal,
    )
    yield Figure(
        f"frequency, {pace}, told at the end",
        "frequency_change",
        family,
        count,
        *share(it.is_told for it in answers),
        told,
    )
    yield Figure(f"frequency, {pace}, a cluster told", "burst", family, count, *share(it.has_cluster for it in answers))
    for name in answers[0].naive:
        yield Figure(f"frequency, {pace}", name, family, count, *share(it.naive[name] for it in answers))


def _intervals(family: str, count: int, answers: Sequence[Answer]) -> Iterator[Figure]:
    """How often the true ratio of contact days, and the true day, lie inside; of all and of those found at .05."""
    totals = np.zeros(4)
    for answer in answers:
        after = np.count_nonzero(answer.days >= answer.pace.change)
        totals += [after, made.DAYS - answer.pace.change, answer.days.size - after, answer.pace.change]
    true = float(totals[0] / totals[1] / (totals[2] / totals[3]))
    for whom in ("all", "found"):
        some = [
            (it.change, it.pace.change) for it in answers if it.change is not None and (whom == "all" or it.is_found)
        ]
        if len(some) >= 20:
            ratio = share(change.low <= true <= change.high for change, _ in some)
            day = share(change.since_first - 1 <= at_day <= change.since_last + 1 for change, at_day in some)
            yield Figure(
                f"frequency, 90 % interval of the ratio, {whom}", "frequency_change", family, count, *ratio, ">= .88"
            )
            yield Figure(
                f"frequency, 90 % interval of the day, {whom}", "frequency_change", family, count, *day, ">= .88"
            )


def _first_told(family: str, pace: made.Pace, case: int) -> int | None:
    """After how many contacts since the change a rise is first told, to somebody who looks every day; below 0 before it. None if never."""
    times = EVERY[family](np.random.default_rng([case, int(pace.days * pace.before), 8]), pace)
    days, numbers = _days_and_numbers(times)
    for look in geometric_looks(days.size, FIRST_LOOK):
        if _is_told(days, numbers, look, case):
            seen = times < days[look - 1] + 1
            return int(np.count_nonzero(seen & (times >= pace.change))) or -1
    return None


def _ever(cases: int) -> Iterator[Figure]:
    for family in EVERY:
        for count, days in LIVES:
            told = on_all_cores(partial(_first_told, family, made.make_pace(count, 1.0, days / 2, days)), range(cases))
            what = f"frequency, flat, ever told in {days:.0f} days"
            yield Figure(what, "frequency_change", family, count, *share(it is not None for it in told), "<= .10")
    for what, (count, days, change) in DELAYS.items():
        for family in ("hawkes 3 h", "gamma renewal"):
            told = on_all_cores(partial(_first_told, family, made.make_pace(count, RATIO, change, days)), range(cases))
            delays = np.sort([it for it in told if it is not None and it > 0])
            yield Figure(f"frequency, {what}, ever told", "frequency_change", family, count, *share(it is not None and it > 0 for it in told), ">= .45")  # fmt: skip
            if delays.size >= 20:
                half = 0.98 * delays.size**0.5
                ends = [delays[int(np.clip(delays.size / 2 + by, 0, delays.size - 1))] for by in (0, -half, half)]
                yield Figure(f"frequency, {what}, contacts until told (median)", "frequency_change", family, count, *map(float, ends), "<= 8")  # fmt: skip


def figures(cases: int) -> Iterator[Figure]:
    """Every line on how often somebody makes contact."""
    yield from _at_end(cases)
    yield from _ever(cases)
    for way in kept.WAYS:
        told = on_all_cores(partial(kept.is_told, way), range(cases))
        goal = ">= .45" if way in kept.TRUE else "<= .05"
        yield Figure("frequency, unevenly kept record, told", "frequency_change", way, None, *share(told), goal)
