"""A helpline's case, opened with the helpline's key; and the queue, whose order needs no case to be opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from throughline.vault.entries import Opened
from throughline.web.desk.models import CallDraft, HelplineCase, PromiseRow, Stage
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import Ledger, open_ledger, read_ledger


@dataclass(frozen=True, slots=True)
class OpenHelplineCase:
    """A case of the helpline's with its ledger, and what that says."""

    row: HelplineCase
    ledger: Ledger
    entries: tuple[Opened, ...]


def open_helpline_case(desk: Desk, id: str) -> OpenHelplineCase:
    """A case of this desk's helpline. Whether this member of staff may open it is for `domain.policies`.

    Raises HelplineCase.DoesNotExist where their helpline has none of that id, MissingKey where they hold no key to it.
    """
    row = HelplineCase.objects.select_related("share", "adviser").get(pk=id, helpline=desk.helpline)
    ledger = open_ledger(row.ledger_id, desk.helpline, desk.keys)
    return OpenHelplineCase(row, ledger, tuple(it for it in read_ledger(ledger) if isinstance(it, Opened)))


def queue(desk: Desk, now: datetime) -> QuerySet[Any]:
    """The open cases of a helpline in the order of the queue at a moment, each with its `rank` then: the most urgent first, then
    by the next promise, then by how long they wait."""
    rank = Case(
        When(emergency_from__lte=now, then=Value(4)),
        When(Q(first_from__lte=now) | Q(graver_at__lte=now) | Q(breach_at__lte=now), then=Value(3)),
        When(Q(today_from__lte=now) | Q(share__waiting_for_helpline__gt=0), then=Value(2)),
        When(soon_from__lte=now, then=Value(1)),
        default=Value(0),
    )
    rows = HelplineCase.objects.filter(helpline=desk.helpline).exclude(stage=Stage.CLOSED).annotate(rank=rank)
    order = ("-rank", F("due_at").asc(nulls_last=True), "arrived_at", "pk")
    return rows.order_by(*order)


def lines_of(ranked: Iterable[tuple[str, int]]) -> list[tuple[HelplineCase, int]]:
    """The cases of one page of the queue, with all that its lines need, from their ids and ranks: the database puts twenty thousand in
    order by a few plain columns, and reads the sealed ones of these alone."""
    ranks = dict(ranked)
    rows = HelplineCase.objects.select_related("adviser", "share", "ledger__grant").in_bulk(list(ranks))
    return [(rows[id], rank) for id, rank in ranks.items() if id in rows]


def promises_owed(desk: Desk) -> QuerySet[PromiseRow]:
    """The promises of a helpline that are owed, the first to fall due first."""
    owed = PromiseRow.objects.filter(case__helpline=desk.helpline, outcome__in=("open", "moved", "missed"))
    return owed.order_by("opens_at", "pk").select_related("case__ledger__grant", "case__adviser", "staff")


def promises_ended(desk: Desk, now: datetime, *, within: timedelta = timedelta(days=7)) -> tuple[int, int]:
    """How many promises were kept in time in the last days, and how many late or not at all."""
    lately = PromiseRow.objects.filter(case__helpline=desk.helpline, closes_at__gt=now - within, closes_at__lte=now)
    kept = lately.filter(kept_at__isnull=False, kept_at__lte=F("closes_at")).count()
    return kept, lately.exclude(outcome="called_off").count() - kept


def calls_under_way(desk: Desk) -> QuerySet[CallDraft]:
    """The calls of a helpline that nobody has ended, the latest first."""
    drafts = CallDraft.objects.filter(case__helpline=desk.helpline)
    return drafts.order_by("-began_at").select_related("staff", "case")
