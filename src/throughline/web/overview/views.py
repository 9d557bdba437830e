"""Pages of the overview. They only read; nothing here says that something was not found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.guidance.version import content_version
from throughline.patterns.changes import changes_between
from throughline.web.asking.queries import kept, reasons_to_look
from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase, as_it_was
from throughline.web.guidance.leaves import leaf
from throughline.web.languages import guidance
from throughline.web.overview.queries import (
    PAGE,
    content_of,
    finding_told,
    findings_shown,
    looked_words,
    order_told,
    own_places,
    pictures_told,
    points_told,
)
from throughline.web.overview.reading import Reading
from throughline.web.overview.saying import filled
from throughline.web.preferences.forms import where_asked

MOST_STEPS = 3
"""Reasons that stand there at once; the others are one tap away."""
LEAST_DAYS_AGO = 7
DAYS_AGO = {str(days): days for days in (LEAST_DAYS_AGO, 30, 90, 365)}
"""How far back the findings can be set beside those of now."""


@require_safe
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Next steps, the findings in plain words, each opening to what is behind it, and when things happened."""
    ways = guidance().ways
    content, looked_at = content_of(case), case.findings.looked_at
    told = {
        "content": content,
        "findings": findings_shown(content, own_places(case)),
        "looked_at": looked_words(looked_at),
        "is_empty": not (looked_at.incidents or looked_at.communications or kept(case).answers),
        "case_has_messages": bool(looked_at.communications),
        "steps": content.steps[:MOST_STEPS],
        "more_steps": content.steps[MOST_STEPS:],
        "routes": [ways[id] for id in case.findings.next_steps.routes],
        **pictures_told(case),
        "again": reasons_to_look(case),
        "looked_at_questions": at.text if (at := kept(case).looked_at) else "",
        "where": where_asked(case, "overview"),
    }
    return render(request, "overview/home.html", told)


@require_safe
@with_case
def chronology(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Everything in the order in which it happened. `at` names an entry: then its page is shown."""
    told = order_told(case, own_places(case), at=request.GET.get("at"), page=request.GET.get("page"))
    return render(request, "overview/chronology.html", told)


@require_safe
@with_case
def say(request: HttpRequest, case: OpenCase, script: str) -> HttpResponse:
    """What to say to the police, filled in from the diary."""
    scripts = guidance().scripts
    if script not in scripts:
        raise Http404
    other = next(it for it in scripts.values() if it.id != script)
    told = {"leaf": filled(leaf("script", script), case), "other": other, "version": content_version()}
    return render(request, "overview/say.html", told)


@require_safe
@with_case
def elements(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """What in the diary may help show each element of the law, and what could be asked."""
    routes = points_told(case, own_places(case))
    told = {"routes": routes, "where": where_asked(case, "law"), "is_everywhere": case.case.jurisdiction is None}
    return render(request, "overview/elements.html", told)


@require_safe
@with_case
def one(request: HttpRequest, case: OpenCase, finding: str) -> HttpResponse:
    """One finding: its picture, all that is behind it, what it looked at and cannot know, and what would make it stronger or weaker."""
    return render(request, "overview/one.html", finding_told(case, finding, own_places(case)))


@require_safe
@with_case
def since(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """What the findings say otherwise than so many days ago, and why."""
    days = DAYS_AGO.get(request.GET.get("days", ""), LEAST_DAYS_AGO)
    then = as_it_was(case, datetime.now(UTC) - timedelta(days=days))
    changes = changes_between(then.findings, case.findings)
    told = {
        "changes": changes,
        "days": days,
        "choices": tuple(DAYS_AGO.values()),
        "looked_at": looked_words(then.findings.looked_at),
    }
    return render(request, "overview/since.html", told)


@require_safe
@with_case
def reading(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Which messages to read first; their words stay hidden until they are opened."""
    made = Reading(case)
    ranked = made.finding.ranked if made.finding else ()
    page = Paginator(ranked, PAGE).get_page(request.GET.get("page"))
    told = {"reading": made, "finding": made.finding, "page": page, "shown": made.shown(page)}
    return render(request, "overview/reading.html", told)
