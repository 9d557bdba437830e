"""Incidents and communications that may break a term of an order in force at that moment.

Deterministic. For each order and each of its terms: what is put down to the person it binds, surely came while it was in force
(`patterns.force`), and is of the kind the term forbids. What may have come while it was in force is told apart. Terms:

- `no_contact`: communications from the person that are not the user's own, and incidents of contact, also through others, in
  one of the term's channels (none listed: all).
- `no_approach` and `zone`: incidents of presence at one of the term's places (none listed: any). Metres cannot be tested.
- `other`: no rule. Incidents marked `order_breach` count against the order whatever its terms.

Exceptions leave nothing out: they are named beside the finding, and contact in a channel that one of them names is told apart. Withheld numbers are put down to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime
from textwrap import shorten
from typing import Literal, NamedTuple

import polars as pl

from throughline.communications.table import INSTANT
from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.incident import Incident
from throughline.domain.milestone import Milestone, Order, OrderTerm
from throughline.domain.timing import Span
from throughline.patterns.chronology import Among, Chronology, Happening, among, is_among
from throughline.patterns.counted import milestones_of
from throughline.patterns.exceptions import channels_named
from throughline.patterns.force import Force, in_force
from throughline.patterns.law import law_of_order
from throughline.patterns.names import CONTACT_CHANNELS, PRESENCE, order_named
from throughline.patterns.spans import across, around
from throughline.patterns.wording import at_start, count, listed, when

KIND: FindingKind = "order_breach"
RULE = "order_breach/1"
Doubt = Literal["", "time", "place", "exception"]
_Row = tuple[str, datetime | None, datetime | None, Doubt, bool]
LONGEST_TERM = 100
"""How many letters of a term's wording a sentence quotes."""
_UNKNOWN_TERMS = OrderTerm("unknown")
"""Stands for what an order forbids where the record holds no term of it."""
_CAVEAT = "Whether a term was broken is for a court. Tell the police about each one on the same day if you can."
_CAVEAT_TOLD_OF_IT = "It can matter when they were told of the order, so note that day too."
"""Whether somebody knew of an order, or it had been served, is part of most ways to enforce one (domain/law.md 2)."""


class _Bound(NamedTuple):
    """An order, whom it binds, when it was in force, and when contact from them came."""

    milestone: Milestone
    order: Order
    made: Span
    person: str | None
    force: Force
    contacts: Among


_ITEMS = {"id": pl.String(), "earliest": INSTANT, "latest": INSTANT, "doubt": pl.String(), "is_incident": pl.Boolean()}
"""Communications and incidents that a term may forbid: when each was, and what is in doubt about it (`Doubt`)."""


def detect(chronology: Chronology) -> Iterator[Finding]:
    """For each order and term: what may break it, and what may if a time or place is as it may be."""
    told: set[str] = set()
    for bound in _orders(chronology):
        of_order: set[str] = set()
        for term in bound.order.terms or (_UNKNOWN_TERMS,):
            forbidden = list(_incidents(chronology, bound, term))
            yield from _findings(chronology, bound, term, _items(_communications(chronology, bound, term), forbidden))
            of_order |= {row[0] for row in forbidden}
        marked = [row for row in _marked(chronology, bound) if row[0] not in of_order]
        yield from _findings(chronology, bound, None, _items(None, marked))
        told |= of_order | {row[0] for row in marked}
    yield from _without_order(chronology, told)


def _orders(chronology: Chronology) -> Iterator[_Bound]:
    made = list(milestones_of(chronology, ("order_made",)))
    ended = list(milestones_of(chronology, ("order_ended",)))
    for person in dict.fromkeys(subject for _, _, subject in made):
        theirs = [(milestone, span) for milestone, span, subject in made if subject == person]
        endings = [(milestone, span) for milestone, span, subject in ended if subject == person]
        forces = in_force(theirs, endings, chronology.zone)
        contacts = among(chronology.of(person))
        for milestone, span in theirs:
            yield _Bound(milestone, milestone.order or Order(), span, person, forces[milestone.id], contacts)


def _communications(chronology: Chronology, bound: _Bound, term: OrderTerm) -> pl.DataFrame | None:
    """Contacts of the person while the order may have been in force, in the channels of the term."""
    if bound.person is None or not (term.kind == "no_contact" or term is _UNKNOWN_TERMS):
        return None
    force = bound.force
    is_forbidden = pl.col("channel").is_in(term.channels) if term.channels else pl.lit(value=True)
    may_be = (pl.col("latest") >= force.may_from) & (pl.col("earliest") < force.may_until)
    is_sure = (pl.col("earliest") >= force.surely_from) & (pl.col("latest") < force.surely_until)
    contacts = chronology.contacts.select("id", "earliest", "latest", "channel", "person")
    contacts = contacts.filter((pl.col("person") == bound.person) & may_be & is_forbidden)
    is_excepted = pl.col("channel").is_in(sorted(channels_named(bound.order.exceptions)))
    doubt = pl.when(~is_sure).then(pl.lit("time")).when(is_excepted).then(pl.lit("exception")).otherwise(pl.lit(""))
    return contacts.select("id", "earliest", "latest", doubt=doubt, is_incident=pl.lit(value=False))


def _incidents(chronology: Chronology, bound: _Bound, term: OrderTerm) -> Iterator[_Row]:
    excepted = channels_named(bound.order.exceptions)
    is_nobodys = bound.person is None and bool(chronology.case.people)
    for happening in () if is_nobodys else chronology.happenings_of(bound.person):
        doubt = _forbids(term, happening.incident, excepted)
        if doubt is not None:
            yield from _while_in_force(chronology, happening, bound.force, doubt)


def _marked(chronology: Chronology, bound: _Bound) -> Iterator[_Row]:
    """Incidents that the user marked as a breach, put down to that person or to nobody."""
    for happening in chronology.happenings:
        if "order_breach" in happening.incident.behaviours and happening.incident.person in (bound.person, None):
            yield from _while_in_force(chronology, happening, bound.force, "")


def _while_in_force(chronology: Chronology, happening: Happening, force: Force, doubt: Doubt) -> Iterator[_Row]:
    """The incident, if it began or was under way while the order may have been in force."""
    incident = happening.incident
    if happening.begins is not None and force.surely_holds(happening.begins):
        yield _row(incident, happening.begins, doubt)
    elif force.may_hold(incident.occurred.span(chronology.zone)):
        yield _row(incident, happening.begins, "time")


def _forbids(term: OrderTerm, incident: Incident, excepted: Set[str]) -> Doubt | None:
    """Whether the term forbids what the incident tells of: "" yes, "place" if it was at one of the places, "exception" if it
    came in a channel that an exception names, None no."""
    contact = [behaviour for behaviour in incident.behaviours if _is_contact(behaviour, term)]
    is_presence = not PRESENCE.isdisjoint(incident.behaviours)
    in_contact: Doubt = "exception" if all(CONTACT_CHANNELS[it] <= excepted for it in contact) else ""
    if term is _UNKNOWN_TERMS and is_presence:
        return ""
    if term is _UNKNOWN_TERMS or term.kind == "no_contact":
        return in_contact if contact else None
    if term.kind == "other" or not is_presence:
        return None
    if not term.places or incident.place in term.places:
        return ""
    return "place" if incident.place is None else None


def _is_contact(behaviour: str, term: OrderTerm) -> bool:
    channels = CONTACT_CHANNELS.get(behaviour)
    return channels is not None and (not term.channels or not channels.isdisjoint(term.channels))


def _row(incident: Incident, begins: Span | None, doubt: Doubt) -> _Row:
    return (incident.id, *((None, None) if begins is None else (begins.earliest, begins.latest)), doubt, True)


def _items(communications: pl.DataFrame | None, incidents: list[_Row]) -> pl.DataFrame:
    """Both in one order, what has no time last."""
    rows = pl.DataFrame(incidents, schema=_ITEMS, orient="row")
    both = rows if communications is None else pl.concat([communications, rows])
    return both.sort("earliest", maintain_order=True, nulls_last=True)


def _findings(chronology: Chronology, bound: _Bound, term: OrderTerm | None, items: pl.DataFrame) -> Iterator[Finding]:
    doubts: tuple[Doubt, ...] = ("", "time", "place", "exception")
    for doubt in doubts:
        some = items.filter(pl.col("doubt") == doubt)
        if not some.is_empty():
            yield _finding(chronology, bound, term, some, doubt)


def _finding(
    chronology: Chronology, bound: _Bound, term: OrderTerm | None, items: pl.DataFrame, doubt: Doubt
) -> Finding:
    start, end = across(items, chronology)
    because = (bound.milestone.id, *bound.force.ended_by, *items["id"].to_list())
    return Finding(
        KIND, "fact", RULE, _statement(chronology, bound, term, items, doubt), because, bound.person, start, end,
        Measure("items", len(items)), _caveat(bound.order, term, is_twice=_may_stand_twice(chronology, bound, items)),
        law=law_of_order(chronology.case, bound.order), risk=("order_breach", "persistence_after_police"),
    )  # fmt: skip


def _named(term: OrderTerm) -> str:
    if term is _UNKNOWN_TERMS:
        return "a term"
    return (
        f"the term “{shorten(term.text.rstrip('.'), LONGEST_TERM, placeholder=' …')}”"
        if term.text
        else f"term {term.id}"
    )


def _statement(chronology: Chronology, bound: _Bound, term: OrderTerm | None, items: pl.DataFrame, doubt: Doubt) -> str:
    order = f"the {shorten(order_named(bound.order), LONGEST_TERM, placeholder=' …')} made {when(bound.made, chronology.zone)}"
    name = chronology.name(bound.person)
    what = _counted(items, "" if bound.person is None else f" from {'them' if name == 'they' else name}")
    if term is None:
        breach = f"you marked {'it' if len(items) == 1 else 'them'} as a possible breach of {order}"
    else:
        breach = f"this may be a breach of {_named(term)} of {order}"
    if doubt == "time" and bound.force.is_end_unclear:
        return at_start(
            f"{what} may have come while an order was in force. You noted the end of an order, but not of which one. If this one still held, {breach}."
        )
    if doubt == "time":
        return at_start(
            f"{what} may have come while an order was in force. The exact time matters. If it held then, {breach}."
        )
    if doubt == "place":
        return at_start(
            f"{what} came while an order was in force, with no place noted. If it was at a place the order names, {breach}."
        )
    if doubt == "exception":
        allowed = listed([f"“{exception}”" for exception in bound.order.exceptions])
        return at_start(
            f"{what} came while an order was in force that allows {allowed}. If it was about anything else, {breach}."
        )
    if term is None:
        return at_start(f"{what} came while an order was in force, and {breach}.")
    was = "they were" if bound.order.kind == "bail" else "it was"
    return at_start(
        f"possible breach of {breach.removeprefix('this may be a breach of ')}: {what} came while {was} in force."
    )


def _counted(items: pl.DataFrame, from_whom: str) -> str:
    incidents = int(items["is_incident"].sum())
    communications = len(items) - incidents
    told = [count(communications, "message or call", "messages or calls") + from_whom] if communications else []
    return listed([*told, *([count(incidents, "incident") + " in your diary"] if incidents else [])])


def _may_stand_twice(chronology: Chronology, bound: _Bound, items: pl.DataFrame) -> bool:
    """True when an incident among the items may tell of a message or call that is among them too. Both stay: the entry and
    the original are each evidence."""
    if items["is_incident"].all():
        return False
    incidents = set(items.filter("is_incident")["id"].to_list())
    return any(is_among(it, bound.contacts) for it in chronology.happenings if it.incident.id in incidents)


def _caveat(order: Order, term: OrderTerm | None, *, is_twice: bool) -> str:
    said = [_CAVEAT]
    if order.kind != "undertaking":
        said.append(_CAVEAT_TOLD_OF_IT)
    if is_twice:
        said.append("An incident you wrote down and a message or call that was imported may be the same event.")
    if term is _UNKNOWN_TERMS:
        said.append("What the order forbids is not in your record yet; adding its terms makes this exact.")
    if term is not None and term.metres is not None:
        said.append(f"The term names a distance of {term.metres:g} metres, which your record cannot measure.")
    if order.exceptions:
        named = listed([f"“{exception}”" for exception in order.exceptions])
        said.append(f"The order has exceptions: {named}. Contact of that kind may be allowed.")
    return " ".join(said)


def _without_order(chronology: Chronology, told: set[str]) -> Iterator[Finding]:
    """Incidents marked as a breach while no order of the record was in force: the user says that there is one."""
    for person in dict.fromkeys(happening.incident.person for happening in chronology.happenings):
        marked = [
            it
            for it in chronology.happenings_of(person)
            if "order_breach" in it.incident.behaviours and it.incident.id not in told
        ]
        if not marked:
            continue
        start, end = around([it.begins for it in marked if it.begins is not None], chronology)
        yield Finding(
            KIND, "fact", RULE, f"You marked {count(len(marked), 'incident')} as a possible breach of an order.",
            tuple(it.incident.id for it in marked), person, start, end, Measure("items", len(marked)),
            f"{_CAVEAT} Adding the order, its terms and its dates to your record makes this exact.",
            risk=("order_breach", "persistence_after_police"),
        )  # fmt: skip
