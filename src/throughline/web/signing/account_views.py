"""Pages of the account: passphrase, recovery code, where it is signed in, and deleting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.domain.errors import NotAllowed
from throughline.web.accounts import actions, sign_ins
from throughline.web.accounts.second_steps import second_steps_of
from throughline.web.accounts.unlocking import lock
from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase
from throughline.web.figures.actions import take_back_all
from throughline.web.signing import forms, slowing
from throughline.web.signing.actions import delete_account, empty_diary
from throughline.web.signing.coming_in import key_of

WRONG = _("That is not the passphrase. Check whether capital letters are on.")


@require_safe
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """What can be changed about the account."""
    steps = second_steps_of(case.account, key_of(request))
    return render(request, "signing/home.html", {"account": case.account, "steps": steps})


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
@with_case
def passphrase(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Change the passphrase; nothing of the diary is sealed anew, and every other browser is signed out."""
    form = forms.NewPassphrase(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if slowing.is_confirmed(request, case.account, form.cleaned_data["current"]):
            new, here = form.cleaned_data["passphrase"], sign_ins.here(request)
            actions.change_passphrase(by=case.account, private=key_of(request), passphrase=new, here=here)
            request.session[HASH_SESSION_KEY] = case.account.get_session_auth_hash()
            messages.info(request, _("Your passphrase is changed. Every other browser is signed out."))
            return redirect("signing:home")
        form.add_error("current", _("That is not the passphrase as it is now."))
    return render(request, "signing/passphrase.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
@with_case
def renew_code(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """A new recovery code in the place of one that was lost or seen."""
    form = forms.Unlock(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if slowing.is_confirmed(request, case.account, form.cleaned_data["passphrase"]):
            code = actions.renew_recovery_code(by=case.account, private=key_of(request))
            return render(request, "signing/keep_code.html", {"code": code})
        form.add_error("passphrase", WRONG)
    return render(request, "signing/renew_code.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def signed_in(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Where the account is signed in, and ending one of it or all others."""
    here = sign_ins.here(request)
    if request.method == "POST":
        if "others" in request.POST:
            sign_ins.end_sign_ins(by=case.account, but=here)
        elif request.POST.get("end") not in (None, here):
            sign_ins.end_sign_in(by=case.account, id=request.POST["end"])
        return redirect("signing:signed-in")
    told = {"places_in": sign_ins.sign_ins_of(case.account, key_of(request), here), "zone": case.case.timezone}
    return render(request, "signing/signed_in.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
@with_case
def delete(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Delete the diary, or the account with it: what goes and what stays, then the passphrase."""
    form = forms.Delete(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if slowing.is_confirmed(request, case.account, form.cleaned_data["passphrase"]):
            take_back_all(by=case.account, case=case)
            return _delete(request, case, form)
        form.add_error("passphrase", WRONG)
    return render(request, "signing/delete.html", {"form": form})


def _delete(request: HttpRequest, case: OpenCase, form: forms.Delete) -> HttpResponse:
    if form.cleaned_data["what"] == "diary":
        empty_diary(by=case.account, public=key_of(request).public)
        messages.info(request, _("What was in your diary is destroyed. This is an empty one."))
        return redirect("diary:home")
    try:
        delete_account(by=case.account)
    except NotAllowed as refused:
        form.add_error("what", refused.message)
        return render(request, "signing/delete.html", {"form": form})
    lock(request)
    logout(request)
    return redirect("signing:gone")
