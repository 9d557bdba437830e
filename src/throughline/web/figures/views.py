"""The pages of figures: what is published, how it is made, and a person's own page on which they agree."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.statistics.budget import EPSILON, MOST
from throughline.statistics.coding import in_words
from throughline.statistics.publishing import LEAST_OF_ALL, STEP
from throughline.statistics.tables import CELLS, MOST_CELLS, TABLES
from throughline.web.cases.access import with_case
from throughline.web.cases.drafts import filled, saved
from throughline.web.cases.queries import OpenCase
from throughline.web.figures import actions, queries
from throughline.web.figures.forms import TakePart
from throughline.web.figures.pictures import in_100, of_table, over_quarters, people
from throughline.web.guidance.leaves import leaf

MEASURES = (
    ("know", _("They know the person"), "known_to_them"),
    ("former_partner", _("The person is a former partner"), "former_partners"),
    ("social", _("They gave up going out or seeing people"), "social_life"),
    ("police", _("They reported it to the police"), ""),
)
"""Code of a measure, its words, and the figure of the guidance that stands beside it."""
SURVEYS = ("last_year", "since_16", "how_long")
"""What the guidance has of how many people it happens to, and for how long."""


def figures_told(helpline: str = queries.PUBLIC) -> dict[str, Any]:
    """All that the template `figures/told.html` needs, for the public's figures or a helpline's."""
    told = queries.told(helpline)
    together = dict(told.together.measures)
    measures = [
        {
            "code": code, "name": name, "here": in_100(together[code]) if together[code] else "",
            "beside": leaf("figure", figure) if figure else None,
            "trend": over_quarters(str(name), code, told.quarters),
        }
        for code, name, figure in MEASURES
    ]  # fmt: skip
    everybody = told.together.everybody
    return {
        "has_trends": any(it["trend"] for it in measures), "told": told, "everybody": people(everybody) if everybody else "", "measures": measures,
        "pictures": [(it.table, of_table(it)) for it in told.together.tables],
    }  # fmt: skip


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The public's figures, for anybody."""
    return render(request, "figures/home.html", {**figures_told(), "surveys": [leaf("figure", it) for it in SURVEYS]})


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same as a file for a spreadsheet: each quarter for itself."""
    response = HttpResponse(queries.as_csv(queries.told()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return response


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How the figures are made, what they cost whoever is counted, and what they cannot say."""
    told = queries.told()
    return render(request, "figures/method.html", {
        "told": told, "epsilon": EPSILON, "most": MOST, "cells": len(CELLS), "most_cells": MOST_CELLS, "tables": TABLES,
        "step": STEP, "least_of_all": LEAST_OF_ALL, "used": [(it.words, told.epsilon) for it in told.all_quarters],
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def take_part(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Being counted in the public's figures."""
    return agreeing(request, case)


def agreeing(request: HttpRequest, case: OpenCase, *, helpline: str = queries.PUBLIC, name: str = "") -> HttpResponse:
    """What would be counted of this diary, in words; a button agrees, another takes it back while that can be done. For a helpline's
    figures a view of its own gives the helpline and its name, and comes back here at its own address."""
    if request.method == "POST" and "back" in request.POST:
        return _taken_back(request, case, helpline)
    note = queries.note_of(case, helpline)
    form = filled(request, case, TakePart)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    coded = queries.coded(case, **chosen)
    why_not = queries.why_not(case, helpline)
    if request.method == "POST" and "agree" in request.POST and form.is_valid() and not (note or why_not):
        actions.count_for(by=case.account, case=case, coded=coded, helpline=helpline)
        saved(request, case)
        messages.success(request, _("You are counted. Nothing else of your diary is."))
        return redirect(request.path)
    return render(request, "figures/take_part.html", {
        "note": note, "form": form, "coded": in_words(coded), "why_not": why_not, "name": name,
        "can_take_back": note is not None and queries.can_take_back(note),
    })  # fmt: skip


def _taken_back(request: HttpRequest, case: OpenCase, helpline: str) -> HttpResponse:
    if actions.take_back(by=case.account, case=case, helpline=helpline):
        messages.success(request, _("It is taken back. You are not counted."))
    else:
        messages.info(request, _("There is nothing that could be taken back."))
    return redirect(request.path)
