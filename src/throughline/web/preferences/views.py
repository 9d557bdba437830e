"""The page of the settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from throughline.web.cases.access import with_case
from throughline.web.cases.drafts import filled, saved
from throughline.web.cases.queries import OpenCase
from throughline.web.preferences.actions import change_preferences
from throughline.web.preferences.forms import Preferences


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Where it happened, the time zone, the initials."""
    now = {
        "jurisdiction": case.case.jurisdiction, "timezone": case.case.timezone, "initials": case.initials or "",
    }  # fmt: skip
    form = filled(request, case, lambda typed: Preferences(typed, initial=now))
    if request.method == "POST" and form.is_valid():
        change_preferences(by=case.account, case=case, **form.cleaned_data)
        saved(request, case)
        messages.success(request, _("It is saved."))
        return redirect("preferences:home")
    return render(request, "preferences/home.html", {"form": form})
