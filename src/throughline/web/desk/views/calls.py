"""Pages of a call: beginning it or finding whoever rings back, writing it down while they talk, ending it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.casework.contact import Contact
from throughline.casework.let_in import Conflict
from throughline.domain.policies import Allowed
from throughline.web.cases.access import NOT_KEPT, place_of
from throughline.web.cases.actions import drop_draft, open_draft
from throughline.web.desk import calls
from throughline.web.desk.finding_again import find_caller, new_reference, plain_reference
from throughline.web.desk.forms.call import CallForm, FindCaller
from throughline.web.desk.letting_in import note_opened
from throughline.web.desk.models import CallDraft, HelplineCase, Stage
from throughline.web.desk.showing import safe_now
from throughline.web.desk.standing import answer_to, told
from throughline.web.guidance.leaves import leaf
from throughline.web.helplines.access import Desk, with_desk
from throughline.web.helplines.queries import require

SENT = ("do", "reference", *NOT_KEPT)


@require_http_methods(["GET", "HEAD", "POST"])
@with_desk
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A call begins; or somebody rings back, and gives what they are found by."""
    require("take_call", desk)
    is_finding = request.POST.get("do") == "find"
    find = FindCaller(request.POST if is_finding else None)
    if request.method == "POST" and not is_finding:
        return redirect("desk:call", calls.begin_call(by=desk).case_id)
    if is_finding and find.is_valid():
        row = find_caller(desk, find.cleaned_data["reference"], find.cleaned_data["word"])
        if row is not None:
            return redirect("desk:call", calls.begin_call(by=desk, row=row).case_id)
        find.add_error(None, _("No case has both. Ask again, or begin a new call: it can be put together later."))
    return render(request, "desk/new_call.html", {"form": find})


@require_http_methods(["GET", "HEAD", "POST"])
@with_desk
def call(request: HttpRequest, desk: Desk, id: str) -> HttpResponse:
    """The page on which a call is written down. Whatever is sent without saying what to do with it is kept as a draft."""
    row = get_object_or_404(HelplineCase, pk=id, helpline=desk.helpline)
    require("take_call", desk)
    if request.method == "POST":
        calls.keep_call(by=desk, case_id=row.pk, typed=_typed(request))
    open_call = calls.open_call(desk, row.pk)
    if open_call is None:
        raise Http404
    match request.POST.get("do", "" if request.method == "POST" else "show"):
        case "":
            return HttpResponse(status=204)
        case "emergency":
            return _emergency(request, desk, open_call)
        case "finish":
            return _finish(request, desk, open_call)
        case "save":
            messages.info(request, _("It is kept. Nobody but this helpline can read it."))
            return redirect("desk:call", row.pk)
    note_opened(by=desk, case=open_call.case, now=datetime.now(UTC))
    return _show(request, desk, _with_locked(request, desk, open_call), None)


@require_POST
@with_desk
def take_over(request: HttpRequest, desk: Desk, id: str) -> HttpResponse:
    """Go on with a call that a colleague has begun."""
    draft = get_object_or_404(CallDraft, pk=id, case__helpline=desk.helpline)
    calls.take_over_call(by=desk, draft=draft)
    return redirect("desk:call", draft.case_id)


def _typed(request: HttpRequest) -> str:
    typed = request.POST.copy()
    for name in ("do", *NOT_KEPT):
        typed.pop(name, None)
    return typed.urlencode()


def _with_locked(request: HttpRequest, desk: Desk, open_call: calls.Call) -> calls.Call:
    """The call with what was being typed when the desk was locked: that went to the adviser's own drafts."""
    place = place_of(request.path)
    typed = open_draft(desk.staff.account, desk.private, place)
    if typed is None:
        return open_call
    calls.keep_call(by=desk, case_id=open_call.case.row.pk, typed=_without(typed))
    drop_draft(by=desk.staff.account, place=place)
    return calls.open_call(desk, open_call.case.row.pk) or open_call


def _without(typed: bytes | str) -> str:
    kept = QueryDict(typed, mutable=True)
    for name in ("do", *NOT_KEPT):
        kept.pop(name, None)
    return kept.urlencode()


def _form(desk: Desk, open_call: calls.Call, data: QueryDict | None) -> CallForm:
    is_new = open_call.case.row.stage == Stage.CALL
    is_asked = told(open_call.case).item(Conflict, desk.staff.pk) is None
    return CallForm(data, is_new=is_new, is_asked=is_asked)


def _emergency(request: HttpRequest, desk: Desk, open_call: calls.Call) -> HttpResponse:
    form = _form(desk, open_call, request.POST)
    form.is_valid()
    calls.mark_emergency(
        by=desk, call=open_call, contact=form.contact(open_call.draft.began_at, None, is_emergency=True)
    )
    return redirect("desk:call", open_call.case.row.pk)


def _finish(request: HttpRequest, desk: Desk, open_call: calls.Call) -> HttpResponse:
    form = _form(desk, open_call, request.POST)
    if not form.is_valid():
        return _show(request, desk, open_call, form)
    contact = form.contact(open_call.draft.began_at, datetime.now(UTC), is_emergency=_is_emergency(open_call))
    promise = form.promise(desk.staff.pk)
    reference = plain_reference(request.POST.get("reference", "")) or new_reference()
    knows = form.cleaned_data.get("knows", "no")
    calls.finish_call(
        by=desk, call=open_call, contact=contact, values=[*form.values, *([promise] if promise else [])],
        found_by=form.found_by(reference), knows=knows,
    )  # fmt: skip
    messages.success(request, _("The call is written down."))
    return redirect(
        "desk:home" if knows == "yes" else "desk:case", *(() if knows == "yes" else (open_call.case.row.pk,))
    )


def _is_emergency(open_call: calls.Call) -> bool:
    item = told(open_call.case).item(Contact, open_call.draft.contact)
    return item is not None and any(it.emergency for it in item.values)


def _show(request: HttpRequest, desk: Desk, open_call: calls.Call, form: CallForm | None) -> HttpResponse:
    now, typed = datetime.now(UTC), QueryDict(open_call.typed)
    if form is None:
        form = _form(desk, open_call, typed or None)
        form.errors.clear()
    may_see = isinstance(answer_to("open_case", desk, open_call.case, now), Allowed)
    others = CallDraft.objects.filter(case=open_call.case.row).exclude(pk=open_call.draft.pk).select_related("staff")
    told_here = {
        "form": form, "parts": dict(form.parts()), "id": open_call.case.row.pk, "others": others,
        "is_emergency": _is_emergency(open_call), "danger": leaf("guide", "danger_now"),
        "reference": typed.get("reference") or new_reference(), "is_new": form.is_new,
        "safe": safe_now(told(open_call.case), now) if may_see and not form.is_new else None,
    }  # fmt: skip
    return render(request, "desk/call.html", told_here)
