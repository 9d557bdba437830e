"""Which of several inferences stand together, when each had its own chance of being wrong."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

RATE = 0.10


def benjamini_hochberg(chances: Sequence[float], q: float = RATE) -> tuple[bool, ...]:
    """Which of these chances to keep so that, on average, at most the share `q` of those kept is wrong.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57: 289-300: keep the k smallest, for the
    largest k whose k-th smallest chance is at most k q / m. Gives one answer for each chance, in their order. Raises
    ValueError for a chance outside 0 to 1.
    """
    values = np.asarray(chances, dtype=np.float64)
    if not np.all((values >= 0.0) & (values <= 1.0)):
        raise ValueError("A chance lies between 0 and 1.")
    if values.size == 0:
        return ()
    ordered = np.sort(values)
    limits = q * np.arange(1, values.size + 1) / values.size
    standing = np.flatnonzero(ordered <= limits)
    if standing.size == 0:
        return (False,) * values.size
    return tuple(bool(kept) for kept in values <= ordered[standing[-1]])
