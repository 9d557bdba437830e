"""The second look at what was told without a person's consent."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from throughline.domain.errors import NotAllowed
from throughline.domain.policies import Refused
from throughline.web.desk.letting_in import note_opened
from throughline.web.desk.queries import OpenHelplineCase
from throughline.web.desk.standing import answer_to, conflict_of, told
from throughline.web.helplines.access import Desk
from throughline.web.supervision.forms import SecondLook
from throughline.web.supervision.telling import look_at, telling_at
from throughline.web.supervision.views import ask_conflict, with_helpline_case


@require_http_methods(["GET", "HEAD", "POST"])
@with_helpline_case
def look(request: HttpRequest, desk: Desk, case: OpenHelplineCase, item: str) -> HttpResponse:
    """Look at what was told: first whether they know anybody in the case, then what they say of it."""
    now, found = datetime.now(UTC), telling_at(case, item)
    if found is None:
        raise Http404
    answer = answer_to("look_at_told", desk, case, now, about=found.by)
    if isinstance(answer, Refused):
        if answer.rule == "conflict_asked" and conflict_of(told(case), desk.staff.id) == "not_asked":
            return ask_conflict(request, desk, case, "supervision:look", item)
        raise NotAllowed(answer.reason, rule=answer.rule)
    note_opened(by=desk, case=case, now=now)
    form = SecondLook(request.POST or None, is_known=found.may_know)
    if request.method == "POST" and form.is_valid():
        look_at(
            by=desk, case=case, id=item, words=form.cleaned_data["words"],
            may_know=form.cleaned_data.get("may_know") == "yes", now=now,
        )  # fmt: skip
        messages.info(request, _("That you looked at it is in the case now."))
        return redirect("supervision:home")
    return render(request, "supervision/look.html", {"form": form, "case": case.row, "it": found})
