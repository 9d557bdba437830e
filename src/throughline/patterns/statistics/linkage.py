"""From reasons to the probability that an unknown number or account is the same writer as a known person.

Each reason has a weight in bits, which adds to the others and to where the reckoning starts: of four unknown numbers that are
looked at so, one is the known person. The weights come from a logistic regression on made-up writers (bench/patterns/linked.py
fit), rounded towards nought and cut: made-up writers are told apart more easily than real ones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

START = math.log2(1 / 3)
"""Bits before any reason: 1 to 3."""
STYLE_BITS, STYLE_WEIGHTS = -6.5, (0.65, 1.1, 0.95)
MOST_AGAINST, MOST_FOR_STYLE = -6.0, 4.5
TIMING_WEIGHT, BEGAN_BEFORE = 0.8, -3.0
COPY_WEIGHT, PHRASE_WEIGHT, WORD_WEIGHT = 1.5, 0.4, 0.8
MOST_PROBABLE = 0.97
"""Nothing is told as surer than this: real people are not made-up writers."""
MOST_COPIES, MOST_PHRASES, MOST_WORDS = 2.0, 15.0, 7.0
MOST_TIMING_BITS = 4.5
LEAST_SPEAKING, LEAST_TOLD = 0.6, 0.8
"""A link is told from 8 in 10: at 1 in 2, and with everyday words taken for rare ones, a courier who began to write just after a block was told in one made-up case of four."""


class Evidence(NamedTuple):
    """What speaks for it: `style` as `same_writer.Style` (None where there are too few impostors), `sooner` the chance that an
    unknown number begins so soon after a closing anyway (None where none came before it), what only the two share, and whether it
    `began_before` the first closing there is: another number is taken up because the old one is closed."""

    style: Sequence[float] | None
    sooner: float | None
    copies: float
    phrases: float
    words: float
    began_before: bool = False


class Weighed(NamedTuple):
    """The weight of each reason in bits, the start first, and the probability that they come to."""

    style: float
    timing: float
    shared: float
    facts: float

    @property
    def probability(self) -> float:
        """The probability of the same writer, never above .97."""
        return min(MOST_PROBABLE, 1 / (1 + 2 ** -(START + sum(self))))

    @property
    def speaking(self) -> int:
        """How many reasons of different sorts speak for it, each making it at least half as likely again."""
        return sum(weight >= LEAST_SPEAKING for weight in self)


def is_told(weighed: Weighed) -> bool:
    """True where it is as likely as that, and at least two reasons of different sorts speak for it."""
    return weighed.probability >= LEAST_TOLD and weighed.speaking >= 2


def timing_bits(chance: float | None) -> float:
    """The most that so small a chance can speak for it, in bits (the bound of Sellke, Bayarri and Berger 2001, The American
    Statistician 55: 62-71), up to 4.5; 0 where it is none."""
    if chance is None or chance >= 1 / math.e:
        return 0.0
    bounded = max(chance, 1e-6)
    return min(MOST_TIMING_BITS, math.log2(1 / (-math.e * bounded * math.log(bounded))))


def features(evidence: Evidence) -> tuple[float, ...]:
    """What the weights multiply, in their order: is there style, its three numbers, timing, copies, phrases and words (by how
    often they double), and whether it began before."""
    is_there = evidence.style is not None
    return (
        float(is_there), *(evidence.style or (0.0, 0.0, 0.0)), timing_bits(evidence.sooner),
        min(MOST_COPIES, evidence.copies), math.log2(1 + min(MOST_PHRASES, evidence.phrases)),
        math.log2(1 + min(MOST_WORDS, evidence.words)), float(evidence.began_before),
    )  # fmt: skip


def weigh(evidence: Evidence) -> Weighed:
    """The weights of the reasons."""
    is_there, *rest = features(evidence)
    style, (timing, copies, phrases, words, before) = rest[:3], rest[3:]
    habits = sum(weight * z for weight, z in zip(STYLE_WEIGHTS, style, strict=True))
    return Weighed(
        style=min(MOST_FOR_STYLE, max(MOST_AGAINST, is_there * STYLE_BITS + habits)),
        timing=TIMING_WEIGHT * timing + BEGAN_BEFORE * before,
        shared=COPY_WEIGHT * copies + PHRASE_WEIGHT * phrases,
        facts=WORD_WEIGHT * words,
    )
