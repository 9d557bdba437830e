"""Pages of supervision: the week, one case by its times and kinds, emergencies, second opinions, and giving a case to somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.casework.checks import TIME_ZONE, day_of
from throughline.casework.writing import Review
from throughline.domain.errors import InputError, MissingKey, NotAllowed
from throughline.domain.policies import Allowed
from throughline.web.desk.forms.call import Knows
from throughline.web.desk.letting_in import answer_conflict, note_opened
from throughline.web.desk.models import HelplineCase, Stage
from throughline.web.desk.queries import OpenHelplineCase, open_helpline_case
from throughline.web.desk.standing import answer_to, conflict_of, names_in, require, told
from throughline.web.figures.views import figures_told
from throughline.web.helplines import queries as helplines
from throughline.web.helplines.access import Desk, with_desk
from throughline.web.helplines.models import Role, Staff, Standing
from throughline.web.sharing.queries import account_for_desk
from throughline.web.sharing.told import told_of
from throughline.web.supervision import actions, forms, queries
from throughline.web.templatetags.words import day_told


def with_helpline_case(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page about one case of the helpline's. Another helpline's is not there; each page asks what may be done with it."""

    @wraps(view)
    def guarded(request: HttpRequest, desk: Desk, *, id: str, **named: str) -> HttpResponseBase:
        try:
            case = open_helpline_case(desk, id)
        except HelplineCase.DoesNotExist:
            raise Http404 from None
        except MissingKey:
            raise NotAllowed("That is not yours to do.", rule="permission") from None
        return view(request, desk, case, **named)

    at_desk: Callable[..., HttpResponseBase] = guarded
    return with_desk(at_desk)


WEEKS = 4
STAGES = {Stage.CALL: _("On the telephone now"), Stage.OPEN: _("Open"), Stage.CLOSED: _("Closed")}


@require_safe
@with_desk
def work(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Calls, waits and call-backs of four weeks, and cases by stage; nothing that anybody said."""
    helplines.require("see_operations", desk)
    now = datetime.now(UTC)
    since = now - timedelta(weeks=WEEKS)
    found = queries.how_we_keep_up(desk, since, now)
    told = {
        "operations": found, "since": day_told(day_of(since)), "until": day_told(day_of(now)),
        "stages": [(STAGES[Stage(stage)], number) for stage, number in found.stages],
    }  # fmt: skip
    return render(request, "supervision/work.html", told)


@require_safe
@with_desk
def figures(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The helpline's own figures, of those who agreed to be counted in them, as they were published."""
    helplines.require("see_operations", desk)
    return render(request, "supervision/figures.html", figures_told(desk.helpline.id))


@require_safe
@with_desk
def home(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The week: how much each adviser has, what nobody has, and who opened whose case in an emergency."""
    helplines.require("see_workload", desk)
    now = datetime.now(UTC)
    told = {
        "loads": queries.workload(desk, now), "in_queue": queries.waiting_in_queue(desk), "sees_cases": desk.staff.role == Role.SUPERVISOR,
        "emergencies": queries.emergencies(desk, now) if desk.staff.role == Role.SUPERVISOR else [], "zone": TIME_ZONE,
        "told_of": queries.not_looked_at(desk) if desk.staff.role == Role.SUPERVISOR else [],
    }  # fmt: skip
    return render(request, "supervision/home.html", told)


@require_safe
@with_desk
def cases(request: HttpRequest, desk: Desk, id: str) -> HttpResponse:
    """The open cases of one adviser, or of nobody, to be reviewed or given to somebody else."""
    helplines.require("see_workload", desk)
    helplines.require("see_queue", desk)
    whose = None if id == "nobody" else desk.helpline.staff.filter(pk=id).first()
    if whose is None and id != "nobody":
        raise Http404
    told = {
        "whose": whose, "cases": queries.cases_of(desk, staff=whose), "closed": queries.closed_of(desk, staff=whose), "zone": TIME_ZONE,
    }  # fmt: skip
    return render(request, "supervision/cases.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@with_helpline_case
def review(request: HttpRequest, desk: Desk, case: OpenHelplineCase) -> HttpResponse:
    """One case by its times and kinds, and what a supervisor says of it."""
    now = datetime.now(UTC)
    require("review", desk, case, now)
    form = forms.Review(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        written = Review(said["kind"], said["words"], day_of(now), said["read_their_words"])
        actions.write_review(by=desk, case=case, review=written, now=now)
        messages.info(request, _("It is in the case now."))
        return redirect("supervision:review", case.row.pk)
    account = account_for_desk(desk, case.row.share) if case.row.share else []
    context = {
        "case": case.row, "quality": queries.quality_of(case, now), "form": form, "openings": queries.openings_of(case), "looks": queries.looks_at(case), "account": told_of(account, TIME_ZONE),
        "may_assign": isinstance(answer_to("assign", desk, case, now), Allowed), "zone": TIME_ZONE,
        "may_reopen": isinstance(answer_to("reopen_case", desk, case, now), Allowed),
    }  # fmt: skip
    return render(request, "supervision/review.html", context)


@require_POST
@with_helpline_case
def close(request: HttpRequest, desk: Desk, case: OpenHelplineCase) -> HttpResponse:
    """Close a case, or open a closed one again."""
    if "again" in request.POST:
        actions.reopen(by=desk, case=case, now=datetime.now(UTC))
        messages.info(request, _("It is open again."))
    else:
        actions.close(by=desk, case=case, now=datetime.now(UTC))
        messages.info(request, _("It is closed. Everything in it stays, and it can be opened again."))
    return redirect("desk:case", case.row.pk) if case.row.adviser_id == desk.staff.id else redirect("supervision:home")


@require_http_methods(["GET", "HEAD", "POST"])
@with_helpline_case
def give(request: HttpRequest, desk: Desk, case: OpenHelplineCase) -> HttpResponse:
    """Give a case to somebody, or back to the queue."""
    now = datetime.now(UTC)
    require("assign", desk, case, now)
    form = forms.Colleague(request.POST or None, colleagues=_colleagues(desk, but=case.row.adviser_id), back=True)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["to"]
        to = None if chosen == "nobody" else Staff.objects.get(pk=chosen)
        try:
            actions.assign(by=desk, case=case, to=to, now=now)
        except NotAllowed as refused:
            form.add_error("to", refused.message)
        else:
            messages.info(request, _("It is theirs now.") if to else _("It is back in the queue."))
            return redirect("supervision:mine")
    return render(request, "supervision/give.html", {"form": form, "case": case.row})


@require_http_methods(["GET", "HEAD", "POST"])
@with_helpline_case
def emergency(request: HttpRequest, desk: Desk, case: OpenHelplineCase) -> HttpResponse:
    """Open somebody else's case in an emergency: first whether they know anybody in it, then why. And say when they are done."""
    now = datetime.now(UTC)
    if queries.is_in_emergency(case, desk, now):
        if request.method == "POST":
            actions.end_glass(by=desk, case=case, now=now)
            messages.info(request, _("It is closed to you again."))
            return redirect("supervision:mine")
        return render(request, "supervision/in_emergency.html", {"case": case.row})
    if conflict_of(told(case), desk.staff.id) == "not_asked":
        return ask_conflict(request, desk, case, "supervision:emergency")
    require("break_glass", desk, case, now)
    form = forms.Emergency(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.break_glass(by=desk, case=case, reason=form.cleaned_data["reason"], now=now)
        return redirect("supervision:emergency", case.row.pk)
    return render(request, "supervision/emergency.html", {"form": form, "case": case.row})


def ask_conflict(request: HttpRequest, desk: Desk, case: OpenHelplineCase, then: str, *args: str) -> HttpResponse:
    """Ask whether they know anybody in a case, before they are shown anything of it; `then` is the page that comes after."""
    require("answer_conflict", desk, case, datetime.now(UTC))
    form = Knows(request.POST if "knows" in request.POST else None)
    if form.is_valid():
        answer_conflict(by=desk, case=case, knows_somebody=form.cleaned_data["knows"] == "yes")
        return redirect(then, case.row.pk, *args)
    return render(request, "supervision/knows.html", {"form": form, "names": names_in(case)})


def _colleagues(desk: Desk, *, but: str | None) -> list[Staff]:
    here = desk.helpline.staff.filter(standing=Standing.ACTIVE).exclude(role=Role.MANAGER).exclude(pk=but)
    return list(here.order_by("known_as"))


@require_safe
@with_desk
def mine(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What whoever is at the desk is asked for: second opinions; and the cases that they have open in an emergency."""
    helplines.require("see_queue", desk)
    now = datetime.now(UTC)
    open_now = [
        it for it in queries.emergencies(desk, now) if it.staff_id == desk.staff.id and it.ends_at and now < it.ends_at
    ]
    told = {"asked": queries.asked_of(desk), "emergencies": open_now, "zone": TIME_ZONE}
    return render(request, "supervision/mine.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@with_helpline_case
def ask(request: HttpRequest, desk: Desk, case: OpenHelplineCase) -> HttpResponse:
    """Ask a colleague for a second opinion, and what was answered before."""
    now = datetime.now(UTC)
    require("ask_opinion", desk, case, now)
    note_opened(by=desk, case=case, now=now)
    if request.method == "POST" and (id := request.POST.get("back")):
        actions.take_opinion_back(by=desk, case=case, id=id, now=now)
        return redirect("supervision:ask", case.row.pk)
    form = forms.Opinion(request.POST or None, colleagues=_colleagues(desk, but=desk.staff.id))
    if request.method == "POST" and form.is_valid():
        of = Staff.objects.get(pk=form.cleaned_data["to"])
        try:
            actions.ask_opinion(by=desk, case=case, of=of, question=form.cleaned_data["question"], now=now)
        except NotAllowed as refused:
            form.add_error("to", refused.message)
        else:
            messages.info(request, _("They find it when they look. They can open the case until they answer."))
            return redirect("supervision:ask", case.row.pk)
    names = {it.pk: it.known_as for it in desk.helpline.staff.all()}
    opinions = [(it.id, names.get(value.of, ""), value) for it in queries.opinions_in(case) for value in it.values]
    return render(request, "supervision/ask.html", {"form": form, "case": case.row, "opinions": opinions})


@require_http_methods(["GET", "HEAD", "POST"])
@with_helpline_case
def answer(request: HttpRequest, desk: Desk, case: OpenHelplineCase, item: str) -> HttpResponse:
    """Give a second opinion: first whether they know anybody in the case, then what they think."""
    now = datetime.now(UTC)
    if conflict_of(told(case), desk.staff.id) == "not_asked":
        return ask_conflict(request, desk, case, "supervision:answer", item)
    require("open_case", desk, case, now)
    asked = next((value for it in queries.opinions_in(case) if it.id == item for value in it.values), None)
    if asked is None or asked.of != desk.staff.id:
        raise Http404
    note_opened(by=desk, case=case, now=now)
    form = forms.Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_opinion(by=desk, case=case, id=item, answer=form.cleaned_data["answer"], now=now)
        except InputError as over:
            messages.info(request, over.message)
        else:
            messages.info(request, _("It is with whoever asked. The case is closed to you again."))
        return redirect("supervision:mine")
    return render(request, "supervision/answer.html", {"form": form, "case": case.row, "asked": asked})
