"""Worlds with one thing in them that an inference should find, and a world whose facts must be exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from families import ANCHORS, DAYS, HOUR, add_reactions, draw_pace, make_pace, place_anchors

from throughline.domain.milestone import Order, OrderTerm
from throughline.domain.people import Identifier
from throughline.domain.timing import WrittenTime
from worlds.contact import (
    CHANNELS,
    Subject,
    World,
    add_anchors,
    add_contact,
    add_entry,
    add_messages,
    add_others,
    add_subject,
    begin,
    chosen,
    day_of,
    draw_imported_share,
    draw_times,
    number_of,
)
from worlds.record import EXACT, Record
from worlds.sentences import GRAVE, REPEATED, UNWANTED, write
from worlds.truth import MadeCase, Planted, Truth

RISE = 3.0
QUIET = (0.25, 0.4)
AT_NIGHT, CONCENTRATION = 23.5, 3.0
MILD = ("messages", "silent_calls", "social_contact", "emails", "letters")
GRAVER = ("approaches", "following_on_foot", "damage", "entry", "threats")


def _one(rng: np.random.Generator) -> tuple[Record, Subject]:
    record = begin(rng)
    return record, add_subject(record, "D", "former_partner", 100)


def rising(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """Contact comes three times as often from some day on."""
    record, subject = _one(rng)
    pace = draw_pace(rng, size, RISE)
    times = draw_times(rng, process, pace, subject.waking)
    add_contact(record, subject, times, draw_imported_share(rng))
    add_anchors(record, subject, times, pace, int(rng.integers(6)))
    add_others(record, size, DAYS)
    planted = Planted("frequency_change", subject.person, day_of(record, pace.change), RISE)
    return record.made(Truth("rising", process, size), planted)


def one_of_two_rising(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """Two people at once: contact of the one rises, that of the other does not."""
    record, pace = begin(rng), draw_pace(rng, size, RISE)
    flat, rises = (add_subject(record, name, "neighbour", digits) for name, digits in (("Lou", 210), ("Kit", 211)))
    for subject, its in ((flat, make_pace(size)), (rises, pace)):
        add_contact(record, subject, draw_times(rng, process, its, subject.waking), 1.0)
    add_others(record, size, DAYS)
    planted = Planted("frequency_change", rises.person, day_of(record, pace.change), RISE)
    return record.made(Truth("one of two rising", process, size), planted)


def reacting(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """After blocks and refusals, which themselves follow contact, more comes within hours."""
    record, subject = _one(rng)
    pace = make_pace(size)
    times = draw_times(rng, process, pace, subject.waking)
    anchors = place_anchors(str(rng.choice(["anywhere", "3 h after contact"])), rng, times, pace, ANCHORS)
    for anchor in anchors:
        record.milestone(float(anchor), chosen(rng, ("blocked", "told_to_stop")), subject.person)
    add_contact(record, subject, add_reactions(rng, times, anchors, DAYS), draw_imported_share(rng), keeping=EXACT)
    add_others(record, size, DAYS)
    planted = (Planted("reaction", subject.person),) if anchors.size > 1 else ()
    return record.made(Truth("reacting", process, size), *planted, unclear=("frequency_change",))


def returning(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """A silence of a quarter to two fifths of the time, then contact again at the pace it had."""
    record, subject = _one(rng)
    length = DAYS * rng.uniform(*QUIET)
    stops = rng.uniform(0.35, 0.5) * DAYS
    times = draw_times(rng, process, make_pace(size, days=DAYS - length, change=10.0), subject.waking)
    times = np.where(times < stops, times, times + length)
    add_contact(record, subject, times, draw_imported_share(rng))
    add_others(record, size, DAYS)
    planted = Planted("return_after_quiet", subject.person, day_of(record, stops + length))
    return record.made(Truth("returning", process, size), planted, unclear=("frequency_change",))


def nightly(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """Most occasions come round half past eleven at night (von Mises, concentration 3)."""
    record, subject = _one(rng)
    day = np.floor(draw_times(rng, process, make_pace(size), (0.0, 24.0)))
    hours = AT_NIGHT + rng.vonmises(0.0, CONCENTRATION, size=day.size) * 12 / np.pi
    add_contact(record, subject, np.sort(day + hours / 24), draw_imported_share(rng), keeping=EXACT)
    add_others(record, size, DAYS)
    return record.made(Truth("nightly", process, size), Planted("rhythm", subject.person))


def worsening(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """At the same pace, one in ten is graver at first and six in ten later."""
    record, subject = _one(rng)
    change = DAYS * rng.uniform(0.4, 0.6)
    times = draw_times(rng, process, make_pace(size), subject.waking)
    graver = rng.random(times.size) < np.where(times < change, 0.1, 0.6)
    for time, is_graver in zip(times, graver, strict=True):
        add_entry(record, subject.person, float(time), chosen(rng, GRAVER if is_graver else MILD))
    planted = Planted("severity_change", subject.person, day_of(record, change))
    return record.made(Truth("worsening", process, size), planted)


def on_listed_dates(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """Contact comes on most of eight listed dates, and now and then besides."""
    record, subject = _one(rng)
    dates = np.sort(rng.choice(np.arange(5, int(DAYS) - 5), 8, replace=False))
    for at in dates:
        record.milestone_written(day_of(record, float(at)), "anniversary", subject.person)
    hit = dates[rng.random(dates.size) < 0.8] + rng.uniform(0.4, 0.9)
    besides = draw_times(rng, process, make_pace(max(3, size // 2)), subject.waking)
    add_contact(record, subject, np.sort(np.concatenate([hit, besides])), draw_imported_share(rng), keeping=EXACT)
    return record.made(Truth("on listed dates", process, size), Planted("anniversary", subject.person))


def by_every_channel(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """Contact by one channel on most days, and by four of them on a few."""
    record, subject = _one(rng)
    times = draw_times(rng, process, make_pace(size), subject.waking)
    record.contacts(times, subject.number, "whatsapp", texts=write(rng, subject.writer, UNWANTED, times.size))
    days = rng.choice(int(DAYS), size=max(3, size // 10), replace=False)
    for channel, kind, exhibit in (("sms", "message", "AB/2"), ("phone", "call", "AB/2"), ("email", "email", "AB/4"),
                                   ("whatsapp", "message", "AB/1")):  # fmt: skip
        own = np.sort(days + rng.uniform(0.4, 0.9, size=days.size))
        record.contacts(own, subject.number, channel, kind=kind, exhibit=exhibit)
    add_others(record, size, DAYS)
    planted = Planted("many_channels_day", subject.person)
    return record.made(Truth("by every channel", process, size), planted, unclear=("frequency_change", "reaction"))


def other_number(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """After a block contact goes on from a number nobody knew, in the same hand and with the same phrases."""
    record, subject = _one(rng)
    pace = make_pace(size)
    times = draw_times(rng, process, pace, subject.waking)
    blocked = DAYS * rng.uniform(0.4, 0.6)
    record.milestone(blocked, "blocked", subject.person)
    add_messages(record, subject, times[times < blocked], UNWANTED)
    own = times[times >= blocked]
    soon = np.sort(np.concatenate([[blocked + rng.exponential(8 * HOUR)], own]))
    texts = write(rng, subject.writer, UNWANTED, soon.size)
    for at in (0, soon.size // 2):
        texts[at] = subject.writer.write(rng, REPEATED[0])
    record.contacts([5.0], subject.number, "whatsapp", texts=[subject.writer.write(rng, REPEATED[0])])
    record.contacts(soon, number_of(820), "sms", texts=texts, exhibit="AB/2")
    add_others(record, size, DAYS)
    planted = Planted("linked_identity", subject.person, day_of(record, blocked))
    return record.made(Truth("other number", process, size), planted, unclear=("frequency_change",))


def following(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """After a break-up somebody is met five times as often as before, at every place there is instead of at one."""
    record, subject = _one(rng)
    ended = DAYS * rng.uniform(0.4, 0.6)
    record.milestone(ended, "relationship_ended", subject.person)
    times = draw_times(rng, process, make_pace(size, 5.0, ended), subject.waking)
    for time in times:
        place = record.places[2] if time < ended else record.places[int(rng.integers(len(record.places)))]
        behaviour = "turning_up" if time < ended else chosen(rng, ("turning_up", "following_on_foot", "watching"))
        record.incident(
            float(time), [behaviour], subject.person, place=place.id, account="They were there when I came."
        )
    planted = Planted("place_pattern", subject.person, day_of(record, ended), 5.0)
    return record.made(Truth("following", process, size), planted, unclear=("frequency_change", "severity_change"))


def grave_among_ordinary(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """A few grave messages of each category among many that are not; the same words come by two accounts."""
    record, subject = _one(rng)
    handle = Identifier("handle", "d_again", "instagram")
    record.also_known_by(subject.person, handle)
    times = draw_times(rng, process, make_pace(size), subject.waking)
    add_messages(record, subject, times, UNWANTED)
    grave = [sentence for sentences in GRAVE.values() for sentence in sentences]
    at = np.sort(rng.uniform(0, DAYS, size=len(grave)))
    record.contacts(at, subject.number, "whatsapp", texts=[subject.writer.write(rng, it) for it in grave])
    for party, channel in ((subject.number, "whatsapp"), (handle, "instagram")):
        record.contacts([rng.uniform(0, DAYS)], party, channel, texts=[REPEATED[1]], exhibit="AB/1")
    unclear = ("frequency_change", "many_channels_day")
    return record.made(Truth("grave among ordinary", process, size), unclear=unclear)


def ordered(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """An order with two terms, made on a day on which clocks change, and what came before, under and after it.

    Contact lies within the hour round the beginning and the end as well, and the diary knows some times to the hour or day.
    """
    record, subject = _one(rng)
    record.starts = datetime(2025, *((3, 1) if rng.random() < 0.5 else (10, 1))).date()  # type: ignore[arg-type]
    changes = datetime(2025, 3, 30) if record.starts.month == 3 else datetime(2025, 10, 26)
    made = changes + timedelta(minutes=int(rng.integers(0, 150)))
    ends = changes + timedelta(days=int(rng.integers(20, 60)))
    home = record.places[0].id
    terms = (OrderTerm("t1", "no_contact", channels=("whatsapp", "sms")), OrderTerm("t2", "zone", places=(home,)))
    order = Order("non_molestation", WrittenTime(f"{ends:%Y-%m-%d}"), terms)
    record.milestone_written(f"{made:%Y-%m-%dT%H:%M}", "order_made", subject.person, order)
    first = (changes.date() - record.starts).days
    near = [first + rng.uniform(0, 0.15, size=8), (ends.date() - record.starts).days + rng.uniform(0.9, 1.1, size=8)]
    times = np.sort(
        np.concatenate([draw_times(rng, process, make_pace(size, days=100.0, change=50.0), (0.0, 24.0)), *near])
    )
    for at, (channel, kind, exhibit, _) in enumerate(CHANNELS):
        record.contacts(times[at :: len(CHANNELS)], subject.number, channel, kind=kind, exhibit=exhibit)
    for time in rng.choice(times, size=6):
        place = chosen(rng, [it.id for it in record.places])
        record.incident(float(time), ["loitering"], subject.person, place=place)
    case = record.made(Truth("ordered", process, size), unclear=("frequency_change", "return_after_quiet"))
    return replace(case, truth=replace(case.truth, exact={**case.truth.exact, "order_breach": _breaches(case, home)}))


def _breaches(case: MadeCase, home: str) -> dict[str, tuple[str, ...]]:
    """What surely, and what perhaps, came while the order was in force, by term: worked out second by second in UTC."""
    milestone = case.case.milestones[0]
    assert milestone.order is not None
    assert milestone.order.ends is not None
    zone = case.case.zone
    wall = datetime.fromisoformat(milestone.at.text)
    offsets = sorted(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    was_skipped = offsets[0].astimezone(zone).replace(tzinfo=None) != wall
    may_from = offsets[0]
    surely_from = (offsets[1] if was_skipped else offsets[0]) + timedelta(seconds=60)
    last_day = datetime.fromisoformat(milestone.order.ends.text)
    until = (last_day + timedelta(days=1)).replace(tzinfo=zone).astimezone(UTC)
    breaches: dict[str, list[str]] = {}
    in_channels = case.communications.filter(case.communications["channel"].is_in(["whatsapp", "sms"]))
    for id, moment in in_channels.select("id", "earliest").iter_rows():
        if may_from <= moment < until:
            breaches.setdefault("t1" if moment >= surely_from else "t1 time", []).append(id)
    for incident in case.case.incidents:
        if incident.place != home:
            continue
        span = incident.occurred.span(zone)
        if span is not None and surely_from <= span.earliest and span.latest < until:
            breaches.setdefault("t2", []).append(incident.id)
        elif span is None or (may_from <= span.latest and span.earliest < until):
            breaches.setdefault("t2 time", []).append(incident.id)
    return {term: tuple(ids) for term, ids in breaches.items()}


PLANTED: dict[str, World] = {
    "rising": rising, "one of two rising": one_of_two_rising, "reacting": reacting, "returning": returning,
    "nightly": nightly, "worsening": worsening, "on listed dates": on_listed_dates, "by every channel": by_every_channel,
    "other number": other_number, "following": following, "grave among ordinary": grave_among_ordinary, "ordered": ordered,
}  # fmt: skip
