"""Every detector there is, in the order in which its findings are read. A new one is a module, a line here, and its page
in docs/reference/findings/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from throughline.domain.finding import Finding, FindingKind
from throughline.patterns.chronology import Chronology
from throughline.patterns.detectors import after_stop, frequency_change, occasions


class Detector(Protocol):
    """A module that says one kind of thing about a case."""

    KIND: FindingKind
    RULE: str

    def detect(self, chronology: Chronology) -> Iterator[Finding]:
        """The findings of this kind, in order of time."""
        ...


DETECTORS: tuple[Detector, ...] = (occasions, after_stop, frequency_change)
TEXT_DETECTORS: tuple[Detector, ...] = ()
"""Those that compare words, which take long on a hundred thousand messages."""
