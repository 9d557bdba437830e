"""Pages of the diary: something just happened, what it looks like afterwards, and how it changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.domain.incident import Incident
from throughline.web.cases.access import keep_typed, place_of, with_case
from throughline.web.cases.actions import drop_draft
from throughline.web.cases.drafts import filled, saved
from throughline.web.cases.queries import OpenCase
from throughline.web.diary import actions
from throughline.web.diary.forms import ATTRIBUTIONS, Find, IncidentForm
from throughline.web.diary.queries import (
    diary_lines,
    impact_words,
    incident_line,
    may_break_an_order,
    narrowed,
    told_before,
)
from throughline.web.diary.told import incident_initial, incident_told
from throughline.web.exhibits.queries import shown_of

PAGE = 40
"""Entries on one page of the diary."""
_COVERED = "covered"
STEPS = ("who", "kind", "effect", "others", "files", "private")
QUESTIONS = {
    "who": "Who was it?", "kind": "What kind of thing was it?", "effect": "What did it do to you?",
    "others": "Did anybody else see it, or did you tell anybody?", "files": "Is there evidence?",
    "private": "A note for yourself",
}  # fmt: skip


def unanswered(incident: Incident) -> list[tuple[str, str, bool]]:
    """The questions about an incident: which part, its words, and whether it has an answer already."""
    has = {
        "who": bool(incident.person), "kind": bool(incident.behaviours), "effect": incident.impact is not None,
        "others": bool(incident.witnesses or incident.reports), "files": bool(incident.exhibits),
        "private": bool(incident.private or incident.private_note),
    }  # fmt: skip
    return [(part, question, has[part]) for part, question in QUESTIONS.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Everything recorded, newest first, and the way to record more. A form sent here narrows the list."""
    lines = diary_lines(case)
    find = Find(request.POST or None, months={it.month: it.month_words for it in lines})
    is_narrowed = request.method == "POST" and find.is_valid()
    found = narrowed(lines, **find.cleaned_data) if is_narrowed else lines
    page = Paginator(found, PAGE).get_page(request.POST.get("page") or request.GET.get("page"))
    told = {
        "page": page, "find": find, "is_narrowed": is_narrowed, "total": len(lines), "imported": len(case.communications),
        "is_covered": request.session.get(_COVERED, False),
    }  # fmt: skip
    return render(request, "diary/home.html", told)


@require_POST
@with_case
def cover(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Show the page of the diary without its entries, until the same button says otherwise."""
    request.session[_COVERED] = not request.session.get(_COVERED, False)
    return redirect("diary:home")


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def add(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Something happened: what, when, where. `?all` asks everything on one page."""
    parts = None if "all" in request.GET or "everything" in request.POST else ("what",)
    form = filled(request, case, lambda typed: IncidentForm(typed, case=case.case, parts=parts))
    if request.method == "POST" and form.is_valid():
        told = incident_told(form, {}, datetime.now(UTC))
        if there := _recorded_already(case, request.POST.get("as", ""), told):
            saved(request, case)
            return redirect("diary:show", there)
        id = actions.record_incident(by=case.account, case=case, told=told, **_new(form))
        saved(request, case)
        if parts is None:
            return redirect("diary:show", id)
        messages.success(request, _("It is saved. You can stop here, or add more now or later."))
        return redirect("diary:more", id, STEPS[0])
    to_be = case.state.next_id("incident", actions.PREFIXES["incident"])
    return render(request, "diary/add.html", {"form": form, "is_whole": parts is None, "as": to_be})


def _recorded_already(case: OpenCase, id: str, told: Mapping[str, Any]) -> str | None:
    """The entry that this very form made a moment ago, where somebody pressed “Save” twice: `id` is the one that was free
    when the form was shown."""
    if ("incident", id) not in case.state.kept:
        return None
    return id if actions.current(case, "incident", id).get("account") == told["account"] else None


@require_safe
@with_case
def show(request: HttpRequest, case: OpenCase, id: str) -> HttpResponse:
    """One incident, and what can be added to it."""
    incident = _incident(case, id)
    told = {
        "incident": incident, "line": incident_line(case, incident), "questions": unanswered(incident),
        "exhibits": shown_of(case, (it for it in case.case.exhibits if it.ref in incident.exhibits)),
        "impact": impact_words(incident), "attribution": dict(ATTRIBUTIONS)[incident.attribution],
        "place": next((it for it in case.case.places if it.id == incident.place), None),
        "is_breach": may_break_an_order(case, incident), "versions": len(case.state.history["incident", id]),
    }  # fmt: skip
    return render(request, "diary/show.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def more(request: HttpRequest, case: OpenCase, id: str, part: str) -> HttpResponse:
    """One question about an incident; then the next, or enough for now."""
    if part not in STEPS:
        raise Http404
    answer = _amend(request, case, id, (part,))
    if isinstance(answer, IncidentForm):
        following = STEPS[STEPS.index(part) + 1 :]
        for field in answer.fields.values():
            field.widget.is_quiet = field.label == QUESTIONS[part]  # it is the heading already
        told = {"form": answer, "id": id, "question": QUESTIONS[part], "next": following[0] if following else "",
                "is_files": part == "files"}  # fmt: skip
        return render(request, "diary/more.html", told)
    following = STEPS[STEPS.index(part) + 1 :]
    is_done = "stop" in request.POST or not following
    return redirect("diary:show", id) if is_done else redirect("diary:more", id, following[0])


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def change(request: HttpRequest, case: OpenCase, id: str) -> HttpResponse:
    """Everything about an incident on one page."""
    answer = _amend(request, case, id, None)
    if isinstance(answer, IncidentForm):
        return render(request, "diary/change.html", {"form": answer, "id": id})
    return redirect("diary:show", id)


@require_safe
@with_case
def before(request: HttpRequest, case: OpenCase, id: str) -> HttpResponse:
    """How an incident was told before, and when that was written."""
    _incident(case, id)
    return render(request, "diary/before.html", {"versions": told_before(case, id), "id": id})


@require_POST
@with_case
def draft(request: HttpRequest, case: OpenCase, place: str) -> HttpResponse:
    """Keep what is being typed, sealed, until it is saved; or throw it away, where that is asked."""
    if "forget" in request.POST:
        drop_draft(by=case.account, place=place_of(place))
        return redirect(f"/{place_of(place)}/")
    keep_typed(request, place)
    return HttpResponse(status=204)


def _amend(request: HttpRequest, case: OpenCase, id: str, parts: tuple[str, ...] | None) -> IncidentForm | None:
    """The form to show, or None where what it said was recorded."""
    _incident(case, id)
    now = actions.current(case, "incident", id)
    initial = incident_initial(now)
    form = filled(request, case, lambda typed: IncidentForm(typed, case=case.case, parts=parts, initial=initial))
    if request.method != "POST" or not form.is_valid():
        return form
    told = incident_told(form, now, datetime.now(UTC))
    actions.amend_incident(by=case.account, case=case, id=id, told=told, **_new(form))
    saved(request, case)
    return None


def _new(form: IncidentForm) -> dict[str, str]:
    given = form.cleaned_data
    return {name: given[name] for name in ("new_place", "new_person") if given.get(name)}


def _incident(case: OpenCase, id: str) -> Incident:
    found = next((it for it in case.case.incidents if it.id == id), None)
    if found is None:
        raise Http404
    return found
