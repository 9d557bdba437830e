"""How guessing is slowed, and whose tries count together: `docs/adr/0008-guessing-and-second-steps.md` says why.

Never a user name alone: whoever knows it could then lock its owner out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from throughline.domain.errors import NotNow, TooManyTries
from throughline.web.accounts.actions import is_passphrase_of
from throughline.web.accounts.addresses import network_of
from throughline.web.accounts.limits import Count, Limit, guess
from throughline.web.accounts.models import Account

P = ParamSpec("P")
View = Callable[P, HttpResponseBase]

SIGN_UP = Limit("sign-up", 20, 300)
SIGN_IN_FROM, SIGN_IN_AS = Limit("sign-in from", 60, 20), Limit("sign-in as", 10, 120)
RECOVER_FROM, RECOVER_AS = Limit("recover from", 30, 20), Limit("recover as", 10, 120)
AGAIN = Limit("again", 10, 60)
CODE_FROM, CODE_OF = Limit("code from", 5, 60), Limit("code of", 30, 120)


def sign_up_counts(request: HttpRequest) -> Sequence[Count]:
    """Beginning diaries, from one address."""
    return (SIGN_UP.of(network_of(request)),)


def sign_in_counts(request: HttpRequest, user_name: str) -> Sequence[Count]:
    """Passphrases, from one address, and from it for one user name."""
    return _from_and_as(request, user_name, SIGN_IN_FROM, SIGN_IN_AS)


def recover_counts(request: HttpRequest, user_name: str) -> Sequence[Count]:
    """Recovery codes: counted apart, so that guesses at the passphrase leave the code free."""
    return _from_and_as(request, user_name, RECOVER_FROM, RECOVER_AS)


def again_counts(request: HttpRequest) -> Sequence[Count]:
    """The passphrase, asked for again in a browser that is signed in: its own tries alone."""
    return (AGAIN.of(request.session.session_key or ""),)


def code_counts(request: HttpRequest, account: Account) -> Sequence[Count]:
    """Codes of the second step. Whoever gets here has the passphrase, so the account may have a count of its own: six figures
    could be guessed from many addresses. A passkey, the recovery code and an open browser are not slowed by it."""
    return CODE_FROM.of(network_of(request), str(account.pk)), CODE_OF.of(str(account.pk))


def is_confirmed(request: HttpRequest, account: Account, passphrase: str) -> bool:
    """Tell whether somebody who is signed in gave their passphrase again, rightly. Raises TooManyTries and Busy."""
    return guess(again_counts(request), lambda: is_passphrase_of(account, passphrase) or None) is not None


def slowed(view: View[P]) -> View[P]:
    """A page that stretches a secret: where that is not done now, it says so plainly."""

    @wraps(view)
    def guarded(*args: P.args, **named: P.kwargs) -> HttpResponseBase:
        try:
            return view(*args, **named)
        except NotNow as refused:
            request = args[0]
            assert isinstance(request, HttpRequest)
            return _not_now(request, refused)

    return guarded


def _not_now(request: HttpRequest, refused: NotNow) -> HttpResponse:
    is_guessing = isinstance(refused, TooManyTries)
    told = {"minutes": math.ceil(refused.seconds / 60), "is_guessing": is_guessing, "is_locked": True}
    response = render(request, "problems/not_now.html", told, status=429 if is_guessing else 503)
    response["Retry-After"] = str(refused.seconds)
    return response


def _from_and_as(request: HttpRequest, user_name: str, by_address: Limit, by_both: Limit) -> Sequence[Count]:
    network = network_of(request)
    return by_address.of(network), by_both.of(network, user_name.strip().lower())
