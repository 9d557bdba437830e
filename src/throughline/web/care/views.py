"""Pages about being watched. Nothing that is answered on them is kept but that the questions were asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.web.accounts.unlocking import lock
from throughline.web.care.forms import DeviceCheck
from throughline.web.cases.access import keep_typed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
_ASKED = "device_asked"


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """How to cover tracks, and what none of it can do."""
    return render(request, "care/safety.html")


@require_http_methods(["GET", "HEAD", "POST"])
def device_check(request: HttpRequest) -> HttpResponse:
    """Before anything is written: is this device a safe place for it? Where it may not be, help comes first, and the choice
    stays hers.

    It is asked before a diary is begun, and not at each sign-in: to know that it was asked here before, a mark would have to
    lie on the device, and a diary that is hard to reach at night is written in elsewhere. The sign-in page points to it.
    """
    form = DeviceCheck(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        request.session[_ASKED] = True
        return redirect("signing:device-help" if form.is_doubtful else "way-out")
    return render(request, "care/device_check.html", {"form": form})


@require_safe
def device_help(request: HttpRequest) -> HttpResponse:
    """What to do where somebody may be watching the device."""
    return render(request, "care/device_help.html")


@require_safe
def way_out(request: HttpRequest) -> HttpResponse:
    """What “Exit this page” does and does not do, before its first use."""
    return render(request, "care/way_out.html")


def after_device_check(view: View[P]) -> View[P]:
    """A page that may only come after the questions about the device."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **named: P.kwargs) -> HttpResponse:
        if not request.session.get(_ASKED):
            return redirect("signing:device-check")
        return view(request, *args, **named)

    return cast(View[P], guarded)


@require_POST
def lock_now(request: HttpRequest, place: str = "") -> HttpResponse:
    """Lock the diary at once. What was being typed on the page of that place comes along, and is kept as a sealed draft."""
    if not request.user.is_authenticated:
        return redirect("signing:sign-in")
    path = f"/{place.strip('/')}/" if place.strip("/") else reverse(settings.LOGIN_REDIRECT_URL)
    keep_typed(request, path)
    lock(request)
    return redirect(f"{reverse('signing:unlock')}?{urlencode({'next': path})}")
