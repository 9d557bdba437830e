"""The page of the questions. Everything can be skipped, and it is never pressed on anybody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from throughline.guidance.self_check import worrying_of
from throughline.web.asking import actions
from throughline.web.asking.forms import QuestionsForm
from throughline.web.asking.queries import kept, keys_of, met, steps_with, today_of
from throughline.web.cases.access import with_case
from throughline.web.cases.drafts import filled, saved
from throughline.web.cases.queries import OpenCase
from throughline.web.guidance.forms import answers_of
from throughline.web.guidance.leaves import leaf
from throughline.web.languages import guidance


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """The questions, filled in with what is kept. Buttons put the reasons to look again away, or take the answers out."""
    if "away" in request.POST:
        actions.put_away(by=case.account, case=case, keys=keys_of(met(case)))
        return redirect("overview:home")
    if "forget" in request.POST:
        actions.forget(by=case.account, case=case)
        saved(request, case)
        messages.success(request, _("Your answers are gone."))
        return redirect("asking:home")
    was = kept(case)
    initial = {**{it.question: it.answer for it in was.answers}, "keep": bool(was.answers)}
    form = filled(request, case, lambda typed: QuestionsForm(typed, initial=initial))
    if request.method == "POST" and form.is_valid():
        return _told(request, case, form)
    return render(request, "asking/home.html", {"form": form, "asked": list(form.parts()), "was": was})


def _told(request: HttpRequest, case: OpenCase, form: QuestionsForm) -> HttpResponse:
    """What the answers give together with the diary, whether or not they are kept."""
    answers = worrying_of(answers_of(request.POST))
    steps = steps_with(case, answers)
    is_kept = bool(form.cleaned_data["keep"])
    actions.look(
        by=case.account, case=case, on=today_of(case), answers=answers if is_kept else None, seen=keys_of(met(case))
    )
    saved(request, case)
    ways = [leaf("way", id) for id in steps.routes]
    told = {
        "urgency": guidance().urgencies[steps.level], "first": ways[0] if ways[0].number else None, "reach": ways,
        "reasons": [it.why for it in steps.reasons], "is_kept": is_kept,
    }  # fmt: skip
    return render(request, "asking/told.html", told)
