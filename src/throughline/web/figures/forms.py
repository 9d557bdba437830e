"""The two questions that are asked of whoever agrees to be counted. Neither must be answered."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.statistics.coding import AGES, REGIONS
from throughline.statistics.tables import NOT_SAID

_SKIP = (NOT_SAID, _("I would rather not say"))


class TakePart(forms.Form):
    """An age band and a part of the UK."""

    age = forms.ChoiceField(
        label=_("How old are you?"),
        choices=[*(it for it in AGES if it[0] != NOT_SAID), _SKIP],
        initial=NOT_SAID,
    )
    region = forms.ChoiceField(
        label=_("Where in the UK do you live?"),
        choices=[*(it for it in REGIONS if it[0] != NOT_SAID), _SKIP],
        initial=NOT_SAID,
    )
