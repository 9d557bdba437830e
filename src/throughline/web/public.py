"""Pages for anybody: the first page, help now, and the way out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from throughline.guidance.version import content_version
from throughline.web.accounts.unlocking import lock
from throughline.web.guidance.leaves import leaf
from throughline.web.guidance.same_for_all import same_for_all
from throughline.web.signing.coming_in import first_page


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The first page: what this is, and the way in. Whoever is signed in goes to their diary, or to the desk."""
    if request.user.is_authenticated:
        return redirect(first_page(request.user))
    return render(request, "public/front.html")


@require_safe
@same_for_all
def help_now(request: HttpRequest) -> HttpResponse:
    """Whom to call, and what to say: the page of the guidance on danger, with the numbers before it."""
    told = {"danger": leaf("guide", "danger_now"), "version": content_version()}
    return render(request, "public/help_now.html", told)


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """End the session here and go somewhere ordinary, without asking: cookies of other sites' links never come along,
    because ours are strict. `Clear-Site-Data` has the browser drop what it kept of this address."""
    lock(request)
    logout(request)
    response = HttpResponseRedirect(settings.EXIT_TO)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
