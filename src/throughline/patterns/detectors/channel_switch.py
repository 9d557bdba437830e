"""A new number, account or channel after the old one was closed, and how long after.

The old one was closed by a block, a change of number or a refusal. "New" means that nothing in the record came that way from
that person before. The new one must come surely after; each is told with the last closing that surely came before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import polars as pl

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.milestone import Milestone
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.counted import instant, milestones_of, ways_of
from throughline.patterns.law import law_for
from throughline.patterns.names import CHANNEL_NAMED, IDENTIFIER_NAMED
from throughline.patterns.wording import at_start, iso, length, listed, when

KIND: FindingKind = "channel_switch"
RULE = "channel_switch/1"
_CLOSED = {
    "blocked": "you blocked {them}",
    "changed_number": "you changed your number",
    "told_to_stop": "you told {them} to stop",
}
_BY_NUMBER = ("sms", "mms", "phone", "whatsapp", "signal")
"""Channels that reach somebody by their telephone number."""
_BY_YOUR_NUMBER = "a channel that runs on your phone number"
_CAVEAT = (
    "New means the first time in what you imported. An export that begins late can make an old way look new, and contact after you "
    "changed your number may have come to the old one if you kept it."
)


class _New(NamedTuple):
    """A new way of reaching the person, in words, and the contact that shows it."""

    says: str
    id: str
    span: Span


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each contact that opened a new way after a block, a change of number or a refusal."""
    closings = list(milestones_of(chronology, tuple(_CLOSED)))
    for person in dict.fromkeys(subject for _, _, subject in closings if subject is not None):
        theirs = [(milestone, span) for milestone, span, subject in closings if subject == person]
        news = [*_ways(chronology, person), *_channels(chronology, person)]
        for together in _by_id([*news, *_back_by_number(chronology, person, theirs)]):
            closed = [(milestone, span) for milestone, span in theirs if span.surely_before(together[0].span)]
            before = _last_contact_before(chronology, person, closed[-1][1]) if closed else None
            if before is not None:
                yield _finding(chronology, person, closed[-1], before, together)


def _ways(chronology: Chronology, person: str) -> Iterator[_New]:
    for way in ways_of(chronology, person):
        yield _New(f"a new {IDENTIFIER_NAMED.get(way.kind, 'identifier')}", way.id, way.span)


def _channels(chronology: Chronology, person: str) -> Iterator[_New]:
    occasions = chronology.of(person)
    firsts = occasions.filter(pl.col("channel").is_first_distinct()).select("first", "start", "start_latest", "channel")
    for id, earliest, latest, channel in firsts.iter_rows():
        yield _New(f"a new channel ({CHANNEL_NAMED[channel]})", id, Span(instant(earliest), instant(latest)))


def _back_by_number(chronology: Chronology, person: str, closings: list[tuple[Milestone, Span]]) -> Iterator[_New]:
    """The first call or text after each change of the user's own number: somebody has the new one."""
    for milestone, span in closings:
        if milestone.kind != "changed_number":
            continue
        is_after = pl.col("channel").is_in(_BY_NUMBER) & (pl.col("start") > span.latest)
        for id, earliest, latest in (
            chronology.of(person).filter(is_after).head(1).select("first", "start", "start_latest").iter_rows()
        ):
            yield _New(_BY_YOUR_NUMBER, id, Span(instant(earliest), instant(latest)))


def _by_id(news: Iterable[_New]) -> list[list[_New]]:
    together: dict[str, list[_New]] = {}
    for new in sorted(news, key=lambda new: new.span.earliest):
        together.setdefault(new.id, []).append(new)
    return list(together.values())


def _last_contact_before(chronology: Chronology, person: str, moment: Span) -> str | None:
    """The last contact of the person surely before a moment: without one nothing shows that there was an old way."""
    is_before = (pl.col("person") == person) & (pl.col("latest") < moment.earliest)
    earlier = chronology.contacts.filter(is_before).tail(1)
    return None if earlier.is_empty() else str(earlier["id"][0])


def _finding(
    chronology: Chronology, person: str, closed: tuple[Milestone, Span], before: str, together: list[_New]
) -> Finding:
    milestone, closed_at = closed
    opened_at = together[0].span
    name = chronology.name(person)
    closing = _CLOSED[milestone.kind].format(them="them" if name == "they" else name)
    soon = length(opened_at.earliest - closed_at.latest, opened_at.latest - closed_at.earliest)
    zone = chronology.zone
    named = [new.says for new in together]
    ways = listed([says for says in named if says != _BY_YOUR_NUMBER] or named)
    statement = (
        f"{soon} after {closing} ({when(closed_at, zone)}), {name} reached you by {ways} {when(opened_at, zone)}."
    )
    start, end = iso(opened_at, zone)
    return Finding(
        KIND, "fact", RULE, at_start(statement), (before, milestone.id, together[0].id), person, start, end,
        Measure("hours_after_at_most", round((opened_at.latest - closed_at.earliest).total_seconds() / 3600, 2)), _CAVEAT,
        law=law_for(chronology.case, "harassment", "contact"), risk=("persistence_after_refusal",),
    )  # fmt: skip
