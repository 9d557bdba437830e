"""How the helpline may be in touch with somebody without putting them in danger. What nobody asked is not safe.

A case can hold two versions at once, where two advisers wrote at the same time: then every one of them has to allow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from throughline.casework.checks import NOT_TOO_LONG, TIME_ZONE, Answer, day_of, need
from throughline.domain.rules import Rule

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Leaving = Literal["voicemail", "text", "email", "post"]
OLD_AFTER = timedelta(days=28)
SOME_DAYS = Rule(len, "needs at least one day")
A_DIAL = Rule(lambda number: not number or re.search(r"\d", number), "has no digit in it")


@dataclass(frozen=True, slots=True)
class Window:
    """Hours on some days of the week, as clocks in the United Kingdom show them. `to` before `start` runs past midnight.

    `to` is not part of it, so that two windows can meet.
    """

    days: Annotated[tuple[Day, ...], "days of the week"]
    start: Annotated[time, "from"]
    to: Annotated[time, "until, not included"]

    def __post_init__(self) -> None:
        SOME_DAYS.check(self.days)
        need(self.start != self.to, "A window needs some time between its ends.")
        need(
            self.start.tzinfo is None and self.to.tzinfo is None,
            "The hours of a window are those of a clock on the wall.",
        )

    def holds_at(self, now: datetime) -> bool:
        """True when an aware moment lies in it."""
        wall = now.astimezone(TIME_ZONE)
        at, today, yesterday = wall.time(), DAYS[wall.weekday()], DAYS[wall.weekday() - 1]
        if self.start < self.to:
            return today in self.days and self.start <= at < self.to
        return (today in self.days and at >= self.start) or (yesterday in self.days and at < self.to)

    def told(self) -> str:
        """The window in words."""
        days = (
            "every day"
            if len(set(self.days)) == len(DAYS)
            else ", ".join(_DAY_NAMED[it] for it in DAYS if it in self.days)
        )
        past = " the next day" if self.to < self.start else ""
        return f"{days} from {self.start:%H:%M} to {self.to:%H:%M}{past}"


_DAY_NAMED: dict[Day, str] = dict(zip(DAYS, DAY_NAMES, strict=True))


@dataclass(frozen=True, slots=True)
class SafeContact:
    """What the person said about being contacted, and until when it holds. Every answer is yes, no or unknown."""

    call: Annotated[Answer, "may we call"] = "unknown"
    number: Annotated[str, "which number"] = ""
    any_time: Annotated[Answer, "at any time of any day"] = "unknown"
    windows: Annotated[tuple[Window, ...], "when, if not at any time"] = ()
    voicemail: Annotated[Answer, "may we leave a message on voicemail"] = "unknown"
    text: Annotated[Answer, "may we send a text"] = "unknown"
    email: Annotated[Answer, "may we send e-mail"] = "unknown"
    email_address: Annotated[str, "to which address"] = ""
    post: Annotated[Answer, "may we send post"] = "unknown"
    postal_address: Annotated[str, "to which address"] = ""
    who_may_answer: Annotated[str, "who may answer"] = ""
    if_somebody_else: Annotated[str, "what to say to anybody else who answers"] = ""
    code_word: Annotated[str, "the code word that shows that it is them, and that they can talk"] = ""
    avoid: Annotated[str, "what never to do or say"] = ""
    until: Annotated[date | None, "the last day on which all this holds; empty where they set none"] = None

    def __post_init__(self) -> None:
        A_DIAL.check(self.number)
        NOT_TOO_LONG.check(self.number, self.email_address, self.postal_address, self.who_may_answer)
        NOT_TOO_LONG.check(self.if_somebody_else, self.code_word, self.avoid)
        need(not (self.any_time == "yes" and self.windows), "Say either at any time, or when; not both.")


@dataclass(frozen=True, slots=True)
class Agreed:
    """A version of safe contact that is in force, and when it was written down."""

    contact: SafeContact
    at: datetime


@dataclass(frozen=True, slots=True)
class Dial:
    """Whether a number may be shown. `number` is None where not, with `why_not`; `before` is what to read before it is dialled."""

    number: str | None
    why_not: str
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether something may be left or sent. `to` is None where not, with `why_not`; `warnings` are read before it goes."""

    to: str | None
    why_not: str
    warnings: tuple[str, ...]


CALL_REFUSALS = {
    "no": "They said not to call.",
    "unasked": "Nobody has asked whether it is safe to call. Do not call.",
    "ended": "What they agreed to ended. Do not call until they have said again what is safe.",
    "number": "They may be called, but no number is written down.",
    "when": "Nobody has asked at what times it is safe to call. Do not call.",
    "outside": "It is not a time at which they said it is safe to call. It is safe: {}.",
    "apart": "Two people wrote different numbers at the same time. Look at both, and write down the one that is right.",
}
"""Why no number is shown, in the order in which it is looked at; the first that applies is said."""
SENDING: dict[Leaving, tuple[str, str, str]] = {
    "voicemail": (
        "They said not to leave a message on voicemail.",
        "Nobody has asked whether a voicemail is safe. Leave none.",
        "Somebody else may hear it. Say no name of the helpline, and not why you call.",
    ),
    "text": (
        "They said not to send texts.",
        "Nobody has asked whether a text is safe. Send none.",
        "It shows on a locked screen, and on other devices of the same account. Say nothing in it that tells what it is about.",
    ),
    "email": (
        "They said not to send e-mail.",
        "Nobody has asked whether e-mail is safe. Send none.",
        "Others may read the account, or see it in a preview. Neither its subject nor the sender may tell what it is about.",
    ),
    "post": (
        "They said not to send post.",
        "Nobody has asked whether post is safe. Send none.",
        "Others may open it. The address must be the one they gave last; letters to an old address have been read by the wrong person. Nothing on the envelope may tell whom it is from.",
    ),
}
"""For each way: the words where the answer is no, where it is unknown, and the warning before it goes."""

PACK_WARNINGS = (
    "A pack is not sealed. Whoever gets it reads all of it, names, numbers and addresses too.",
    "Look through it for an address or a place that the other side does not know. It may end in front of them in court.",
    "It can go only to whom the person agreed, for what they agreed to.",
    "What was sent cannot be called back.",
)
"""Read before a pack is made for somebody."""


def may_dial(agreed: Sequence[Agreed], now: datetime) -> Dial:
    """The number to dial at an aware moment, or the one plain reason why none is shown.

    `agreed` are all versions in force, none where nobody wrote one. Only a yes counts as a yes, in every one of them.
    """
    before = tuple(_before_dialling(agreed, now))
    for it in agreed:
        why_not = _why_not_dial(it.contact, now)
        if why_not:
            return Dial(None, why_not, before)
    numbers = {_digits(it.contact.number) for it in agreed}
    if len(numbers) != 1:
        return Dial(None, CALL_REFUSALS["apart" if numbers else "unasked"], before)
    return Dial(agreed[-1].contact.number, "", before)


def may_leave(way: Leaving, agreed: Sequence[Agreed], now: datetime) -> Leave:
    """Where a voicemail, a text, e-mail or post may go, or why nowhere; `warnings` are to be read before it goes."""
    said_no, unasked, warning = SENDING[way]
    targets = set()
    for it in agreed:
        answer: Answer = getattr(it.contact, way)
        target = _target(way, it.contact)
        if answer != "yes":
            return Leave(None, said_no if answer == "no" else unasked, ())
        if _is_over(it.contact, now):
            return Leave(None, "What they agreed to ended. Send nothing until they have said again what is safe.", ())
        if not target.strip():
            return Leave(None, "They agreed to it, but nobody wrote down where to.", ())
        targets.add(target)
    if len(targets) != 1:
        return Leave(
            None, "Two people wrote different things at the same time. Look at both." if targets else unasked, ()
        )
    if way == "voicemail":
        dial = may_dial(agreed, now)
        return Leave(dial.number, dial.why_not, (warning, *dial.before))
    return Leave(targets.pop(), "", (warning, *_old(agreed, now), *_avoid(agreed)))


def _target(way: Leaving, contact: SafeContact) -> str:
    targets = {"email": contact.email_address, "post": contact.postal_address}
    return targets.get(way, contact.number)


def _digits(number: str) -> str:
    return re.sub(r"[^\d+]", "", number)


def _is_over(contact: SafeContact, now: datetime) -> bool:
    return contact.until is not None and day_of(now) > contact.until


def _why_not_dial(contact: SafeContact, now: datetime) -> str:
    if contact.call != "yes":
        return CALL_REFUSALS["no" if contact.call == "no" else "unasked"]
    if _is_over(contact, now):
        return CALL_REFUSALS["ended"]
    if not contact.number:
        return CALL_REFUSALS["number"]
    if contact.any_time == "yes" or any(it.holds_at(now) for it in contact.windows):
        return ""
    if not contact.windows:
        return CALL_REFUSALS["when"]
    return CALL_REFUSALS["outside"].format("; ".join(it.told() for it in contact.windows))


def _before_dialling(agreed: Sequence[Agreed], now: datetime) -> Iterator[str]:
    for it in agreed:
        contact = it.contact
        if contact.who_may_answer:
            yield f"Who may answer: {contact.who_may_answer}"
        yield (
            f"If somebody else answers, say: {contact.if_somebody_else}"
            if contact.if_somebody_else
            else "Nobody agreed what to say to somebody else. If it is not them, say that it is a wrong number, and no more."
        )
        if contact.code_word:
            yield f"Code word: {contact.code_word}"
        else:
            yield "There is no code word. Ask first whether they can talk; let them say only yes or no."
        if contact.voicemail != "yes":
            yield "Leave no voicemail."
    yield from _avoid(agreed)
    yield from _old(agreed, now)


def _avoid(agreed: Sequence[Agreed]) -> Iterator[str]:
    for it in agreed:
        if it.contact.avoid:
            yield f"Never: {it.contact.avoid}"


def _old(agreed: Sequence[Agreed], now: datetime) -> Iterator[str]:
    """Safe last month may not be safe today: they may have moved in with somebody, or lost the phone."""
    oldest = min((it.at for it in agreed), default=now)
    if now - oldest > OLD_AFTER:
        yield f"This was written down on {oldest.astimezone(TIME_ZONE):%-d %B %Y}. Ask whether it is still so."
