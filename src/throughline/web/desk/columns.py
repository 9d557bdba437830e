"""What of a case stands outside its ledger, kept in step with it: times for the order of the queue, and the sealed front of its line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from throughline.casework.contact import Begun, Client
from throughline.casework.let_in import Conflict
from throughline.casework.planning import Promise
from throughline.casework.standing_reasons import reasons
from throughline.casework.state import Item, State, fold
from throughline.casework.urgency import RULES, Around, Reason, Rule, Unseen, rises
from throughline.vault.entries import Opened
from throughline.vault.notes import open_note, seal_note
from throughline.web.desk.models import HelplineCase, PromiseRow
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import Ledger, ledger_of, read_ledger
from throughline.web.helplines.models import Staff

FROM: dict[int, str] = {4: "emergency_from", 3: "first_from", 2: "today_from", 1: "soon_from"}
"""Rank to the column that says from when a case has at least that rank."""
_PLACE = "queue"


@dataclass(frozen=True, slots=True)
class Front:
    """What a line of the queue shows of a case: what the person is called, the rules that speak with the moment from which each
    does, and the members of staff who said that they know nobody in it."""

    called: str
    reasons: tuple[Reason, ...]
    cleared: frozenset[str]

    def speaking(self, now: datetime, besides: tuple[Rule, ...] = ()) -> tuple[str, ...]:
        """What the rules say that speak at a moment, with others that do, the most urgent first."""
        speaking = (*besides, *(it.rule for it in self.reasons if it.speaks_at(now)))
        return tuple(dict.fromkeys(it.words for it in sorted(speaking, key=lambda it: -it.rank)))


def around_of(row: HelplineCase) -> Around:
    """What the ledger alone does not say of a case, as far as it follows from the ledger's own case."""
    return Around(opened_at=row.arrived_at)


def around_now(row: HelplineCase) -> Around:
    """The same with what the person shared and wrote that nobody has read yet. The row says so by itself, and the queue reads it there."""
    waits = row.share is not None and row.share.waiting_for_helpline > 0
    return Around(
        opened_at=row.arrived_at,
        graver=(Unseen(row.graver_at),) if row.graver_at else (),
        broken_order=(Unseen(row.breach_at),) if row.breach_at else (),
        messages=(Unseen(row.arrived_at),) if waits else (),
    )


def unread(row: HelplineCase) -> tuple[Rule, ...]:
    """The rules that speak for what was shared or written and not read, the most urgent first."""
    around = around_now(row)
    waiting = {"graver_incident": around.graver, "order_broken": around.broken_order, "message_unread": around.messages}
    return tuple(RULES[code] for code, unseen in waiting.items() if unseen)


def called(state: State) -> str:
    """What the person wants to be called; empty where they gave no name."""
    names = [it.name for it in state.values_of(Client)] or [it.called for it in state.values_of(Begun)]
    return " / ".join(name for name in names if name)


def keep_in_step(row: HelplineCase, ledger: Ledger) -> None:
    """Write what follows from the ledger into the row and its promises, in the transaction that is open."""
    state = fold(it for it in read_ledger(ledger) if isinstance(it, Opened))
    HelplineCase.objects.filter(pk=row.pk).update(**columns_of(row, ledger, state, datetime.now(UTC)))
    for item in state.of(Promise):
        _keep_promise(row, item)


def columns_of(row: HelplineCase, ledger: Ledger, state: State, now: datetime) -> dict[str, Any]:
    """What follows from a ledger for the row of its case."""
    found = reasons(state, around_of(row))
    risen = rises(found)
    owed = [it.opens for it in state.values_of(Promise) if it.is_owed]
    return {
        **{column: risen.get(rank) for rank, column in FROM.items()},
        "due_at": min(owed, default=None), "changed_at": now,
        "front": _sealed_front(row, ledger, state, found),
    }  # fmt: skip


def _keep_promise(row: HelplineCase, item: Item[Promise]) -> None:
    promise = item.values[-1]
    is_here = Staff.objects.filter(pk=promise.by, helpline_id=row.helpline_id).exists()
    told: dict[str, Any] = {
        "staff_id": promise.by if is_here else None, "opens_at": promise.opens, "closes_at": promise.closes,
        "outcome": promise.outcome, "kept_at": promise.kept_at,
    }  # fmt: skip
    PromiseRow.objects.update_or_create(case=row, item=item.id, defaults=told)


def _sealed_front(row: HelplineCase, ledger: Ledger, state: State, found: tuple[Reason, ...]) -> bytes:
    cleared = [item.id for item in state.of(Conflict) if all(it.knows == "no" for it in item.values)]
    told = {
        "called": called(state)[:80], "rules": [[it.rule.code, *_written(it)] for it in found], "cleared": cleared,
    }  # fmt: skip
    return seal_note(ledger.ring, json.dumps(told).encode(), place=_PLACE, item=row.pk)


def _written(reason: Reason) -> tuple[str, str]:
    return reason.since.isoformat(), reason.until.isoformat() if reason.until else ""


def front_of(desk: Desk, row: HelplineCase) -> Front:
    """The front of a case, unsealed. A rule that this version does not know is left out: the times in the row still count it.

    Raises MissingKey for a desk without the helpline's key."""
    ledger = ledger_of(row.ledger, desk.helpline, desk.keys)
    if row.front is None:
        return Front("", (), frozenset())
    told = json.loads(open_note(ledger.ring, bytes(row.front), place=_PLACE, item=row.pk))
    known = [
        Reason(RULES[code], datetime.fromisoformat(since), until=datetime.fromisoformat(until) if until else None)
        for code, since, until in told["rules"] if code in RULES
    ]  # fmt: skip
    return Front(told["called"], tuple(known), frozenset(told["cleared"]))
