"""The page of the settings."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from throughline.guidance.self_check import Answer, worrying_of
from throughline.web.asking.actions import answer_one
from throughline.web.asking.queries import answer_to, today_of
from throughline.web.cases.access import with_case
from throughline.web.cases.drafts import filled, saved
from throughline.web.cases.queries import OpenCase
from throughline.web.preferences.actions import change_preferences, say_where
from throughline.web.preferences.forms import BACK, First, Preferences, where_asked


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Where it happened, whether somebody is under 18, the time zone, the initials."""
    now = {
        "jurisdiction": case.case.jurisdiction or "", "timezone": case.case.timezone, "initials": case.initials or "",
        "under_18": answer_to(case, "under_18") or "skip",
    }  # fmt: skip
    form = filled(request, case, lambda typed: Preferences(typed, initial=now))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        _say_age(case, given.pop("under_18"))
        change_preferences(by=case.account, case=case, **given)
        saved(request, case)
        messages.success(request, _("It is saved."))
        return redirect("preferences:home")
    return render(request, "preferences/home.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def first(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """The two questions that are asked once, answered or skipped; then the page that asked them again."""
    if request.method != "POST" and (asked := where_asked(case, "diary")):
        return render(request, "preferences/first.html", {"where": asked})
    form = First(request.POST)
    if not form.is_valid():
        return redirect("preferences:home")
    given = form.cleaned_data
    is_skipped = "skip" in request.POST
    if not is_skipped and given["under_18"]:
        _say_age(case, given["under_18"])
    say_where(by=case.account, case=case, jurisdiction="" if is_skipped else given["jurisdiction"])
    return redirect(BACK[given["back"]])


def _say_age(case: OpenCase, answer: str) -> None:
    worrying = worrying_of({"under_18": cast(Answer, answer)}).get("under_18")
    answer_one(by=case.account, case=case, question="under_18", answer=worrying, on=today_of(case))
