"""Forms of the account pages. No browser is asked to remember anything typed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from throughline.vault.recovery import MistypedCode, read_recovery_code

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHORTEST_PASSPHRASE = 12
AGAIN = _("So that nobody else can do this on your device.")


def secret(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.CharField:
    """A field for a passphrase: hidden, kept exactly as typed, filled in by no browser."""
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    not_blank = RegexValidator(r"\S", _("Type it in. Blanks alone are no passphrase."))
    return forms.CharField(
        label=label, help_text=help_text, widget=widget, strip=False, max_length=1000, validators=[not_blank]
    )


class SignUp(forms.Form):
    """A word for the user name, and the passphrase twice."""

    word = forms.CharField(
        label=_("A word for your user name"),
        help_text=_(
            "Not your name. Four figures will be put behind it, so that nobody can find out whether you are here."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    passphrase = secret(
        _("Passphrase"),
        _(
            "Four or more words that nobody would guess, even somebody who knows you well. "
            "It is what opens your diary, and nobody can look it up for you."
        ),
    )
    again = secret(_("Passphrase again"))

    def clean(self) -> dict[str, Any]:
        """The two must be the same, and long enough."""
        return checked(super().clean() or self.cleaned_data, self)


def checked(given: dict[str, Any], form: forms.Form) -> dict[str, Any]:
    """What was given, with a fault on the form where the passphrase is too short or not twice the same."""
    passphrase, again = given.get("passphrase"), given.get("again")
    if passphrase and len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        form.add_error(
            "passphrase", _("Use %(number)s letters or more. Four words do it.") % {_("number"): SHORTEST_PASSPHRASE}
        )
    elif passphrase and again and passphrase != again:
        form.add_error("again", _("The two are not the same. Type both again."))
    return given


class SignIn(forms.Form):
    """User name and passphrase."""

    user_name = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    passphrase = secret(_("Passphrase"))


class Unlock(forms.Form):
    """The passphrase alone."""

    passphrase = secret(_("Passphrase"))


class Recover(forms.Form):
    """The recovery code, and a new passphrase."""

    user_name = SignIn.base_fields["user_name"]
    code = forms.CharField(
        label=_("Recovery code"),
        help_text=_("The ten groups of four that you wrote down. Small or capital letters, with or without dashes."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    passphrase = secret(_("New passphrase"), _("Four or more words that nobody would guess."))
    again = secret(_("New passphrase again"))

    def clean_code(self) -> str:
        """A slip in the code is found before anything is tried with it."""
        code: str = self.cleaned_data["code"]
        try:
            read_recovery_code(code)
        except MistypedCode as slip:
            raise forms.ValidationError(slip.message) from None
        return code

    def clean(self) -> dict[str, Any]:
        """The two must be the same, and long enough."""
        return checked(super().clean() or self.cleaned_data, self)


class NewPassphrase(forms.Form):
    """The passphrase as it is, and the new one twice."""

    current = secret(_("Passphrase now"))
    passphrase = secret(_("New passphrase"), _("Four or more words that nobody would guess."))
    again = secret(_("New passphrase again"))

    def clean(self) -> dict[str, Any]:
        """The two must be the same, and long enough."""
        return checked(super().clean() or self.cleaned_data, self)


class Code(forms.Form):
    """The six figures that an app shows."""

    code = forms.CharField(
        label=_("Code from your app"),
        help_text=_("Six figures. A new one comes every half minute."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
    )


class NewApp(Code):
    """The secret that the app was shown, and the code that it makes of it."""

    passphrase = secret(_("Passphrase"), AGAIN)
    secret = forms.CharField(widget=forms.HiddenInput, validators=[RegexValidator(r"\A[A-Z2-7]{32}\Z")])


class NewPasskey(forms.Form):
    """A word for a passkey, and what the browser answered."""

    label = forms.CharField(
        label=_("A word for it"),
        help_text=_("Such as: my phone. Only you see it."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    passphrase = secret(_("Passphrase"), AGAIN)
    answer = forms.CharField(widget=forms.HiddenInput, error_messages={"required": _("Your browser made no passkey.")})


class Delete(forms.Form):
    """What is to be destroyed, and the passphrase."""

    what = forms.ChoiceField(
        label=_("What do you want to delete?"),
        choices=[
            ("diary", _("What is in the diary. My account stays, with an empty diary")),
            ("account", _("The diary and my account")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    passphrase = secret(_("Passphrase"), AGAIN)
