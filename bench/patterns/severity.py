"""Whether kinds became graver, and whether ways come together: false alarms where nothing changes, and power.

Grades are drawn a day (six in ten light, three near, one grave); a shifted mix has three, three and four in ten from the middle on.
Sticky days repeat the grade of the day before half the time, which no shuffle of days allows for. Naive peers: the mean of the last
three above that of the first three by one, and a slope of least squares at .05.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

import numpy as np
from figures import Figure, on_all_cores, share

from throughline.patterns.detectors import many_channels_day, severity_change
from throughline.patterns.statistics.looks import geometric_looks
from throughline.patterns.statistics.together import chance_of_days_shared
from throughline.patterns.statistics.trend import LEAST_GRADES, rise

COUNTS = (15, 30, 60, 200)
AT = 0.05
EARLY, LATE = (0.6, 0.3, 0.1), (0.3, 0.3, 0.4)
CHANNELS = (0.5, 0.3, 0.15, 0.05)
DAYS = 120


def figures(cases: int) -> Iterator[Figure]:
    """Grades first, then ways."""
    for kind, count in product(("flat", "sticky", "shifted"), COUNTS):
        answers = on_all_cores(partial(_graver, kind, count), range(cases))
        what = "severity_change, power" if kind == "shifted" else "severity_change, false"
        goal = "<= .05" if kind == "flat" else ""
        for method, told in zip(
            ("ours at .05", "naive: last 3 against first 3", "naive: slope at .05"),
            zip(*answers, strict=True),
            strict=True,
        ):
            yield Figure(what, method, kind, count, *share(told), goal if method.startswith("ours") else "")
    for kind in ("flat", "sticky"):
        ever = on_all_cores(partial(_is_ever_graver, kind, 200), range(cases))
        yield Figure("severity_change, ever false", "ours, told", kind, 200, *share(ever), "<= .10")
    for kind, count in product(("alone", "sticky", "together"), COUNTS):
        chances = on_all_cores(partial(_together, kind, count), range(cases))
        what = "many_channels_day, power" if kind == "together" else "many_channels_day, false"
        goal = "" if kind == "together" else "<= .05"
        yield Figure(what, "ours at .05", kind, count, *share(chance <= AT for chance in chances), goal)
        yield Figure(what, "ours, told", kind, count, *share(it <= many_channels_day.LOOK_CHANCE for it in chances))


def _grades(kind: str, count: int, case: int) -> np.ndarray:
    rng = np.random.default_rng([case, count, 41])
    later = LATE if kind == "shifted" else EARLY
    grades = np.concatenate([rng.choice(3, count // 2, p=EARLY), rng.choice(3, count - count // 2, p=later)]) + 1
    if kind == "sticky":
        for day in np.flatnonzero(rng.random(count) < 0.5):
            grades[day] = grades[max(0, day - 1)]
    return grades


def _graver(kind: str, count: int, case: int) -> tuple[bool, bool, bool]:
    grades = _grades(kind, count, case)
    found = rise(grades, seed=case)
    return found is not None and found.chance <= AT, grades[-3:].mean() - grades[:3].mean() >= 1, _slope(grades)


def _slope(grades: np.ndarray) -> bool:
    at = np.arange(grades.size) - (grades.size - 1) / 2
    slope = (at * grades).sum() / (at**2).sum()
    spread = np.sqrt(((grades - grades.mean() - slope * at) ** 2).sum() / (grades.size - 2) / (at**2).sum())
    return bool(slope > 1.645 * spread)


def _is_ever_graver(kind: str, count: int, case: int) -> bool:
    grades = _grades(kind, count, case)
    for look in geometric_looks(count):
        found = rise(grades[:look], seed=case) if look >= LEAST_GRADES else None
        if found is not None and found.chance <= severity_change.LOOK_CHANCE:
            return True
    return False


def _together(kind: str, count: int, case: int) -> float:
    """Occasions on random days; alone: each by a channel of its own; sticky: like the one before half the time; together: on a fifth of
    the days every channel once."""
    rng = np.random.default_rng([case, count, 42])
    days = np.sort(rng.integers(0, DAYS, count))
    labels = rng.choice(4, count, p=CHANNELS)
    if kind == "sticky":
        for at in np.flatnonzero(rng.random(count) < 0.5):
            labels[at] = labels[max(0, at - 1)]
    if kind == "together":
        chosen = rng.choice(DAYS, max(2, count // 20), replace=False)
        days, labels = (
            np.concatenate([days, np.repeat(chosen, 4)]),
            np.concatenate([labels, np.tile(np.arange(4), chosen.size)]),
        )
        order = np.argsort(days, kind="stable")
        days, labels = days[order], labels[order]
    return chance_of_days_shared(days, labels, seed=case) or 1.0
