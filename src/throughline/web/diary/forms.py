"""Forms of the diary. Only what happened is asked for; everything else can be left out, or come later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.domain.case import Case
from throughline.patterns.names import BEHAVIOUR_NAMED, FEAR_NAMED, NAMED_ORDERS, change_named
from throughline.patterns.wording import at_start
from throughline.web.diary.kinds import GROUPS, MILESTONE, UNSORTED

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y"]
TIMES = ["%H:%M", "%H:%M:%S", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p", "%I.%M %p", "%I %p"]
LONGEST_WORDS = 100_000
HOW_EXACT = (
    ("now", _("Just now")),
    ("minute", _("At this date and time")),
    ("hour", _("About this time, within half an hour")),
    ("part_of_day", _("About this time, within a few hours")),
    ("day", _("On this date; I do not know the time")),
    ("month", _("Some time in that month")),
    ("unknown", _("I do not know when")),
)
CHANGES = (
    "stopped_going_out", "changed_route", "changed_number", "home_security", "lost_sleep", "changed_hours", "moved",
    "left_work", "told_friends", "left_online",
)  # fmt: skip
ATTRIBUTIONS = (
    ("unknown", _("I do not know")), ("seen", _("I saw them")), ("voice", _("I knew the voice")),
    ("identifier", _("By the number, account or vehicle")), ("told", _("Somebody told me")), ("guess", _("It is a guess")),
)  # fmt: skip


def words_field(
    label: StrOrPromise, help_text: StrOrPromise = "", *, rows: int = 4, required: bool = False
) -> forms.CharField:
    """A field for somebody's own words, which no browser keeps."""
    attrs = {"rows": rows, "autocomplete": "off"}
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=LONGEST_WORDS, strip=False,
        widget=forms.Textarea(attrs=attrs),
    )  # fmt: skip


def line_field(label: StrOrPromise, help_text: StrOrPromise = "", *, longest: int = 200) -> forms.CharField:
    """A short field that no browser fills in."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=longest, widget=widget)


def date_field(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.DateField:
    """A date: the browser's own picker, or typed as people write it."""
    widget = forms.DateInput(attrs={"type": "date", "narrow": True, "autocomplete": "off"}, format="%Y-%m-%d")
    message = {"invalid": _("Write the date like 1/3/2026.")}
    return forms.DateField(
        label=label, help_text=help_text, required=False, input_formats=DATES, widget=widget, error_messages=message
    )


def time_field(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.TimeField:
    """A time of day: the browser's own picker, or typed."""
    widget = forms.TimeInput(attrs={"type": "time", "narrow": True, "autocomplete": "off"}, format="%H:%M")
    message = {"invalid": _("Write the time like 19:40 or 7.40pm.")}
    return forms.TimeField(
        label=label, help_text=help_text, required=False, input_formats=TIMES, widget=widget, error_messages=message
    )


def lines(text: str) -> list[str]:
    """What was written one a line, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class IncidentForm(forms.Form):
    """One thing that happened. `parts` names the parts to show, in their order; all of them where it is None."""

    PARTS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "what": ("account", "exact", "date", "time", "place", "new_place"),
        "who": ("person", "new_person", "attribution"),
        "kind": ("behaviours",),
        "effect": ("fear", "changes", "impact_note"),
        "others": ("witnesses", "report_to", "report_date", "report_reference"),
        "files": ("exhibits",),
        "private": ("private_note", "private"),
    }

    account = words_field(
        _("What happened?"),
        _("In your own words. If they said or wrote something, put down the very words."),
        rows=6,
    )
    exact = forms.ChoiceField(label=_("When was it?"), choices=HOW_EXACT, initial="now", widget=forms.RadioSelect)
    date = date_field(_("Date"), _("If it was not just now"))
    time = time_field(_("Time"), _("If you know it, or about"))
    place = forms.ChoiceField(label=_("Where?"), required=False)
    new_place = line_field(
        _("Or another place"), _("A name for it is enough: home, the bus stop, work. You need not give the address.")
    )
    person = forms.ChoiceField(label=_("Who was it?"), required=False)
    new_person = line_field(
        _("Or somebody not listed"), _("A name, a letter or “the man from number 4”: whatever you call them.")
    )
    attribution = forms.ChoiceField(
        label=_("How do you know?"), choices=ATTRIBUTIONS, required=False, widget=forms.RadioSelect, initial="unknown"
    )
    behaviours = forms.MultipleChoiceField(
        label=_("What kind of thing was it?"),
        help_text=_("As many as fit, or none. Open a line to see what is in it."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"folded": True}),
        choices=[
            (_(group), [(name, at_start(BEHAVIOUR_NAMED[name])) for name in names]) for group, names in GROUPS.items()
        ],
    )
    fear = forms.ChoiceField(
        label=_("How afraid were you?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("I would rather not say")), *((str(it), at_start(FEAR_NAMED[it])) for it in range(5))],
    )
    changes = forms.MultipleChoiceField(
        label=_("Did you change anything because of it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, at_start(change_named(code))) for code in CHANGES],
    )
    impact_note = words_field(_("How did it affect you?"), _("If you want to say more."), rows=3)
    witnesses = words_field(
        _("Did anybody else see or hear it?"), _("One person a line. “Neighbour at no. 4” is enough."), rows=3
    )
    report_to = line_field(_("Whom did you tell?"), _("Police, helpline, work, the app …"))
    report_date = date_field(_("When did you tell them?"))
    report_reference = line_field(_("Reference number they gave you"))
    exhibits = forms.MultipleChoiceField(
        label=_("Evidence that belongs to it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    private_note = words_field(_("A note for yourself alone"), _("It never goes into a pack."), rows=3)
    private = forms.BooleanField(label=_("Keep this whole entry out of every pack"), required=False)

    def __init__(self, data: Any = None, *, case: Case, parts: tuple[str, ...] | None = None, **named: Any) -> None:
        super().__init__(data, **named)
        self.case = case
        places = [(it.id, it.label or it.id) for it in case.places]
        people = [(it.id, it.name or it.id) for it in case.people]
        self.fields["place"].choices = [("", _("Not said")), *places]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Not said, or nobody I know")), *people]  # type: ignore[attr-defined]
        self.fields["exhibits"].choices = [  # type: ignore[attr-defined]
            (it.ref, f"{it.ref} {it.description}"[:120]) for it in case.exhibits
        ]
        hidden = {"place": not places, "person": not people, "exhibits": not case.exhibits}
        shown = [name for part in parts or tuple(self.PARTS) for name in self.PARTS[part] if not hidden.get(name)]
        self.fields = {name: self.fields[name] for name in shown}

    def clean(self) -> dict[str, Any]:
        """A time has to be there where one was promised; what did not happen yet cannot be written down."""
        given = super().clean() or self.cleaned_data
        exact = given.get("exact")
        if (
            exact in ("minute", "hour", "part_of_day", "day", "month")
            and not given.get("date")
            and "date" not in self.errors
        ):
            self.add_error("date", _("Put in the date, or choose “I do not know when”."))
        if (
            exact in ("minute", "hour", "part_of_day")
            and given.get("date")
            and not given.get("time")
            and "time" not in self.errors
        ):
            self.add_error("time", _("Put in the time, or choose “I do not know the time”."))
        today = datetime.now(self.case.zone).date()
        if given.get("date") and given["date"] > today + timedelta(days=1):
            self.add_error("date", _("That date is still to come. Check the year and the month."))
        if "account" in self.fields and not (given.get("account") or "").strip() and "account" not in self.errors:
            self.add_error("account", _("Write a few words, so that you know later what this was."))
        return given

    def occurred(self, now: datetime) -> dict[str, Any]:
        """When it was, as the case file writes it."""
        given = self.cleaned_data
        exact = given["exact"]
        if exact == "unknown":
            return {"precision": "unknown"}
        if exact == "now":
            return {"from": now.astimezone(self.case.zone).strftime("%Y-%m-%dT%H:%M"), "precision": "minute"}
        return {"from": _written(exact, given["date"], given.get("time")), "precision": exact}


def _written(exact: str, on: date, at: time | None) -> str:
    if exact == "month":
        return f"{on:%Y-%m}"
    if exact == "day" or at is None:
        return f"{on:%Y-%m-%d}"
    return f"{on:%Y-%m-%d}T{at:%H:%M}"


class Find(forms.Form):
    """What to look for in the diary. It is sent as a form's body: words in an address would stand in the browser's history."""

    words = line_field(_("Words in it"), _("Any words, or a name, a place, a reference such as AB/1."))
    group = forms.ChoiceField(
        label=_("Kind"), required=False,
        choices=[("", _("Every kind")), *((it, _(it)) for it in (*GROUPS, MILESTONE, UNSORTED))],
    )  # fmt: skip
    month = forms.ChoiceField(label=_("Month"), required=False)

    def __init__(self, data: Any = None, *, months: Mapping[str, str]) -> None:
        super().__init__(data)
        self.fields["month"].choices = [("", _("Any time")), *months.items()]  # type: ignore[attr-defined]


RELATIONSHIPS = (
    ("unknown", _("I do not know")), ("former_partner", _("Former partner")), ("partner", _("Partner")), ("family", _("Family")),
    ("friend", _("Friend")), ("colleague", _("From work")), ("neighbour", _("Neighbour")), ("acquaintance", _("Somebody I know a little")),
    ("client", _("Client, patient or customer")), ("stranger", _("Stranger")), ("other", _("Other")),
)  # fmt: skip
PLACE_KINDS = (
    ("home", _("Home")), ("work", _("Work")), ("study", _("School, college or university")), ("family", _("Family or friends")),
    ("route", _("On the way somewhere")), ("leisure", _("Free time")), ("online", _("Online")), ("other", _("Other")),
)  # fmt: skip
MILESTONES = (
    ("told_to_stop", _("I told them to stop")), ("blocked", _("I blocked them")),
    ("relationship_ended", _("The relationship ended")), ("reported_to_police", _("I reported to the police")),
    ("police_spoke_to_them", _("The police spoke to them")), ("order_made", _("An order, bail or undertaking began")),
    ("order_ended", _("An order ended")), ("charged", _("They were charged")), ("court_hearing", _("Court hearing")),
    ("released", _("They were released")), ("moved", _("I moved")), ("changed_number", _("I changed my number")),
    ("post_published", _("Something was published")), ("anniversary", _("A date that matters to them")), ("other", _("Something else")),
)  # fmt: skip
ORDERS = (
    ("", _("Choose")), ("non_molestation", _("Non-molestation order")), ("restraining", _("Restraining order")),
    ("stalking_protection", _("Stalking protection order")), ("injunction", _("Injunction")), ("bail", _("Bail conditions")),
    ("undertaking", _("Undertaking")), *((name, at_start(name)) for name in NAMED_ORDERS), ("other", _("Other")),
)  # fmt: skip
"""The kinds of the case file, and orders that it has no word for, by their name."""


class PersonForm(forms.Form):
    """A person, and what they can be recognised by."""

    name = line_field(_("What do you call them?"), _("A name, a letter, anything. It need not be their real name."))
    relationship = forms.ChoiceField(label=_("Who are they to you?"), choices=RELATIONSHIPS, required=False)
    phones = words_field(_("Telephone numbers"), _("One a line."), rows=2)
    emails = words_field(_("E-mail addresses"), _("One a line."), rows=2)
    accounts = words_field(_("Accounts"), _("One a line, the app first: instagram: their_name"), rows=2)
    vehicles = words_field(_("Vehicles"), _("One a line: number plate, make, colour."), rows=2)
    others = words_field(
        _("Other names they go by"), _("One a line, letter by letter as an export shows them."), rows=2
    )


class PlaceForm(forms.Form):
    """A place, by whatever name."""

    label = line_field(_("What do you call it?"), _("You need not give the address."))
    kind = forms.ChoiceField(label=_("What kind of place is it?"), choices=PLACE_KINDS, required=False)

    def clean_label(self) -> str:
        """A place has a name."""
        label = str(self.cleaned_data["label"])
        if not label.strip():
            raise forms.ValidationError(_("Give the place a name."))
        return label


class MilestoneForm(forms.Form):
    """Something that changes how what comes after it is seen."""

    folded = (
        "order_kind",
        "order_name",
        "order_ends",
        "no_contact",
        "stay_away",
        "zone_places",
        "other_terms",
        "exceptions",
    )
    folded_words = "What the order, bail or undertaking says"

    kind = forms.ChoiceField(label=_("What was it?"), choices=MILESTONES, widget=forms.RadioSelect)
    date = date_field(_("When?"))
    time = time_field(_("At what time?"), _("If you know it. With the time, what came minutes later can be seen."))
    person = forms.ChoiceField(label=_("Whom does it concern?"), required=False)
    note = words_field(_("Anything to add?"), _("How you told them, who spoke to them, a reference number."), rows=2)
    order_kind = forms.ChoiceField(label=_("If it is an order: which?"), choices=ORDERS, required=False)
    order_name = line_field(_("What is it called on the paper?"), _("If it is none of these."), longest=100)
    order_ends = date_field(_("When does the order end?"), _("It stands on the paper."))
    no_contact = line_field(
        _("What it says about contact"), _("In the words on the paper: not to contact, directly or through others …")
    )
    stay_away = line_field(_("What it says about places"), _("In the words on the paper."))
    zone_places = forms.MultipleChoiceField(
        label=_("Which of your places are those?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    other_terms = words_field(_("Other terms"), _("One a line."), rows=2)
    exceptions = words_field(
        _("What it leaves allowed"), _("One a line: contact about the children through the app …"), rows=2
    )
    private = forms.BooleanField(label=_("Keep this out of every pack"), required=False)

    def __init__(self, data: Any = None, *, case: Case, **named: Any) -> None:
        super().__init__(data, **named)
        people = [(it.id, it.name or it.id) for it in case.people]
        self.fields["person"].choices = [("", _("Not said")), *people]  # type: ignore[attr-defined]
        self.fields["zone_places"].choices = [(it.id, it.label or it.id) for it in case.places]  # type: ignore[attr-defined]
        if not case.places:
            del self.fields["zone_places"]

    @property
    def is_unfolded(self) -> bool:
        """True when there is something to see in what is folded away."""
        return any(self[name].errors or self[name].value() for name in self.folded if name in self.fields)

    def clean_date(self) -> object:
        """A milestone has a day."""
        day = self.cleaned_data["date"]
        if day is None:
            raise forms.ValidationError(_("Put in the day, as near as you can."))
        return day
