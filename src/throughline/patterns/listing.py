"""Every detector there is, in the order in which its findings are read. A new one is a module, a line here, and its page
in docs/reference/findings/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from throughline.domain.finding import Finding, FindingKind
from throughline.patterns.chronology import Chronology
from throughline.patterns.detectors import (
    after_stop,
    burst,
    channel_switch,
    first_of_kind,
    frequency_change,
    grave_words,
    impact,
    knows_too_much,
    occasions,
    order_breach,
    place_pattern,
    reaction,
    recorded_late,
    repeated_words,
    third_party,
)
from throughline.patterns.statistics import frequency
from throughline.patterns.statistics import reaction as statistics_of_reaction


class Detector(Protocol):
    """A module that says one kind of thing about a case."""

    KIND: FindingKind
    RULE: str

    def detect(self, chronology: Chronology) -> Iterator[Finding]:
        """The findings of this kind, in order of time; for an inference, each that was tested."""
        ...


DETECTORS: tuple[Detector, ...] = (
    order_breach, after_stop, occasions, frequency_change, reaction, first_of_kind, channel_switch, place_pattern, burst,
    third_party, impact, recorded_late,
)  # fmt: skip
TEXT_DETECTORS: tuple[Detector, ...] = (repeated_words, knows_too_much)
"""Those that compare words, which take long on a hundred thousand messages."""
READING_LIST: Detector = grave_words
"""Takes longest, and is made where it is asked for: nobody meets grave words who did not mean to read them."""


def most_chance(inference: Finding) -> float:
    """An inference is told only at or below this chance; one above it still counts among the case's tests."""
    if inference.kind == frequency_change.KIND:
        return frequency.look_chance(len(inference.because))
    return statistics_of_reaction.LOOK_CHANCE
