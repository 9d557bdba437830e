"""The noise that protects what is published, drawn by OpenDP: the geometric mechanism over all cells at once.

Ghosh, Roughgarden, Sundararajan 2009: to each count a whole number k is added with probability proportional to exp(-|k|/scale).
OpenDP samples it exactly, in whole numbers and from the system's source of randomness: no floating-point number is in what
comes out, so the attack of Mironov (2012) on the low bits of noise finds nothing. No seed exists.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=8)
def _mechanism(most_cells: int, epsilon: float) -> tuple[Any, float]:
    """The mechanism with the smallest scale that OpenDP's own privacy map lets cost no more than epsilon, and that scale."""
    # It takes a tenth of a second and much memory to import, and only who publishes needs it.
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i32")), dp.l1_distance(T="i32")

    def made(scale: float) -> Any:
        return dp.m.make_geometric(*space, scale=scale)

    scale = float(dp.binary_search_param(made, d_in=most_cells, d_out=epsilon))
    return made(scale), scale


def scale_of(most_cells: int, epsilon: float) -> float:
    """The scale of the noise where one person counts in at most so many cells, for so much epsilon."""
    return _mechanism(most_cells, epsilon)[1]


def cost_of(most_cells: int, epsilon: float) -> float:
    """What OpenDP says a draw really costs, never more than epsilon."""
    return float(_mechanism(most_cells, epsilon)[0].map(most_cells))


def draw(counts: Sequence[int], *, most_cells: int, epsilon: float) -> tuple[int, ...]:
    """The counts with noise of their own each; some come out below nought. Every call costs epsilon anew: keep what it gives."""
    return tuple(_mechanism(most_cells, epsilon)[0](list(counts)))


def margin(scale: float, squares: float = 1.0) -> float:
    """How far a sum of noisy counts may lie from the true sum: further in fewer than 1 of 20 cases. Each count is taken some
    number of times; `squares` is the sum of the squares of those numbers: 1 of one count, 3 of a sum or a difference of three.

    Of one draw, P(|noise| > 3 scale) < exp(-3) < 0.05. Of a sum, whose variance is below 2 scale^2 squares, the normal
    approximation gives 1.96 sqrt(2 squares) scale, which is less than 3 scale sqrt(squares); a test counts how often it holds.
    """
    return 3 * scale * math.sqrt(squares)
