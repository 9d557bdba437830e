"""Pages of the diary: something just happened, what it looks like afterwards, and how it changed."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.domain.incident import Incident
from throughline.web.accounts.unlocking import private_key
from throughline.web.cases.access import place_of, with_case
from throughline.web.cases.actions import drop_draft, open_draft, save_draft
from throughline.web.cases.queries import OpenCase
from throughline.web.diary import actions
from throughline.web.diary.forms import IncidentForm
from throughline.web.diary.queries import diary_lines, history
from throughline.web.diary.told import incident_initial, incident_told

STEPS = ("who", "kind", "effect", "others", "files", "private")
QUESTIONS = {
    "who": "Who was it?", "kind": "What kind of thing was it?", "effect": "What did it do to you?",
    "others": "Did anybody else see it, or did you tell anybody?", "files": "Is there evidence?",
    "private": "A note for yourself",
}  # fmt: skip


@require_safe
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Everything recorded, newest first, and the way to record more."""
    return render(request, "diary/home.html", {"lines": diary_lines(case), "imported": len(case.communications)})


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def add(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Something happened: what, when, where. `?all` asks everything on one page."""
    parts = None if "all" in request.GET or "behaviours" in request.POST or "everything" in request.POST else ("what",)
    place = place_of(request.path)
    form = IncidentForm(request.POST or _typed(request, case, place), case=case.case, parts=parts)
    if request.method == "POST" and form.is_valid():
        told = incident_told(form, {}, datetime.now(UTC))
        id = actions.record_incident(by=case.account, case=case, told=told, **_new(form))
        drop_draft(by=case.account, place=place)
        if parts is None:
            return redirect("diary:show", id)
        messages.success(request, "It is saved. You can stop here, or add more now or later.")
        return redirect("diary:more", id, STEPS[0])
    return render(request, "diary/add.html", {"form": form, "is_whole": parts is None, "place": place})


@require_safe
@with_case
def show(request: HttpRequest, case: OpenCase, id: str) -> HttpResponse:
    """One incident, and what can be added to it."""
    incident = _incident(case, id)
    line = next(it for it in diary_lines(case) if it.id == id)
    exhibits = [it for it in case.case.exhibits if it.ref in incident.exhibits]
    told = {
        "incident": incident, "line": line, "questions": QUESTIONS, "exhibits": exhibits,
        "place": next((it for it in case.case.places if it.id == incident.place), None),
        "versions": len(case.state.history["incident", id]),
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
        told = {"form": answer, "id": id, "question": QUESTIONS[part], "next": following[0] if following else ""}
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
        return render(request, "diary/change.html", {"form": answer, "id": id, "place": place_of(request.path)})
    return redirect("diary:show", id)


@require_safe
@with_case
def before(request: HttpRequest, case: OpenCase, id: str) -> HttpResponse:
    """How an incident was told before, and when that was written."""
    _incident(case, id)
    return render(request, "diary/before.html", {"versions": history(case, "incident", id), "id": id})


@require_POST
@with_case
def draft(request: HttpRequest, case: OpenCase, place: str) -> HttpResponse:
    """Keep what is being typed, sealed, until it is saved."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    save_draft(by=case.account, place=place_of(place), plain=typed.urlencode().encode())
    return HttpResponse(status=204)


def _amend(request: HttpRequest, case: OpenCase, id: str, parts: tuple[str, ...] | None) -> IncidentForm | None:
    """The form to show, or None where what it said was recorded."""
    _incident(case, id)
    now = actions.current(case, "incident", id)
    place = place_of(request.path)
    data = request.POST if request.method == "POST" else _typed(request, case, place)
    form = IncidentForm(data or None, case=case.case, parts=parts, initial=incident_initial(now))
    if request.method != "POST" or not form.is_valid():
        return form
    told = incident_told(form, now, datetime.now(UTC))
    actions.amend_incident(by=case.account, case=case, id=id, told=told, **_new(form))
    drop_draft(by=case.account, place=place)
    return None


def _new(form: IncidentForm) -> dict[str, str]:
    given = form.cleaned_data
    return {name: given[name] for name in ("new_place", "new_person") if given.get(name)}


def _typed(request: HttpRequest, case: OpenCase, place: str) -> QueryDict | None:
    """What was being typed on this page when it was left, so that it is there again."""
    private = private_key(request)
    typed = None if private is None else open_draft(case.account, private, place)
    if typed is None or request.method == "POST":
        return None
    messages.info(request, "What you were typing was kept, and is here again. It is not saved yet.")
    return QueryDict(typed)


def _incident(case: OpenCase, id: str) -> Incident:
    found = next((it for it in case.case.incidents if it.id == id), None)
    if found is None:
        raise Http404
    return found
