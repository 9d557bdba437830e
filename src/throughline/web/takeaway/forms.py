"""What goes into a pack, and for whom it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.domain.milestone import Milestone
from throughline.packs.chronology import MILESTONE_NAMED, occurred_told
from throughline.packs.content import RECIPIENTS
from throughline.patterns.seeing import shortened
from throughline.patterns.wording import at_start, when
from throughline.web.cases.queries import OpenCase


class PackForm(forms.Form):
    """Everything is in a pack but what is ticked here, and what was marked private."""

    recipient = forms.ChoiceField(
        label=_("For whom is it?"),
        choices=[*((code, at_start(RECIPIENTS[code])) for code in ("police", "solicitor")), ("self", _("Myself"))],
        widget=forms.RadioSelect,
        initial="police",
    )
    withheld = forms.MultipleChoiceField(
        label=_("Leave these out"),
        help_text=_(
            "Nothing is left out unless you tick it. The pack says how many entries were left out, and not which."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"folded": True}),
    )

    answers = forms.BooleanField(
        label=_("Put in what I answered to the questions about danger"),
        help_text=_("They stay out unless you tick this."),
        required=False,
    )

    def __init__(self, data: Any = None, *, case: OpenCase, **named: Any) -> None:
        super().__init__(data, **named)
        if case.case.questions is None or not case.case.questions.answers:
            del self.fields["answers"]
        self.fields["withheld"].choices = [group for group in _groups(case) if group[1]]  # type: ignore[attr-defined]


def _milestone_named(milestone: Milestone) -> str:
    """Its kind; where the kind says nothing, the words that were written."""
    is_told = milestone.kind == "other" and milestone.note
    return shortened(milestone.note) if is_told else MILESTONE_NAMED[milestone.kind]


def _groups(case: OpenCase) -> list[tuple[str, list[tuple[str, str]]]]:
    zone = case.case.zone
    incidents = [
        (it.id, f"{at_start(occurred_told(it.occurred, zone))}: {shortened(it.account)}")
        for it in case.case.incidents
        if not it.private
    ]
    milestones = [
        (it.id, f"{at_start(when(it.at.span(zone), zone))}: {_milestone_named(it)}")
        for it in case.case.milestones
        if not it.private
    ]
    exhibits = [(it.ref, f"{it.ref} {shortened(it.description)}") for it in case.case.exhibits if not it.private]
    people = [
        (it.id, gettext("%(name)s and everything from them") % {"name": it.name or it.id}) for it in case.case.people
    ]
    places = [
        (it.id, gettext("The name of the place “%(name)s”") % {"name": it.label or it.id}) for it in case.case.places
    ]
    return [
        (gettext("What happened"), incidents), (gettext("What changed things"), milestones), (gettext("Evidence"), exhibits),
        (gettext("People"), people), (gettext("Places"), places),
    ]  # fmt: skip
