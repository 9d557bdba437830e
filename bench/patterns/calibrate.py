"""How often the two inferences are wrong where nothing is there, and how often they find what is.

    python bench/patterns/calibrate.py                    everything, 1,000 cases a cell (about twenty minutes on two cores)
    python bench/patterns/calibrate.py --cases 200        less exactly
    python bench/patterns/calibrate.py --only reaction    one of frequency, reaction, looks

Prints markdown tables. Behind each share stands its 95 % interval (Wilson). "Told" is what a person would read: at the latest
look, at the chance of that look.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import families as made
import numpy as np

from throughline.patterns.statistics import frequency, reaction
from throughline.patterns.statistics.looks import geometric_looks, latest_look

COUNTS = (15, 30, 60, 200)
LIVES = ((60, 180.0), (200, 180.0), (800, 720.0))
ANCHORS_IN_A_LIFE = 17
LIFE_PLACES = ("anywhere", "3 h after contact", "30 min after a burst opens", "in office hours")
DAY_SECONDS = 86_400.0
Row = tuple[str, ...]


def _share(hits: Iterable[bool]) -> str:
    """The share of cases, with its 95 % interval (Wilson 1927, Journal of the American Statistical Association 22: 209-212)."""
    values = list(hits)
    size, share = len(values), sum(values) / len(values)
    middle = (share + 1.96**2 / 2 / size) / (1 + 1.96**2 / size)
    half = 1.96 * (share * (1 - share) / size + 1.96**2 / 4 / size**2) ** 0.5 / (1 + 1.96**2 / size)
    return " ".join([_decimal(share), f"({_decimal(max(0.0, middle - half))}-{_decimal(middle + half)})"])


def _decimal(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


def _at(chances: Iterable[float], level: float = 0.05) -> str:
    return _share(chance <= level for chance in chances)


def _told_change(days: np.ndarray, seed: int) -> bool:
    """Whether a person would read of a rise: at the latest look, at the chance of that look."""
    look = latest_look(days.size)
    change = None if look is None else frequency.frequency_change(days[:look], seed=seed)
    return change is not None and frequency.at_look(change.chance, look or 0) <= frequency.LOOK_CHANCE


def _change_of(
    family: str, count: int, ratio: float, case: int
) -> tuple[frequency.FrequencyChange | None, made.Pace, np.ndarray]:
    rng = np.random.default_rng([case, count, int(ratio)])
    pace = made.draw_pace(rng, count, ratio)
    days = made.gather_days(made.FAMILIES[family](rng, pace))
    return frequency.frequency_change(days, seed=case), pace, days


def _true_ratio(cases: Iterable[tuple[made.Pace, np.ndarray]]) -> float:
    """Contact days a day after the change over before, over all cases: several contacts on a day are one contact day."""
    totals = np.zeros(4)
    for pace, days in cases:
        after = np.count_nonzero(days >= pace.change)
        totals += [after, made.DAYS - pace.change, days.size - after, pace.change]
    return float(totals[0] / totals[1] / (totals[2] / totals[3]))


def _covered(found: Sequence[tuple[frequency.FrequencyChange, made.Pace]], true: float) -> str:
    """Shares with the true ratio, and the true day, inside the 90 % intervals; and the median interval."""
    if len(found) < 10:
        return f"({len(found)} found)"
    ratio = np.mean([change.low <= true <= change.high for change, _ in found])
    day = np.mean([change.since_first - 1 <= pace.change <= change.since_last + 1 for change, pace in found])
    width = [float(np.median([getattr(change, name) for change, _ in found])) for name in ("low", "high")]
    return f"{ratio:.2f}, {day:.2f}, {width[0]:.1f}-{width[1]:.1f}"


def measure_frequency(cases: range, cell: tuple[str, int]) -> Row:
    """False alarms and power of one test at the end, and how good the intervals are when the change is three times."""
    family, count = cell
    shares = []
    for ratio in (1.0, 2.0, 3.0, 5.0):
        results = [_change_of(family, count, ratio, case) for case in cases]
        shares.append(_at(1.0 if change is None else change.chance for change, _, _ in results))
        if ratio in (1.0, 3.0):
            shares.append(_share(_told_change(days, case) for case, (_, _, days) in zip(cases, results, strict=True)))
        if ratio == 3.0:
            true = _true_ratio((pace, days) for _, pace, days in results)
            every = [(change, pace) for change, pace, _ in results if change is not None]
            shown = [(change, pace) for change, pace in every if change.chance <= 0.05]
            intervals = (f"{true:.1f}", _covered(every, true), _covered(shown, true))
    return (family, str(count), *shares, *intervals)


def _life_of_days(family: str, count: int, days: float, case: int) -> tuple[bool, bool]:
    """Whether a history with nothing in it ever shows a rise: as it is told, and at .05 on every look."""
    rng = np.random.default_rng([case, count, 99])
    contact = made.gather_days(made.FAMILIES[family](rng, made.make_pace(count, 1.0, days / 2, days)))
    is_told, is_at_all = False, False
    for look in geometric_looks(contact.size):
        change = frequency.frequency_change(contact[:look], seed=case * 1000 + look)
        is_told |= change is not None and frequency.at_look(change.chance, look) <= frequency.LOOK_CHANCE
        is_at_all |= change is not None and change.chance <= 0.05
    return is_told, is_at_all


def measure_frequency_looks(cases: range, cell: tuple[str, tuple[int, float]]) -> Row:
    """How often a rise is ever found in a history with none."""
    family, (count, days) = cell
    lives = [_life_of_days(family, count, days, case) for case in cases]
    return (family, f"{count} in {days:.0f} days", *(_share(column) for column in zip(*lives, strict=True)))


def _test_reaction(times: np.ndarray, anchors: np.ndarray, end: float, seed: int, *, at_look: bool = False) -> float:
    if not times.size:
        return 1.0
    test = reaction.reaction_at_latest_look if at_look else reaction.reaction
    span = (float(times[0]) * DAY_SECONDS, end * DAY_SECONDS)
    found = test(made.gather_episodes(times) * DAY_SECONDS, anchors * DAY_SECONDS, span=span, seed=seed)
    return 1.0 if found is None else found.chance


def _reaction_chance(family: str, count: int, place: str, *, reacting: bool, case: int) -> float:
    rng = np.random.default_rng([case, count, len(place)])
    pace = made.draw_pace(rng, count, 3.0 if "rise" in place else 1.0)
    times = made.FAMILIES[family](rng, pace)
    anchors = made.place_anchors(place, rng, times, pace)
    if reacting:
        times = made.add_reactions(rng, times, anchors, pace.days)
    return _test_reaction(times, anchors, pace.days, case)


def measure_reaction(cases: range, cell: tuple[str, int]) -> Row:
    """False alarms for each way of placing the anchors, then power for the first two."""
    family, count = cell
    flat = [
        _at(_reaction_chance(family, count, place, reacting=False, case=case) for case in cases)
        for place in made.ANCHOR_PLACES
    ]
    power = []
    for place in list(made.ANCHOR_PLACES)[:2]:
        chances = [_reaction_chance(family, count, place, reacting=True, case=case) for case in cases]
        power += [_at(chances), _at(chances, reaction.LOOK_CHANCE)]
    return (family, str(count), *flat, *power)


def _life_of_anchors(family: str, count: int, place: str, case: int) -> float:
    rng = np.random.default_rng([case, count, 98])
    pace = made.make_pace(count)
    times = made.FAMILIES[family](rng, pace)
    anchors = made.place_anchors(place, rng, times, pace, ANCHORS_IN_A_LIFE)
    looks = geometric_looks(anchors.size, first=reaction.FIRST_LOOK)
    ends = (float(anchors[look - 1]) + 0.5 for look in looks)
    return min([1.0, *(_test_reaction(times, anchors, end, case, at_look=True) for end in ends)])


def measure_reaction_looks(cases: range, cell: tuple[str, int]) -> Row:
    """How often a reaction is ever found in a history with none and 17 anchors, by where the anchors lie."""
    family, count = cell
    return (
        family,
        str(count),
        *(
            _at((_life_of_anchors(family, count, place, case) for case in cases), reaction.LOOK_CHANCE)
            for place in LIFE_PLACES
        ),
    )


def _print_table(title: str, heads: Row, measure: Callable[..., Row], cells: Sequence[object], cases: range) -> None:
    started = time.perf_counter()
    print(f"\n{title}; {len(cases)} cases a cell\n\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    with ProcessPoolExecutor(2) as pool:
        for row in pool.map(partial(measure, cases), cells):
            print(f"| {' | '.join(row)} |", flush=True)
    print(f"\n({time.perf_counter() - started:.0f} s)")


def main() -> None:
    """Measure, and print a table for each question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case: another number, other cases")
    parser.add_argument("--only", choices=("frequency", "looks", "reaction"))
    parser.add_argument("--families", default=",".join(made.FAMILIES))
    parser.add_argument("--counts", default=",".join(map(str, COUNTS)))
    chosen = parser.parse_args()
    cases = range(chosen.first, chosen.first + chosen.cases)
    names = chosen.families.split(",")
    cells = [(family, int(count)) for family in names for count in chosen.counts.split(",")]
    if chosen.only in (None, "frequency"):
        heads = ("family", "n", "flat, at .05", "flat, told", "2x, at .05", "3x, at .05", "3x, told", "5x, at .05", "true ratio of days at 3x",
                 "in interval: ratio, day; median (all)", "the same (found at .05)")  # fmt: skip
        _print_table("frequency_change, one test at the end of 180 days", heads, measure_frequency, cells, cases)
    if chosen.only in (None, "reaction"):
        heads = ("family", "n", *(f"{place}, at .05" for place in made.ANCHOR_PLACES),
                 "reacting, anywhere, at .05", "told", "reacting, 3 h after contact, at .05", "told")  # fmt: skip
        _print_table("reaction, one test, 4 anchors in 180 days", heads, measure_reaction, cells, cases)
    if chosen.only in (None, "looks"):
        lives = [(family, life) for family in names for life in LIVES]
        heads = ("family", "life", "ever told", "at .05 on every look")
        _print_table("frequency_change, ever false", heads, measure_frequency_looks, lives, cases)
        heads = ("family", "n", *(f"{place}, ever told" for place in LIFE_PLACES))
        _print_table("reaction, ever false, 17 anchors in 180 days", heads, measure_reaction_looks, cells, cases)


if __name__ == "__main__":
    main()
