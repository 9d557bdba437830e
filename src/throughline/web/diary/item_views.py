"""Pages of what stands around the incidents: people, places and milestones; and deleting any entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.domain.case import Case
from throughline.web.cases.access import with_case
from throughline.web.cases.drafts import filled, saved
from throughline.web.cases.queries import OpenCase
from throughline.web.cases.state import Kind
from throughline.web.diary import actions, told
from throughline.web.diary.forms import PLACE_KINDS, RELATIONSHIPS, MilestoneForm, PersonForm, PlaceForm


@dataclass(frozen=True, slots=True)
class Item:
    """A kind of item: the words for it, its form, and both ways between form and item."""

    new: str
    edit: str
    form: Callable[..., forms.Form]
    told: Callable[[Mapping[str, Any]], dict[str, Any]]
    initial: Callable[[Mapping[str, Any]], dict[str, Any]]


def _without_case(form: type[forms.Form]) -> Callable[..., forms.Form]:
    def made(data: Any = None, *, case: Case, **named: Any) -> forms.Form:
        return form(data, **named)

    return made


ITEMS: Mapping[Kind, Item] = {
    "person": Item("Add a person", "Change a person", _without_case(PersonForm), told.person_told, told.person_initial),
    "place": Item("Add a place", "Change a place", _without_case(PlaceForm), told.place_told, dict),
    "milestone": Item(
        "Add something that changed things",
        "Change this entry",
        MilestoneForm,
        told.milestone_told,
        told.milestone_initial,
    ),
}
DELETABLE: tuple[Kind, ...] = ("incident", *ITEMS)


@require_safe
@with_case
def around(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """The people and places of the diary."""
    relationships, kinds = dict(RELATIONSHIPS), dict(PLACE_KINDS)
    people = [(it, relationships[it.relationship]) for it in case.case.people]
    told = {"people": people, "places_of_case": [(it, kinds[it.kind]) for it in case.case.places]}
    return render(request, "diary/around.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def new(request: HttpRequest, case: OpenCase, kind: Kind) -> HttpResponse:
    """A new person, place or milestone."""
    return _page(request, case, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def edit(request: HttpRequest, case: OpenCase, kind: Kind, id: str) -> HttpResponse:
    """The same one, to be changed."""
    return _page(request, case, kind, id)


def _page(request: HttpRequest, case: OpenCase, kind: Kind, id: str | None) -> HttpResponse:
    if kind not in ITEMS or (id is not None and (kind, id) not in case.state.kept):
        raise Http404
    item = ITEMS[kind]
    initial = {} if id is None else item.initial(actions.current(case, kind, id))
    form = filled(request, case, lambda typed: item.form(typed, case=case.case, initial=initial))
    if request.method == "POST" and form.is_valid():
        actions.save_item(by=case.account, case=case, kind=kind, id=id, told=item.told(form.cleaned_data))
        saved(request, case)
        messages.success(request, _("It is saved."))
        return redirect("diary:home" if kind == "milestone" else "diary:around")
    heading = item.new if id is None else item.edit
    return render(request, "diary/item.html", {"form": form, "heading": heading, "kind": kind, "id": id})


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def delete(request: HttpRequest, case: OpenCase, kind: Kind, id: str) -> HttpResponse:
    """Before an entry is destroyed: what goes, and what stays."""
    if kind not in DELETABLE or (kind, id) not in case.state.kept:
        raise Http404
    if request.method == "POST":
        actions.delete_item(by=case.account, case=case, kind=kind, id=id)
        messages.success(request, _("It is deleted."))
        return redirect("diary:around" if kind in ("person", "place") else "diary:home")
    value = actions.current(case, kind, id)
    said = next((value[key] for key in ("account", "name", "label", "note") if value.get(key)), "")
    back = reverse("diary:show", args=[id]) if kind == "incident" else reverse("diary:edit", args=[kind, id])
    return render(request, "diary/delete.html", {"said": said, "back": back})
