"""The bytes of an exhibit: shown inside its page, downloaded, or as a copy without hidden details.

Whatever is sent can do nothing in a browser: its type is the one its bytes have, it may not be guessed anew, and a document
it might be taken for is in a sandbox. Byte ranges (RFC 9110, section 14) let a film be wound on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.domain.errors import InputError
from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase
from throughline.web.exhibits.metadata import cleaned_copy
from throughline.web.exhibits.queries import Shown, exhibit_named, original_of
from throughline.web.exhibits.sniffing import UNKNOWN, look_of

STEP_BYTES = 2**20
INLINE = ("picture", "film", "sound")
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@require_safe
@with_case
def shown(request: HttpRequest, case: OpenCase, name: str) -> HttpResponse:
    """An exhibit as its page shows it; what cannot be shown is a download."""
    return sent(request, case, exhibit_named(case, name), is_inline=True)


@require_safe
@with_case
def downloaded(request: HttpRequest, case: OpenCase, name: str) -> HttpResponse:
    """The original, untouched, to keep."""
    return sent(request, case, exhibit_named(case, name), is_inline=False)


@require_safe
@with_case
def cleaned(request: HttpRequest, case: OpenCase, name: str) -> HttpResponse:
    """A copy of a picture without place, time or camera, to keep."""
    return copied(request, case, exhibit_named(case, name), is_inline=False)


@require_safe
@with_case
def viewed(request: HttpRequest, case: OpenCase, name: str) -> HttpResponse:
    """The same copy inside a page, of a picture that browsers cannot show."""
    return copied(request, case, exhibit_named(case, name), is_inline=True)


def copied(
    request: HttpRequest, case: OpenCase, exhibit: Shown, *, is_inline: bool, refused: str = "exhibits/not_cleaned.html"
) -> HttpResponse:
    """A copy of a picture without place, time or camera; `refused` is the page that says why there is none."""
    try:
        with original_of(case, exhibit) as sealed:
            copy, media_type = cleaned_copy(sealed, exhibit.media_type)
    except InputError as why:
        return render(request, refused, {"shown": exhibit, "why": why.message}, status=422)
    response = HttpResponse(copy, content_type=media_type)
    return _guarded(response, f"{exhibit.name}-clean{look_of(media_type).suffix}", is_inline=is_inline)


def sent(request: HttpRequest, case: OpenCase, exhibit: Shown, *, is_inline: bool) -> HttpResponse:
    """An exhibit's original, inside a page where it is asked for so and can be shown, or else to keep."""
    is_inline = is_inline and exhibit.look.how in INLINE
    with original_of(case, exhibit) as sealed:
        size = sealed.size
    tag = f'"{exhibit.exhibit.sha256}"'
    is_same = request.headers.get("If-Range", tag) == tag
    part = _range(request.headers.get("Range", "") if is_same else "", size)
    if part is not None and part[0] >= part[1]:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _guarded(response, exhibit.download_name, is_inline=is_inline)
    start, end = part or (0, size)
    body: HttpResponseBase
    if request.method == "HEAD":
        body = HttpResponse()
    else:
        body = StreamingHttpResponse(_pieces(case, exhibit, start, end))
    body.status_code = 200 if part is None else 206
    body.headers["Content-Type"] = exhibit.media_type if is_inline else UNKNOWN
    body.headers["Content-Length"] = str(end - start)
    body.headers["Accept-Ranges"] = "bytes"
    body.headers["ETag"] = tag
    if part is not None:
        body.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return _guarded(body, exhibit.download_name, is_inline=is_inline)


def _range(asked: str, size: int) -> tuple[int, int] | None:
    """The bytes asked for, from and up to; None for all of them, an empty range for one that there is not. Several ranges
    at once, or what is no range, are answered with all, as RFC 9110 allows."""
    match = _RANGE.fullmatch(asked)
    if match is None or match.group(1, 2) == ("", ""):
        return None
    first, last = match.group(1, 2)
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(size, int(last) + 1) if last else size


def _pieces(case: OpenCase, exhibit: Shown, start: int, end: int) -> Iterator[bytes]:
    with original_of(case, exhibit) as sealed:
        for place in range(start, end, STEP_BYTES):
            yield sealed.read_at(place, min(STEP_BYTES, end - place))


def _guarded(response: HttpResponseBase, name: str, *, is_inline: bool) -> HttpResponse:
    response.headers["Content-Disposition"] = f'{"inline" if is_inline else "attachment"}; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response  # type: ignore[return-value]  # a stream of bytes is as good an answer as a page
