"""Forms of a helpline's staff."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.vault.recovery import MistypedCode, read_recovery_code
from throughline.web.helplines.models import Role

ROLES = [
    (Role.ADVISER.value, _("Adviser: takes calls and has cases")),
    (Role.SUPERVISOR.value, _("Supervisor: the same, and reviews cases and lets people in")),
    (Role.MANAGER.value, _("Manager: staff and settings, and nothing that anybody wrote")),
]


class Rank(forms.Form):
    """What somebody is to be."""

    role = forms.ChoiceField(
        label=_("What are they here?"),
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )


class Settings(forms.Form):
    """What a helpline says of itself, and what it asks of its staff."""

    about = forms.CharField(
        label=_("Whom you help, and when you answer"),
        help_text=_("Everybody who looks for a helpline to share with reads it. At most 400 letters."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    asks_second_step = forms.BooleanField(
        label=_("Everybody who works here needs a second step"),
        help_text=_("Whoever has none sees nothing of the desk until they have set one up."),
        required=False,
    )


class Join(forms.Form):
    """A code that was given by hand, and the name to go by at work."""

    code = forms.CharField(
        label=_("The code you were given"),
        help_text=_("Ten groups of four. Small or capital letters, with or without dashes."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    known_as = forms.CharField(
        label=_("The name you go by at work"),
        help_text=_(
            "The people who call hear it, and those who share their notes see it. It need not be your own name."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        """A slip in the code is found before anything is tried with it."""
        code: str = self.cleaned_data["code"]
        try:
            return read_recovery_code(code)
        except MistypedCode as slip:
            raise forms.ValidationError(slip.message) from None
