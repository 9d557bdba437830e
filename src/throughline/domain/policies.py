"""What the state allows: the rules that bind what somebody may do, each from plain frozen values to one answer.

`decide` is the one question to ask before anything is shown or changed: it looks at the permission (`permissions.MAY`) and at
every rule that binds the deed (`BOUND`). Whatever is not known counts as not allowed: nobody asked is not a no, and no consent
is no consent. Which rule binds what is printed in `docs/reference/who-may.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from throughline.domain.permissions import Deed, Relation, Role, may

Standing = Literal["waiting", "active", "left"]
Conflict = Literal["not_asked", "none", "declared"]
ContactSafety = Literal["unknown", "not_safe", "safe"]
Check = Literal["code_word", "ring_back"]
Part = Literal["diary", "messages", "files", "milestones", "questions"]
"""What of a diary can be shared by itself."""

GLASS_LONGEST = timedelta(hours=1)
"""How long an emergency access lasts at most. Whoever needs longer is given the case, or gives a reason again."""
REASON_LETTERS = 10


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wants to do something. `helpline` is nothing for a person who is not staff. A member's standing begins with `waiting`."""

    id: str
    role: Role
    helpline: str | None = None
    standing: Standing = "waiting"


@dataclass(frozen=True, slots=True)
class ShareTerms:
    """What a person gave a helpline: which parts, from when, until when (None: until they withdraw it). Aware times."""

    parts: frozenset[Part]
    begins_at: datetime
    ends_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Glass:
    """An emergency access to somebody else's case. Raises ValueError without a reason, and for longer than `GLASS_LONGEST`."""

    by: str
    reason: str = field(repr=False)
    opened_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.reason.strip()) < REASON_LETTERS:
            raise ValueError("An emergency access needs a reason that the person can read.")
        if not self.opened_at < self.ends_at <= self.opened_at + GLASS_LONGEST:
            raise ValueError("An emergency access ends within the hour.")


@dataclass(frozen=True, slots=True)
class Consent:
    """That the person agrees to be referred to one recipient. Aware times; without an end it lasts until it is withdrawn."""

    recipient: str
    given_at: datetime
    ends_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a case, or of a helpline where `case` is None, and of how the actor stands to it.

    `safe_contact` is the answer for the moment of asking. `conflict` is what the actor said. `confirmed_by` are the members who confirmed the
    recovery or the address that is asked about, `checks` what the actor made sure of, and `waits_until` the end of the session that waits.
    `supervisors` are the active ones of the helpline. Whatever is left out is the answer that allows nothing.
    """

    helpline: str | None = None
    case: str | None = None
    person: str | None = None
    adviser: str | None = None
    consulted: frozenset[str] = frozenset()
    conflict: Conflict = "not_asked"
    share: ShareTerms | None = None
    glass: Glass | None = None
    is_closed: bool = False
    safe_contact: ContactSafety = "unknown"
    consents: tuple[Consent, ...] = ()
    confirmed_by: frozenset[str] = frozenset()
    checks: frozenset[Check] = frozenset()
    waits_until: datetime | None = None
    supervisors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: may this actor do this now? `part` of what was shared, `recipient` of a referral, the member it is `about`."""

    deed: Deed
    actor: Actor
    state: State
    now: datetime
    part: Part | None = None
    recipient: str | None = None
    about: str | None = None

    @property
    def relation(self) -> Relation:
        """How the case stands to the actor."""
        return relation(self.actor, self.state)


@dataclass(frozen=True, slots=True)
class Allowed:
    """It may be done."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not: why, in one plain sentence, and the rule that says so (`permission` for the table of who may)."""

    reason: str
    rule: str


Answer = Allowed | Refused
ALLOWED = Allowed()


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule of the state: what must hold, in words, and the check that gives the reason where it does not."""

    name: str
    holds: str
    why_not: Callable[[Asked], str | None]

    def __call__(self, asked: Asked) -> Answer:
        """The answer of this rule alone."""
        reason = self.why_not(asked)
        return ALLOWED if reason is None else Refused(reason, self.name)


def relation(actor: Actor, state: State) -> Relation:
    """How a case, or a helpline, stands to somebody. What is not certainly of their helpline is elsewhere."""
    if actor.role == "person":
        return "own" if state.person == actor.id else "elsewhere"
    if actor.helpline is None or state.helpline != actor.helpline:
        return "elsewhere"
    if state.case is None:
        return "helpline"
    if state.adviser == actor.id:
        return "assigned"
    if actor.id in state.consulted:
        return "consulted"
    return "unassigned" if state.adviser is None else "colleagues"


def glass_is_open(glass: Glass | None, by: str, now: datetime) -> bool:
    """Whether this member's emergency access holds at this moment."""
    return glass is not None and glass.by == by and glass.ended_at is None and glass.opened_at <= now < glass.ends_at


def consent_is_current(consents: tuple[Consent, ...], recipient: str | None, now: datetime) -> bool:
    """Whether the person agrees, at this moment, to be referred to this recipient."""
    return any(
        it.recipient == recipient and it.given_at <= now and not _is_past(it.ends_at, now) and it.withdrawn_at is None
        for it in consents
    )


def decide(
    deed: Deed, actor: Actor, state: State, now: datetime, *,
    part: Part | None = None, recipient: str | None = None, about: str | None = None,
) -> Answer:  # fmt: skip
    """The one answer: the permission first, then every rule that binds the deed, the first that refuses gives its reason.

    `now` is aware. Whoever asks about a case of another helpline is told what they would be told of one that does not exist.
    """
    asked = Asked(deed, actor, state, now, part, recipient, about)
    if not may(actor.role, asked.relation, deed):
        is_elsewhere = asked.relation == "elsewhere"
        return Refused(
            "There is nothing here by that address." if is_elsewhere else "That is not yours to do.", "permission"
        )
    answers = (POLICIES[name](asked) for name in BOUND[deed])
    return next((answer for answer in answers if isinstance(answer, Refused)), ALLOWED)


def _is_past(end: datetime | None, now: datetime) -> bool:
    return end is not None and now >= end


def _share_over(share: ShareTerms | None, now: datetime) -> str | None:
    if share is None:
        return "The person shares nothing in this case."
    if share.withdrawn_at is not None:
        return "The person withdrew what they shared."
    if now < share.begins_at:
        return "What the person shares begins later."
    return "What the person shared has ended." if _is_past(share.ends_at, now) else None


def _standing(asked: Asked) -> str | None:
    if asked.actor.role == "person":
        return None
    return {
        "active": None, "waiting": "A supervisor has not approved you yet.", "left": "Your access to this helpline has ended.",
    }[asked.actor.standing]  # fmt: skip


def _declared(asked: Asked) -> str | None:
    if asked.actor.role == "person":
        return None
    if asked.actor.id == asked.state.person:
        return "This case is your own, so somebody else takes it."
    is_declared = asked.state.conflict == "declared"
    return "You know somebody in this case, so somebody else takes it." if is_declared else None


def _conflict(asked: Asked) -> str | None:
    if asked.actor.role != "person" and asked.state.conflict == "not_asked":
        return _declared(asked) or "Say first whether you know anybody in this case."
    return _declared(asked)


def _emergency(asked: Asked) -> str | None:
    if asked.relation != "colleagues" or glass_is_open(asked.state.glass, asked.actor.id, asked.now):
        return None
    return "This is somebody else's case: in an emergency, open it with a reason that the person can read."


def _open_still(asked: Asked) -> str | None:
    return "This case is closed: open it again first." if asked.state.is_closed else None


def _closed(asked: Asked) -> str | None:
    return None if asked.state.is_closed else "This case is open already."


def _live(asked: Asked) -> str | None:
    return _share_over(asked.state.share, asked.now)


def _was_shared(asked: Asked) -> str | None:
    return "Nothing was ever shared in this case." if asked.state.share is None else None


def _not_withdrawn(asked: Asked) -> str | None:
    share = asked.state.share
    return "There is nothing left to withdraw." if share is None or share.withdrawn_at is not None else None


def _part(asked: Asked) -> str | None:
    if asked.part is None:
        return None
    over = _live(asked)
    if over is None and asked.state.share is not None and asked.part not in asked.state.share.parts:
        return "The person did not share this part."
    return over


def _consent(asked: Asked) -> str | None:
    is_current = consent_is_current(asked.state.consents, asked.recipient, asked.now)
    return None if is_current else "The person has not agreed to this, or took it back: ask them first."


def _safe(asked: Asked) -> str | None:
    return {
        "safe": None, "not_safe": "It is not safe to call them now.",
        "unknown": "Nobody has asked yet how it is safe to reach them, so it is not.",
    }[asked.state.safe_contact]  # fmt: skip


def _checked(asked: Asked) -> str | None:
    is_checked = asked.state.checks >= {"code_word", "ring_back"}
    return None if is_checked else "Ask for the code word and ring back on the way that was agreed, and record both."


def _another(asked: Asked) -> str | None:
    is_theirs = asked.actor.id in asked.state.confirmed_by
    return "You confirmed this already: a second member of staff is needed." if is_theirs else None


def _two(asked: Asked) -> str | None:
    return None if len(asked.state.confirmed_by) >= 2 else "Two different members of staff must confirm this."


def _waiting(asked: Asked) -> str | None:
    is_over = asked.state.waits_until is None or asked.now >= asked.state.waits_until
    return "Nobody waits for this any more: it has to be asked for again." if is_over else None


def _not_self(asked: Asked) -> str | None:
    return "Somebody else has to do this for you." if asked.about in (None, asked.actor.id) else None


def _supervised(asked: Asked) -> str | None:
    remain = asked.state.supervisors - {asked.about}
    return None if remain else "The helpline would have no supervisor left, and nobody could open its cases."


POLICIES: Mapping[str, Policy] = {
    it.name: it
    for it in (
        Policy("standing", "of a member of staff: a supervisor approved them, and their access has not ended", _standing),
        Policy("no_conflict", "of a member of staff: they did not say that they know somebody in the case, and it is not their own", _declared),
        Policy("conflict_asked", "of a member of staff: they said that they know nobody in the case", _conflict),
        Policy("emergency", "of somebody else's case: they opened it in an emergency, with a reason, and within the hour", _emergency),
        Policy("case_open", "the case is not closed", _open_still),
        Policy("case_closed", "the case is closed", _closed),
        Policy("share_live", "the share has begun, has not ended and was not withdrawn", _live),
        Policy("was_shared", "something was shared, now or before", _was_shared),
        Policy("not_withdrawn", "something was shared and not withdrawn", _not_withdrawn),
        Policy("part_shared", "where a part of the diary goes with it: that part is shared now", _part),
        Policy("consent", "the person agreed to this recipient, and the consent has not ended", _consent),
        Policy("safe_contact", "it is known that it is safe to call now; unknown is not safe", _safe),
        Policy("checked", "the code word was asked for and they were rung back, and both are recorded", _checked),
        Policy("another", "they did not confirm it already", _another),
        Policy("two_staff", "two different members of staff confirmed it", _two),
        Policy("waiting", "the session that asked for it still waits", _waiting),
        Policy("not_self", "it is about somebody else than themselves", _not_self),
        Policy("supervised", "a supervisor remains", _supervised),
    )
}  # fmt: skip

_READS = ("standing", "conflict_asked", "emergency")
_WRITES = (*_READS, "case_open")

BOUND: Mapping[Deed, tuple[str, ...]] = {
    "share": (),
    "withdraw": ("not_withdrawn",),
    "message_helpline": ("share_live",),
    "set_up_recovery": (),
    "take_back_recovery": (),
    "answer_conflict": ("standing", "no_conflict"),
    "take_case": ("standing", "no_conflict", "case_open"),
    "break_glass": ("standing", "no_conflict"),
    "open_case": _READS,
    "see_shared": (*_READS, "share_live", "part_shared"),
    "read_messages": (*_READS, "was_shared"),
    "see_number": (*_READS, "safe_contact"),
    "write_note": _WRITES,
    "write_risk": _WRITES,
    "write_plan": _WRITES,
    "set_safe_contact": _READS,
    "give_advice": _WRITES,
    "message_person": (*_WRITES, "share_live"),
    "refer": (*_WRITES, "consent", "part_shared"),
    "tell_without_consent": _READS,
    "look_at_told": ("standing", "conflict_asked", "not_self"),
    "export": (*_READS, "share_live", "part_shared"),
    "confirm_address": ("standing", "conflict_asked", "another"),
    "export_address": (*_READS, "consent", "part_shared", "two_staff"),
    "ask_opinion": _WRITES,
    "assign": ("standing", "no_conflict", "case_open"),
    "close_case": ("standing", "no_conflict", "case_open"),
    "reopen_case": ("standing", "no_conflict", "case_closed"),
    "see_account": ("standing", "no_conflict", "was_shared"),
    "review": ("standing", "no_conflict"),
    "see_queue": ("standing",),
    "take_call": ("standing",),
    "see_staff": ("standing",),
    "confirm_recovery": ("standing", "conflict_asked", "another", "checked", "waiting"),
    "release_half": ("standing", "conflict_asked", "checked", "two_staff", "waiting"),
    "see_workload": ("standing",),
    "see_operations": ("standing",),
    "invite_staff": ("standing",),
    "approve_staff": ("standing", "not_self"),
    "change_role": ("standing", "not_self", "supervised"),
    "end_staff": ("standing", "not_self", "supervised"),
    "change_helpline": ("standing",),
}
"""Which rules bind which deed, in the order in which they are asked."""
