"""The private key between requests: wrapped in the session on the server, and what unwraps it only in a cookie.

A stolen database holds the wrapped key without the cookie; a stolen cookie alone names no session. The cookie ends with the
browser. After `LOCK_AFTER_SECONDS` without a request the next one locks the diary: the wrapped key is dropped from the
session, and the passphrase is asked for again.
"""

from __future__ import annotations

import base64
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from throughline.domain.errors import VaultError
from throughline.vault.identity import PrivateKey, lock_for_session, unlock_session

COOKIE = "k"
_WRAPPED, _SEEN = "wrapped", "seen"


def keep_open(request: HttpRequest, private: PrivateKey) -> None:
    """Keep the diary open for this browser's next requests. The cookie goes out with the response (`send_cookie`)."""
    wrapped, cookie_key = lock_for_session(private)
    request.session[_WRAPPED] = base64.b64encode(wrapped).decode()
    request.session[_SEEN] = int(time.time())
    request.cookie_key = cookie_key  # type: ignore[attr-defined]


def private_key(request: HttpRequest) -> PrivateKey | None:
    """The private key of this browser's session; None where it is locked, or was never open."""
    wrapped, cookie = request.session.get(_WRAPPED), request.COOKIES.get(COOKIE)
    if not wrapped or not cookie:
        return None
    try:
        return unlock_session(base64.b64decode(wrapped), base64.urlsafe_b64decode(cookie))
    except (VaultError, ValueError):
        return None


def is_idle(request: HttpRequest) -> bool:
    """True when the last request is so long ago that the diary has to be locked."""
    return int(time.time()) - int(request.session.get(_SEEN, 0)) > settings.LOCK_AFTER_SECONDS


def seen(request: HttpRequest) -> None:
    """Somebody is there. Written at most once a minute, so that reading does not write a row each time."""
    now = int(time.time())
    if now - int(request.session.get(_SEEN, 0)) >= 60:
        request.session[_SEEN] = now


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
