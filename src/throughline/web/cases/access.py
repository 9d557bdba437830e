"""Who may see a page: its owner, with the diary unlocked. A view that shows a case is decorated, and gets it unsealed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from throughline.domain.errors import Tampered
from throughline.web.accounts.unlocking import is_idle, lock, private_key, seen
from throughline.web.cases.actions import save_draft
from throughline.web.cases.queries import OpenCase, open_case

log = logging.getLogger(__name__)
P = ParamSpec("P")
CaseView = Callable[Concatenate[HttpRequest, OpenCase, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


NOT_KEPT = ("csrfmiddlewaretoken", "passphrase", "again", "current", "code")
"""Fields that are neither kept as typing nor shown again."""


def case_of(request: HttpRequest) -> OpenCase | None:
    """The signed-in person's case, unsealed once a request; None where nobody is signed in or the diary is locked."""
    if not hasattr(request, "open_case"):
        private = private_key(request) if request.user.is_authenticated and not is_idle(request) else None
        found = None if private is None else open_case(request.user, private)  # type: ignore[arg-type]
        request.open_case = found  # type: ignore[attr-defined]
    return request.open_case  # type: ignore[attr-defined,no-any-return]


def is_shown_open(request: HttpRequest) -> bool:
    """True when the page being answered is one of an open diary. It unseals nothing that was not unsealed for the page."""
    return request.user.is_authenticated and private_key(request) is not None and not is_idle(request)


def with_case(view: CaseView[P]) -> View[P]:
    """A page of a case. Whoever is not signed in goes to the sign-in, whoever is locked to the unlocking and back; what a
    locked page was sent is kept as a sealed draft first."""
    return _guarded(view, is_somebody_there=True)


def with_case_unattended(view: CaseView[P]) -> View[P]:
    """The same for what an open page asks for by itself: it does not count as somebody being there, so the diary locks."""
    return _guarded(view, is_somebody_there=False)


def _guarded(view: CaseView[P], *, is_somebody_there: bool) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **named: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("signing:sign-in"))
        try:
            case = case_of(request)
        except Tampered as fault:
            log.error("A diary was not opened: %s", fault.code)
            return render(request, "problems/not_as_left.html", status=500)
        if case is not None:
            if is_somebody_there:
                seen(request)
            return view(request, case, *args, **named)
        lock(request)
        keep_typed(request, request.path)
        return HttpResponseRedirect(f"{reverse('signing:unlock')}?{urlencode({'next': request.path})}")

    return cast(View[P], guarded)


def keep_typed(request: HttpRequest, path: str) -> None:
    """Keep what a form of the page at that path sent, sealed to its writer, until they are back."""
    typed = request.POST.copy()
    for name in NOT_KEPT:
        typed.pop(name, None)
    if typed:
        save_draft(by=request.user, place=place_of(path), plain=typed.urlencode().encode())  # type: ignore[arg-type]


def place_of(path: str) -> str:
    """The place of a draft: the address of its page, as far as a column holds it."""
    return path.strip("/")[:60]
