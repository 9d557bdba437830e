"""Forms of supervision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.domain.policies import REASON_LETTERS
from throughline.web.helplines.models import Staff


class Emergency(forms.Form):
    """Why a case is opened that is somebody else's."""

    reason = forms.CharField(
        label=_("Why do you open it?"),
        help_text=_(
            "The person reads this, and so does a supervisor. Such as: they are on the telephone and their adviser is away."
        ),
        min_length=REASON_LETTERS,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class Colleague(forms.Form):
    """Somebody who works here."""

    to = forms.ChoiceField(label=_("To whom?"), error_messages={"required": _("Choose one.")})

    def __init__(self, *args: Any, colleagues: Sequence[Staff], back: bool = False, **named: Any) -> None:
        super().__init__(*args, **named)
        nobody = [("nobody", _("Back to the queue"))] if back else []
        self.fields["to"].choices = [*((it.pk, it.known_as) for it in colleagues), *nobody]  # type: ignore[attr-defined]


class Opinion(Colleague):
    """A second opinion that is asked for."""

    question = forms.CharField(
        label=_("What do you want to know?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


class Answer(forms.Form):
    """What somebody thinks who was asked."""

    answer = forms.CharField(
        label=_("What do you think?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"})
    )


class Review(forms.Form):
    """What a supervisor says of a case."""

    kind = forms.ChoiceField(
        label=_("What do you look at?"),
        choices=[("case_review", _("The case: what should happen next")), ("quality", _("The quality of the work"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    words = forms.CharField(
        label=_("What do you say?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"})
    )
    read_their_words = forms.BooleanField(
        label=_("I read what the person wrote, because it was needed"), required=False
    )


class SecondLook(forms.Form):
    """What a second member of staff says of what was told, and whether the person may know where they do not yet."""

    words = forms.CharField(
        label=_("What do you say of it?"),
        help_text=_("Was it needed, was it no more than was needed, and what should be done now? The person does not read this."),
        max_length=5000, widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )  # fmt: skip
    may_know = forms.ChoiceField(
        label=_("Is it safe that the person knows of it now?"),
        help_text=_("If you say yes, they read at once to whom it was told and why, if they share their diary. That cannot be taken back."),
        choices=[("yes", _("Yes, they may know")), ("no", _("No, not yet: it stays in this list"))],
        widget=forms.RadioSelect, error_messages={"required": _("Choose one.")},
    )  # fmt: skip

    def __init__(self, *args: Any, is_known: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        if is_known:
            del self.fields["may_know"]
