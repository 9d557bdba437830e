"""The form of the settings."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

JURISDICTIONS = (
    ("england_wales", _("England or Wales")), ("scotland", _("Scotland")), ("northern_ireland", _("Northern Ireland")),
)  # fmt: skip
_INITIALS = re.compile(r"[A-Z]{1,5}")
_NEAR = ("Europe/London", "Europe/Dublin", "Europe/Jersey", "Europe/Guernsey", "Europe/Isle_of_Man")
_ODD = ("Etc/", "posix/", "right/", "US/", "SystemV/")


@lru_cache(maxsize=1)
def zones() -> list[tuple[StrOrPromise, list[tuple[str, str]]]]:
    """Every time zone by its place, those of these islands first."""
    others = sorted(it for it in available_timezones() if "/" in it and it not in _NEAR and not it.startswith(_ODD))
    named = [[(it, it.replace("_", " ").replace("/", ": ", 1)) for it in some] for some in (list(_NEAR), others)]
    return [(_("Near here"), named[0]), (_("Elsewhere"), named[1])]


class Preferences(forms.Form):
    """What holds for the whole diary."""

    jurisdiction = forms.ChoiceField(
        label=_("Where did most of it happen?"),
        help_text=_("The law is not the same everywhere. This decides which law “Put together” speaks of."),
        choices=JURISDICTIONS,
        widget=forms.RadioSelect,
    )
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
