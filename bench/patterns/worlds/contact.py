"""Contact of one person put into a record: through a phone, into a diary, or both; and what lies round about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from families import ANCHOR_PLACES, Pace, place_anchors

from throughline.domain.people import Identifier
from worlds.processes import PROCESSES, draw_waking, within_hours
from worlds.record import USUAL, Record, Remembering
from worlds.sentences import ACCOUNTS, ORDINARY, UNWANTED, Writer, draw_writer, write
from worlds.truth import MadeCase

World = Callable[[np.random.Generator, str, int], MadeCase]
"""Makes a case up from a random number generator, the name of a process and about how many contacts there are."""

CHANNELS: tuple[tuple[str, str, str, float], ...] = (
    ("whatsapp", "message", "AB/1", 0.6), ("sms", "message", "AB/2", 0.2), ("phone", "call", "AB/2", 0.1),
    ("phone", "missed_call", "AB/2", 0.1),
)  # fmt: skip
"""Channel, kind of communication, the export it is in, and its share."""
SEEN = ("loitering", "turning_up", "watching", "approaches", "following_on_foot", "gifts_left", "letters", "damage")
"""What a diary holds beside an export: none of it can be a message that was imported too."""
TOLD = (*SEEN, "messages", "silent_calls", "repeated_calls", "social_contact", "contact_through_family", "workplace")
CHANGES = ("stopped_going_out", "changed_route", "moved_home", "changed_locks")
ANCHOR_KINDS = ("blocked", "told_to_stop", "reported_to_police", "post_published", "court_hearing")
FIRST_DAY, DAYS_TO_START_ON = date(2024, 1, 1), 540
MOST_ENTRIES = 300
"""Nobody writes down more than about so many things; the rest of a large case is imported."""
_MISLABELLED = 0.1


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody whose contact is made up: who they are in the case, their number, how they write, and when they are awake."""

    person: str
    number: Identifier
    writer: Writer
    waking: tuple[float, float]


def begin(rng: np.random.Generator) -> Record:
    """A case that starts on some day; clocks change once or twice in most."""
    record = Record(rng, FIRST_DAY + timedelta(days=int(rng.integers(DAYS_TO_START_ON))))
    for kind, label in (
        ("home", "Home"),
        ("work", "The library"),
        ("route", "Quay Street"),
        ("leisure", "Northgate pool"),
    ):
        record.place(kind, label)
    return record


def number_of(digits: int) -> Identifier:
    """A telephone number that nobody has."""
    return Identifier("phone", f"+447700900{digits:03}")


def add_subject(record: Record, name: str, relationship: str, digits: int) -> Subject:
    """Add somebody with one number."""
    rng, number = record.rng, number_of(digits)
    return Subject(record.person(name, relationship, number), number, draw_writer(rng), draw_waking(rng))


def draw_times(rng: np.random.Generator, process: str, pace: Pace, waking: tuple[float, float]) -> np.ndarray:
    """When somebody is in touch, by that process, within their hours."""
    return within_hours(PROCESSES[process](rng, pace), waking)


def draw_imported_share(rng: np.random.Generator) -> float:
    """How much of the contact a phone holds: all, some beside a diary, or none."""
    return float(rng.choice([0.0, 0.6, 1.0], p=[0.3, 0.4, 0.3]))


def add_contact(
    record: Record,
    subject: Subject,
    times: np.ndarray,
    imported: float,
    *,
    sentences: tuple[str, ...] = UNWANTED,
    behaviours: Callable[[float], str] | None = None,
    keeping: Remembering = USUAL,
) -> None:
    """Put contact at these times on record: that share in exports, the rest in the diary."""
    rng = record.rng
    is_imported = rng.random(times.size) < max(imported, 1 - MOST_ENTRIES / max(1, times.size))
    add_messages(record, subject, times[is_imported], sentences)
    from_which = SEEN if is_imported.any() else TOLD
    for time in times[~is_imported]:
        behaviour = behaviours(float(time)) if behaviours else str(rng.choice(from_which))
        if rng.random() < _MISLABELLED:
            behaviour = str(rng.choice(from_which))
        add_entry(record, subject.person, float(time), behaviour, keeping)


def add_messages(record: Record, subject: Subject, times: np.ndarray, sentences: tuple[str, ...]) -> None:
    """Imported contact in the usual channels; a few messages were deleted, and their words are gone."""
    rng = record.rng
    which = rng.choice(len(CHANNELS), size=times.size, p=[share for *_, share in CHANNELS])
    for at, (channel, kind, exhibit, _) in enumerate(CHANNELS):
        own = times[which == at]
        is_message = kind == "message"
        is_deleted = (rng.random(own.size) < 0.03) & is_message
        texts = write(rng, subject.writer, sentences, own.size) if is_message else [None] * own.size
        record.contacts(
            own, subject.number, channel, kind=kind, exhibit=exhibit,
            texts=[None if gone else text for gone, text in zip(is_deleted, texts, strict=True)],
            state=["deleted" if gone else None for gone in is_deleted],
        )  # fmt: skip


def add_entry(record: Record, person: str, day: float, behaviour: str, keeping: Remembering = USUAL) -> str:
    """One diary entry."""
    rng = record.rng
    place = record.places[int(rng.integers(len(record.places)))].id if behaviour in SEEN else None
    changes = [str(rng.choice(CHANGES))] if rng.random() < 0.1 else []
    return record.incident(
        day, [behaviour], person, place=place, keeping=keeping, account=ACCOUNTS[int(rng.integers(len(ACCOUNTS)))],
        changes=changes, fear=int(rng.integers(5)) if rng.random() < 0.5 else None,
    )  # fmt: skip


def add_replies(record: Record, subject: Subject, times: np.ndarray, share: float, until: float) -> None:
    """Answers to some contacts, up to a day: contact in both directions is no sign that it is welcome later."""
    rng = record.rng
    answered = times[(times < until) & (rng.random(times.size) < share)]
    later = np.sort(answered + rng.exponential(0.02, size=answered.size))
    me = draw_writer(rng)
    record.contacts(later, subject.number, "whatsapp", direction="outgoing", texts=write(rng, me, ORDINARY, later.size))


def add_others(record: Record, number: int, days: float) -> None:
    """Friends who are no part of the case, in the same exports, both ways."""
    rng = record.rng
    for digits, channel, exhibit in ((801, "sms", "AB/2"), (802, "sms", "AB/2")):
        times = np.sort(rng.uniform(0, days, size=1 + number // 2))
        ways = rng.choice(["incoming", "outgoing"], size=times.size)
        texts = write(rng, draw_writer(rng), ORDINARY, times.size)
        record.contacts(times, number_of(digits), channel, direction=list(ways), texts=texts, exhibit=exhibit)


def add_anchors(record: Record, subject: Subject, times: np.ndarray, pace: Pace, number: int) -> np.ndarray:
    """Blocks, refusals and reports as people make them: at any time, after contact, on bad days, in office hours."""
    rng = record.rng
    where = str(rng.choice(list(ANCHOR_PLACES)))
    anchors = place_anchors(where, rng, times, pace, number) if times.size and number else np.array([])
    for anchor in anchors:
        record.milestone(float(anchor), str(rng.choice(ANCHOR_KINDS)), subject.person)
    return anchors


def tell_again(record: Record, subject: Subject, times: np.ndarray, number: int) -> None:
    """Imported messages that are in the diary as well, and in a second export of the same chat (a screenshot)."""
    rng = record.rng
    again = rng.choice(times, size=min(number, times.size), replace=False)
    texts = write(rng, subject.writer, UNWANTED, again.size)
    for exhibit in ("AB/1", "AB/3"):
        record.contacts(np.sort(again), subject.number, "whatsapp", texts=texts, exhibit=exhibit)
    for time in again:
        record.incident(float(time), ["messages"], subject.person, tells_of_contact=True, account="They wrote again.")


def day_of(record: Record, day: float) -> str:
    """The date so many days after the start."""
    return (record.starts + timedelta(days=int(day))).isoformat()


def chosen(rng: np.random.Generator, behaviours: Sequence[str]) -> str:
    """One of them."""
    return str(behaviours[int(rng.integers(len(behaviours)))])
