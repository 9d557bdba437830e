"""Forms of the exhibits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from throughline.web.cases.uploads import SealedUpload

LONGEST_DESCRIPTION = 2000
NO_FILE = _("Choose a file first. What you typed is still here.")
EMPTY = _("That file is empty. Choose another, or take the photograph or recording again.")
TOO_LARGE = _("That file is larger than can be kept here. Try a shorter recording, or send it in parts.")


class SeveralFiles(forms.FileInput):
    """A field of a form that takes any number of files."""

    allow_multiple_selected = True


class SealedFiles(forms.FileField):
    """One or more uploads, sealed already."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[SealedUpload]:
        """Each of them is checked alone."""
        several = data if isinstance(data, (list, tuple)) else [data]
        return [super(SealedFiles, self).clean(one, initial) for one in several or [None]]


def description() -> forms.CharField:
    """The field for what an exhibit is."""
    return forms.CharField(
        label=_("What is it?"),
        help_text=_("In your own words: what it shows, and how you got it. You can leave this for later."),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages={
            "max_length": format_lazy(
                _("Use at most {number} letters. Put the rest in your diary."), number=f"{LONGEST_DESCRIPTION:,}"
            )
        },
    )


class Add(forms.Form):
    """Files, and what they are."""

    file = SealedFiles(
        label=_("Files"),
        help_text=_("Photographs, screenshots, films, sound, letters. Up to 2 GB each."),
        error_messages={"required": NO_FILE, "invalid": NO_FILE, "missing": NO_FILE, "empty": EMPTY},
    )
    description = description()


class Describe(forms.Form):
    """What an exhibit is."""

    description = description()
