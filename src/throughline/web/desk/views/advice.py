"""Pages of advice: a summary begun from the guidance, and the same to be read aloud or printed."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.casework.safe_contact import PACK_WARNINGS, SENDING, may_leave
from throughline.casework.writing import Advice
from throughline.patterns.names import BEHAVIOUR_NAMED
from throughline.patterns.wording import at_start
from throughline.web.desk.advising import summary_of
from throughline.web.desk.forms.building import form_for
from throughline.web.desk.forms.words import CHOICES
from throughline.web.desk.views.opening import Opened, with_open_case
from throughline.web.desk.writing import write_value
from throughline.web.diary.kinds import GROUPS


class Behaviours(forms.Form):
    """What happens to them, as the guidance names it."""

    behaviours = forms.MultipleChoiceField(
        label=_("What happens to them?"),
        help_text=_("As many as fit. Open a line to see what is in it."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"folded": True}),
        choices=[
            (_(group), [(name, at_start(BEHAVIOUR_NAMED[name])) for name in names]) for group, names in GROUPS.items()
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_case
def new(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Choose what happens to them; then the summary is there to be changed and saved."""
    chosen = Behaviours(request.POST or None)
    drawn = tuple(chosen.cleaned_data["behaviours"]) if request.method == "POST" and chosen.is_valid() else ()
    is_saving = request.POST.get("do") == "save"
    form = form_for(Advice, is_new=True)(
        request.POST if is_saving else None, known={"drawn_from": drawn}, initial={"words": summary_of(drawn)}
    )
    if is_saving and form.is_valid():
        id, _beside = write_value(by=opened.desk, case=opened.case, value=form.value)
        return redirect("desk:aloud", opened.id, id)
    is_chosen = request.method == "POST"
    told = {"opened": opened, "chosen": chosen, "form": form if is_chosen else None}
    return render(request, "desk/advice.html", told, status=422 if is_saving else 200)


@require_safe
@with_open_case
def aloud(request: HttpRequest, opened: Opened, item: str) -> HttpResponse:
    """A summary as it is read aloud or printed, with what to know before it leaves."""
    held = opened.state.item(Advice, item)
    if held is None or not held.values:
        raise Http404
    leaving = [(CHOICES[way], may_leave(way, opened.state.agreed, opened.now)) for way in SENDING if way != "voicemail"]
    told = {"opened": opened, "versions": held.in_force, "leaving": leaving, "id": item, "pack_warnings": PACK_WARNINGS}
    return render(request, "desk/aloud.html", told)
