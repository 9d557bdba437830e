"""Rendered pages in memory. The content never changes while the service runs, so a page that is the same for everybody is made
once a day (a review date can pass), compressed once for each way that is asked for, and sent as it lies there.

Only a visitor without any cookie gets such a page, and only such a page is kept: nothing of anybody can be in it, so it is
safe to compress. What was read, and by whom, is kept nowhere.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial, wraps
from typing import Concatenate, ParamSpec, cast

import brotli  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Rendered = tuple[str, dict[str, bytes]]
"""The kind of page, and its bytes: as they are under "", and compressed in each way that was asked for."""
COMPRESSED: dict[str, Callable[[bytes], bytes]] = {"br": brotli.compress, "gzip": partial(gzip.compress, mtime=0)}
"""The first of them that a browser takes is used."""
_kept: dict[tuple[date, str], Rendered] = {}


def today() -> date:
    """The day by which review dates are read."""
    return datetime.now(UTC).date()


def same_for_all(view: View[P]) -> View[P]:
    """A page whose address alone says what is on it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **named: P.kwargs) -> HttpResponse:
        if request.COOKIES or request.method not in ("GET", "HEAD"):
            return view(request, *args, **named)
        key = (today(), request.path)
        rendered = _kept.get(key)
        if rendered is None:
            response = view(request, *args, **named)
            if response.status_code != 200 or response.cookies:
                return response
            for old in [it for it in tuple(_kept) if it[0] != key[0]]:
                _kept.pop(old, None)  # another thread may have been quicker
            rendered = _kept[key] = (response["Content-Type"], {"": response.content})
        return _answer(request, *rendered)

    return cast(View[P], answered)


def forget_rendered() -> None:
    """Make every page anew when it is next asked for."""
    _kept.clear()


def _answer(request: HttpRequest, kind: str, bodies: dict[str, bytes]) -> HttpResponse:
    taken = {it.partition(";")[0].strip() for it in request.headers.get("Accept-Encoding", "").split(",")}
    encoding = next((it for it in COMPRESSED if it in taken), "")
    if encoding not in bodies:
        bodies[encoding] = COMPRESSED[encoding](bodies[""])
    response = HttpResponse(bodies[encoding], content_type=kind)
    if encoding:
        response["Content-Encoding"] = encoding
    response["Vary"] = "Accept-Encoding, Cookie"
    return response
