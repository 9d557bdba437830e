"""Pages of the overview. They only read; nothing here says that something was not found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.guidance.version import content_version
from throughline.patterns.about import in_brief
from throughline.patterns.changes import changes_between
from throughline.web.asking.queries import kept, reasons_to_look
from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase, as_it_was
from throughline.web.guidance.leaves import leaf
from throughline.web.languages import guidance
from throughline.web.overview.queries import (
    DAYS,
    PARTS,
    content_of,
    finding_shown,
    findings_shown,
    looked_words,
    point_shown,
    week_of,
)
from throughline.web.overview.reading import Reading
from throughline.web.overview.saying import filled
from throughline.web.overview.timeline import timeline_of
from throughline.web.preferences.forms import where_asked

MOST_STEPS = 3
"""Reasons that stand there at once; the others are one tap away."""
LEAST_DAYS_AGO = 7
DAYS_AGO = {str(days): days for days in (LEAST_DAYS_AGO, 30, 90, 365)}
"""How far back the findings can be set beside those of now."""
PAGE = 60
"""Entries on one page of everything in order."""


@require_safe
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Next steps, the findings in plain words, each opening to what is behind it, and when things happened."""
    ways = guidance().ways
    content, looked_at = content_of(case), case.findings.looked_at
    told = {
        "content": content,
        "findings": findings_shown(case, content),
        "looked_at": looked_words(looked_at),
        "is_empty": not (looked_at.incidents or looked_at.communications or kept(case).answers),
        "case_has_messages": bool(looked_at.communications),
        "steps": content.steps[:MOST_STEPS],
        "more_steps": content.steps[MOST_STEPS:],
        "routes": [ways[id] for id in case.findings.next_steps.routes],
        "week": week_of(case),
        "timeline": timeline_of(case),
        "days": DAYS,
        "parts": [name for name, _, _ in PARTS],
        "again": reasons_to_look(case),
        "looked_at_questions": at.text if (at := kept(case).looked_at) else "",
        "where": where_asked(case, "overview"),
    }
    return render(request, "overview/home.html", told)


@require_safe
@with_case
def chronology(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Everything in the order in which it happened. `at` names an entry: then its page is shown."""
    content = content_of(case)
    wanted = request.GET.get("at")
    place = next((at for at, row in enumerate(content.rows) if wanted and row.id == wanted), None)
    number = request.GET.get("page") if place is None else 1 + place // PAGE
    page = Paginator(content.rows, PAGE).get_page(number)
    incidents, milestones = ({it.id for it in items} for items in (case.case.incidents, case.case.milestones))
    told = {"content": content, "page": page, "incidents": incidents, "milestones": milestones}
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
    content = content_of(case)
    rows = {row.id: row for row in content.rows}
    routes = [
        (route, [point_shown(case, rows, it) for it in of])
        for route, of in groupby(content.elements, key=lambda it: str(it["route"]))
    ]
    return render(
        request,
        "overview/elements.html",
        {"routes": routes, "where": where_asked(case, "law"), "is_everywhere": case.case.jurisdiction is None},
    )


@require_safe
@with_case
def one(request: HttpRequest, case: OpenCase, finding: str) -> HttpResponse:
    """One finding: its picture, all that is behind it, what it looked at and cannot know, and what would make it stronger or weaker."""
    shown = finding_shown(case, finding)
    if shown is None:
        raise Http404
    found, heading, entries, about, picture = shown
    told = {
        "finding": entries, "heading": heading, "about": about, "picture": picture, "brief": in_brief(found),
        "measure": found.measure,
    }  # fmt: skip
    return render(request, "overview/one.html", told)


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
