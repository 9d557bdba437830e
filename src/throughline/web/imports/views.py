"""Pages of bringing exports in."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughline.domain.errors import Question, ThroughlineError, VaultError
from throughline.vault.files import SealedFile, file_key
from throughline.web.accounts.unlocking import private_key
from throughline.web.cases import storage
from throughline.web.cases.access import with_case
from throughline.web.cases.actions import delete_files, drop_draft, open_draft, save_draft
from throughline.web.cases.models import FileRow
from throughline.web.cases.queries import OpenCase
from throughline.web.exhibits.forms import EMPTY, NO_FILE
from throughline.web.exhibits.sniffing import type_of
from throughline.web.exhibits.views import drop_uploads, is_too_large
from throughline.web.imports.actions import keep_import
from throughline.web.imports.reading import Read, in_memory, read_export

TOO_LARGE = "That export is too large to be read here. Export it without media, and try again."
NOBODY, NEW = "nobody:", "new:"
ORDERS = (
    ("day-first", "Day first: 15/01"),
    ("month-first", "Month first: 01/15"),
    ("year-first", "Year first: 2026/01/15"),
)


class Choose(forms.Form):
    """The export."""

    faults = {"required": NO_FILE, "empty": EMPTY, "invalid": NO_FILE}
    file = forms.FileField(label="The export", error_messages=faults)


class Keep(forms.Form):
    """Which party is them, and who that is."""

    them = forms.ChoiceField(label="Which of these is them?", widget=forms.RadioSelect)
    person = forms.ChoiceField(label="Who is that in your diary?", widget=forms.RadioSelect, initial=NEW)

    def __init__(self, given: Any, case: OpenCase, read: Read) -> None:
        super().__init__(given)
        parties = [(value, f"{name} ({count:,})") for value, name, count in read.parties]
        self.fields["them"].choices = [*parties, (NOBODY, "Nobody of these")]  # type: ignore[attr-defined]
        people = [(person.id, person.name or person.id) for person in case.case.people]
        self.fields["person"].choices = [*people, (NEW, "Somebody new, or whoever has that number already")]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Choose an export; it is sealed as it arrives."""
    form = Choose(request.POST, request.FILES) if request.method == "POST" else Choose()
    if request.method == "POST":
        is_valid = form.is_valid()
        given = form.cleaned_data.get("file") if is_valid else None
        if is_too_large(request) or (given is not None and given.size > settings.LARGEST_IMPORT_BYTES):
            form.errors["file"] = form.error_class([TOO_LARGE])
        elif given is not None:
            kept = {"files": {"original": given.file_id}, "epoch": given.epoch, "size": given.size,
                    "crc32": given.crc32, "type": type_of(given.head)}  # fmt: skip
            plain = json.dumps({"name": given.name, "kept": kept}).encode()
            save_draft(by=case.account, place=_place(given.file_id), plain=plain)
            return redirect("imports:review", given.file_id)
        drop_uploads(request, case)
    return render(request, "imports/home.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def review(request: HttpRequest, case: OpenCase, file_id: str) -> HttpResponse:
    """What is in the export, before it is kept; a fault in it is said, and the upload destroyed."""
    waiting = _waiting(request, case, file_id)
    order = request.POST.get("order") or request.GET.get("order")
    try:
        with storage.store().open(file_id) as reader:
            sealed = SealedFile(reader, file_key(case.ring.at(waiting["kept"]["epoch"]), file_id))
            with in_memory(sealed) as path:
                known = order if order in dict(ORDERS) else None
                read = read_export(path, waiting["name"], case.case.timezone, known)  # type: ignore[arg-type]
    except VaultError:
        raise
    except Question:
        return render(request, "imports/order.html", {"orders": ORDERS, "file_id": file_id})
    except ThroughlineError as fault:
        _destroy(case, file_id)
        return render(request, "imports/refused.html", {"why": fault.message}, status=422)
    form = Keep(request.POST if request.method == "POST" else None, case, read)
    if request.method == "POST" and form.is_valid():
        them = None if form.cleaned_data["them"] == NOBODY else form.cleaned_data["them"]
        person = None if them is None or form.cleaned_data["person"] == NEW else form.cleaned_data["person"]
        try:
            taken = keep_import(
                by=case.account,
                case=case,
                read=read,
                name=waiting["name"],
                kept=waiting["kept"],
                person=person,
                them=them,
            )
        except VaultError:
            raise
        except ThroughlineError as fault:
            form.add_error("person", fault.message)
        else:
            drop_draft(by=case.account, place=_place(file_id))
            messages.success(request, f"{taken.exhibit}: {taken.added:,} added, {taken.known:,} were there already.")
            return redirect("exhibits:home")
    return render(request, "imports/review.html", {"form": form, "read": read, "order": order, "file_id": file_id})


@require_POST
@with_case
def drop(request: HttpRequest, case: OpenCase, file_id: str) -> HttpResponse:
    """Do not keep it."""
    _waiting(request, case, file_id)
    _destroy(case, file_id)
    return redirect("imports:home")


def _place(file_id: str) -> str:
    return f"import:{file_id}"


def _waiting(request: HttpRequest, case: OpenCase, file_id: str) -> dict[str, Any]:
    """The name and seal of an upload that is not kept yet. Raises Http404."""
    private = private_key(request)
    plain = None if private is None else open_draft(case.account, private, _place(file_id)[:60])
    if plain is None or not FileRow.objects.filter(id=file_id, case=case.row, is_kept=False).exists():
        raise Http404
    waiting: dict[str, Any] = json.loads(plain)
    return waiting


def _destroy(case: OpenCase, file_id: str) -> None:
    delete_files(by=case.account, case=case, ids=[file_id])
    drop_draft(by=case.account, place=_place(file_id))
