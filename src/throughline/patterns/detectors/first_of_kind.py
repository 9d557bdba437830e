"""The first time a kind of behaviour, a place, a channel, or a number or account appeared, once there was something before it.

The very first occasions of a case are new in every way and say nothing. So a first is told when at least three earlier
occasions had gone without it; the step to being near in person is told after one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import polars as pl

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.counted import Counted, count_once, instant, people, ways_of
from throughline.patterns.law import examples_of
from throughline.patterns.names import (
    BEHAVIOUR_NAMED,
    CHANNEL_NAMED,
    CONTACT_CHANNELS,
    ENCOUNTERS,
    IDENTIFIER_NAMED,
    SAME_AS_CHANNEL,
    THROUGH_OTHERS,
)  # fmt: skip
from throughline.patterns.wording import at_start, count, iso, listed, when

KIND: FindingKind = "first_of_kind"
RULE = "first_of_kind/1"
LEAST_EARLIER = 3
MOST_EARLIER = 100
"""So many earlier occasions are named at most; of more, the statement says "at least 100" and names the last 100."""
_CAVEAT = "First means the first with a time in what you wrote down and imported. It may have happened before that."


class _First(NamedTuple):
    """Something new in words, the incident or contact it is new in, and the behaviours it shows."""

    says: str
    id: str
    span: Span
    behaviours: frozenset[str] = frozenset()
    is_in_person: bool = False


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each incident or contact that brought something new from a person."""
    for person in people(chronology):
        counted = count_once(chronology, person)
        if counted.dated.is_empty():
            continue
        firsts = [*_in_incidents(chronology, person, counted), *_channels(counted), *_ways(chronology, person)]
        for together in _by_id(firsts):
            yield from _told(chronology, person, counted, together)


def _in_incidents(chronology: Chronology, person: str | None, counted: Counted) -> Iterator[_First]:
    """New behaviours and places, from incidents with a time; the first encounter is told for itself. Messages and calls
    that were written down are not new where imported ones came before."""
    seen: set[str] = set()
    labels = {place.id: place.label or place.id for place in chronology.case.places}
    first_in = {channel: instant(earliest) for _, earliest, _, channel in _firsts_of_channels(counted).iter_rows()}
    for happening in chronology.happenings_of(person):
        incident, begins = happening.incident, happening.begins
        if begins is None:
            continue
        behaviours = frozenset(incident.behaviours)
        came = {channel for channel, first in first_in.items() if first <= begins.latest}
        seen |= {behaviour for behaviour in SAME_AS_CHANNEL if not CONTACT_CHANNELS[behaviour].isdisjoint(came)}
        new = [it for it in incident.behaviours if it not in seen and it != "other"]
        is_in_person = bool(behaviours & ENCOUNTERS) and not seen & ENCOUNTERS
        for behaviour in dict.fromkeys(new):
            yield _First(BEHAVIOUR_NAMED[behaviour], incident.id, begins, frozenset({behaviour}), is_in_person)
        place = f"at {incident.place}"
        if incident.place is not None and place not in seen:
            yield _First(f"a new place, “{labels[incident.place]}”", incident.id, begins)
        seen |= {*behaviours, place}


def _channels(counted: Counted) -> Iterator[_First]:
    for id, earliest, latest, channel in _firsts_of_channels(counted).iter_rows():
        yield _First(CHANNEL_NAMED[channel], id, Span(instant(earliest), instant(latest)))


def _firsts_of_channels(counted: Counted) -> pl.DataFrame:
    dated = counted.dated.select("id", "earliest", "latest", "channel")
    return dated.filter(pl.col("channel").is_not_null() & pl.col("channel").is_first_distinct())


def _ways(chronology: Chronology, person: str | None) -> Iterator[_First]:
    for way in ways_of(chronology, person):
        yield _First(f"another {IDENTIFIER_NAMED.get(way.kind, 'way to reach you')}", way.id, way.span)


def _by_id(firsts: Iterable[_First]) -> list[list[_First]]:
    """Firsts in the order of their times, those of one incident or contact together."""
    together: dict[str, list[_First]] = {}
    for first in sorted(firsts, key=lambda first: first.span.earliest):
        together.setdefault(first.id, []).append(first)
    return list(together.values())


def _told(chronology: Chronology, person: str | None, counted: Counted, together: list[_First]) -> Iterator[Finding]:
    span, id = together[0].span, together[0].id
    may_be_earlier = counted.dated.filter((pl.col("earliest") < span.latest) & (pl.col("id") != id))
    earlier = may_be_earlier.filter(pl.col("latest") < span.earliest)
    is_in_person = any(first.is_in_person for first in together)
    if len(earlier) < (1 if is_in_person else LEAST_EARLIER):
        return
    is_exact = len(earlier) == len(may_be_earlier) and len(earlier) <= MOST_EARLIER
    named = earlier.tail(MOST_EARLIER)["id"].to_list()
    number = count(len(named), "earlier occasion") if is_exact else f"at least {count(len(named), 'earlier occasion')}"
    behaviours = frozenset[str]().union(*(first.behaviours for first in together))
    start, end = iso(span, chronology.zone)
    yield Finding(
        KIND, "fact", RULE, _statement(chronology, person, together, f"after {number} without"), (*named, id), person,
        start, end, Measure("earlier_occasions", len(named)), _CAVEAT,
        law=examples_of(chronology.case, behaviours), risk=_risks(behaviours, is_in_person=is_in_person),
    )  # fmt: skip


def _statement(chronology: Chronology, person: str | None, together: list[_First], after: str) -> str:
    """What is new, when, and after how many occasions without it."""
    name = chronology.name(person)
    from_whom = "with nobody named" if person is None else f"from {'them' if name == 'they' else name}"
    moment = when(together[0].span, chronology.zone)
    new = listed([first.says for first in together])
    if any(first.is_in_person for first in together):
        put_down = "that you put down to nobody" if person is None else f"that you put down to {from_whom[5:]}"
        return f"The first incident near you in person {put_down} was {moment} ({new}), {after} one."
    return at_start(f"{moment}, this came up for the first time {from_whom}: {new}, {after} it.")


def _risks(behaviours: frozenset[str], *, is_in_person: bool) -> tuple[str, ...]:
    risks = {
        "escalation_to_presence": is_in_person,
        "following_or_spying": behaviours & {"following_on_foot", "following_by_vehicle", "watching"},
        "threats": "threats" in behaviours, "suicide_talk": "self_harm_threats" in behaviours,
        "entry": "entry" in behaviours, "damage": behaviours & {"damage", "vehicle_tampering"},
        "violence_before": "assault" in behaviours, "tracker": behaviours & {"tracker", "stalkerware", "hidden_devices"},
        "third_parties": behaviours & set(THROUGH_OTHERS), "work": "workplace" in behaviours,
    }  # fmt: skip
    return tuple(risk for risk, applies in risks.items() if applies)
