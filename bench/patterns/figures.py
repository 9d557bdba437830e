"""One line of the benchmark's table, and the shares and intervals that stand in it.

Each topic is a module beside this one with a function `figures(cases)` that gives its lines, `cases` histories a cell; the same
number gives the same figures, on any number of cores.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple, TypeVar

Case = TypeVar("Case")
Answer = TypeVar("Answer")


class Figure(NamedTuple):
    """What was measured, of which method, in which family of histories and at which size.

    `low` and `high` are the 95 % interval of `value`. `goal` is what the value should reach, as a sign and a number (`<= .05`); empty
    where there is none, as for the peers that are measured beside.
    """

    what: str
    method: str
    family: str
    n: int | None
    value: float
    low: float
    high: float
    goal: str = ""


def share(hits: Iterable[bool]) -> tuple[float, float, float]:
    """The share of cases and its 95 % interval (Wilson 1927, Journal of the American Statistical Association 22: 209-212)."""
    values = list(hits)
    size, mean = len(values), sum(values) / len(values)
    middle = (mean + 1.96**2 / 2 / size) / (1 + 1.96**2 / size)
    half = 1.96 * (mean * (1 - mean) / size + 1.96**2 / 4 / size**2) ** 0.5 / (1 + 1.96**2 / size)
    return mean, max(0.0, middle - half), min(1.0, middle + half)


def on_all_cores(answer: Callable[[Case], Answer], cases: Sequence[Case]) -> list[Answer]:
    """The answer for each case, in their order. `answer` is a function at the top of a module beside this one."""
    # A process that is forked from one in which the column library has run can wait for its threads for ever.
    apart = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=apart, initializer=_use_one_thread) as pool:
        return list(pool.map(answer, cases, chunksize=max(1, len(cases) // 64)))


def _use_one_thread() -> None:
    os.environ["POLARS_MAX_THREADS"] = "1"
