"""Which of several inferences stand together."""

from __future__ import annotations

from collections.abc import Sequence


def benjamini_hochberg(chances: Sequence[float], *, q: float) -> tuple[bool, ...]:
    """For each chance, whether it stands when the share of false ones among those that stand is to be at most `q`.

    Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289: the largest k whose k-th smallest
    chance is at most k/m times q; the k smallest stand.
    """
    ordered = sorted(chances)
    standing = [chance for rank, chance in enumerate(ordered, 1) if chance <= rank / len(ordered) * q]
    limit = standing[-1] if standing else -1.0
    return tuple(chance <= limit for chance in chances)
