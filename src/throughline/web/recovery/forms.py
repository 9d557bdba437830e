"""Forms of recovery with a helpline. No browser is asked to remember anything typed here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.vault.recovery import MistypedCode, read_recovery_code
from throughline.web.helplines.models import Helpline
from throughline.web.signing.forms import AGAIN, SignIn, checked, secret

OFF = {"autocomplete": "off", "spellcheck": "false"}


class SetUp(forms.Form):
    """Which helpline, and how it knows that it is you."""

    helpline = forms.ChoiceField(
        label=_("Which helpline?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )
    called = forms.CharField(
        label=_("What should they call you?"),
        help_text=_("A first name, or any name. It need not be yours."),
        max_length=60,
        widget=forms.TextInput(attrs=OFF),
    )
    code_word = forms.CharField(
        label=_("A code word"),
        help_text=_("They ask for it on the telephone. Take one that nobody who knows you would guess."),
        min_length=4,
        max_length=60,
        widget=forms.TextInput(attrs=OFF),
    )
    ring_back = forms.CharField(
        label=_("Where can they ring you back, and when?"),
        help_text=_("A number that only you answer, or somebody you trust. Say what they may say to anybody else."),
        max_length=500,
        widget=forms.Textarea(attrs={**OFF, "rows": 3}),
    )
    passphrase = secret(_("Passphrase"), AGAIN)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        with_a_key = Helpline.objects.exclude(epoch=0).order_by("name")
        self.fields["helpline"].choices = [(it.id, it.name) for it in with_a_key]  # type: ignore[attr-defined]


class Ask(forms.Form):
    """The user name, and the person's half."""

    user_name = SignIn.base_fields["user_name"]
    code = forms.CharField(
        label=_("Your code for the helpline"),
        help_text=_("The ten groups of four that you wrote down. Small or capital letters, with or without dashes."),
        max_length=200,
        widget=forms.TextInput(attrs={**OFF, "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        """A slip in the code is found before anybody waits."""
        code: str = self.cleaned_data["code"]
        try:
            return read_recovery_code(code)
        except MistypedCode as slip:
            raise forms.ValidationError(slip.message) from None


class Anew(forms.Form):
    """A new passphrase, twice."""

    passphrase = secret(_("New passphrase"), _("Four or more words that nobody would guess."))
    again = secret(_("New passphrase again"))

    def clean(self) -> dict[str, Any]:
        """The two must be the same, and long enough."""
        return checked(super().clean() or self.cleaned_data, self)


class Reference(forms.Form):
    """What the caller reads out."""

    reference = forms.CharField(
        label=_("The reference they read to you"), max_length=20, widget=forms.TextInput(attrs=OFF)
    )


class Knows(forms.Form):
    """Whether whoever is at the desk knows them."""

    knows = forms.ChoiceField(
        label=_("Do you know them, or anybody around them?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )


class CodeWord(forms.Form):
    """The code word as it was said."""

    heard = forms.CharField(
        label=_("The code word they say"),
        help_text=_(
            "Ask them for it, and type what you hear. Capitals and blanks do not matter. It is not shown to you."
        ),
        max_length=60,
        widget=forms.TextInput(attrs=OFF),
    )
