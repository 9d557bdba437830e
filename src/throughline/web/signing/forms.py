"""Forms of the account pages. No browser is asked to remember anything typed here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from throughline.vault.recovery import MistypedCode, read_recovery_code

SHORTEST_PASSPHRASE = 12
AGAIN = "So that nobody else can do this on your device."


def secret(label: str, help_text: str = "") -> forms.CharField:
    """A field for a passphrase: hidden, kept exactly as typed, filled in by no browser."""
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    not_blank = RegexValidator(r"\S", "Type it in. Blanks alone are no passphrase.")
    return forms.CharField(
        label=label, help_text=help_text, widget=widget, strip=False, max_length=1000, validators=[not_blank]
    )


class SignUp(forms.Form):
    """A word for the user name, and the passphrase twice."""

    word = forms.CharField(
        label="A word for your user name",
        help_text="Not your name. Four figures will be put behind it, so that nobody can find out whether you are here.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    passphrase = secret(
        "Passphrase",
        "Four or more words that nobody would guess, even somebody who knows you well. "
        "It is what opens your diary, and nobody can look it up for you.",
    )
    again = secret("Passphrase again")

    def clean(self) -> dict[str, Any]:
        """The two must be the same, and long enough."""
        return checked(super().clean() or self.cleaned_data, self)


def checked(given: dict[str, Any], form: forms.Form) -> dict[str, Any]:
    """What was given, with a fault on the form where the passphrase is too short or not twice the same."""
    passphrase, again = given.get("passphrase"), given.get("again")
    if passphrase and len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        form.add_error("passphrase", f"Use {SHORTEST_PASSPHRASE} letters or more. Four words do it.")
    elif passphrase and again and passphrase != again:
        form.add_error("again", "The two are not the same. Type both again.")
    return given


class SignIn(forms.Form):
    """User name and passphrase."""

    user_name = forms.CharField(
        label="User name",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    passphrase = secret("Passphrase")


class Unlock(forms.Form):
    """The passphrase alone."""

    passphrase = secret("Passphrase")


class Recover(forms.Form):
    """The recovery code, and a new passphrase."""

    user_name = SignIn.base_fields["user_name"]
    code = forms.CharField(
        label="Recovery code",
        help_text="The ten groups of four that you wrote down. Small or capital letters, with or without dashes.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    passphrase = secret("New passphrase", "Four or more words that nobody would guess.")
    again = secret("New passphrase again")

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

    current = secret("Passphrase now")
    passphrase = secret("New passphrase", "Four or more words that nobody would guess.")
    again = secret("New passphrase again")

    def clean(self) -> dict[str, Any]:
        """The two must be the same, and long enough."""
        return checked(super().clean() or self.cleaned_data, self)


class Code(forms.Form):
    """The six figures that an app shows."""

    code = forms.CharField(
        label="Code from your app",
        help_text="Six figures. A new one comes every half minute.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
    )


class NewApp(Code):
    """The secret that the app was shown, and the code that it makes of it."""

    passphrase = secret("Passphrase", AGAIN)
    secret = forms.CharField(widget=forms.HiddenInput, validators=[RegexValidator(r"\A[A-Z2-7]{32}\Z")])


class NewPasskey(forms.Form):
    """A word for a passkey, and what the browser answered."""

    label = forms.CharField(
        label="A word for it",
        help_text="Such as: my phone. Only you see it.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    passphrase = secret("Passphrase", AGAIN)
    answer = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Your browser made no passkey."})


class Delete(forms.Form):
    """What is to be destroyed, and the passphrase."""

    what = forms.ChoiceField(
        label="What do you want to delete?",
        choices=[
            ("diary", "What is in the diary. My account stays, with an empty diary"),
            ("account", "The diary and my account"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    passphrase = secret("Passphrase", AGAIN)
