"""Which cases are for what: public seeds for development, others for the test, and processes that nobody should tune on.

A case is its split, world, process, size and number; the same five give the same case on any machine.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from worlds.benign import BENIGN
from worlds.contact import World
from worlds.planted import PLANTED
from worlds.processes import HELD_OUT, OPEN
from worlds.truth import MadeCase

SPLITS = ("dev", "test", "held-out")
WORLDS: dict[str, World] = BENIGN | PLANTED
SIZES = (5, 15, 30, 60, 200)
"""About how many contacts there are in a case."""
LARGE_SIZES, LARGE_WORLDS = (20_000, 100_000), ("steady", "friendship", "co-parents")


class Seed(NamedTuple):
    """What a case is made from."""

    split: str
    world: str
    process: str
    size: int
    number: int

    @property
    def name(self) -> str:
        """What its folder is called."""
        return re.sub(r"[^\w.-]+", "_", "-".join(map(str, self)))


def processes_of(split: str) -> tuple[str, ...]:
    """The processes of contact in a split."""
    return tuple(HELD_OUT if split == "held-out" else OPEN)


def make(seed: Seed) -> MadeCase:
    """The case of a seed. Raises KeyError for a world, process or split that does not exist."""
    words = (SPLITS.index(seed.split), zlib.crc32(seed.world.encode()), zlib.crc32(seed.process.encode()))
    made = WORLDS[seed.world](np.random.default_rng([*words, seed.size, seed.number]), seed.process, seed.size)
    truth = replace(made.truth, benign=seed.world in BENIGN, held_out=seed.split == "held-out")
    return replace(made, truth=truth)


def deal(split: str, cases: int, worlds: tuple[str, ...], sizes: tuple[int, ...] = SIZES) -> Iterator[Seed]:
    """So many cases of each world, going round the processes of the split and the sizes."""
    names = processes_of(split)
    for world in worlds:
        for number in range(cases):
            round_, at = divmod(number, len(sizes))
            yield Seed(split, world, names[(round_ + at) % len(names)], sizes[at], number)
