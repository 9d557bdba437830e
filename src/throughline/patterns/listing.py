"""Every detector there is, in the order in which its findings are read. A new one is a module, a line here, and its page
in docs/reference/findings/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from throughline.domain.finding import Finding, FindingKind
from throughline.patterns.chronology import Chronology
from throughline.patterns.detectors import (
    after_stop,
    anniversary,
    burst,
    channel_switch,
    first_of_kind,
    frequency_change,
    grave_words,
    impact,
    knows_too_much,
    linked_identity,
    many_channels_day,
    occasions,
    order_breach,
    place_pattern,
    reaction,
    recorded_late,
    repeated_words,
    return_after_quiet,
    rhythm,
    severity_change,
    third_party,
)


class Detector(Protocol):
    """A module that says one kind of thing about a case."""

    KIND: FindingKind
    RULE: str

    def detect(self, chronology: Chronology) -> Iterator[Finding]:
        """The findings of this kind, in order of time; for an inference, each that was tested."""
        ...


@runtime_checkable
class InferringDetector(Detector, Protocol):
    """A detector that says "more", "sooner" or "together", and so may be wrong by chance."""

    def most_chance(self, inference: Finding) -> float:
        """The chance at or below which an inference of this kind is told; one above it still counts among a case's tests."""
        ...


DETECTORS: tuple[Detector, ...] = (
    order_breach, after_stop, occasions, frequency_change, severity_change, reaction, return_after_quiet, rhythm, anniversary,
    first_of_kind, channel_switch, many_channels_day, place_pattern, burst, third_party, impact, recorded_late,
)  # fmt: skip
TEXT_DETECTORS: tuple[Detector, ...] = (linked_identity, repeated_words, knows_too_much)
"""Those that compare words, which take long on a hundred thousand messages."""
READING_LIST: Detector = grave_words
"""Takes longest, and is made where it is asked for: nobody meets grave words who did not mean to read them."""

INFERRING: dict[FindingKind, InferringDetector] = {
    it.KIND: it for it in (*DETECTORS, *TEXT_DETECTORS) if isinstance(it, InferringDetector)
}
"""Those whose findings carry a chance that is tested, by their kind."""
