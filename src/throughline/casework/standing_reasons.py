"""Which rules of the queue speak in a case, each from which moment on. What they mean is in `urgency.RULES`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from throughline.casework.checks import day_of, midnight
from throughline.casework.coming import days_from
from throughline.casework.contact import Contact
from throughline.casework.planning import PlannedAction, Promise, Raised
from throughline.casework.referral import Referral
from throughline.casework.risk import RiskFactor
from throughline.casework.state import State
from throughline.casework.urgency import NEAR_DAYS, RULES, Around, Reason, Unseen

_ONE_DAY = timedelta(days=1)


def reasons(state: State, around: Around) -> tuple[Reason, ...]:
    """Every reason that holds, or will hold if nobody does anything; `urgency.urgency` says what that is at a moment."""
    spoken = last_spoken(state)
    return (
        *_emergencies(state, spoken),
        *_factors(state),
        *_unseen("graver_incident", around.graver),
        *_unseen("order_broken", around.broken_order),
        *_unseen("message_unread", around.messages),
        *_promises(state),
        *_first_contact(around, spoken),
        *_days(state, around, spoken),
        *_late(state),
        *_by_hand(state),
    )


def last_spoken(state: State) -> datetime | None:
    """When the last contact began in which they were spoken with; None where there was none."""
    return max((it.began for it in state.values_of(Contact) if it.reached_them), default=None)


def _reason(code: str, since: datetime, *because: str) -> Reason:
    return Reason(RULES[code], since, because)


def _emergencies(state: State, spoken: datetime | None) -> Iterator[Reason]:
    for item in state.of(Contact):
        for it in item.values:
            if it.emergency and not it.emergency_done.strip():
                yield _reason("emergency", it.began, f"contact:{item.id}")
            elif it.emergency and (spoken is None or spoken <= it.began):
                yield _reason("after_emergency", it.began, f"contact:{item.id}")


def _factors(state: State) -> Iterator[Reason]:
    for item in state.of(RiskFactor):
        for it in item.in_force:
            if it.value and it.value.outcome == "imminent_danger" and it.value.presence == "present":
                yield _reason("imminent_danger", it.at, f"risk:{item.id}")


def _unseen(code: str, unseen: tuple[Unseen, ...]) -> Iterator[Reason]:
    for it in unseen:
        yield _reason(code, it.at, *it.because)


def _promises(state: State) -> Iterator[Reason]:
    for item in state.of(Promise):
        for it in item.in_force:
            promise = it.value
            if promise is None or not promise.is_owed:
                continue
            missed = it.at if promise.outcome == "missed" else promise.closes + timedelta.resolution
            yield Reason(RULES["call_back_due"], promise.opens, (f"promise:{item.id}",), missed)
            yield _reason("call_back_missed", missed, f"promise:{item.id}")


def _first_contact(around: Around, spoken: datetime | None) -> Iterator[Reason]:
    if spoken is None:
        yield _reason("first_contact_late", around.opened_at + around.first_contact_within)


def _days(state: State, around: Around, spoken: datetime | None) -> Iterator[Reason]:
    """A day that has come goes on to speak until somebody has spoken with them after it."""
    seen = day_of(spoken or around.opened_at)
    for day in days_from(state, around.milestones, since=seen, zone=around.zone):
        if day.last < seen:
            continue
        yield _reason("date_near", midnight(day.first - NEAR_DAYS * _ONE_DAY), day.source)
        if day.kind == "order_ends":
            yield _reason("order_ended", midnight(day.first + _ONE_DAY), day.source)


def _late(state: State) -> Iterator[Reason]:
    for step in state.of(PlannedAction):
        for planned in step.values:
            if planned.done == "open" and planned.due is not None:
                yield _reason("action_late", midnight(planned.due + _ONE_DAY), f"action:{step.id}")
    for item in state.of(Referral):
        for referral in item.values:
            if referral.is_waiting and referral.answer_by is not None:
                yield _reason("answer_late", midnight(referral.answer_by + _ONE_DAY), f"referral:{item.id}")


def _by_hand(state: State) -> Iterator[Reason]:
    for item in state.of(Raised):
        for it in item.in_force:
            if it.value is not None:
                yield _reason(f"raised_{it.value.to}", it.at, f"raised:{item.id}")
    for other in state.items.values():
        if len({it.by for it in other.latest}) > 1:
            yield _reason("written_twice", max(it.at for it in other.latest), f"{other.kind}:{other.id}")
