"""Pages of the account: beginning one, signing in, unlocking, recovering."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.vault.identity import PrivateKey
from throughline.vault.recovery import MistypedCode
from throughline.web.accounts import actions
from throughline.web.accounts.models import Account
from throughline.web.accounts.unlocking import keep_open, lock
from throughline.web.care.views import after_device_check
from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase
from throughline.web.signing import forms
from throughline.web.signing.actions import sign_up as begin_diary

NOT_RIGHT = "That user name and passphrase do not belong together. Check both, and whether capital letters are on."


@require_http_methods(["GET", "HEAD", "POST"])
@after_device_check
def sign_up(request: HttpRequest) -> HttpResponse:
    """Begin an account; what comes back shows the user name and the recovery code, once."""
    form = forms.SignUp(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = begin_diary(word=form.cleaned_data["word"], passphrase=form.cleaned_data["passphrase"])
        finish_sign_in(request, new.account, new.private)
        return render(request, "signing/keep_code.html", {"new": new, "code": new.recovery_code})
    return render(request, "signing/sign_up.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with user name and passphrase."""
    form = forms.SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = actions.unlock_account(form.cleaned_data["user_name"], form.cleaned_data["passphrase"])
        if found is not None:
            finish_sign_in(request, *found)
            return redirect("diary:home")
        form.add_error(None, NOT_RIGHT)
    return render(request, "signing/sign_in.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Unlock a diary that was locked because nobody was there for a while."""
    if not request.user.is_authenticated:
        return redirect("signing:sign-in")
    account = _account(request)
    form = forms.Unlock(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = actions.unlock_account(account.user_name, form.cleaned_data["passphrase"])
        if found is not None:
            keep_open(request, found[1])
            return redirect(_next(request))
        form.add_error("passphrase", "That is not the passphrase. Check whether capital letters are on.")
    return render(request, "signing/unlock.html", {"form": form, "next": _next(request), "is_locked": True})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out of this browser."""
    lock(request)
    logout(request)
    return redirect("front")


@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """A forgotten passphrase: the recovery code opens the key, and a new passphrase locks it."""
    form = forms.Recover(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = actions.recover_account(given["user_name"], given["code"])
        except MistypedCode as slip:
            form.add_error("code", slip.message)
            return render(request, "signing/recover.html", {"form": form})
        if found is not None:
            account, private = found
            actions.change_passphrase(by=account, private=private, passphrase=given["passphrase"])
            code = actions.renew_recovery_code(by=account, private=private)
            finish_sign_in(request, account, private)
            return render(request, "signing/keep_code.html", {"code": code})
        form.add_error(None, "That user name and recovery code do not belong together.")
    return render(request, "signing/recover.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def passphrase(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Change the passphrase; nothing of the diary is sealed anew."""
    form = forms.NewPassphrase(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = actions.unlock_account(case.account.user_name, form.cleaned_data["current"])
        if found is not None:
            actions.change_passphrase(by=found[0], private=found[1], passphrase=form.cleaned_data["passphrase"])
            return redirect("signing:home")
        form.add_error("current", "That is not the passphrase as it is now.")
    return render(request, "signing/passphrase.html", {"form": form})


@require_safe
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """What can be changed about the account."""
    return render(request, "signing/home.html", {"account": case.account})


def finish_sign_in(request: HttpRequest, account: Account, private: PrivateKey) -> None:
    """Sign an account in whose key was opened, and keep its diary open for this browser."""
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    keep_open(request, private)


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if is_ours else reverse("diary:home")
