"""Whether contact follows blocks and reports sooner than usual: false alarms wherever moments lie, and power.

Four moments in 180 days. "Blocks follow incidents": each comes some three hours after a contact. Reacting: to seven in ten of them,
2.5 contacts more, some eight hours after. The naive peer says so from two of the moments followed within 24 hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

import families as made
import numpy as np
from figures import Figure, on_all_cores, share

from throughline.patterns.statistics import reaction
from throughline.patterns.statistics.looks import geometric_looks

COUNTS = (15, 30, 60, 200)
AT = 0.05
DAY_SECONDS = 86_400.0
REACTING_PLACES = ("anywhere", "3 h after contact")
ANCHORS_IN_A_LIFE = 17
LIFE_PLACES = ("anywhere", "3 h after contact", "30 min after a burst opens", "in office hours")
_ASKED = (15, 30, 60)


def figures(cases: int) -> Iterator[Figure]:
    """False alarms and power of one test; then how often a reaction is ever told while 17 moments come one after another."""
    for family, count, place in product(made.FAMILIES, COUNTS, made.ANCHOR_PLACES):
        ours, naive = _cell(family, count, place, cases, is_reacting=False)
        goal = "<= .05" if count in _ASKED else ""
        yield Figure(
            f"reaction, false, moments {place}", "ours at .05", family, count, *share(c <= AT for c in ours), goal
        )
        if place == "3 h after contact":
            yield Figure(
                f"reaction, false, moments {place}", "naive: 2 followed within 24 h", family, count, *share(naive)
            )
    for family, count, place in product(made.FAMILIES, COUNTS, REACTING_PLACES):
        ours, naive = _cell(family, count, place, cases, is_reacting=True)
        goal = ">= .80" if count in _ASKED else ""
        what = f"reaction, power, moments {place}"
        yield Figure(what, "ours at .05", family, count, *share(chance <= AT for chance in ours), goal)
        yield Figure(what, "ours, told", family, count, *share(chance <= reaction.LOOK_CHANCE for chance in ours))
        yield Figure(what, "naive: 2 followed within 24 h", family, count, *share(naive))
    for family, count, place in product(made.FAMILIES, (60, 200), LIFE_PLACES):
        ever = on_all_cores(partial(_is_ever_told, family, count, place), range(cases))
        yield Figure(
            f"reaction, ever false over 17 moments {place}", "ours, told", family, count, *share(ever), "<= .10"
        )


def _cell(family: str, count: int, place: str, cases: int, *, is_reacting: bool) -> tuple[list[float], list[bool]]:
    """Our chances, and what the naive peer says."""
    answers = on_all_cores(partial(_answer, family, count, place, is_reacting), range(cases))
    return [chance for chance, _ in answers], [naive for _, naive in answers]


def _answer(family: str, count: int, place: str, is_reacting: bool, case: int) -> tuple[float, bool]:
    rng = np.random.default_rng([case, count, len(place)])
    pace = made.draw_pace(rng, count, 3.0 if "rise" in place else 1.0)
    times = made.FAMILIES[family](rng, pace)
    anchors = made.place_anchors(place, rng, times, pace)
    if is_reacting:
        times = made.add_reactions(rng, times, anchors, pace.days)
    followed = sum(bool(np.any((times > anchor) & (times <= anchor + 1.0))) for anchor in anchors)
    return _chance(times, anchors, pace.days, case, reaction.reaction), followed >= 2


def _chance(times: np.ndarray, anchors: np.ndarray, end: float, seed: int, test: object) -> float:
    if not times.size or not callable(test):
        return 1.0
    span = (float(times[0]) * DAY_SECONDS, end * DAY_SECONDS)
    found = test(made.gather_episodes(times) * DAY_SECONDS, anchors * DAY_SECONDS, span=span, seed=seed)
    return 1.0 if found is None else found.chance


def _is_ever_told(family: str, count: int, place: str, case: int) -> bool:
    rng = np.random.default_rng([case, count, 98])
    pace = made.make_pace(count)
    times = made.FAMILIES[family](rng, pace)
    anchors = made.place_anchors(place, rng, times, pace, ANCHORS_IN_A_LIFE)
    for look in geometric_looks(anchors.size, first=reaction.FIRST_LOOK):
        end = float(anchors[look - 1]) + reaction.WINDOW_HOURS / 24
        if _chance(times, anchors, end, case, reaction.reaction_at_latest_look) <= reaction.LOOK_CHANCE:
            return True
    return False
