"""Pages of the guidance. Forms on them change and keep nothing, so they carry no token, and with it no cookie."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from throughline.guidance.entry import Entry
from throughline.guidance.load import load_content
from throughline.guidance.review import Concern, due
from throughline.guidance.self_check import SelfCheck, self_check
from throughline.guidance.version import content_version
from throughline.web.guidance import listing
from throughline.web.guidance.forms import DirectoryForm, PlaceForm, SelfCheckForm, answers_of, place_of_law
from throughline.web.guidance.leaves import PLACE_NAMES, Leaf, Said, leaf, leaves, said_plainly, titled
from throughline.web.guidance.same_for_all import same_for_all, today
from throughline.web.guidance.searching import LONGEST, find
from throughline.web.guidance.standing import standing
from throughline.web.guidance.written_out import as_json, as_text, listed_as_json
from throughline.web.languages import guidance

CONCERN_NAMES: Mapping[Concern, str] = {
    "past_review": gettext_noop("Past its day"), "law_changed": gettext_noop("Checked before the law changed"),
    "conflicting": gettext_noop("Sources do not agree"), "flagged": gettext_noop("May have changed"),
    "unverified": gettext_noop("Not checked"), "secondary": gettext_noop("Read second-hand"),
}  # fmt: skip


def _page(
    request: HttpRequest, template: str, told: dict[str, Any], *, of: Iterable[Leaf] = (), said: Iterable[Said] = ()
) -> HttpResponse:
    """A page that shows several leaves, and of them what was `said`: where it comes from, and how sure it is, at its foot."""
    shown, facts = list(of), list(said)
    foot = {
        "sources": list(dict.fromkeys(cited for it in facts for cited in it.cited)), "standing": standing(facts),
        "checked_on": min((it.checked_on for it in shown), default=None),
    }  # fmt: skip
    return render(request, f"guide/{template}.html", {"version": content_version(), "today": today(), **foot, **told})


@require_safe
@same_for_all
def home(request: HttpRequest) -> HttpResponse:
    """Everything there is, by what somebody may need first."""
    content = guidance()
    told = {
        "danger": listing.guides_of("danger"), "understanding": listing.guides_of("understanding"),
        "behaviours": listing.behaviours_listed(), "scripts": titled("script", content.scripts),
        "groups": [(key, gettext(listing.GROUP_NAMES[key]), listing.guides_of(key)) for key in ("evidence", "safety", "reporting", "help", "others")],
    }  # fmt: skip
    return _page(request, "home", told)


@require_safe
@same_for_all
def leaf_page(request: HttpRequest, of: str, named: str) -> HttpResponse:
    """One page about one thing."""
    shown = _leaf(of, named)
    return _page(request, "leaf", {"leaf": shown}, of=[shown], said=shown.said)


@require_safe
@same_for_all
def leaf_json(request: HttpRequest, of: str, named: str) -> HttpResponse:
    """The same as JSON, for helplines to build on."""
    told = json.dumps(as_json(_leaf(of, named), today()), ensure_ascii=False, indent=1)
    return HttpResponse(told, content_type="application/json")


@require_safe
@same_for_all
def leaf_text(request: HttpRequest, of: str, named: str) -> HttpResponse:
    """The same as plain text."""
    return HttpResponse(as_text(_leaf(of, named), today()), content_type="text/plain; charset=utf-8")


@require_safe
@same_for_all
def pages_json(request: HttpRequest) -> HttpResponse:
    """Every page there is, as JSON: where its own JSON lies, and when it was checked."""
    told = json.dumps(listed_as_json(leaves().values()), ensure_ascii=False, indent=1)
    return HttpResponse(told, content_type="application/json")


def _leaf(of: str, named: str) -> Leaf:
    try:
        return leaf(of, named)
    except KeyError:
        raise Http404 from None


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@same_for_all
def look_for(request: HttpRequest) -> HttpResponse:
    """Pages that have the words that were sent."""
    asked = request.POST.get("asked", "").strip()[:LONGEST]
    return _page(request, "find", {"asked": asked, "found": find(asked)})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@same_for_all
def who(request: HttpRequest) -> HttpResponse:
    """The directory; a form narrows it by need, place and person."""
    form = DirectoryForm(request.POST if request.method == "POST" else None)
    chosen = form.cleaned_data if form.is_valid() else {}
    listed = listing.directory(**chosen)
    shown = [it for _, of in listed for it in of]
    return _page(request, "who", {"form": form, "listed": listed}, of=shown, said=(it.said[0] for it in shown))


@require_safe
@same_for_all
def figures(request: HttpRequest) -> HttpResponse:
    """The numbers, the founding page's own beside today's."""
    shown = [it for (kind, _), it in leaves().items() if kind == "figure"]
    return _page(request, "figures", {"figures": shown}, of=shown, said=(said for it in shown for said in it.said))


@require_safe
@same_for_all
def routes(request: HttpRequest) -> HttpResponse:
    """Where did it happen? Nothing is shown before that is chosen."""
    return _page(request, "routes", {"places_of_law": [(place, gettext(name)) for place, name in PLACE_NAMES.items()]})


@require_safe
@same_for_all
def routes_in(request: HttpRequest, where: str) -> HttpResponse:
    """The criminal and the civil route of one place side by side, then the other orders, then the law itself."""
    place = next((it for it in PLACE_NAMES if it == where), None)
    if place is None:
        raise Http404
    content = guidance()
    shown = [leaf("route", it.id) for it in content.routes.values() if it.jurisdiction == place]
    law = [it.id for it in content.law.values() if it.jurisdiction == place]
    rows, orders, changes = listing.side_by_side(place), listing.orders_of(place), listing.changes_of(place)
    told = {
        "name": gettext(PLACE_NAMES[place]), "criminal": listing.routes_of(place, "criminal"),
        "civil": listing.routes_of(place, "civil"),
        "rows": rows, "orders": orders, "changes": changes, "law": titled("law", law),
    }  # fmt: skip
    side_by_side = (it.said for row in rows for it in (*row.criminal, *row.civil))
    of_orders = (said for _, parts in orders for part in parts for said in part.said)
    said = (*side_by_side, *of_orders, *(said for _, said in changes))
    return _page(request, "routes_in", told, of=shown, said=said)


@require_safe
@same_for_all
def review(request: HttpRequest) -> HttpResponse:
    """For maintainers, and for whoever wants to know how sure all this is: what must be looked at again."""
    found = due(load_content(), today())
    counts = [
        (concern, gettext(words), sum(it.concern == concern for it in found))
        for concern, words in CONCERN_NAMES.items()
    ]
    return _page(request, "review", {"counts": [it for it in counts if it[2]], "total": len(found)})


@require_safe
@same_for_all
def review_of(request: HttpRequest, concern: str) -> HttpResponse:
    """Everything of one concern, in the order of the content."""
    words = next((words for it, words in CONCERN_NAMES.items() if it == concern), None)
    if words is None:
        raise Http404
    found = [it for it in due(load_content(), today()) if it.concern == concern]
    return _page(request, "review_of", {"words": gettext(words), "found": found})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@same_for_all
def check(request: HttpRequest) -> HttpResponse:
    """The self-check: questions, and a page that answers them. The answers are in that page and nowhere else."""
    if request.method == "POST" and "again" not in request.POST:
        return _check_told(request)
    form = SelfCheckForm(initial={**answers_of(request.POST), "where": place_of_law(request.POST)})
    return _page(request, "check", {"asked": list(form.parts())})


def _check_told(request: HttpRequest) -> HttpResponse:
    content, answers, where = guidance(), answers_of(request.POST), place_of_law(request.POST)
    found = self_check(answers, jurisdiction=where, content=content)
    ways = [leaf("way", id) for id in found.steps.routes]
    told = {
        "urgency": content.urgencies[found.steps.level], "reasons": [it.why for it in found.steps.reasons],
        "first": ways[0] if ways[0].number else None, "reach": ways, "answers": answers, "where": where or "", "place_form": PlaceForm(),
        "behaviours": titled("behaviour", found.behaviours),
        "recognised": [(said_plainly(it.what), titled("law", it.law)) for it in found.recognised],
        "closings": list(map(said_plainly, found.closings)), "triggers": list(map(said_plainly, found.triggers)),
    }  # fmt: skip
    said = (*(it.said[0] for it in ways), *map(said_plainly, _entries_of(found)))
    return _page(request, "check_told", told, said=said)


def _entries_of(found: SelfCheck) -> Iterable[Entry]:
    """Everything that is said of the answers."""
    return (*(it.what for it in found.recognised), *found.closings, *found.triggers)
