"""The order of the queue: rules, each with its words. The most urgent rule that speaks gives the rank, and all are shown.

A rule speaks of something that is there, or of time that has passed with nothing done; none looks for an “absent”. So nothing
graver that is added can put a case lower; nor can waiting, since each reason holds from a moment on (`Reason.since`). Only an act
that deals with a reason ends it: somebody wrote what was done, called back, spoke with the person, read the message. Nothing is
added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from throughline.casework.checks import TIME_ZONE
from throughline.domain.milestone import Milestone

WAITING = 0
RANKS: dict[int, str] = {
    4: "Emergency now",
    3: "Before all others",
    2: "Today",
    1: "Soon",
    WAITING: "Waiting its turn",
}
"""The most urgent first: the higher the number, the more urgent. The last says nothing about danger."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the queue: the rank it gives, when it speaks, and what the adviser reads."""

    code: str
    rank: int
    when: str
    words: str


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(
            "emergency", 4, "a contact is marked an emergency, and nobody has written what was done",
            "A contact became an emergency, and nobody has written what was done.",
        ),
        Rule(
            "after_emergency", 3, "there was an emergency, what was done is written, and nobody has spoken with them since",
            "There was an emergency, and nobody has spoken with them since.",
        ),
        Rule(
            "imminent_danger", 3, "a factor of imminent danger is present, in any version in force",
            "A factor of imminent danger is present.",
        ),
        Rule(
            "graver_incident", 3, "they shared an incident graver than the ones before, and no adviser has seen it",
            "They shared an incident that is graver than the ones before.",
        ),
        Rule(
            "order_broken", 3, "they shared something that may break an order, and no adviser has seen it",
            "They shared something that may break an order.",
        ),
        Rule("call_back_missed", 3, "a promise is owed and its time is over", "A call-back was missed, and is still owed."),
        Rule("call_back_due", 2, "a promise is owed and its time has come", "A call-back is due."),
        Rule("message_unread", 2, "a message from them has not been read", "They wrote a message that nobody has read."),
        Rule(
            "first_contact_late", 2, "nobody has spoken with them for longer than the helpline promises for a first contact",
            "They have waited for a first contact for longer than was promised.",
        ),
        Rule(
            "order_ended", 2, "an order or bail condition has ended, and nobody has spoken with them since",
            "An order or bail condition has ended, and nobody has spoken with them since.",
        ),
        Rule("raised_3", 3, "somebody put the case there by hand", "Somebody put this case here by hand."),
        Rule("raised_2", 2, "somebody put the case there by hand", "Somebody put this case here by hand."),
        Rule("raised_1", 1, "somebody put the case there by hand", "Somebody put this case here by hand."),
        Rule(
            "date_near", 1, "a day that may change something is within 7 days, or has come and nobody has spoken with them since",
            "A day that may change something is near, or has come.",
        ),
        Rule("action_late", 1, "a step of the safety plan is open after its day", "A step of the safety plan is past its day."),
        Rule("answer_late", 1, "an answer to a referral is expected and its day is over", "A referral has had no answer in time."),
        Rule(
            "written_twice", 1, "two people wrote to the same thing at the same time, and nobody has put it together",
            "Two people wrote to the same thing at the same time. Both stand.",
        ),
        Rule("waiting", WAITING, "always", "It waits its turn. That says nothing about danger."),
    )
}  # fmt: skip
NEAR_DAYS = 7


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that speaks from a moment on, and what it rests on: items of the ledger (`note:5f3a`), or ids of shared entries."""

    rule: Rule
    since: datetime
    because: tuple[str, ...] = ()
    until: datetime | None = None
    """When a more urgent reason of the same thing takes its place: a call-back that is missed is not said to be due as well."""

    def speaks_at(self, now: datetime) -> bool:
        """Whether it is said at a moment."""
        return self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something that the person shared or wrote and that no adviser has seen: when it came, and the ids of the entries."""

    at: datetime
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What the ledger alone does not say. `opened_at` is when the case began; `first_contact_within` is what the helpline promises.

    `milestones` are those that the person shared, their times meant in `zone`.
    """

    opened_at: datetime
    first_contact_within: timedelta = timedelta(hours=24)
    graver: tuple[Unseen, ...] = ()
    broken_order: tuple[Unseen, ...] = ()
    messages: tuple[Unseen, ...] = ()
    milestones: Sequence[Milestone] = field(default=())
    zone: ZoneInfo = TIME_ZONE


@dataclass(frozen=True, slots=True)
class Urgency:
    """A rank (a key of `RANKS`, the highest the most urgent), and every reason that holds at that moment, the most urgent first."""

    rank: int
    reasons: tuple[Reason, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What the adviser reads, each sentence once."""
        return tuple(dict.fromkeys(it.rule.words for it in self.reasons))


def urgency(reasons: Iterable[Reason], now: datetime) -> Urgency:
    """How urgent a case is at an aware moment, from the reasons that `standing_reasons.reasons` gives."""
    speaking = sorted((it for it in reasons if it.speaks_at(now)), key=lambda it: (-it.rule.rank, it.since))
    waiting = Reason(RULES["waiting"], datetime.min.replace(tzinfo=UTC))
    speaking = speaking or [waiting]
    return Urgency(speaking[0].rule.rank, tuple(speaking))


def rises(reasons: Iterable[Reason]) -> dict[int, datetime]:
    """For each rank above the last, the first moment from which a case is at that rank or above, if nobody does anything.

    These are times alone, so that a database can put cases in order at any later moment without opening them.
    """
    first: dict[int, datetime] = {}
    for it in reasons:
        for rank in range(WAITING + 1, it.rule.rank + 1):
            first[rank] = min(first.get(rank, it.since), it.since)
    return first
