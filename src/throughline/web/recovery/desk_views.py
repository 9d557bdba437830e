"""Pages of recovery at the desk: finding the request, and confirming it by two."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from throughline.web.helplines.access import Desk, with_desk
from throughline.web.recovery import actions, forms, queries
from throughline.web.recovery.queries import Asked

NOT_THERE = _("Nothing waits here by that reference. Ask them to read it again, or to begin anew.")


@require_http_methods(["GET", "HEAD", "POST"])
@with_desk
def find(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Find a request by the reference that the caller reads out. There is no list of them."""
    queries.check_role(desk)
    form = forms.Reference(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = queries.asked_by(desk, form.cleaned_data["reference"], datetime.now(UTC))
        if asked is not None:
            return redirect("recovery:one", asked.row.reference)
        form.add_error("reference", NOT_THERE)
    return render(request, "recovery/find.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@with_desk
def one(request: HttpRequest, desk: Desk, reference: str) -> HttpResponse:
    """One request: whether whoever is at the desk knows them, the code word, ringing back, confirming."""
    queries.check_role(desk)
    now = datetime.now(UTC)
    asked = queries.asked_by(desk, reference, now)
    if asked is None:
        messages.info(request, NOT_THERE)
        return redirect("recovery:find")
    step = step_of(desk, asked)
    form = _form(step, request)
    if request.method == "POST" and _is_done(request, desk, asked, form, now):
        return redirect("recovery:one", asked.row.reference)
    told = {
        "desk": desk,
        "asked": asked,
        "step": step,
        "form": form,
        "already": len(asked.confirmed_by - {desk.staff.id}),
    }
    return render(request, "recovery/one.html", told)


def step_of(desk: Desk, asked: Asked) -> str:
    """What is to be done next by whoever is at the desk."""
    if asked.row.released is not None:
        return "released"
    if asked.conflict_of(desk) != "none":
        return "knows" if asked.conflict_of(desk) == "not_asked" else "blocked"
    if desk.staff.id in asked.confirmed_by:
        return "confirmed"
    checks = asked.checks_of(desk)
    return "confirm" if len(checks) == 2 else "ring_back" if "code_word" in checks else "code_word"


def _form(step: str, request: HttpRequest) -> forms.Knows | forms.CodeWord | None:
    if step == "knows":
        return forms.Knows(request.POST if "knows" in request.POST else None)
    return forms.CodeWord(request.POST if "heard" in request.POST else None) if step == "code_word" else None


def _is_done(
    request: HttpRequest, desk: Desk, asked: Asked, form: forms.Knows | forms.CodeWord | None, now: datetime
) -> bool:
    """Do what was sent; tells whether it was done, so that the page is asked for anew."""
    if request.POST.get("do") == "refuse":
        actions.refuse(by=desk, asked=asked, now=now)
    elif isinstance(form, forms.Knows) and form.is_valid():
        actions.say_conflict(by=desk, asked=asked, knows=form.cleaned_data["knows"] == "yes")
    elif isinstance(form, forms.CodeWord) and form.is_valid():
        if not actions.hear_code_word(by=desk, asked=asked, heard=form.cleaned_data["heard"], now=now):
            messages.info(request, _("That is not the code word. After three wrong ones the request is over."))
    elif request.POST.get("do") == "rang-back":
        actions.rang_back(by=desk, asked=asked, now=now)
    elif request.POST.get("do") == "confirm":
        if actions.confirm(by=desk, asked=asked, now=now):
            messages.info(request, _("It is released to them, for an hour. They choose a new passphrase now."))
    else:
        return False
    return True
