"""Forms of the exhibits."""

from __future__ import annotations

from typing import Any

from django import forms

from throughline.web.cases.uploads import SealedUpload

LONGEST_DESCRIPTION = 2000
NO_FILE = "Choose a file first. What you typed is still here."
EMPTY = "That file is empty. Choose another, or take the photograph or recording again."
TOO_LARGE = "That file is larger than can be kept here. Try a shorter recording, or send it in parts."


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


def description(label: str = "What is it?") -> forms.CharField:
    """The field for what an exhibit is."""
    return forms.CharField(
        label=label,
        help_text="In your own words: what it shows, and how you got it. You can leave this for later.",
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages={"max_length": f"Use at most {LONGEST_DESCRIPTION:,} letters. Put the rest in your diary."},
    )


class Add(forms.Form):
    """Files, and what they are."""

    file = SealedFiles(
        label="Files",
        help_text="Photographs, screenshots, films, sound, letters. Up to 2 GB each.",
        error_messages={"required": NO_FILE, "invalid": NO_FILE, "missing": NO_FILE, "empty": EMPTY},
    )
    description = description()


class Describe(forms.Form):
    """What an exhibit is."""

    description = description()
