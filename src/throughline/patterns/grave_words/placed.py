"""Where a message stands in the order of reading. Kept apart from what makes the order, so that whoever only shows it does not load
what learns."""

from __future__ import annotations

from typing import NamedTuple

from throughline.domain.finding import GraveCategory


class Placed(NamedTuple):
    """A text's place in the order: `at` is its position among the texts given, `reads` how grave its gravest part reads to the
    model of the lines alone, `category` what that part is nearest to."""

    at: int
    category: GraveCategory
    reads: float
