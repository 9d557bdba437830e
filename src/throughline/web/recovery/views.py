"""Pages of recovery with a helpline, for its person: setting it up, and coming back with it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from throughline.domain.errors import Tampered, WrongSecret
from throughline.web.accounts.addresses import network_of
from throughline.web.accounts.limits import Limit, take
from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase
from throughline.web.helplines.models import Helpline
from throughline.web.recovery import actions, forms, queries
from throughline.web.recovery.waiting import begin_to_wait, waiting_here
from throughline.web.signing import slowing
from throughline.web.signing.account_views import WRONG
from throughline.web.signing.coming_in import finish_sign_in, key_of

ASK_FROM, ASK_AS = Limit("ask helpline from", 20, 120), Limit("ask helpline as", 5, 600)
USED_UP = _("The two halves do not open it. Look whether this is the code that you were given last, and begin again.")


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """What is set up, taking it back, and everything that was done about it."""
    if request.method == "POST" and request.POST.get("do") == "take-back":
        actions.take_back(by=case.account, private=key_of(request))
        messages.info(request, _("It is taken back. The code you wrote down opens nothing any more."))
        return redirect("recovery:home")
    told = {
        "recovery": queries.recovery_of(case.account), "accounts": queries.account_of(case.account, key_of(request)),
        "asked": queries.asked_of(case.account), "zone": case.case.timezone,
    }  # fmt: skip
    return render(request, "recovery/home.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
@with_case
def set_up(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Set it up; what comes back shows the person's half, once."""
    form = forms.SetUp(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if slowing.is_confirmed(request, case.account, said["passphrase"]):
            safe = actions.Safe(said["called"], said["code_word"], said["ring_back"])
            helpline = Helpline.objects.get(pk=said["helpline"])
            code = actions.set_up(by=case.account, private=key_of(request), helpline=helpline, safe=safe)
            return render(request, "recovery/keep_half.html", {"code": code, "helpline": helpline})
        form.add_error("passphrase", WRONG)
    return render(request, "recovery/set_up.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
def ask(request: HttpRequest) -> HttpResponse:
    """Begin to wait for a helpline. Every name that is given waits: it says nothing of whether it is anybody's."""
    form = forms.Ask(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, network = form.cleaned_data["user_name"], network_of(request)
        take([ASK_FROM.of(network), ASK_AS.of(network, name.strip().lower())])
        row, private = actions.ask(user_name=name, now=datetime.now(UTC))
        begin_to_wait(request, row, private, form.cleaned_data["code"])
        return redirect("recovery:wait")
    return render(request, "recovery/ask.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@slowing.slowed
def wait(request: HttpRequest) -> HttpResponse:
    """The reference to read out; once the helpline's half is here, a new passphrase."""
    waits = waiting_here(request)
    if waits is None:
        return redirect("recovery:ask")
    now = datetime.now(UTC)
    form = forms.Anew(request.POST if waits.is_released else None)
    if request.method == "POST" and waits.is_released and form.is_valid():
        passphrase = form.cleaned_data["passphrase"]
        take(slowing.again_counts(request))
        try:
            account, private, code = actions.open_again(
                waiting=waits.private, row=waits.row, code=waits.code, passphrase=passphrase, now=now
            )
        except WrongSecret:
            form.add_error(None, USED_UP)
        except Tampered as over:
            form.add_error(None, over.message)
        else:
            finish_sign_in(request, account, private)
            return render(request, "signing/keep_code.html", {"code": code, "is_recovered": True})
    return render(request, "recovery/wait.html", {"waits": waits, "is_over": waits.is_over(now), "form": form})
