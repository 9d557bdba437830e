"""The queue: by urgency with the rules that say so, by promise, by adviser; and calls that nobody has ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.casework.planning import Promise, standing
from throughline.casework.urgency import RANKS, RULES
from throughline.web.desk.columns import front_of, unread
from throughline.web.desk.models import HelplineCase, PromiseRow
from throughline.web.desk.queries import calls_under_way, lines_of, promises_ended, promises_owed, queue
from throughline.web.desk.showing import STANDINGS
from throughline.web.helplines.access import Desk, with_desk
from throughline.web.helplines.models import Role, Standing
from throughline.web.helplines.queries import require

PAGE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the queue. `called` is shown to whoever's case it is, once they said that they know nobody in it."""

    row: HelplineCase
    rank: str
    reasons: tuple[str, ...]
    called: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that is owed: whose case it is of, and how it stands."""

    row: PromiseRow
    stands: str
    called: str


@require_safe
@with_desk
def home(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Open cases in the order of the queue. `whose` is all, mine, nobody, or the id of a member of staff; `by=promise` lists promises."""
    require("see_queue", desk)
    now = datetime.now(UTC)
    whose, number = request.GET.get("whose", "all"), request.GET.get("page")
    told = {
        "whose": whose, "by": request.GET.get("by", "urgency"), "calls": calls_under_way(desk), "me": desk.staff.pk,
        "staff": desk.helpline.staff.filter(standing=Standing.ACTIVE).exclude(role=Role.MANAGER).order_by("known_as"),
        "rules": _rules(), "name": desk.helpline.name,
    }  # fmt: skip
    if told["by"] == "promise":
        promised = Paginator(promises_owed(desk), PAGE).get_page(number)
        kept, missed = promises_ended(desk, now)
        owed = [_owed(desk, it, now) for it in promised]
        shown = {"page": promised, "owed": owed, "kept": kept, "missed": missed}
        return render(request, "desk/promises.html", {**told, **shown})
    rows = queue(desk, now)
    if whose != "all":
        adviser = {"mine": desk.staff.pk, "nobody": None}.get(whose, whose)
        rows = rows.filter(adviser_id=adviser)
    page = Paginator(rows.values_list("pk", "rank"), PAGE).get_page(number)
    lines = [_line(desk, row, rank, now) for row, rank in lines_of(page)]
    return render(request, "desk/home.html", {**told, "page": page, "lines": lines})


def _line(desk: Desk, row: HelplineCase, rank: int, now: datetime) -> Line:
    front, is_mine = front_of(desk, row), row.adviser_id == desk.staff.pk
    reasons = front.speaking(now, unread(row)) or (RULES["waiting"].words,)
    called = front.called if is_mine and desk.staff.pk in front.cleared else ""
    return Line(row, RANKS[rank], reasons, called, is_mine)


def _owed(desk: Desk, row: PromiseRow, now: datetime) -> Owed:
    front = front_of(desk, row.case)
    is_shown = row.case.adviser_id == desk.staff.pk and desk.staff.pk in front.cleared
    minutes = max(1, int((row.closes_at - row.opens_at).total_seconds() // 60))
    outcome = "missed" if row.outcome == "missed" else "open"
    promise = Promise("-", row.opens_at, "-", minutes, outcome)  # type: ignore[arg-type]
    return Owed(row, STANDINGS[standing(promise, now)], front.called if is_shown else "")


def _rules() -> Iterator[tuple[str, list[str]]]:
    """The rules of the queue, the most urgent first, for whoever asks why a case stands where it does."""
    for rank, name in RANKS.items():
        yield name, list(dict.fromkeys(it.words for it in RULES.values() if it.rank == rank))
