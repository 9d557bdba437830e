"""Forms of bringing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.cases.queries import OpenCase
from throughline.web.exhibits.forms import EMPTY, NO_FILE
from throughline.web.imports.reading import Told

NOBODY, NEW, OTHER = "nobody:", "new:", "other:"
ORDERS = (
    ("day-first", "The day: 15/01"),
    ("month-first", "The month: 01/15"),
    ("year-first", "The year: 2026/01/15"),
)
_FAULTS = {"required": NO_FILE, "empty": EMPTY, "invalid": NO_FILE}


class ChooseExport(forms.Form):
    """The export."""

    file = forms.FileField(label=_("The export"), error_messages=_FAULTS)


class ChooseDiary(forms.Form):
    """The diary that was taken away."""

    file = forms.FileField(
        label=_("The diary"), help_text=_("The file that “Download everything” gave you."), error_messages=_FAULTS
    )


class Order(forms.Form):
    """How the dates of an export are written."""

    order = forms.ChoiceField(
        label=_("What comes first?"),
        choices=ORDERS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how the dates are written."),
            "invalid_choice": _("Choose one of these."),
        },
    )


class Keep(forms.Form):
    """Which party is them, and who that is."""

    them = forms.ChoiceField(
        label=_("Which of these is them?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which of these is them, or “None of these”.")},
    )
    named = forms.CharField(
        label=_("Somebody else in it"),
        help_text=_("Their name, number or address as it stands in the file."),
        required=False,
        max_length=200,
    )
    person = forms.ChoiceField(label=_("Who is that in your diary?"), widget=forms.RadioSelect, initial=NEW)

    def __init__(self, given: Any, case: OpenCase, told: Told) -> None:
        super().__init__(given)
        parties = [(value, f"{name} ({count:,})") for value, name, count in told.parties]
        others = [(OTHER, f"Somebody else of the {told.more_parties:,} more")] if told.more_parties else []
        self.fields["them"].choices = [*parties, *others, (NOBODY, "None of these")]  # type: ignore[attr-defined]
        if not told.more_parties:
            del self.fields["named"]
        people = [(person.id, person.name or person.id) for person in case.case.people]
        self.fields["person"].choices = [(NEW, "Somebody new"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever is not among the parties has to be named."""
        given = super().clean() or self.cleaned_data
        if given.get("them") == OTHER and not given.get("named"):
            self.add_error("named", _("Write who it is, as it stands in the file."))
        return given

    @property
    def whose(self) -> tuple[str | None, str | None]:
        """The person's id and the party that is them, each None where nobody was chosen."""
        given = self.cleaned_data
        them = {NOBODY: None, OTHER: given.get("named")}.get(given["them"], given["them"])
        person = None if them is None or given["person"] == NEW else given["person"]
        return person, them
