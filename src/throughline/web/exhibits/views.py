"""Pages of the exhibits."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.domain.incident import Incident
from throughline.packs.chronology import occurred_told
from throughline.patterns.wording import at_start
from throughline.web.cases.access import with_case
from throughline.web.cases.actions import delete_files
from throughline.web.cases.drafts import filled, saved
from throughline.web.cases.queries import OpenCase
from throughline.web.cases.uploads import SealedUpload
from throughline.web.exhibits import actions, forms
from throughline.web.exhibits.metadata import CLEANABLE, told_by
from throughline.web.exhibits.plain import plain_text
from throughline.web.exhibits.queries import exhibit_named, original_of, shown_of

PAGE = 30
"""Exhibits on one page of the list."""


@require_safe
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Every exhibit, newest first."""
    page = Paginator(case.case.exhibits[::-1], PAGE).get_page(request.GET.get("page"))
    return render(request, "exhibits/home.html", {"page": page, "exhibits": shown_of(case, page)})


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def add(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Add files, to an entry of the diary where `to` names one. What was sealed of a form that is not taken is destroyed."""
    incident = _incident(case, request.POST.get("to") or request.GET.get("to"))
    form = filled(request, case, lambda typed: forms.Add(typed, request.FILES or None))
    if request.method == "POST":
        if is_too_large(request):
            form.errors["file"] = form.error_class([str(forms.TOO_LARGE)])
        elif form.is_valid():
            given = form.cleaned_data
            added = actions.add_exhibits(
                by=case.account, case=case, uploads=given["file"], description=given["description"],
                incident=incident.id if incident else None,
            )  # fmt: skip
            saved(request, case)
            messages.success(
                request, gettext("Kept as %(references)s.") % {_("references"): get_text_list(added, gettext("and"))}
            )
            return redirect("diary:show", incident.id) if incident else redirect("exhibits:home")
        drop_uploads(request, case)
    largest = settings.LARGEST_FILE_BYTES // 2**20
    return render(request, "exhibits/add.html", {"form": form, "largest": largest, "incident": incident})


def _incident(case: OpenCase, id: str | None) -> Incident | None:
    return next((it for it in case.case.incidents if it.id == id), None)


def is_too_large(request: HttpRequest) -> bool:
    """True when a file of this form was larger than is kept; it is known once the form's fields have been read."""
    return bool(request.POST is not None and getattr(request, "is_upload_too_large", False))


def drop_uploads(request: HttpRequest, case: OpenCase) -> None:
    """Destroy what arrived with a form that was not taken."""
    arrived = [it for name in request.FILES for it in request.FILES.getlist(name) if isinstance(it, SealedUpload)]
    delete_files(by=case.account, case=case, ids=[it.file_id for it in arrived])


@require_safe
@with_case
def one(request: HttpRequest, case: OpenCase, name: str) -> HttpResponse:
    """An exhibit: itself, what it says of itself, and the entries it belongs to."""
    shown = exhibit_named(case, name)
    facts, text = None, None
    if shown.file_id is not None:
        with original_of(case, shown) as sealed:
            facts = told_by(sealed, shown.media_type)
            text = plain_text(sealed) if shown.look.how == "text" else None
    entries = [it for it in case.case.incidents if shown.exhibit.ref in it.exhibits]
    named = [(it.id, at_start(occurred_told(it.occurred, case.case.zone)), it.account) for it in entries]
    told = {"shown": shown, "facts": facts, "text": text, "entries": named, "can_clean": shown.media_type in CLEANABLE}
    return render(request, "exhibits/one.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def describe(request: HttpRequest, case: OpenCase, name: str) -> HttpResponse:
    """Say what an exhibit is."""
    shown = exhibit_named(case, name)
    now = {"description": shown.exhibit.description}
    form = filled(request, case, lambda typed: forms.Describe(typed, initial=now))
    if request.method == "POST" and form.is_valid():
        actions.describe_exhibit(
            by=case.account, case=case, ref=shown.exhibit.ref, description=form.cleaned_data["description"]
        )
        saved(request, case)
        return redirect("exhibits:one", name)
    return render(request, "exhibits/describe.html", {"form": form, "shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def remove(request: HttpRequest, case: OpenCase, name: str) -> HttpResponse:
    """Destroy an exhibit; what stays is said first."""
    shown = exhibit_named(case, name)
    if request.method == "POST":
        actions.delete_exhibit(by=case.account, case=case, ref=shown.exhibit.ref)
        messages.success(request, gettext("%(reference)s is deleted.") % {_("reference"): shown.exhibit.ref})
        return redirect("exhibits:home")
    return render(request, "exhibits/remove.html", {"shown": shown})
