"""Pages of setting up a second step, and of taking it away."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.web.accounts import second_steps
from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase
from throughline.web.signing import forms, passkeys, slowing
from throughline.web.signing.account_views import WRONG
from throughline.web.signing.coming_in import key_of


@require_safe
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """The second steps there are, and adding one."""
    steps = second_steps.second_steps_of(case.account, key_of(request))
    has_app = any(step.kind == "app" for step in steps)
    return render(
        request, "signing/second.html", {"steps": steps, "has_app": has_app, "host": passkeys.host_of(request)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
@with_case
def add_app(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Set up an app that makes codes: it is shown the secret, and shows a code of it."""
    if any(step.kind == "app" for step in second_steps.second_steps_of(case.account, key_of(request))):
        return redirect("signing:second")
    form = forms.NewApp(request.POST or None)
    secret = second_steps.new_secret()
    if request.method == "POST" and form.is_valid():
        secret, code = form.cleaned_data["secret"], form.cleaned_data["code"]
        if not slowing.is_confirmed(request, case.account, form.cleaned_data["passphrase"]):
            form.add_error("passphrase", WRONG)
        elif second_steps.add_app(by=case.account, private=key_of(request), secret=secret, code=code):
            return _added(request)
        else:
            form.add_error(
                "code", _("That is not the code the app shows now. Wait for the next one, then type it here.")
            )
    elif form.data.get("secret") and "secret" not in form.errors:
        secret = form.data["secret"]
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    told = {"form": form, "secret": secret, "groups": groups, "picture": _picture(second_steps.address_for_app(secret))}
    return render(request, "signing/second_app.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
@with_case
def add_passkey(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Set up a passkey, where the service has a name that one can belong to."""
    host = passkeys.host_of(request)
    if not host:
        return redirect("signing:second")
    form = forms.NewPasskey(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not slowing.is_confirmed(request, case.account, form.cleaned_data["passphrase"]):
            form.add_error("passphrase", WRONG)
        elif credential := passkeys.made(request, form.cleaned_data["answer"]):
            label = form.cleaned_data["label"]
            second_steps.add_passkey(
                by=case.account, private=key_of(request), label=label, host=host, credential=credential
            )
            return _added(request)
        else:
            form.add_error(None, _("That did not work, and nothing was set up. Try again."))
    steps = second_steps.second_steps_of(case.account, key_of(request))
    told = {"form": form, "options": passkeys.ask_to_make(request, case.account, steps)}
    return render(request, "signing/second_passkey.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
@with_case
def remove(request: HttpRequest, case: OpenCase, id: str) -> HttpResponse:
    """Take a second step away."""
    steps = second_steps.second_steps_of(case.account, key_of(request))
    step = next((step for step in steps if step.id == id), None)
    if step is None:
        raise Http404
    form = forms.Unlock(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if slowing.is_confirmed(request, case.account, form.cleaned_data["passphrase"]):
            second_steps.remove_second_step(by=case.account, id=id)
            messages.info(request, _("It is not asked for any more."))
            return redirect("signing:second")
        form.add_error("passphrase", WRONG)
    return render(request, "signing/second_remove.html", {"form": form, "step": step})


def _added(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("From now on it is asked for when you sign in, after your passphrase."))
    return redirect("signing:second")


def _picture(text: str) -> str:
    """A QR code as SVG that needs no style of its own."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        svgclass="tl-qr", lineclass=None, omitsize=True, border=4
    )
    return mark_safe(drawn)  # noqa: S308 – it holds numbers and our own class
