"""What a supervisor sees of the work: how much each adviser has, who was in whose case, and how a case was worked on, by its times and kinds
alone. Nothing here shows a word that anybody wrote about a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from throughline.casework.contact import Contact
from throughline.casework.let_in import Emergency, Opening, Opinion
from throughline.casework.planning import Promise
from throughline.casework.planning import standing as stands
from throughline.casework.safe_contact import SafeContact
from throughline.casework.state import KIND_OF, Item
from throughline.casework.state import State as Told
from throughline.casework.writing import Review
from throughline.statistics import operations
from throughline.web.desk.models import HelplineCase, PromiseRow, Stage
from throughline.web.desk.queries import OpenHelplineCase
from throughline.web.desk.standing import told
from throughline.web.helplines.access import Desk
from throughline.web.helplines.models import Role, Staff, Standing
from throughline.web.supervision.models import Kind, Visit
from throughline.web.supervision.telling import tellings_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


NAMES: dict[str, StrOrPromise] = {
    "client": _("Who they are"), "contact": _("Contacts"), "safe_contact": _("Safe contact"), "note": _("Notes"),
    "formulation": _("Formulation"), "risk": _("Factors"), "action": _("Steps of the plan"), "promise": _("Promises"),
    "trigger_date": _("Days ahead"), "referral": _("Referrals"), "advice": _("Summaries of advice"), "review": _("Reviews"),
    "raised": _("Put higher by hand"), "case": _("Begun"), "found_by": _("How they are found again"), "without_consent": _("Told without their consent"), "second_look": _("Looks at what was told"),
    "held": _("Whose case it was, and whether it was open"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Load:
    """How many open cases somebody has, and how many of their promises are past their time."""

    staff: Staff
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of thing that was written in a case: how often, and when first and last."""

    name: StrOrPromise
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Quality:
    """How a case was worked on, without its words. Each line says what is there, or what nobody did."""

    work: tuple[Work, ...]
    is_contact_known: bool
    contact_asked_at: datetime | None
    promises: tuple[tuple[str, int], ...]
    contacts: int
    reviewed_at: datetime | None


def workload(desk: Desk, now: datetime) -> list[Load]:
    """Each adviser and supervisor, whoever has most first."""
    is_open, is_late = ~Q(cases__stage=Stage.CLOSED), Q(cases__due_at__lt=now)
    has = Q(cases__isnull=False) & is_open
    rows = (
        desk.helpline.staff.filter(standing=Standing.ACTIVE).exclude(role=Role.MANAGER)
        .annotate(held=Count("cases", filter=has), late=Count("cases", filter=has & is_late))
        .order_by("-held", "known_as")
    )  # fmt: skip
    return [Load(row, row.held, row.late) for row in rows]


def how_we_keep_up(desk: Desk, since: datetime, now: datetime) -> operations.Operations:
    """Calls, waits, call-backs and cases by stage since a moment, out of times and codes. A call-back is late once the time within
    which it could be kept is over."""
    cases = HelplineCase.objects.filter(helpline=desk.helpline, arrived_at__gte=since)
    promises = PromiseRow.objects.filter(case__helpline=desk.helpline, opens_at__gte=since).exclude(
        outcome="called_off"
    )
    came = [operations.Contact(it.arrived_at, _answered(it), stage=it.stage) for it in cases]
    owed = [
        operations.Contact(it.opens_at, promised=it.closes_at - operations.LATE, kept=it.kept_at) for it in promises
    ]
    calls, call_backs = (operations.operations(it, now=now, stages=Stage.values) for it in (came, owed))
    return replace(
        calls, promised=call_backs.promised, kept=call_backs.kept, late=call_backs.late, missed=call_backs.missed,
        due=call_backs.due,
    )  # fmt: skip


def _answered(case: HelplineCase) -> datetime | None:
    """When it was answered; a call is answered before it is written down."""
    return None if case.answered_at is None else max(case.answered_at, case.arrived_at)


def waiting_in_queue(desk: Desk) -> int:
    """How many open cases nobody has."""
    return HelplineCase.objects.filter(helpline=desk.helpline, adviser=None).exclude(stage=Stage.CLOSED).count()


def cases_of(desk: Desk, *, staff: Staff | None) -> list[HelplineCase]:
    """The open cases of one adviser, or of nobody, by when they came: codes and times alone."""
    rows = HelplineCase.objects.filter(helpline=desk.helpline, adviser=staff).exclude(stage=Stage.CLOSED)
    return list(rows.select_related("adviser").order_by("arrived_at")[:500])


def closed_of(desk: Desk, *, staff: Staff | None) -> list[HelplineCase]:
    """The cases of one adviser, or of nobody, that were closed last."""
    rows = HelplineCase.objects.filter(helpline=desk.helpline, adviser=staff, stage=Stage.CLOSED)
    return list(rows.order_by("-changed_at")[:50])


def emergencies(desk: Desk, now: datetime, *, within: timedelta = timedelta(days=28)) -> list[Visit]:
    """Whose case was opened in an emergency, by whom and when, the latest first."""
    return list(_visits(desk).filter(kind=Kind.EMERGENCY, begun_at__gt=now - within).order_by("-begun_at"))


def asked_of(desk: Desk) -> list[Visit]:
    """The second opinions that whoever is at the desk is asked for."""
    return list(_visits(desk).filter(kind=Kind.OPINION, staff=desk.staff, ends_at=None).order_by("begun_at"))


def not_looked_at(desk: Desk) -> list[Visit]:
    """What was told without a person's consent and no second member of staff has looked at, or the person may not know yet; the oldest first."""
    return list(_visits(desk).filter(kind=Kind.TOLD, ends_at=None).order_by("begun_at"))


def looks_at(case: OpenHelplineCase) -> list[tuple[str, str, datetime, tuple[tuple[str, datetime], ...]]]:
    """Each time that somebody was told in a case: its id, who told it and when, and who looked at it when. No word of it."""
    return [
        (it.id, it.by_name, it.written_at, tuple((name, at) for name, at, _ in it.looks))
        for it in tellings_of(told(case))
    ]


def _visits(desk: Desk) -> QuerySet[Visit]:
    return Visit.objects.filter(case__helpline=desk.helpline).select_related("case__adviser", "staff")


def opinions_in(case: OpenHelplineCase) -> list[Item[Opinion]]:
    """The second opinions of a case."""
    return list(told(case).of(Opinion))


def openings_of(case: OpenHelplineCase) -> list[tuple[str, datetime]]:
    """Who opened a case and when, the latest first: once an hour each."""
    items = (it for it in told(case).items.values() if it.kind == KIND_OF[Opening])
    found = [(version.at, version.by_name) for item in items for version in item.versions]
    return [(name, at) for at, name in sorted(found, reverse=True)]


def quality_of(case: OpenHelplineCase, now: datetime) -> Quality:
    """What the kinds and times of a case's entries tell."""
    said = told(case)
    promises = Counter(stands(it, now) for it in said.values_of(Promise))
    reviews = [it.at for it in said.versions_of(Review)]
    agreed = [it.at for it in said.versions_of(SafeContact)]
    return Quality(
        tuple(_work(said)), any(it.call != "unknown" for it in said.values_of(SafeContact)), max(agreed, default=None),
        tuple(sorted(promises.items())), len(said.of(Contact)), max(reviews, default=None),
    )  # fmt: skip


def _work(said: Told) -> Iterator[Work]:
    by_kind: dict[str, list[datetime]] = {}
    for item in said.items.values():
        if item.kind not in ("conflict", "emergency", "opinion", "opening"):
            by_kind.setdefault(item.kind, []).extend(it.at for it in item.versions)
    for kind, times in sorted(by_kind.items()):
        yield Work(NAMES.get(kind, kind.replace("_", " ")), len(times), min(times), max(times))


def is_in_emergency(case: OpenHelplineCase, desk: Desk, now: datetime) -> bool:
    """Whether whoever is at the desk has the case open in an emergency now."""
    return any(
        it.by == desk.staff.id and it.value is not None and it.value.ended_at is None and now < it.value.ends_at
        for it in told(case).versions_of(Emergency)
    )
