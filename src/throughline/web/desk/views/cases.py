"""Pages of a case: what is known, safe contact first, and a form for each kind of thing that is written down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.casework.checks import TIME_ZONE, day_of
from throughline.casework.coming import KINDS as DAYS
from throughline.casework.coming import coming
from throughline.casework.planning import Promise
from throughline.casework.risk import FACTORS, OUTCOMES, RiskFactor, factors_of
from throughline.casework.safe_contact import SafeContact
from throughline.casework.since_seen import since_seen
from throughline.casework.standing_reasons import reasons
from throughline.casework.state import KINDS, Item
from throughline.casework.urgency import RANKS, urgency
from throughline.casework.writing import Advice
from throughline.domain.errors import MissingKey
from throughline.domain.milestone import Milestone
from throughline.domain.policies import Allowed
from throughline.web.cases.access import place_of
from throughline.web.cases.actions import drop_draft, open_draft
from throughline.web.desk import calls, writing
from throughline.web.desk.columns import around_now
from throughline.web.desk.forms.building import ValueForm, form_for, initial_of, with_staff
from throughline.web.desk.forms.call import Knows
from throughline.web.desk.forms.words import TITLES
from throughline.web.desk.letting_in import answer_conflict, take_case
from throughline.web.desk.models import SeenRow
from throughline.web.desk.showing import (
    advice_of,
    change_words,
    elsewhere,
    outcomes,
    sections,
    shown,
)
from throughline.web.desk.standing import answer_to, names_for
from throughline.web.desk.views.opening import Opened, case_at, with_open_case
from throughline.web.going_on import wanted_next
from throughline.web.helplines.access import Desk, with_desk
from throughline.web.helplines.models import Role, Standing
from throughline.web.sharing.actions import note_opening
from throughline.web.sharing.queries import open_shared

SINGLE = {"client": "1", "safe_contact": "1", "found_by": "1"}
"""Kinds of which a case has one, with its id."""


@require_safe
@with_open_case
def case(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Everything about a case on one page."""
    state, now = opened.state, opened.now
    stands = urgency(reasons(state, around_now(opened.case.row)), now)
    seen = SeenRow.objects.filter(case=opened.case.row, staff=opened.desk.staff).first()
    changes = since_seen(state, seen.count if seen else 0, by=opened.desk.staff.pk)
    milestones, zone = _milestones(opened)
    days, factors = coming(state, milestones, today=day_of(now), zone=zone), outcomes(state, now)
    told = {
        "opened": opened, "rank": RANKS[stands.rank], "reasons": stands.words, "changes": [change_words(it) for it in changes],
        "sections": sections(state, now), "outcomes": factors, "unasked": [it.heading for it in factors if not it.items], "advice": advice_of(state, now),
        "elsewhere": elsewhere(state, now), "days": [(it, DAYS[it.kind]) for it in days], "single": SINGLE,
    }  # fmt: skip
    return render(request, "desk/case.html", told)


def _milestones(opened: Opened) -> tuple[Sequence[Milestone], ZoneInfo]:
    """The milestones that the person shares, and the zone of their times. That they were opened stands in the account of the share."""
    desk, share = opened.desk, opened.case.row.share
    is_shown = isinstance(answer_to("see_shared", desk, opened.case, opened.now, part="milestones"), Allowed)
    if share is None or not is_shown:
        return (), TIME_ZONE
    try:
        shared = open_shared(desk, share, opened.now).case
    except MissingKey:  # taken back since it was asked
        return (), TIME_ZONE
    note_opening(by=desk, share=share, part="milestones", now=opened.now)
    return shared.milestones, shared.zone


@require_POST
@with_open_case
def seen(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What changed since is seen now."""
    writing.mark_seen(by=opened.desk, case=opened.case, now=opened.now)
    return redirect("desk:case", opened.id)


@require_POST
@with_desk
def let_in(request: HttpRequest, desk: Desk, id: str) -> HttpResponse:
    """Somebody says whether they know anybody in a case, and takes it where it is nobody's."""
    opened, form = case_at(desk, id), Knows(request.POST)
    if not form.is_valid():
        return render(
            request,
            "desk/not_open.html",
            {
                "id": id,
                "form": form,
                "may_take": "take" in request.POST,
                "names": names_for(desk, opened, may_take="take" in request.POST),
                "next": wanted_next(request),
            },
            status=422,
        )
    knows_somebody = form.cleaned_data["knows"] == "yes"
    answer_conflict(by=desk, case=opened, knows_somebody=knows_somebody)
    if knows_somebody:
        messages.info(request, _("Somebody else takes this case. You cannot open it."))
        return redirect("desk:home")
    if "take" in request.POST:
        take_case(by=desk, case=case_at(desk, id))
    return redirect(wanted_next(request) or reverse("desk:case", args=[id]))


@require_POST
@with_open_case
def begin_call(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Write down another call of this case."""
    return redirect("desk:call", calls.begin_call(by=opened.desk, row=opened.case.row).case_id)


@require_safe
@with_open_case
def risk(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Every factor there is, by what it goes with, and what is known of each. There is no total."""
    known = {it.id: shown(it, opened.now) for it in opened.state.of(RiskFactor)}
    groups = [(words, [(it, known.get(it.code)) for it in factors_of(code)]) for code, words in OUTCOMES.items()]
    return render(request, "desk/risk.html", {"opened": opened, "groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_case
def add(request: HttpRequest, opened: Opened, kind: str) -> HttpResponse:
    """Write down something of a kind."""
    if kind in SINGLE:
        return redirect("desk:item", opened.id, kind, SINGLE[kind])
    return _write(request, opened, kind, "")


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_case
def item(request: HttpRequest, opened: Opened, kind: str, item: str) -> HttpResponse:
    """Change something that is written down. What it said before stays, with who wrote it."""
    is_there = (kind, item) in opened.state.items
    is_to_be = SINGLE.get(kind) == item or (kind == "risk" and item in FACTORS)
    if not is_there and not is_to_be:
        raise Http404
    return _write(request, opened, kind, item)


@require_POST
@with_open_case
def withdraw(request: HttpRequest, opened: Opened, kind: str, item: str) -> HttpResponse:
    """Take something back that was written in error. It stays in the history."""
    held = opened.state.items.get((kind, item))
    if held is None or kind not in KINDS or KINDS[kind] not in TITLES:
        raise Http404
    writing.withdraw_value(by=opened.desk, case=opened.case, kind=KINDS[kind], id=item, made_from=held.made_from)
    return redirect("desk:case", opened.id)


def _write(request: HttpRequest, opened: Opened, kind: str, id: str) -> HttpResponse:
    value = KINDS.get(kind)
    if value not in TITLES or not isinstance(
        answer_to(writing.DEEDS[value], opened.desk, opened.case, opened.now), Allowed
    ):
        raise Http404
    held = opened.state.items.get((kind, id))
    form = _form(request, opened, value, held, id)
    if request.method == "POST" and form.is_valid():
        made_from = form.cleaned_data["made_from"]
        drop_draft(by=opened.desk.staff.account, place=place_of(request.path))
        _id, is_beside = writing.write_value(
            by=opened.desk, case=opened.case, value=form.value, id=id, made_from=made_from
        )
        if is_beside:
            messages.info(request, _("Somebody else wrote to this while you did. Both stand; look at both."))
            return redirect("desk:item", opened.id, kind, _id)
        return redirect("desk:case", opened.id)
    told = {
        "opened": opened, "form": form, "title": FACTORS[id].words if kind == "risk" and id else TITLES[value], "kind": kind,
        "item": shown(held, opened.now) if held else None, "id": id,
    }  # fmt: skip
    return render(request, "desk/item.html", told, status=422 if form.errors else 200)


def _form(request: HttpRequest, opened: Opened, value: type[Any], held: Item[Any] | None, id: str) -> ValueForm:
    latest = held.values[-1] if held and held.values else None
    windows = len(latest.windows) + 1 if isinstance(latest, SafeContact) else 1
    initial = {} if latest is None else initial_of(latest)
    initial.setdefault("on", day_of(opened.now))
    if value is Promise:
        initial.setdefault("by", opened.desk.staff.pk)
        initial.setdefault("what", _("Call back"))
    initial["made_from"] = ",".join(map(str, held.made_from)) if held else ""
    known: dict[str, Any] = {"factor": id} if value is RiskFactor else {}
    if isinstance(latest, Advice):
        known = {"drawn_from": latest.drawn_from}
    typed = None if request.method == "POST" else _typed_before(request, opened)
    form = form_for(value, windows, is_new=held is None)(request.POST or typed, known=known, initial=initial)
    if typed is not None:
        form.errors.clear()
        form.was_kept = True  # type: ignore[attr-defined]
    if value is Promise:
        staff = opened.desk.helpline.staff.filter(standing=Standing.ACTIVE).exclude(role=Role.MANAGER)
        with_staff(form, [(it.pk, it.known_as) for it in staff.order_by("known_as")])
    return form


def _typed_before(request: HttpRequest, opened: Opened) -> QueryDict | None:
    """What was being typed on this very page when it was left or locked. `of` says which page, since a draft's place is cut short."""
    plain = open_draft(opened.desk.staff.account, opened.desk.private, place_of(request.path))
    typed = None if plain is None else QueryDict(plain)
    return typed if typed is not None and typed.get("of") == request.path else None
