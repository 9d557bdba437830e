"""Pages of coming in and leaving: beginning a diary, signing in, the second step, unlocking, recovering."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.vault.identity import PrivateKey
from throughline.web.accounts import actions
from throughline.web.accounts.limits import guess, take
from throughline.web.accounts.models import Account
from throughline.web.accounts.second_steps import Step, accept_code, second_steps_of
from throughline.web.accounts.unlocking import keep_open, lock, waiting_for_second_step
from throughline.web.care.views import after_device_check
from throughline.web.going_on import wanted_next
from throughline.web.signing import forms, passkeys, slowing
from throughline.web.signing.actions import sign_up as begin_diary
from throughline.web.signing.coming_in import account_of, finish_sign_in, first_page, passphrase_was_right

NOT_RIGHT = _("That user name and passphrase do not belong together. Check both, and whether capital letters are on.")
NOT_THE_CODE = _("That is not the code, or it was used already. Wait for the next one.")
NOT_THE_PASSKEY = _("That did not work. Try again, or use another way.")


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
@after_device_check
def sign_up(request: HttpRequest) -> HttpResponse:
    """Begin an account; what comes back shows the user name and the recovery code, once."""
    form = forms.SignUp(request.POST or None)
    if request.method == "POST" and form.is_valid():
        take(slowing.sign_up_counts(request))
        new = begin_diary(word=form.cleaned_data["word"], passphrase=form.cleaned_data["passphrase"])
        finish_sign_in(request, new.account, new.private)
        return render(request, "signing/keep_code.html", {"new": new, "code": new.recovery_code})
    return render(request, "signing/sign_up.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with user name and passphrase."""
    form = forms.SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, passphrase = form.cleaned_data["user_name"], form.cleaned_data["passphrase"]
        found = guess(slowing.sign_in_counts(request, name), lambda: actions.unlock_account(name, passphrase))
        if found is not None:
            return passphrase_was_right(request, *found)
        form.add_error(None, NOT_RIGHT)
    return render(request, "signing/sign_in.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
def second_step(request: HttpRequest) -> HttpResponse:
    """What is asked for after the passphrase, where the person set it up: a code, or a passkey."""
    found = waiting_for_second_step(request)
    if found is None:
        return redirect("signing:sign-in")
    account, private = found
    steps = second_steps_of(account, private)
    form = forms.Code(request.POST if "code" in request.POST else None)
    refused = ""
    if "answer" in request.POST:
        if passkeys.is_shown(request, steps, request.POST["answer"]):
            return _in(request, found)
        refused = str(NOT_THE_PASSKEY)
    elif form.is_valid():
        code = form.cleaned_data["code"]
        counts = slowing.code_counts(request, account)
        if guess(counts, lambda: accept_code(by=account, private=private, code=code) or None):
            return _in(request, found)
        form.add_error("code", NOT_THE_CODE)
    return _ask_second(request, form, steps, refused)


def _in(request: HttpRequest, found: tuple[Account, PrivateKey]) -> HttpResponse:
    finish_sign_in(request, *found)
    return redirect(first_page(found[0]))


def _ask_second(request: HttpRequest, form: forms.Code, steps: list[Step], refused: str) -> HttpResponse:
    keys = passkeys.usable(request, steps)
    told = {
        "form": form, "refused": refused, "has_app": any(step.kind == "app" for step in steps),
        "options": passkeys.ask_to_use(request, steps) if keys else None,
        "elsewhere": sorted({step.host for step in steps if step.kind == "passkey" and step not in keys}),
    }  # fmt: skip
    return render(request, "signing/second_step.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
def unlock(request: HttpRequest) -> HttpResponse:
    """Unlock a diary that was locked because nobody was there for a while. The second step was taken when this browser signed
    in, so the passphrase is enough."""
    if not request.user.is_authenticated:
        return redirect("signing:sign-in")
    name = account_of(request).user_name
    form = forms.Unlock(request.POST or None)
    if request.method == "POST" and form.is_valid():
        passphrase = form.cleaned_data["passphrase"]
        found = guess(slowing.again_counts(request), lambda: actions.unlock_account(name, passphrase))
        if found is not None:
            keep_open(request, found[1])
            return redirect(_next(request))
        form.add_error("passphrase", _("That is not the passphrase. Check whether capital letters are on."))
    return render(request, "signing/unlock.html", {"form": form, "next": _next(request), "is_locked": True})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out of this browser."""
    lock(request)
    logout(request)
    return redirect("front")


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
def recover(request: HttpRequest) -> HttpResponse:
    """A forgotten passphrase: the recovery code opens the key, and a new passphrase locks it."""
    form = forms.Recover(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, code = form.cleaned_data["user_name"], form.cleaned_data["code"]
        found = guess(slowing.recover_counts(request, name), lambda: actions.recover_account(name, code))
        if found is not None:
            account, private = found
            new = actions.begin_anew(by=account, private=private, passphrase=form.cleaned_data["passphrase"])
            finish_sign_in(request, account, private)
            return render(request, "signing/keep_code.html", {"code": new, "is_recovered": True})
        form.add_error(None, _("That user name and recovery code do not belong together."))
    return render(request, "signing/recover.html", {"form": form})


@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    """After an account was deleted."""
    return render(request, "signing/gone.html")


def _next(request: HttpRequest) -> str:
    return wanted_next(request) or first_page(account_of(request))
