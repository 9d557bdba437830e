"""When contact comes, in days of local time from the start of a case: the processes of `families`, and the hours of a day.

`OPEN` processes make the development and test cases; `HELD_OUT` ones have other kernels and are for a last look.
"""

from __future__ import annotations

from collections.abc import Callable

import families
import numpy as np
from families import Pace

Process = Callable[[np.random.Generator, Pace], np.ndarray]
OPEN: dict[str, Process] = {
    name: families.FAMILIES[name] for name in ("poisson", "hawkes 3 h", "hawkes 48 h", "bursts of five")
}
HELD_OUT: dict[str, Process] = {
    **{name: families.FAMILIES[name] for name in ("gamma renewal", "power-law gaps", "on/off runs")},
    "log-normal gaps": families.log_normal,
    "day blocks": families.day_blocks,
}
PROCESSES = OPEN | HELD_OUT

WAKING = {
    "8 to 23": (8.0, 23.0), "11 to 2": (11.0, 26.0), "6 to 21": (6.0, 21.0), "all day": (0.0, 24.0),
}  # fmt: skip
"""Between which hours somebody is in touch at all. None of them gathers: a narrower stretch would be a rhythm."""


def within_hours(times: np.ndarray, hours: tuple[float, float]) -> np.ndarray:
    """The same contacts on the same days, each day's hours squeezed into these; hours above 24 are the next morning."""
    day = np.floor(times)
    moved: np.ndarray = day + (hours[0] + (times - day) * (hours[1] - hours[0])) / 24
    return moved


def draw_waking(rng: np.random.Generator) -> tuple[float, float]:
    """Hours of one person."""
    return list(WAKING.values())[int(rng.integers(len(WAKING)))]
