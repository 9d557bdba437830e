"""Pages of a helpline's staff: who works here, inviting, joining, letting in, roles, leaving."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.domain.errors import InputError
from throughline.domain.permissions import Deed
from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase
from throughline.web.helplines import actions, forms, queries
from throughline.web.helplines.access import Desk, with_desk
from throughline.web.helplines.models import Role, Staff, Standing
from throughline.web.helplines.proofs import fingerprint, key_of_staff
from throughline.web.signing.coming_in import key_of

ABOUT_ONE: tuple[Deed, ...] = ("approve_staff", "change_role", "end_staff")


@require_safe
@with_desk
def home(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who works here, who waits to be let in, who left."""
    queries.require("see_staff", desk)
    may = queries.allowed(desk, ["invite_staff", "change_helpline"])
    return render(request, "helplines/home.html", {"desk": desk, "staff": queries.staff_of(desk), "may": may})


@require_http_methods(["GET", "HEAD", "POST"])
@with_desk
def invite(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A code to give somebody by hand, shown once."""
    queries.require("invite_staff", desk)
    form = forms.Rank(request.POST or None, initial={"role": Role.ADVISER})
    if request.method == "POST" and form.is_valid():
        code = actions.invite(by=desk, role=Role(form.cleaned_data["role"]))
        return render(request, "helplines/code.html", {"desk": desk, "code": code, "days": actions.INVITED_FOR.days})
    return render(request, "helplines/invite.html", {"desk": desk, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@with_desk
def settings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What the helpline says of itself, and whether its staff need a second step."""
    queries.require("change_helpline", desk)
    now = {"about": desk.helpline.about, "asks_second_step": desk.helpline.asks_second_step}
    form = forms.Settings(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_helpline(by=desk, **form.cleaned_data)
        except InputError as refused:
            form.add_error("asks_second_step", refused.message)
        else:
            messages.info(request, str(_("The settings are changed.")))
            return redirect("helplines:home")
    return render(request, "helplines/settings.html", {"desk": desk, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def join(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Join a helpline with a code. Whoever joined sees here that they wait, and what to read to whoever lets them in."""
    form = forms.Join(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            code, known_as = form.cleaned_data["code"], form.cleaned_data["known_as"]
            actions.join(by=case.account, public=key_of(request).public, code=code, known_as=known_as)
        except InputError as refused:
            form.add_error("code", refused.message)
        else:
            return redirect("helplines:join")
    found = Staff.objects.select_related("helpline").filter(account=case.account).first()
    words = fingerprint(key_of(request).public) if found else ""
    return render(request, "helplines/join.html", {"form": form, "found": found, "fingerprint": words})


@require_http_methods(["GET", "HEAD", "POST"])
@with_desk
def one(request: HttpRequest, desk: Desk, id: str) -> HttpResponse:
    """One member of staff: letting in, what they are here, and ending their access."""
    queries.require("see_staff", desk)
    staff = desk.helpline.staff.select_related("account").filter(pk=id).first()
    if staff is None:
        raise Http404
    form = forms.Rank(request.POST if "role" in request.POST else None, initial={"role": staff.role})
    if request.method == "POST" and (done := _done(request, desk, staff, form)):
        messages.info(request, done)
        return redirect("helplines:home")
    may = queries.allowed(desk, ABOUT_ONE, staff)
    told = {"desk": desk, "it": staff, "form": form, "may": may, "fingerprint": fingerprint(key_of_staff(staff))}
    return render(request, "helplines/one.html", told)


def _done(request: HttpRequest, desk: Desk, staff: Staff, form: forms.Rank) -> str:
    """What was done, in words; nothing where nothing was."""
    match request.POST.get("do"):
        case "let-in" if staff.standing == Standing.WAITING:
            actions.let_in(by=desk, staff=staff)
            return str(_("They are let in."))
        case "end" if staff.standing != Standing.LEFT:
            actions.end_staff(by=desk, staff=staff)
            return str(_("Their access has ended, and the helpline has a new key."))
        case "role" if staff.standing == Standing.ACTIVE and form.is_valid():
            actions.change_role(by=desk, staff=staff, role=Role(form.cleaned_data["role"]))
            return str(_("What they are here is changed."))
    return ""
