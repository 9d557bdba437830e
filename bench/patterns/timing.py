"""What is said about when: returns after a quiet time, hours and weekdays, bursts, listed dates.

Histories are made up by the families of `families.py`, and by some of this module that were in no way used in choosing a
constant (`CHECKED`): log-normal and Weibull gaps, a slowly changing pace, contact that fades, two paces in one. Each statistic
is asked once at the end of a history, at .05; "ever told" is what a person would have read on any day of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import families as made
import numpy as np
from figures import Figure, on_all_cores, share

from throughline.patterns.statistics import anniversary, burst, gathering, quiet
from throughline.patterns.statistics.looks import geometric_looks

Answer = TypeVar("Answer")
Gaps = Callable[[np.random.Generator, int], np.ndarray]
Make = Callable[[np.random.Generator, made.Pace], np.ndarray]
LEVEL = 0.05
SILENT_SHARE = (0.2, 0.4)
DAY_SECONDS = 86_400.0


def _renewal(gaps: Gaps) -> Make:
    """Gaps of mean one run at a pace."""

    def make(rng: np.random.Generator, pace: made.Pace) -> np.ndarray:
        steady = np.cumsum(gaps(rng, int(pace.days * pace.before * 3) + 100)) / pace.before
        times = steady - rng.uniform(0, 20 / pace.before)
        return times[(times >= 0) & (times < pace.days)]

    return make


def _fading(rng: np.random.Generator, pace: made.Pace) -> np.ndarray:
    """Contact that becomes rarer and rarer."""
    times = np.sort(rng.exponential(pace.days / 4, rng.poisson(pace.before * pace.days)))
    return times[times < pace.days]


def _drifting(rng: np.random.Generator, pace: made.Pace) -> np.ndarray:
    """A pace that wanders up and down over weeks."""
    level, kept = rng.normal(), np.exp(-0.1)
    counts = []
    for _ in range(int(pace.days)):
        level = kept * level + np.sqrt(1 - kept**2) * rng.normal()
        counts.append(rng.poisson(pace.before * np.exp(0.8 * level - 0.32)))
    return np.sort(np.repeat(np.arange(len(counts)), counts) + rng.random(sum(counts)))


def _accelerating(of: Make) -> Make:
    """The same, five times as fast in the second half."""

    def make(rng: np.random.Generator, pace: made.Pace) -> np.ndarray:
        return of(rng, made.make_pace(pace.before * pace.days, 5.0, pace.days / 2, pace.days))

    return make


TUNED: dict[str, Make] = {
    **{name: made.FAMILIES[name] for name in ("poisson", "gamma renewal", "power-law gaps", "on/off runs", "hawkes 3 h", "hawkes 48 h")},
    "poisson, 5x faster": _accelerating(made.poisson), "hawkes 3 h, 5x faster": _accelerating(made.hawkes_3h),
}  # fmt: skip
CHECKED: dict[str, Make] = {
    "log-normal gaps": _renewal(lambda rng, size: rng.lognormal(-(1.3**2) / 2, 1.3, size)),
    "Weibull gaps": _renewal(lambda rng, size: rng.weibull(0.5, size) / 2),
    "Pareto gaps, 1.3": _renewal(lambda rng, size: rng.pareto(1.3, size) * 0.3),
    "two paces of gaps": _renewal(lambda rng, size: rng.exponential(np.where(rng.random(size) < 0.8, 0.35, 3.6))),
    "fading": _fading, "drifting": _drifting,
}  # fmt: skip
EVERY = {**TUNED, **CHECKED}
FALSE_LINE, EVER_LINE = "<= .05", "<= .10"


class Case(NamedTuple):
    """One history to make: of which family, how many contacts on average, what is in it, and its number."""

    family: str
    n: int
    holds: str
    number: int = 0

    def rng(self) -> np.random.Generator:
        """The same numbers every time for the same case."""
        return np.random.default_rng([self.number, self.n, *self.family.encode(), *self.holds.encode()])


def figures(cases: int) -> Iterator[Figure]:
    """Every line of the table on timing."""
    yield from _of_quiet(cases)
    yield from _of_hours(cases)
    yield from _of_weekdays(cases)
    yield from _of_bursts(cases)
    yield from _of_dates(cases)


def _ask(
    answer: Callable[[Case], Answer], cells: Sequence[Case], cases: int
) -> Iterator[tuple[Case, Sequence[Answer]]]:
    """Each cell with the answers of so many cases of it."""
    answers = on_all_cores(answer, [cell._replace(number=at) for cell in cells for at in range(cases)])
    for at, cell in enumerate(cells):
        yield cell, answers[at * cases : (at + 1) * cases]


def _lines(
    what: str, methods: Sequence[str], answers: Sequence[Sequence[bool]], cell: Case, goal: str = ""
) -> Iterator[Figure]:
    """A line for each method from the answers of all cases; the goal is ours, which stands first."""
    for at, method in enumerate(methods):
        yield Figure(what, method, cell.family, cell.n, *share(it[at] for it in answers), goal if at == 0 else "")


# A silence, then contact again.

QUIET_METHODS = (
    "longest break",
    "naive: any gap over 30 days",
    "naive: a gap over mean + 3 sd",
    "naive: Lomax on earlier gaps",
)
FLAT, SILENT = "no silence", "a silence"


class QuietAnswers(NamedTuple):
    """What each method says at the end, whether ours was ever told, and two statistics for a test that knows the family."""

    at_end: tuple[bool, ...]
    ever_told: bool
    of_oracle: tuple[float, float]


def _quiet_days(case: Case) -> np.ndarray:
    rng = case.rng()
    silent = rng.uniform(*SILENT_SHARE) * made.DAYS if case.holds == SILENT else 0.0
    times = EVERY[case.family](rng, made.make_pace(case.n, days=made.DAYS - silent, change=made.DAYS / 3))
    stops = rng.uniform(0.2, 0.9) * (made.DAYS - silent)
    return made.gather_days(np.where(times > stops, times + silent, times))


def _quiet(case: Case) -> QuietAnswers:
    days = _quiet_days(case)
    gaps = np.diff(days).astype(float)
    if gaps.size < 2:
        return QuietAnswers((False,) * len(QUIET_METHODS), ever_told=False, of_oracle=(0.0, 0.0))
    looks = [quiet.longest_quiet(days[: look + 1]) for look in quiet.looks_at(days)]
    found = quiet.longest_quiet(days)
    return QuietAnswers(
        (
            found is not None and found.chance <= LEVEL,
            bool(gaps.max() > 30),
            bool(gaps.max() > gaps.mean() + 3 * gaps.std()),
            _lomax(gaps) <= LEVEL,
        ),
        any(it is not None and it.chance <= quiet.TOLD_CHANCE for it in looks),
        (float(gaps.max() / np.median(gaps)), float(gaps.max() / gaps.mean())),
    )


def _lomax(gaps: np.ndarray) -> float:
    """The least chance of a gap by the mean of up to fifteen before it, exponential with the rate not known; Bonferroni."""
    before = [gaps[max(0, at - 15) : at] for at in range(5, gaps.size)]
    chances = [(1 + gap / of.sum()) ** -of.size for gap, of in zip(gaps[5:], before, strict=True)]
    return min(chances, default=1.0) * len(chances)


def _of_quiet(cases: int) -> Iterator[Figure]:
    cells = [Case(family, n, holds) for family in EVERY for n in (15, 30, 60, 200) for holds in (FLAT, SILENT)]
    flat: Sequence[QuietAnswers] = ()
    for cell, answers in _ask(_quiet, cells, cases):
        at_end, ever = [it.at_end for it in answers], [(it.ever_told,) for it in answers]
        if cell.holds == FLAT:
            flat = answers
            yield from _lines("return after quiet, false", QUIET_METHODS, at_end, cell, FALSE_LINE)
            yield from _lines("return after quiet, ever told falsely", QUIET_METHODS[:1], ever, cell, EVER_LINE)
        else:
            goal = {30: ">= .50", 60: ">= .85"}.get(cell.n, "") if cell.family in TUNED else ""
            yield from _lines("return after quiet, found", QUIET_METHODS, at_end, cell, goal)
            yield from _lines("return after quiet, ever told", QUIET_METHODS[:1], ever, cell)
            yield _oracle(cell, [it.of_oracle for it in flat], [it.of_oracle for it in answers])


def _oracle(cell: Case, flat: Sequence[tuple[float, float]], silent: Sequence[tuple[float, float]]) -> Figure:
    """What a test finds that has seen the flat histories of this family and size: of two simple statistics the better."""
    cuts = [float(np.quantile([it[at] for it in flat], 1 - LEVEL)) for at in (0, 1)]
    found = max((share(it[at] > cuts[at] for it in silent) for at in (0, 1)), key=lambda it: it[0])
    return Figure("return after quiet, found", "oracle: knows the family and its size", cell.family, cell.n, *found)


# Hours.

HOURS_METHODS = ("mean vector, any usual day", "naive: Rayleigh on every contact", "naive: hours of waking 8 to 23")
AWAKE: dict[str, tuple[float, float]] = {
    "8 to 23": (8, 23), "11 to 2": (11, 26), "all round": (0, 24), "7 to 21": (7, 21), "9 to 22": (9, 22), "10 to 22": (10, 22),
}  # fmt: skip
"""From when to when contact comes evenly; none at other hours."""
CONCENTRATED = {
    "kappa 3, at night": (23.5, 3.0),
    "kappa 3, at midday": (13.0, 3.0),
    "kappa 1, in the evening": (20.0, 1.0),
}
HOURS_GOALS = {"8 to 23": "<= .07", "11 to 2": "<= .07", "all round": "<= .07", "7 to 21": "<= .07"}
HOURS_FAMILIES = ("poisson", "power-law gaps", "hawkes 48 h", "on/off runs", "log-normal gaps", "drifting")
BUSY_DAYS = "several within hours"


def _clocked(case: Case) -> np.ndarray:
    """Starts of occasions, in hours from a midnight."""
    rng = case.rng()
    days = np.floor(EVERY.get(case.family, made.hawkes_3h)(rng, made.make_pace(case.n)))
    if case.holds in AWAKE:
        clock = rng.uniform(*AWAKE[case.holds], days.size)
    else:
        middle, kappa = CONCENTRATED[case.holds]
        clock = middle + rng.vonmises(0.0, kappa, days.size) * 12 / np.pi
    if case.family == BUSY_DAYS:  # what comes on one day begins at one hour, and goes on for an hour or so
        first = np.unique(days, return_inverse=True)[1]
        clock = clock[first] + rng.exponential(1.0, days.size)
    return made.gather_episodes(np.sort(days * 24 + clock) / 24) * 24


def _hours(case: Case) -> tuple[bool, ...]:
    """What each method says at the end, and last whether ours was ever told."""
    times = _clocked(case)
    if times.size < 3:
        return (False,) * (len(HOURS_METHODS) + 1)
    found = gathering.gathered_hours(times)
    by_waking = np.clip((times % 24 - 8) / 15, 0, 1)
    rayleigh = [np.exp(-times.size * np.abs(np.exp(2j * np.pi * turn).mean()) ** 2) for turn in (times / 24, by_waking)]
    days = gathering.day_of(times)
    distinct = np.unique(days)
    looks = geometric_looks(distinct.size, first=gathering.LEAST_DAYS)
    ever = [gathering.gathered_hours(times[days <= distinct[look - 1]]) for look in looks]
    return (
        found is not None and found.chance <= LEVEL,
        *(bool(it <= LEVEL) for it in rayleigh),
        any(it is not None and it.chance <= gathering.TOLD_CHANCE for it in ever),
    )


def _of_hours(cases: int) -> Iterator[Figure]:
    families = (*HOURS_FAMILIES, BUSY_DAYS)
    cells = [Case(family, n, day) for family in families for n in (15, 30, 60, 200) for day in (*AWAKE, *CONCENTRATED)]
    for cell, answers in _ask(_hours, cells, cases):
        what = "false" if cell.holds in AWAKE else "found"
        goal = HOURS_GOALS.get(cell.holds, "")
        if "kappa 3" in cell.holds and cell.family == "poisson":
            goal = {15: ">= .85", 30: ">= .99"}.get(cell.n, "")
        yield from _lines(f"rhythm, {what}: {cell.holds}", HOURS_METHODS, answers, cell, goal)
        goal = EVER_LINE if cell.holds in HOURS_GOALS else ""
        yield from _lines(
            f"rhythm, ever told: {cell.holds}", HOURS_METHODS[:1], [it[-1:] for it in answers], cell, goal
        )


# Days of the week.

WEEKS = {
    "any day": np.ones(7),
    "workdays": np.array([1, 1, 1, 1, 1, 0, 0.0]),
    "mostly weekends": np.array([1, 1, 1, 1, 1, 6, 6.0]),
}
ONE_DAY = np.array([1, 1, 1, 1, 12, 1, 1.0])


ONE_IN_WEEK = "two in three on one"
WEEK_METHODS = ("one workday or weekend day", "naive: chi-square on seven days")


def _weekday(case: Case) -> tuple[bool, ...]:
    rng = case.rng()
    days = made.gather_days(EVERY[case.family](rng, made.make_pace(case.n)))
    if case.holds != "any day":
        weights = WEEKS.get(case.holds, ONE_DAY)
        days = np.unique(days // 7 * 7 + rng.choice(7, days.size, p=weights / weights.sum()))
    found = gathering.gathered_weekday(days)
    expected = max(1.0, days.size / 7)
    squares = (np.bincount(days % 7, minlength=7) - expected) ** 2 / expected
    return (found is not None and found.chance <= LEVEL, bool(squares.sum() > 12.59))


def _of_weekdays(cases: int) -> Iterator[Figure]:
    families = ("poisson", "power-law gaps", "hawkes 48 h", "on/off runs", "log-normal gaps")
    cells = [Case(family, n, week) for family in families for n in (15, 30, 60) for week in (*WEEKS, ONE_IN_WEEK)]
    for cell, answers in _ask(_weekday, cells, cases):
        is_flat = cell.holds in WEEKS
        what = f"rhythm, {'false' if is_flat else 'found'} weekday: {cell.holds}"
        yield from _lines(what, WEEK_METHODS, answers, cell, FALSE_LINE if is_flat else "")


# Bursts.

BURST_METHODS = ("windows of 1, 4 and 24 hours", "naive: Kleinberg, s = 2", "naive: five within a day")
SIZES = {"8 to 16 within 3 h": (8, 16, 3.0), "6 to 12 within 6 h": (6, 12, 6.0)}
SELF_BURSTING = ("hawkes 3 h", "bursts of five")
BURST_FAMILIES: dict[str, Make] = {**{name: TUNED[name] for name in list(TUNED)[:6]}, "evenings": made.evenings,
                                   **{name: CHECKED[name] for name in ("log-normal gaps", "Weibull gaps", "drifting")}}  # fmt: skip
Windows = list[tuple[int, int]]


class Events(NamedTuple):
    """Of one method in one case: windows told, how many of them are bursts that were put in, and how many of those are told."""

    told: int
    right: int
    found: int
    planted: int


def _with_bursts(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Contact times (days) and the number of the burst each was put in with, or -1."""
    least, most, hours = SIZES[case.holds]
    rng = case.rng()
    times = BURST_FAMILIES[case.family](rng, made.make_pace(case.n))
    labels = np.full(times.size, -1)
    for at, opens in enumerate(rng.uniform(5, made.DAYS - 5, size=case.number % 4)):
        number = int(rng.integers(least, most + 1))
        within = np.concatenate([[0.0], rng.uniform(0, hours * rng.uniform(0.3, 1.0) / 24, size=number - 1)])
        times, labels = np.concatenate([times, opens + within]), np.concatenate([labels, np.full(number, at)])
    order = np.argsort(times)
    return times[order], labels[order]


def _bursts(case: Case) -> tuple[Events, ...]:
    times, labels = _with_bursts(case)
    ours = burst.find_bursts(times * DAY_SECONDS, np.full(times.size, times.size))
    told = ([(it.first, it.last) for it in ours], _kleinberg(times), _five_a_day(times))
    return tuple(_events(it, labels) for it in told)


def _events(windows: Windows, labels: np.ndarray) -> Events:
    inside = [set(labels[first : last + 1].tolist()) - {-1} for first, last in windows]
    return Events(len(windows), sum(map(bool, inside)), len(set().union(*inside)), len(set(labels.tolist()) - {-1}))


def _five_a_day(times: np.ndarray) -> Windows:
    """Every day from a first contact on that holds five, one after the other."""
    ends = np.searchsorted(times, times + 1.0, side="right")
    windows, at = [], 0
    while at < times.size:
        if ends[at] - at >= 5:
            windows.append((at, int(ends[at]) - 1))
        at = int(ends[at])
    return windows


def _kleinberg(times: np.ndarray, ratio: float = 2.0, cost: float = 1.0) -> Windows:
    """Kleinberg (2003), Data Mining and Knowledge Discovery 7: 373-397, with two states, s = 2 and gamma = 1; runs of five
    contacts or more in the bursting state."""
    gaps = np.maximum(np.diff(times), 1e-6)
    if gaps.size < 2:
        return []
    rates = np.array([1.0, ratio]) * gaps.size / gaps.sum()
    each = rates * gaps[:, np.newaxis] - np.log(rates)
    up = cost * np.log(gaps.size)
    total, back = np.array([each[0, 0], each[0, 1] + up]), []
    for step in each[1:]:
        ways = np.array([[total[0], total[1]], [total[0] + up, total[1]]])
        back.append(ways.argmin(axis=1))
        total = ways.min(axis=1) + step
    states = [int(total.argmin())]
    for choice in reversed(back):
        states.append(int(choice[states[-1]]))
    busy = np.concatenate([[0], states[::-1], [0]])
    begins, ends = np.flatnonzero(np.diff(busy) == 1), np.flatnonzero(np.diff(busy) == -1)
    return [(int(first), int(last)) for first, last in zip(begins, ends, strict=True) if last - first >= 4]


def _of_bursts(cases: int) -> Iterator[Figure]:
    cells = [Case(family, n, size) for size in SIZES for family in BURST_FAMILIES for n in (30, 60, 200)]
    for cell, answers in _ask(_bursts, cells, cases):
        for at, method in enumerate(BURST_METHODS):
            events = [it[at] for it in answers]
            has_goal = at == 0 and cell.family not in SELF_BURSTING
            told = [hit < it.right for it in events for hit in range(it.told)]
            planted = [hit < it.found for it in events for hit in range(it.planted)]
            for what, hits, goal in (("precision", told, ">= .90"), ("recall", planted, ">= .95")):
                if hits:
                    line = (f"burst, {what}: {cell.holds}", method, cell.family, cell.n)
                    yield Figure(*line, *share(hits), goal if has_goal else "")


# Listed dates.

DATES_METHODS = ("dates against the days around", "naive: half of the dates hit")


DATES = {f"{number} {kind}": (number, kind) for number in (4, 8, 12) for kind in ("dates", "dates with contact on .8")}


def _dates(case: Case) -> tuple[bool, ...]:
    """What each method says at the end, and last whether ours was ever told."""
    number, kind = DATES[case.holds]
    rng = case.rng()
    days = made.gather_days(EVERY[case.family](rng, made.make_pace(case.n)))
    dates = np.sort(rng.choice(np.arange(5, int(made.DAYS) - 5), number, replace=False))
    if kind != "dates":
        days = np.unique(np.concatenate([days, dates[rng.random(number) < 0.8]]))
    if not days.size:
        return (False, False, False)
    dates = dates[dates >= days[0]]
    found = anniversary.dates_hit(days, dates, int(made.DAYS) - 1)
    near = [np.abs(days - date).min() <= 1 for date in dates]
    looks = geometric_looks(dates.size, first=anniversary.LEAST_DATES)
    ever = [anniversary.dates_hit_at_latest_look(days, dates[:it], int(dates[it - 1]) + 1) for it in looks]
    return (
        found is not None and found.chance <= LEVEL,
        sum(near) >= max(2, dates.size / 2),
        any(it is not None and it.chance <= anniversary.TOLD_CHANCE for it in ever),
    )


def _of_dates(cases: int) -> Iterator[Figure]:
    families = ("poisson", "power-law gaps", "on/off runs", "hawkes 48 h", "poisson, 5x faster", "drifting", "fading")
    cells = [Case(family, n, holds) for family in families for n in (15, 30, 60, 120) for holds in DATES]
    for cell, answers in _ask(_dates, cells, cases):
        is_flat = DATES[cell.holds][1] == "dates"
        what = f"anniversary, {'false' if is_flat else 'found'}: {cell.holds}"
        yield from _lines(what, DATES_METHODS, answers, cell, FALSE_LINE if is_flat else "")
        what = f"anniversary, ever told: {cell.holds}"
        yield from _lines(what, DATES_METHODS[:1], [it[-1:] for it in answers], cell, EVER_LINE if is_flat else "")
