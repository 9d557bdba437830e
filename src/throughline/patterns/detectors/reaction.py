"""Contact follows blocks, refusals, reports, posts or hearings sooner than the usual pace.

People block and report right after something happened, and contact comes in clusters, so some contact soon after is to be
expected; the statistics start from what came before each of those moments. Only moments and contacts whose time is known
to the hour can be set against each other.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.milestone import Milestone
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.counted import count_once, instant
from throughline.patterns.law import law_for
from throughline.patterns.statistics.reaction import (
    LOOK_CHANCE,
    WINDOW_HOURS,
    Reaction,
    reaction_at_latest_look,
)
from throughline.patterns.wording import at_start, length, listed, spoken_chance, times

KIND: FindingKind = "reaction"
RULE = "reaction/1"
_ANCHORS = {
    "told_to_stop": "told them to stop", "blocked": "blocked them", "changed_number": "changed your number",
    "reported_to_police": "told the police", "police_spoke_to_them": "heard that the police spoke to them",
    "order_made": "got an order", "court_hearing": "went to court", "charged": "heard that they were charged",
    "released": "heard that they were released", "post_published": "were named or shown in public",
}  # fmt: skip
_KNOWN_TO = timedelta(hours=1)
_CAVEAT = (
    "People often block or report on a bad day, so some contact soon after is to be expected; that was allowed for."
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known to the hour: contacts (`id` and `second`, no two at one second, in order) and anchors (milestone by second)."""

    contacts: pl.DataFrame
    anchors: dict[float, Milestone]


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each person from whom contact followed such moments, however likely by chance."""
    for person in chronology.case.people:
        known = _known(chronology, person.id)
        if known.contacts.is_empty() or not known.anchors:
            continue
        starts = known.contacts["second"].to_numpy()
        anchors = np.array(sorted(known.anchors), dtype=np.float64)
        span = (float(starts[0]), _end_of_record(chronology))
        found = reaction_at_latest_look(starts, anchors, span=span, seed=zlib.crc32(person.id.encode()))
        if found is not None:
            yield _finding(chronology, person.id, found, known, starts)


def most_chance(_inference: Finding) -> float:
    """A reaction is told at or below the same chance at every look."""
    return LOOK_CHANCE


def _end_of_record(chronology: Chronology) -> float:
    """The last moment anything is known of (seconds): a moment whose window was not over then says nothing yet."""
    moments = [instant(latest) for table in (chronology.contacts, chronology.own) if (latest := table["latest"].max())]
    moments += [it.begins.latest for it in chronology.happenings if it.begins is not None]
    moments += [span.latest for _, span in chronology.milestones]
    return max(moments).timestamp()


def _known(chronology: Chronology, person: str) -> _Known:
    dated = count_once(chronology, person).dated.filter(pl.col("latest") - pl.col("earliest") <= _KNOWN_TO)
    contacts = dated.select("id", second=pl.col("earliest").dt.epoch("us") / 1e6)
    anchors: dict[float, Milestone] = {}
    for milestone, span in chronology.milestones:
        is_theirs = milestone.person in (None, person)
        if is_theirs and milestone.kind in _ANCHORS and span.latest - span.earliest <= _KNOWN_TO:
            anchors.setdefault(span.earliest.timestamp(), milestone)
    return _Known(contacts.filter(pl.col("second").is_first_distinct()), anchors)


def _finding(
    chronology: Chronology,
    person: str,
    found: Reaction,
    known: _Known,
    starts: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> Finding:
    because: list[str] = []
    delays: list[str] = []
    for anchor, delay in zip(found.anchors, found.delays, strict=True):
        because.append(known.anchors[anchor].id)
        if delay is not None:
            because.append(known.contacts["id"][int(np.searchsorted(starts, anchor, side="right"))])
            delays.append(length(timedelta(seconds=delay), timedelta(seconds=delay)))
    kinds = list(dict.fromkeys(_ANCHORS[known.anchors[anchor].kind] for anchor in found.anchors))
    often = f"{found.followed} of the {times(found.of)}" if found.followed < found.of else f"all {times(found.of)}"
    statement = (
        f"After {often} you {_or(kinds)}, contact from {chronology.name(person)} came within {WINDOW_HOURS:.0f} hours "
        f"({', '.join(delays)}). At their usual pace, {spoken_chance(found.chance)}."
    )
    last = found.anchors[-1] + WINDOW_HOURS * 3600
    return Finding(
        KIND, "inference", RULE, at_start(statement), tuple(dict.fromkeys(because)), person,
        start=_moment(found.anchors[0], chronology), end=_moment(last, chronology),
        measure=Measure("anchors_followed", found.followed, of=found.of, chance=found.chance), caveat=_CAVEAT,
        law=law_for(chronology.case, "occasions", "contact"), risk=("persistence_after_refusal",),
    )  # fmt: skip


def _or(kinds: list[str]) -> str:
    return (
        listed(kinds).replace(" and ", " or ")
        if len(kinds) == 2
        else " or ".join([", ".join(kinds[:-1]), kinds[-1]])
        if kinds[1:]
        else kinds[0]
    )


def _moment(seconds: float, chronology: Chronology) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return Span(moment, moment).earliest.astimezone(chronology.zone).isoformat(timespec="seconds")
