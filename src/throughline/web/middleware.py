"""What holds for every request: nothing is kept by caches, and an upload is sealed before anything else can touch it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from throughline.web.accounts.unlocking import send_cookie
from throughline.web.cases.uploads import SealingUploads
from throughline.web.languages import language_of
from throughline.web.page import not_found

Handler = Callable[[HttpRequest], HttpResponse]


def nothing_kept(get_response: Handler) -> Handler:
    """Forbid every cache to keep a page; style sheets and fonts are served before this and may be kept."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return handle


def in_its_language(get_response: Handler) -> Handler:
    """Answer in the language that the address is in. No cookie and no wish of the browser is looked at."""

    def handle(request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request.path_info)):
            return get_response(request)

    return handle


def sealed(get_response: Handler) -> Handler:
    """Put in the handler that seals files as they arrive. It must stand before whatever reads a form (the check of its
    token does), because handlers cannot be changed after that."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            request.upload_handlers = [SealingUploads(request)]
        response = get_response(request)
        send_cookie(request, response)
        return response

    return handle


def no_nul(get_response: Handler) -> Handler:
    """An address with a NUL in it is nobody's: PostgreSQL could not even look for it."""

    def handle(request: HttpRequest) -> HttpResponse:
        if "\0" in request.get_full_path() or "%00" in request.get_full_path():
            return not_found(request, Http404())
        return get_response(request)

    return handle
