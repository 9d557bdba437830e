"""Pages of the diary."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase


@require_safe
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Everything recorded, newest first, and the way to record more."""
    return render(request, "diary/home.html", {"case": case})
