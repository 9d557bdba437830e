"""Worlds with nothing in them for an inference to find: contact that goes on as it began, and contact that is welcome or dull.

What does gather by its nature, such as a firm's office hours, is planted, because it is true.
"""

from __future__ import annotations

import numpy as np
from families import DAYS, make_pace

from worlds.contact import (
    World,
    add_anchors,
    add_contact,
    add_entry,
    add_messages,
    add_others,
    add_replies,
    add_subject,
    begin,
    chosen,
    draw_imported_share,
    draw_times,
    number_of,
    tell_again,
)
from worlds.processes import within_hours
from worlds.record import Record, Remembering
from worlds.sentences import CHILDREN, COLLEAGUE, COURIER, DEBT, MARKETING, ORDINARY, UNWANTED, draw_writer, write
from worlds.truth import MadeCase, Planted, Truth

FROM_MEMORY = Remembering((0.1, 0.2, 0.3, 0.25, 0.1, 0.05), minutes=30)
REMEMBERED = ("approaches", "damage", "following_on_foot", "loitering")
LATER_ON = ("loitering", "turning_up", "messages", "silent_calls", "approaches")
_SPREAD_OF_A_BREAK_UP = 9.0


def steady(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """One person who is in touch at the same pace throughout. Blocks and reports follow what happens; nothing follows them."""
    record, pace = begin(rng), make_pace(size)
    subject = add_subject(record, "D", "former_partner", 100)
    times = draw_times(rng, process, pace, subject.waking)
    imported = draw_imported_share(rng)
    add_contact(record, subject, times, imported)
    add_anchors(record, subject, times, pace, int(rng.integers(6)))
    add_others(record, size, DAYS)
    if imported:
        add_replies(record, subject, times, 0.2, DAYS / 4)
        tell_again(record, subject, times, int(rng.integers(4)))
    return record.made(Truth("steady", process, size))


def two_steady(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """Two people at once, who know nothing of each other."""
    record = begin(rng)
    for name, relationship, digits in (("Kit", "colleague", 110), ("Lou", "neighbour", 111)):
        subject, pace = add_subject(record, name, relationship, digits), make_pace(size / 2)
        times = draw_times(rng, process, pace, subject.waking)
        add_contact(record, subject, times, draw_imported_share(rng))
        add_anchors(record, subject, times, pace, int(rng.integers(3)))
    add_others(record, size, DAYS)
    return record.made(Truth("two steady", process, size))


def diary_begins(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """The pace never changes, but an adviser says to keep a diary: before that, a quarter is remembered, after it nearly all."""
    record, pace = begin(rng), make_pace(size * 1.6)
    subject = add_subject(record, "S", "acquaintance", 120)
    told = DAYS * rng.uniform(0.35, 0.6)
    record.milestone(told, "reported_to_police", subject.person)
    for time in draw_times(rng, process, pace, subject.waking):
        if time >= told and rng.random() < 0.95:
            add_entry(record, subject.person, float(time), chosen(rng, LATER_ON))
        elif time < told and rng.random() < 0.25:
            record.incident(
                float(time), [chosen(rng, REMEMBERED)], subject.person, keeping=FROM_MEMORY,
                recorded=told + rng.uniform(0, 0.2), account="I remember this one.",
            )  # fmt: skip
    return record.made(Truth("diary begins", process, size))


def cleared_chat(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """The pace never changes, but one chat was cleared: what was in it before is gone, and text messages go on throughout."""
    record, pace = begin(rng), make_pace(size)
    subject = add_subject(record, "M", "former_partner", 130)
    times = draw_times(rng, process, pace, subject.waking)
    cleared = DAYS * rng.uniform(0.3, 0.7)
    is_sms = rng.random(times.size) < 0.4
    kept = times[~is_sms & (times >= cleared)]
    for own, channel, exhibit in ((times[is_sms], "sms", "AB/2"), (kept, "whatsapp", "AB/1")):
        record.contacts(
            own, subject.number, channel, exhibit=exhibit, texts=write(rng, subject.writer, UNWANTED, own.size)
        )
    add_others(record, size, DAYS)
    return record.made(Truth("cleared chat", process, size))


def friendship(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """A busy friendship, in bursts of hours, as much one way as the other."""
    record, pace = begin(rng), make_pace(size)
    friend = add_subject(record, "Bea", "friend", 140)
    times = draw_times(rng, process, pace, friend.waking)
    ways = rng.choice(["incoming", "outgoing"], size=times.size, p=[0.5, 0.5])
    me = draw_writer(rng)
    for way, writer in (("incoming", friend.writer), ("outgoing", me)):
        own = times[ways == way]
        record.contacts(own, friend.number, "whatsapp", direction=way, texts=write(rng, writer, ORDINARY, own.size))
    return record.made(Truth("friendship", process, size))


def break_up(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """Two weeks of many messages after a break-up, which grow fewer and end."""
    record = begin(rng)
    subject = add_subject(record, "A", "former_partner", 150)
    record.milestone(0.2, "relationship_ended", subject.person)
    even = draw_times(rng, process, make_pace(size, days=60.0, change=30.0), (0.0, 24.0)) / 60.0
    times = np.sort(-_SPREAD_OF_A_BREAK_UP * np.log1p(-np.minimum(even, 1 - 1e-9) * 0.99))
    times = within_hours(times, subject.waking)
    add_messages(record, subject, times, ORDINARY)
    add_replies(record, subject, times, 0.5, 20.0)
    add_others(record, size, 90.0)
    record.milestone(float(rng.uniform(4, 14)), "told_to_stop", subject.person)
    return record.made(Truth("break-up that ends", process, size))


def debt_collector(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """A firm that calls and writes in office hours on weekdays, month after month."""
    record = begin(rng)
    firm = add_subject(record, "The collection firm", "other", 160)
    times = _in_office_hours(record, draw_times(rng, process, make_pace(size), (0.0, 24.0)))
    add_messages(record, firm, times, DEBT)
    add_anchors(record, firm, times, make_pace(size), int(rng.integers(3)))
    return record.made(Truth("debt collector", process, size), Planted("rhythm", firm.person))


def _in_office_hours(record: Record, times: np.ndarray) -> np.ndarray:
    day = np.floor(times)
    weekday = (record.starts.weekday() + day.astype(np.int64)) % 7
    moved: np.ndarray = np.where(weekday > 4, day - (weekday - 4), day)
    return np.sort(np.maximum(moved, 0) + (9 + 8 * (times - day)) / 24)


def co_parents(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """Two parents who write to each other about the children."""
    record, pace = begin(rng), make_pace(size)
    other = add_subject(record, "The children's dad", "former_partner", 170)
    times = draw_times(rng, process, pace, other.waking)
    add_messages(record, other, times, CHILDREN)
    add_replies(record, other, times, 0.8, DAYS)
    record.milestone(DAYS * 0.1, "relationship_ended", other.person)
    record.milestone(DAYS * 0.4, "court_hearing", other.person)
    return record.made(Truth("co-parents", process, size))


def group_chat(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """A club's chat in which somebody of the case writes like everybody else."""
    record, pace = begin(rng), make_pace(size)
    member = add_subject(record, "Gus", "acquaintance", 180)
    for digits in range(180, 186):
        times = draw_times(rng, process, pace, member.waking)
        texts = write(rng, draw_writer(rng), ORDINARY, times.size)
        record.contacts(times, number_of(digits), "whatsapp", texts=texts)
    return record.made(Truth("group chat", process, size))


def marketing(rng: np.random.Generator, _process: str, size: int) -> MadeCase:
    """A shop that writes every week on the same morning."""
    record = begin(rng)
    shop = add_subject(record, "The shop", "other", 190)
    times = np.arange(int(rng.integers(7)), size * 7, 7) + 9.5 / 24 + rng.uniform(0, 0.02, size=size)
    record.contacts(times, shop.number, "sms", exhibit="AB/2", texts=write(rng, shop.writer, MARKETING, size))
    add_others(record, size, float(size * 7))
    return record.made(Truth("marketing", "weekly", size), Planted("rhythm", shop.person))


def strangers_after_a_block(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """Contact goes on as before; soon after a block a courier and a new colleague write from numbers nobody knew."""
    record, pace = begin(rng), make_pace(size)
    subject = add_subject(record, "D", "former_partner", 200)
    times = draw_times(rng, process, pace, subject.waking)
    add_contact(record, subject, times, 1.0)
    blocked = DAYS * rng.uniform(0.3, 0.6)
    record.milestone(blocked, "blocked", subject.person)
    for digits, sentences, number in ((811, COURIER, 6), (812, COLLEAGUE, 14)):
        later = np.sort(blocked + rng.exponential(0.1) + rng.exponential(12.0, size=number))
        texts = write(rng, draw_writer(rng), sentences, number)
        record.contacts(within_hours(later, (8.0, 20.0)), number_of(digits), "sms", texts=texts, exhibit="AB/2")
    add_others(record, size, DAYS)
    return record.made(Truth("strangers after a block", process, size))


def same_small_town(rng: np.random.Generator, process: str, size: int) -> MadeCase:
    """A former partner who lives round the corner is met by chance at the same pace before and after the break-up."""
    record, pace = begin(rng), make_pace(size)
    subject = add_subject(record, "T", "former_partner", 220)
    record.milestone(DAYS * rng.uniform(0.3, 0.6), "relationship_ended", subject.person)
    by_how_often = np.array([0.1, 0.2, 0.5, 0.2])
    for time in draw_times(rng, process, pace, subject.waking):
        place = record.places[int(rng.choice(len(record.places), p=by_how_often))].id
        record.incident(float(time), ["turning_up"], subject.person, place=place, account="I saw them there.")
    return record.made(Truth("same small town", process, size))


BENIGN: dict[str, World] = {
    "steady": steady, "two steady": two_steady, "diary begins": diary_begins, "cleared chat": cleared_chat,
    "friendship": friendship, "break-up that ends": break_up, "debt collector": debt_collector, "co-parents": co_parents,
    "group chat": group_chat, "marketing": marketing, "strangers after a block": strangers_after_a_block,
    "same small town": same_small_town,
}  # fmt: skip
