"""The form of the settings, and the two questions that are asked once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.guidance.load import load_content
from throughline.web.asking.queries import answer_to
from throughline.web.cases.queries import OpenCase
from throughline.web.guidance.forms import ANSWER_NAMES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

JURISDICTIONS = (
    ("england_wales", _("England or Wales")), ("scotland", _("Scotland")), ("northern_ireland", _("Northern Ireland")),
    ("", _("I am not sure, or none of these")),
)  # fmt: skip
BACK = {"diary": "diary:home", "overview": "overview:home", "law": "overview:elements"}
"""Pages that ask, by a word for each."""
_INITIALS = re.compile(r"[A-Z]{1,5}")
_NEAR = ("Europe/London", "Europe/Dublin", "Europe/Jersey", "Europe/Guernsey", "Europe/Isle_of_Man")
_ODD = ("Etc/", "posix/", "right/", "US/", "SystemV/")


@lru_cache(maxsize=1)
def zones() -> list[tuple[StrOrPromise, list[tuple[str, str]]]]:
    """Every time zone by its place, those of these islands first."""
    others = sorted(it for it in available_timezones() if "/" in it and it not in _NEAR and not it.startswith(_ODD))
    named = [[(it, it.replace("_", " ").replace("/", ": ", 1)) for it in some] for some in (list(_NEAR), others)]
    return [(_("Near here"), named[0]), (_("Elsewhere"), named[1])]


def where_field() -> forms.ChoiceField:
    """Where it happened: asked, never assumed."""
    return forms.ChoiceField(
        label=_("Where did most of it happen?"),
        help_text=_(
            "The law is not the same everywhere. This decides which law is shown. If you are not sure, all three are."
        ),
        choices=JURISDICTIONS,
        required=False,
        widget=forms.RadioSelect,
    )


def age_field() -> forms.ChoiceField:
    """The question of the self-check that only a diary's own person can answer for it."""
    question = load_content().questions["under_18"]
    return forms.ChoiceField(
        label=question.title,
        help_text=_("If so, we show whom to turn to, such as Childline. It stays out of every pack unless you say so."),
        choices=[
            (key, _("I would rather not say") if key == "skip" else _(name)) for key, name in ANSWER_NAMES.items()
        ],
        required=False,
        widget=forms.RadioSelect(attrs={"inline": True}),
    )


class First(forms.Form):
    """What is asked once, on the first page where it matters. `back` is that page."""

    jurisdiction = where_field()
    under_18 = age_field()
    back = forms.ChoiceField(choices=[(it, it) for it in BACK], widget=forms.HiddenInput)


def where_asked(case: OpenCase, back: str) -> First | None:
    """The questions for a page, as long as nobody answered or skipped them."""
    if case.case.jurisdiction is not None or case.state.kept.get(("settings", "case"), {}).get("asked_where"):
        return None
    return First(initial={"back": back, "under_18": answer_to(case, "under_18") or ""})


class Preferences(forms.Form):
    """What holds for the whole diary."""

    jurisdiction = where_field()
    under_18 = age_field()
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("The times in your diary stay as you wrote them, and are understood as times of this place."),
        choices=zones,
    )
    initials = forms.CharField(
        label=_("Initials on your evidence"),
        help_text=_(
            "Each file gets a reference such as AB/1. If you want your own initials there, write them here. "
            "Files that have a reference keep it."
        ),
        max_length=5,
        required=False,
        widget=forms.TextInput(attrs={"narrow": True, "autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"max_length": _("Write one to five letters, such as AB.")},
    )

    def clean_initials(self) -> str:
        """Capital letters alone: they are part of a reference that others write by hand."""
        initials = str(self.cleaned_data["initials"]).strip().upper()
        if initials and not _INITIALS.fullmatch(initials):
            raise forms.ValidationError(_("Write one to five letters from A to Z, such as AB."))
        return initials
