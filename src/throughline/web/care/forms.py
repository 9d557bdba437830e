"""The questions about a device. Each has three answers, and “I do not know” is one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANSWERS = (("no", _("No")), ("yes", _("Yes")), ("maybe", _("I do not know")))


def question(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.ChoiceField:
    """One question, with nothing chosen beforehand."""
    missing = {"required": format_lazy(_("Choose an answer: “{label}”. “I do not know” is one too."), label=label)}
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=ANSWERS,
        widget=forms.RadioSelect(attrs={"inline": True}),
        error_messages=missing,
    )


class DeviceCheck(forms.Form):
    """Could somebody see what is done on this device?"""

    unlock = question(
        _("Could anybody else unlock this phone or computer?"), _("They may know the code, or you share it.")
    )
    set_up = question(_("Did anybody else set it up, give it to you or pay for it?"))
    shared = question(
        _("Does it share an account with anybody?"),
        _("Photos, a cloud, Apple or Google, a family plan, a car or doorbell app."),
    )
    knows = question(
        _("Does the person know things that they should not?"), _("Where you were, or what you wrote to others.")
    )
    work = question(_("Does it belong to your work, school or college?"))

    @property
    def is_doubtful(self) -> bool:
        """True when an answer is anything but no."""
        return any(answer != "no" for answer in self.cleaned_data.values())
