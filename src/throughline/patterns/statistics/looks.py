"""When to test, so that running again after every new contact does not cry wolf.

A test repeated every day at 5 % finds something sooner or later in more than a third of histories with nothing in them.
Testing only when the history has grown by 30 %, and only on what there was then, keeps the number of looks small; what is
said then stays the same until the next look.
"""

from __future__ import annotations

FIRST_LOOK = 6
GROWTH = 1.3


def geometric_looks(n: int, first: int = FIRST_LOOK, ratio: float = GROWTH) -> tuple[int, ...]:
    """The sizes at which to test while a history grows to `n`: 6, 8, 10, 13, 17, 22, ... up to `n`.

    Each is the one before times `ratio`, rounded, and at least one more. Raises ValueError where `first` is not positive or
    `ratio` does not grow.
    """
    if first < 1 or ratio <= 1.0:
        raise ValueError("Looks need a first size of at least 1 and a ratio above 1.")
    looks = []
    size = first
    while size <= n:
        looks.append(size)
        size = max(size + 1, round(size * ratio))
    return tuple(looks)


def latest_look(n: int, first: int = FIRST_LOOK, ratio: float = GROWTH) -> int | None:
    """The last size at or below `n` at which to test, or None before the first look."""
    looks = geometric_looks(n, first, ratio)
    return looks[-1] if looks else None
