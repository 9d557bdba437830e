"""The questions, and whether to keep the answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.guidance.forms import SelfCheckForm


class QuestionsForm(SelfCheckForm):
    """Every question of the self-check but where it happened, which is a setting of the diary; none must be answered."""

    keep = forms.BooleanField(
        label=_("Keep my answers in my diary"),
        help_text=_(
            "Then they count in “Put together” until you change them. They stay out of every pack unless you say so."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        del self.fields["where"]
