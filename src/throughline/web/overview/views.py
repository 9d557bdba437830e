"""Pages of the overview. They only read; nothing here says that something was not found."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.guidance.load import load_content
from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase
from throughline.web.overview.queries import DAYS, PARTS, content_of, week_of


@require_safe
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Next steps, the findings in plain words, each opening to what is behind it, and when things happened."""
    ways = load_content().ways
    steps = case.findings.next_steps
    told = {
        "content": content_of(case),
        "looked_at": case.findings.looked_at,
        "routes": [ways[id] for id in steps.routes],
        "week": week_of(case),
        "days": DAYS,
        "parts": [name for name, _, _ in PARTS],
    }
    return render(request, "overview/home.html", told)


@require_safe
@with_case
def chronology(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Everything in the order in which it happened."""
    return render(request, "overview/chronology.html", {"content": content_of(case)})


@require_safe
@with_case
def elements(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """What in the diary may help show each element of the law, and what could be asked."""
    content = content_of(case)
    routes = [(route, list(of)) for route, of in groupby(content.elements, key=lambda it: str(it["route"]))]
    return render(request, "overview/elements.html", {"routes": routes})
