"""Incidents that were written down more than a day after they happened, so that nobody is surprised by the question later.

Counted where it is sure: at least 24 hours lie between the last moment the incident can have been under way and the first it
can have been written down.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.spans import around
from throughline.patterns.wording import count, length

KIND: FindingKind = "recorded_late"
RULE = "recorded_late/1"
A_DAY = timedelta(days=1)
_CAVEAT = (
    "Many people write things down later. You may be asked when you wrote each one and how you remember it, so both times stay "
    "beside each other. A message, a photo or a witness from that time helps."
)


class _Late(NamedTuple):
    """An incident, when it was, and when it was written down."""

    id: str
    happened: Span
    recorded: Span


def detect(chronology: Chronology) -> Iterator[Finding]:
    """At most one finding, on all late incidents of the case."""
    late = list(_late(chronology))
    if not late:
        return
    longest = max(late, key=lambda it: it.recorded.earliest - it.happened.latest)
    waited = length(
        longest.recorded.earliest - longest.happened.latest, longest.recorded.latest - longest.happened.earliest
    )
    start, end = around([it.happened for it in late], chronology)
    yield Finding(
        KIND, "fact", RULE,
        f"You wrote down {count(len(late), 'incident')} more than a day after {'it' if len(late) == 1 else 'they'} happened. "
        f"The longest gap was {waited}.",
        tuple(it.id for it in late), None, start, end, Measure("incidents", len(late)), _CAVEAT,
    )  # fmt: skip


def _late(chronology: Chronology) -> Iterator[_Late]:
    zone = chronology.zone
    for happening in chronology.happenings:
        incident = happening.incident
        happened = incident.occurred.span(zone)
        if happened is None or incident.recorded_at is None:
            continue
        recorded = incident.recorded_at.span(zone)
        if recorded.earliest - happened.latest > A_DAY:
            yield _Late(incident.id, happened, recorded)
