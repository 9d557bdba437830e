"""How many planted copies of messages are found among a hundred thousand, and how long it takes.

    python bench/patterns/words.py [messages]

Families are one message and three copies, each changed once or twice: a slip of the finger, a word left out, a word put in, a
kiss or a laugh at its end, other marks, or its halves changed round. Half of the families are words that stand apart from the
background; the others are messages of the background itself, whose grammar says nearly the same things again and again.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import writers
from figures import Figure, share

from throughline.patterns.detectors.repeated_words import NEARLY
from throughline.patterns.statistics.near_words import near_groups

COPIES = 3
LEAST_TIME_RUNS = 3
_PUT_IN = ("now", "really", "please", "just", "and", "so", "never")
_AT_END = ("x", "xx", "lol", "haha", "ok")


class Planted(NamedTuple):
    """Different texts, already without capitals and marks, and the families among them as positions, the first the original."""

    texts: list[str]
    apart: list[list[int]]
    amid: list[list[int]]


def plain(text: str) -> str:
    """The words of a text as the detector compares them."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower().replace("'", "").replace("’", "")).split())


def plant(messages: int, families: int, seed: int = 3) -> Planted:
    """A background of so many messages of two hundred writers, with so many families of either sort among it."""
    rng = np.random.default_rng(seed)
    community = writers.draw_community(rng)
    each = messages // 200 + 1
    background = [
        text for _ in range(200) for text in writers.write(rng, writers.draw_writer(rng, community), each, (1, 1, 1, 1))
    ][:messages]
    texts: dict[str, int] = {}
    for text in background:
        texts.setdefault(plain(text), len(texts))
    long = [text for text in texts if len(text) >= 25 and text.count(" ") >= 5]
    chosen = [long[at] for at in rng.choice(len(long), families, replace=False)]
    letters = [_made_up(rng) for _ in range(3_000)]
    own = [" ".join(rng.choice(letters, int(rng.integers(6, 18)))) for _ in range(families)]
    apart, amid = _grow(rng, own, texts), _grow(rng, chosen, texts)
    return Planted(list(texts), apart, amid)


def _made_up(rng: np.random.Generator) -> str:
    """A word of no language, of two or three syllables."""
    return "".join(
        "bcdfghklmnprstvw"[int(rng.integers(16))] + "aeiou"[int(rng.integers(5))]
        for _ in range(int(rng.integers(1, 4)))
    )


def _grow(rng: np.random.Generator, originals: Sequence[str], texts: dict[str, int]) -> list[list[int]]:
    families = []
    for original in originals:
        copies = [original, *(changed(rng, original) for _ in range(COPIES))]
        families.append([texts.setdefault(copy, len(texts)) for copy in dict.fromkeys(copies)])
    return families


def changed(rng: np.random.Generator, text: str) -> str:
    """A copy of the text, changed in one or two ways."""
    words = text.split()
    for way in rng.choice(5, size=int(rng.integers(1, 3)), replace=False):
        at = int(rng.integers(len(words)))
        if way == 0 and len(words[at]) > 2:
            words[at] = writers.slip(rng, words[at])
        elif way == 1 and len(words) > 5:
            words.pop(at)
        elif way == 2:
            words.insert(at, str(rng.choice(_PUT_IN)))
        elif way == 3:
            words.append(str(rng.choice(_AT_END)))
        elif way == 4 and len(words) > 6:
            cut = int(rng.integers(2, len(words) - 2))
            words = words[cut:] + words[:cut]
    return plain(" ".join(words))


def _found(groups: np.ndarray, families: Sequence[Sequence[int]]) -> list[bool]:
    """For each copy, whether it stands in one group with its original or with another copy of it."""
    return [
        any(groups[copy] == groups[other] for other in family if other != copy)
        for family in families
        for copy in family[1:]
    ]


def _same_to_the_letter(texts: Sequence[str]) -> np.ndarray:
    """The naive peer: equal words alone, once sorted."""
    first: dict[str, int] = {}
    return np.array([first.setdefault(" ".join(sorted(text.split())), at) for at, text in enumerate(texts)])


def figures(cases: int, messages: int = 0) -> Iterator[Figure]:
    """Recall at 100,000 messages (10,000 for under 500 cases), its time in seconds of one core, and the naive peer's recall."""
    number = messages or (100_000 if cases >= 500 else 10_000)
    planted = plant(number, families=max(50, min(400, cases)))
    texts = planted.texts
    begun = time.process_time()
    groups = near_groups(texts, NEARLY)
    seconds = time.process_time() - begun
    for name, families in (("words that stand apart", planted.apart), ("words like many others", planted.amid)):
        hits = _found(groups, families)
        yield Figure(
            "repeated_words: recall of changed copies", "throughline", name, number, *share(hits), goal=">= .98"
        )
        equal = _found(_same_to_the_letter(texts), families)
        yield Figure(
            "repeated_words: recall of changed copies", "naive: equal words in any order", name, number, *share(equal)
        )
    yield Figure(
        "repeated_words: seconds of one core", "throughline", "all", number, seconds, seconds, seconds, goal="<= 30"
    )


if __name__ == "__main__":
    for line in figures(500, int(sys.argv[1]) if len(sys.argv) > 1 else 0):
        print(line)
