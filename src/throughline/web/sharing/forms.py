"""What is shared, for what, until when, and how the helpline may be in touch."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.casework.safe_contact import DAYS, SafeContact, Window
from throughline.domain.policies import Part
from throughline.web.diary.forms import line_field, words_field

PART_NAMED = {
    "diary": _("My diary: what happened, the people and the places in it"),
    "messages": _("The messages, calls and e-mails that I brought in"),
    "files": _("My files, with the details that lie hidden in them"),
    "milestones": _("What changed things: when I said stop, blocked, reported, and any court orders"),
    "questions": _("My answers to the questions about danger"),
}
PURPOSES = (
    ("advice", _("Advice on what to do")), ("safety", _("Help with a safety plan")),
    ("reporting", _("Help with reporting to the police")), ("court", _("Help with a court order or a case at court")),
    ("open", _("Whatever they can help with")),
)  # fmt: skip
DAYS_LONG = {"30": 30, "91": 91, "182": 182, "": 0}
ENDS = (
    ("30", _("For 30 days")), ("91", _("For three months")), ("182", _("For six months")), ("", _("Until I take it back")),
)  # fmt: skip
ANSWERS = (("yes", _("Yes")), ("no", _("No")), ("unknown", _("I do not know yet")))
WORKDAYS, WEEKEND = DAYS[:5], DAYS[5:]
TIMES = {
    "weekday_mornings": (_("Weekdays from 9 to 12"), Window(WORKDAYS, time(9), time(12))),
    "weekday_afternoons": (_("Weekdays from 12 to 5"), Window(WORKDAYS, time(12), time(17))),
    "weekday_evenings": (_("Weekdays from 5 to 9 in the evening"), Window(WORKDAYS, time(17), time(21))),
    "weekends": (_("At weekends from 10 to 6"), Window(WEEKEND, time(10), time(18))),
}
"""Times that can be ticked, each with the hours it stands for."""


class ShareForm(forms.Form):
    """One page: nothing is shared before the next one was read. How to be in touch is asked with it, because a helpline that
    was not told will not call."""

    called = line_field(_("What should they call you?"), _("It need not be your name."), longest=60)
    parts = forms.MultipleChoiceField(
        label=_("What may they read?"),
        help_text=_("What you marked private, and every note for yourself, stays with you."),
        choices=list(PART_NAMED.items()),
        initial=["diary", "messages", "files", "milestones"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that they may read.")},
    )
    purpose = forms.ChoiceField(
        label=_("What would you like help with?"), choices=PURPOSES, initial="advice", widget=forms.RadioSelect
    )
    ends = forms.ChoiceField(
        label=_("For how long?"),
        help_text=_("You can take it back at any time, at once."),
        choices=ENDS,
        initial="91",
        required=False,
        widget=forms.RadioSelect,
    )
    call = forms.ChoiceField(
        label=_("Is it safe for them to call you?"),
        help_text=_("Unless you say yes here, or tell them, they will not."),
        choices=ANSWERS,
        initial="unknown",
        widget=forms.RadioSelect,
    )
    number = line_field(_("On which number?"), longest=40)
    times = forms.MultipleChoiceField(
        label=_("When is it safe?"),
        choices=[("any", _("At any time")), *((key, words) for key, (words, _window) in TIMES.items())],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    voicemail = forms.ChoiceField(
        label=_("May they leave a message?"), choices=ANSWERS, initial="no", widget=forms.RadioSelect
    )
    code_word = line_field(
        _("A code word"),
        _("They say it or ask for it, so that you both know who is there and that you can talk."),
        longest=60,
    )
    if_somebody_else = line_field(_("What should they say if somebody else answers?"), _("Such as: wrong number."))
    avoid = line_field(_("Is there anything they should never do or say?"))

    folded = ("number", "times", "voicemail", "code_word", "if_somebody_else", "avoid")
    folded_words = _("How to call you safely")

    @property
    def is_unfolded(self) -> bool:
        """Open where it was answered that they may call."""
        return self.is_bound and (self.data.get("call") == "yes" or any(self.errors.get(it) for it in self.folded))

    def clean(self) -> dict[str, Any]:
        """Who may be called needs a number and a time."""
        given = super().clean() or {}
        if given.get("call") == "yes":
            if not any(it.isdigit() for it in given.get("number", "")):
                self.add_error("number", _("Write the number that they may call, or choose No above."))
            if not given.get("times"):
                self.add_error("times", _("Choose when it is safe to call, or choose No above."))
        return given

    @property
    def parts_given(self) -> frozenset[Part]:
        """The parts that were chosen."""
        return frozenset(cast("list[Part]", self.cleaned_data["parts"]))

    def ends_at(self, now: datetime) -> datetime | None:
        """When the share ends; None where it is until it is taken back."""
        days = DAYS_LONG[self.cleaned_data["ends"]]
        return now.astimezone(UTC) + timedelta(days=days) if days else None

    @property
    def safe_contact(self) -> SafeContact:
        """What was said of calling. What was not said is unknown, and unknown is not safe."""
        given = self.cleaned_data
        if given["call"] != "yes":
            return SafeContact(call=given["call"], avoid=given["avoid"], code_word=given["code_word"])
        is_any = "any" in given["times"]
        windows = () if is_any else tuple(TIMES[it][1] for it in given["times"])
        return SafeContact(
            call="yes", number=given["number"], any_time="yes" if is_any else "no", windows=windows,
            voicemail=given["voicemail"], text="no", email="no", post="no", code_word=given["code_word"],
            if_somebody_else=given["if_somebody_else"], avoid=given["avoid"],
        )  # fmt: skip


class MessageForm(forms.Form):
    """A message to the helpline."""

    words = words_field(_("Write to them"), _("It stays in here: it is not sent by e-mail or text."), required=True)
