"""How much publishing may ever tell about one diary, and how much of it is used.

The measure is epsilon of differential privacy (Dwork, McSherry, Nissim, Smith 2006). Whatever is published, the odds that
anybody can give on whether a diary was counted, or on all that was counted of it together, move by at most exp(epsilon).
Epsilons of several publications with the same diary in them add up; publications about other diaries cost it nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EPSILON = 2.0
"""What one set of figures (the public's, or a helpline's) costs each diary that is counted in it, once."""
MOST = 4.0
"""What all sets together may ever cost one diary: the public's and one helpline's."""


@dataclass(frozen=True, slots=True)
class Spent:
    """A diary is counted in one set: whose it is (empty for the public's), in which quarter, and what it costs."""

    helpline: str
    quarter: str
    epsilon: float


class BudgetExceeded(ValueError):
    """The diary is counted in this set already, or one more would cost it more than all sets together may."""


def spent(entries: Iterable[Spent]) -> float:
    """The sum of what is spent."""
    return sum(it.epsilon for it in entries)


def can_spend(entries: Iterable[Spent], helpline: str, epsilon: float = EPSILON) -> bool:
    """Whether the diary may be counted in one more set: once in each, and never above `MOST`."""
    before = tuple(entries)
    return all(it.helpline != helpline for it in before) and spent(before) + epsilon <= MOST


def spend(entries: Iterable[Spent], new: Spent) -> tuple[Spent, ...]:
    """The entries with a new one. Raises BudgetExceeded where it may not be spent, ValueError for an epsilon of 0 or less."""
    before = tuple(entries)
    if new.epsilon <= 0:
        raise ValueError("what is published always costs something")
    if not can_spend(before, new.helpline, new.epsilon):
        raise BudgetExceeded("This diary is counted there already, or in as many sets of figures as it may be.")
    return (*before, new)
