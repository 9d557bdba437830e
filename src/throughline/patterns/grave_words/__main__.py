"""`python -m throughline.patterns.grave_words NUMBER`: the order in a process of its own, at low priority.

It reads texts as a JSON list on its standard input, and writes how likely the first in order is one of the kinds, and the first so
many as [position, category, how grave it reads].
"""

from __future__ import annotations

import json
import os
import sys

from throughline.patterns.grave_words.ranker import probability
from throughline.patterns.grave_words.reading_order import in_order

if __name__ == "__main__":
    os.nice(10)
    placed = in_order(json.load(sys.stdin))
    json.dump([probability(placed[0].reads), placed[: int(sys.argv[1])]], sys.stdout)
