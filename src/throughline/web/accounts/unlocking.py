"""The private key between requests: wrapped in the session on the server, and what unwraps it only in a cookie.

A stolen database holds the wrapped key without the cookie; a stolen cookie alone names no session. The cookie ends with the
browser. After `LOCK_AFTER_SECONDS` without a request the next one locks the diary: the wrapped key is dropped from the
session, and the passphrase is asked for again.

Where a second step is asked for, the key waits in the same way between the two, under a name that nothing else looks at: nobody
is signed in, and no page opens. It waits for five minutes, and not at all once the passphrase is another.
"""

from __future__ import annotations

import base64
import time
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from throughline.domain.errors import VaultError
from throughline.vault.identity import PrivateKey, lock_for_session, unlock_session
from throughline.web.accounts.models import Account

COOKIE = "k"
SEEN = "seen"
_WRAPPED, _WAITING = "wrapped", "waiting"
WAITING_SECONDS = 5 * 60


def keep_open(request: HttpRequest, private: PrivateKey) -> None:
    """Keep the diary open for this browser's next requests. The cookie goes out with the response (`send_cookie`)."""
    request.session[_WRAPPED] = wrap(request, private)
    request.session[SEEN] = int(time.time())


def private_key(request: HttpRequest) -> PrivateKey | None:
    """The private key of this browser's session; None where it is locked, or was never open."""
    return unwrap(request, request.session.get(_WRAPPED))


def wait_for_second_step(request: HttpRequest, account: Account, private: PrivateKey) -> None:
    """The passphrase was right: keep the key for the second step. Whoever was signed in here before is not any more."""
    request.session.flush()
    request.session.set_expiry(WAITING_SECONDS)
    request.session[_WAITING] = {
        "account": account.pk, "since": int(time.time()), "passphrase": account.get_session_auth_hash(),
        "wrapped": wrap(request, private),
    }  # fmt: skip


def waiting_for_second_step(request: HttpRequest) -> tuple[Account, PrivateKey] | None:
    """Who gave the passphrase in this browser and has a second step to take; None where nobody has, or it was too long ago."""
    said = request.session.get(_WAITING)
    if said is None or int(time.time()) - said["since"] > WAITING_SECONDS:
        return None
    account = Account.objects.filter(pk=said["account"], is_active=True).first()
    private = unwrap(request, said["wrapped"])
    if account is None or private is None or not compare_digest(said["passphrase"], account.get_session_auth_hash()):
        return None
    return account, private


def wrap(request: HttpRequest, private: PrivateKey) -> str:
    """A key wrapped for the session; what unwraps it goes out as the cookie with the response."""
    wrapped, cookie_key = lock_for_session(private)
    request.cookie_key = cookie_key  # type: ignore[attr-defined]
    return base64.b64encode(wrapped).decode()


def unwrap(request: HttpRequest, wrapped: str | None) -> PrivateKey | None:
    """The key that was wrapped for this browser; None where its cookie does not open it."""
    cookie = request.COOKIES.get(COOKIE)
    if not wrapped or not cookie:
        return None
    try:
        return unlock_session(base64.b64decode(wrapped), base64.urlsafe_b64decode(cookie))
    except (VaultError, ValueError):
        return None


def is_idle(request: HttpRequest) -> bool:
    """True when the last request is so long ago that the diary has to be locked."""
    return int(time.time()) - int(request.session.get(SEEN, 0)) > settings.LOCK_AFTER_SECONDS


def seen(request: HttpRequest) -> None:
    """Somebody is there. Written at most once a minute, so that reading does not write a row each time."""
    now = int(time.time())
    if now - int(request.session.get(SEEN, 0)) >= 60:
        request.session[SEEN] = now


def lock(request: HttpRequest) -> None:
    """Lock the diary and stay signed in: only the passphrase opens it again."""
    request.session.pop(_WRAPPED, None)
    request.cookie_key = None  # type: ignore[attr-defined]


def send_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Put the cookie, or its end, on the response of a request that opened or locked."""
    if not hasattr(request, "cookie_key"):
        return
    if request.cookie_key is None:
        response.delete_cookie(COOKIE, samesite="Strict")
        return
    text = base64.urlsafe_b64encode(request.cookie_key).decode()
    response.set_cookie(COOKIE, text, httponly=True, samesite="Strict", secure=settings.IS_BEHIND_TLS)
