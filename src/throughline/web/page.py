"""What every page shares: the way out, the numbers to call, and how a form looks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_bidi, gettext
from django.utils.translation import gettext_lazy as _

from throughline.web.cases.access import NOT_KEPT, is_shown_open
from throughline.web.languages import draft_words, guidance, language, others, tag_of
from throughline.web.sharing.queries import waiting_for_person


class FormLook(TemplatesSetting):
    """Forms and their fields in our own markup: `{{ form }}` is the whole of it."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


PLACES = (
    ("diary", "diary:home", _("Diary")),
    ("exhibits", "exhibits:home", _("Files")),
    ("imports", "imports:home", _("Bring in")),
    ("overview", "overview:home", _("Put together")),
    ("takeaway", "takeaway:home", _("Take away")),
)
"""The parts of the diary in the order of the navigation: the app, its first page, and the word for it."""


def on_every_page(request: HttpRequest) -> dict[str, Any]:
    """What each template may use: where the way out leads, the ways to reach somebody, the parts of the diary, and the
    language of the page."""
    here = request.resolver_match.app_name if request.resolver_match else ""
    places = [(app, reverse(name), words) for app, name, words in PLACES]
    return {
        "exit_to": settings.EXIT_TO, "notice": settings.NOTICE, "ways": guidance().ways, "places": places, "here": here,
        "is_open": is_shown_open(request), "locks_after": settings.LOCK_AFTER_SECONDS,
        "messages_waiting": lambda: waiting_for_person(request.user),  # type: ignore[arg-type]  # a diary's pages only
        "language": tag_of(language()), "is_right_to_left": get_language_bidi(), "draft": draft_words(), "others": others(request),
    }  # fmt: skip


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of this service, or from one that was left open for too long. What was typed is
    shown again, to be copied, where the browser says that it came from here."""
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    typed = (
        [it for name in request.POST if name not in NOT_KEPT for it in request.POST.getlist(name)] if is_ours else []
    )
    words = [it for it in typed if " " in it.strip()]
    return render(request, "problems/form_refused.html", {"words": words}, status=403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no page of this service makes, or a form with more in it than is taken at once."""
    why = gettext("What your browser sent was broken or cut short.")
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        why = gettext(
            "There was more in it than can be saved at once. Save the first part, then add the rest as a file or another entry."
        )
    return render(request, "problems/not_understood.html", {"why": why}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The one answer for whatever is not there and whatever is not yours."""
    return render(request, "problems/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Something went wrong here; what was typed is still in the browser's page before this one."""
    return render(request, "problems/failed.html", status=500)
