"""Forms of referrals."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from throughline.casework.checks import LONGEST, TIME_ZONE
from throughline.web.cases.queries import OpenCase
from throughline.web.diary.forms import date_field, line_field, time_field, words_field
from throughline.web.referrals.wording import HOW, RECIPIENTS
from throughline.web.supervision.wording import KNOWS, TOLD_TO, WHY
from throughline.web.takeaway.forms import PackForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANSWER_WITHIN = timedelta(days=7)
"""When an answer is asked for, unless another day is given; our own choice."""


def said_field(label: StrOrPromise, help_text: StrOrPromise = "", *, rows: int = 4) -> forms.CharField:
    """A field for words that have to be there, as long as a value of casework takes."""
    field = words_field(label, help_text, rows=rows, required=True)
    field.validators += [_has_words, MaxLengthValidator(LONGEST)]
    return field


def _has_words(words: str) -> None:
    if not words.strip():
        raise forms.ValidationError(_("Write it down first."))


class MomentForm(forms.Form):
    """A form with a day and a time that are not to come. `day` and `clock` name the fields."""

    day, clock = "date", "time"

    def __init__(self, data: Any = None, *, now: datetime, **named: Any) -> None:
        self.now = now
        wall = now.astimezone(TIME_ZONE)
        initial = {self.day: wall.date(), self.clock: wall.time().replace(second=0, microsecond=0)}
        super().__init__(data, initial={**initial, **named.pop("initial", {})}, **named)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, clock = given.get(self.day), given.get(self.clock)
        if day is None or clock is None:
            for name in (self.day, self.clock):
                if given.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Say when it was."))
            return given
        moment = datetime.combine(day, clock, TIME_ZONE)
        if moment > self.now:
            self.add_error(self.day, _("That is still to come. Give the time at which it was."))
        return {**given, "at": moment}


class Begin(MomentForm):
    """To whom, and that the person agreed."""

    to = forms.ChoiceField(label=_("To whom?"), choices=RECIPIENTS.items(), widget=forms.RadioSelect)
    named = line_field(_("Which one?"), _("The police force, the service or the person."))
    how = forms.ChoiceField(label=_("How did they agree?"), choices=HOW.items(), widget=forms.RadioSelect)
    date = date_field(_("On which day did they agree?"))
    time = time_field(_("At what time?"))
    to_what = said_field(
        _("What did they agree to?"),
        _(
            "Read it to them: what goes, to whom, and for what. It covers this and nothing else. If they share their diary here, they see these words."
        ),
    )

    def clean_named(self) -> str:
        named = str(self.cleaned_data["named"]).strip()
        if not named:
            raise forms.ValidationError(_("Say which one, so that nothing goes to another."))
        return named


class PackChoice(PackForm):
    """What stays out of a pack that is made of what was shared."""

    def __init__(self, data: Any = None, *, case: OpenCase, **named: Any) -> None:
        super().__init__(data, case=case, **named)
        del self.fields["recipient"]
        self.fields["withheld"].help_text = _(
            "Send what they agreed to and no more. The pack says how many entries were left out, and not which."
        )
        if "answers" in self.fields:
            self.fields["answers"].label = _("Put in what they answered to the questions about danger")
            self.fields["answers"].help_text = _(
                "They stay out unless you tick this. Tick it only if they agreed to it."
            )


class Looked(forms.Form):
    """That somebody looked at what is to leave."""

    looked = forms.BooleanField(
        label=_("I looked through it for places and names that the other side does not know"),
        error_messages={"required": _("Look through it first, and tick this.")},
    )
    address = forms.BooleanField(label=_("It shows where somebody lives, works or stays"), required=False)


class Letter(forms.Form):
    """The words of a letter."""

    letter = said_field(
        _("The letter"),
        _("Say only what they agreed to. Leave their address and number out unless they agreed that these go."),
        rows=16,
    )  # fmt: skip


class Sent(MomentForm):
    """What went, when, and by when an answer is expected."""

    sent = said_field(
        _("What was sent, and how?"),
        _("Item by item. If they share their diary here, they see these words."),
    )
    date = date_field(_("On which day was it sent?"))
    time = time_field(_("At what time?"))
    answer_by = date_field(
        _("By when do you expect an answer?"), _("After that day it stands in what is due. They can be asked again.")
    )

    def __init__(self, data: Any = None, *, now: datetime, **named: Any) -> None:
        expected = now.astimezone(TIME_ZONE).date() + ANSWER_WITHIN
        super().__init__(data, now=now, initial={"answer_by": expected, **named.pop("initial", {})}, **named)


class Chase(forms.Form):
    """That they were asked for the answer."""

    words = said_field(
        _("Whom did you ask, and what did they say?"),
        _("If they share their diary here, they see these words."),
    )
    answer_by = date_field(_("By when do you expect an answer now?"))

    def __init__(self, data: Any = None, *, now: datetime, **named: Any) -> None:
        super().__init__(data, initial={"answer_by": now.astimezone(TIME_ZONE).date() + ANSWER_WITHIN}, **named)
        self.fields["answer_by"].required = True
        self.fields["answer_by"].error_messages["required"] = _("Give a day.")


class Answered(MomentForm):
    """What they answered."""

    answer = said_field(_("What did they answer?"), _("If they share their diary here, they see these words."))
    date = date_field(_("On which day?"))
    time = time_field(_("At what time?"))


class TakenBack(MomentForm):
    """When the person took their consent back."""

    date = date_field(_("On which day did they take it back?"))
    time = time_field(_("At what time?"))


class WithoutConsent(MomentForm):
    """That somebody was told without the person's consent."""

    to = forms.ChoiceField(label=_("Who was told?"), choices=TOLD_TO.items(), widget=forms.RadioSelect)
    named = said_field(
        _("Which one?"), _("The force, the service or the person, and a reference if they gave one."), rows=1
    )
    why = forms.ChoiceField(
        label=_("Why could it not wait for their consent?"), choices=WHY.items(), widget=forms.RadioSelect
    )
    words = said_field(
        _("Why, in your own words"),
        _("If they share their diary here, they read these words once they may know."),
        rows=3,
    )
    what = said_field(_("What was told?"), _("All of it, and no more than that. They do not read this here."))
    date = date_field(_("On which day was it told?"))
    time = time_field(_("At what time?"))
    knows = forms.ChoiceField(
        label=_("Were they told of it?"),
        help_text=_("If somebody else may read what is in their account here, choose the last."),
        choices=KNOWS.items(),
        widget=forms.RadioSelect,
    )
    why_not_told = words_field(_("If they were not told, why not?"), _("They do not read this here."), rows=2)
    why_not_told.validators.append(MaxLengthValidator(LONGEST))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("knows") in ("may_know", "not_safe") and not str(given.get("why_not_told") or "").strip():
            self.add_error("why_not_told", _("Say why they were not told."))
        return given
