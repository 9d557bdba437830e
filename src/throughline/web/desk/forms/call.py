"""The one page on which a call is written down while they talk. Only that somebody ended it is needed; all else can stay empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from throughline.casework.contact import Client, Contact, FoundBy
from throughline.casework.planning import Promise
from throughline.casework.safe_contact import SafeContact
from throughline.patterns.wording import at_start
from throughline.web.cases.models import new_id
from throughline.web.desk.finding_again import plain_word
from throughline.web.desk.forms.building import MomentField, build, fields_of
from throughline.web.diary.forms import line_field

_CONTACT = ("told", "went", "way", "speaker", "emergency_done")
_CLIENT = ("name", "about", "relationship", "length", "jurisdiction", "under_18", "needs")
_SAFE = tuple(dict(fields_of(SafeContact)))
KNOWS = (("no", _("No, as far as I can tell")), ("yes", _("Yes: somebody else takes the case")))


class CallForm(forms.Form):
    """A call as it is written down. `is_new` is false where it belongs to a case that is there already: then who they are and
    what is safe stands in the case. `is_asked` is whether the adviser has not yet said if they know anybody in it."""

    field_order = (*_CONTACT, *_SAFE, *_CLIENT)

    def __init__(self, data: Any = None, *, is_new: bool, is_asked: bool) -> None:
        super().__init__(data)
        self.is_new, self.values = is_new, list[tuple[str, Any]]()
        contact, client = dict(fields_of(Contact)), dict(fields_of(Client))
        self.fields |= {name: contact[name] for name in _CONTACT}
        self.fields["way"].initial, self.fields["speaker"].initial = "call", "client"
        self.fields["way"].required = False  # a form that came without it is a telephone call
        self.fields["told"].widget.attrs |= {"rows": 8, "autofocus": True}
        if is_new:
            self.fields |= dict(fields_of(SafeContact))
            self.fields |= {name: client[name] for name in _CLIENT}
            self.fields["word"] = line_field(
                _("A word or name that they choose"), _("They give it with the reference when they ring back.")
            )
            self.fields["call_back"] = _moment(_("When do we call back, if that was promised?"))
            self.fields["promised"] = line_field(_("What else was promised about it?"))
        if is_asked:
            label = _("Do you know anybody in this call?")
            self.fields["knows"] = forms.ChoiceField(label=label, choices=KNOWS, widget=forms.RadioSelect)

    def parts(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields of each part of the page, by its code."""
        of: Mapping[str, tuple[str, ...]] = {
            "call": ("told", "went", "way", "speaker"), "safe": _SAFE, "who": _CLIENT, "again": ("word",),
            "promise": ("call_back", "promised"), "end": ("emergency_done", "knows"),
        }  # fmt: skip
        for part, names in of.items():
            shown = [self[name] for name in names if name in self.fields]
            if shown:
                yield part, shown

    def contact(self, began: datetime, ended: datetime | None, *, is_emergency: bool) -> Contact:
        """The call, from what was typed so far, checked or not."""
        typed = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else {}
        said = {name: typed[name] for name in ("told", "went", "way", "speaker") if typed.get(name)}
        done = typed.get("emergency_done", "") if is_emergency else ""
        return Contact(**{"way": "call", **said}, began=began, ended=ended, emergency=is_emergency, emergency_done=done)

    def clean(self) -> dict[str, Any]:
        """Build what was said of them, of safe contact and of a call-back; each only where something was said."""
        cleaned = super().clean() or {}
        if self.errors or not self.is_new:
            return cleaned
        try:
            for kind, names in ((Client, _CLIENT), (SafeContact, _SAFE)):
                if any(name in self.changed_data for name in names):
                    self.values.append(("1", build(kind, cleaned, {})))
        except ValueError as refused:
            self.add_error(None, at_start(str(refused)))
        return cleaned

    def promise(self, by: str) -> tuple[str, Promise] | None:
        """The call-back that was promised, kept by that member of staff."""
        due = self.cleaned_data.get("call_back")
        what = self.cleaned_data.get("promised") or str(_("Call back"))
        return None if due is None else (new_id(), Promise(what, due, by))

    def found_by(self, reference: str) -> FoundBy | None:
        """What they are found by when they ring back, where they chose a word."""
        word = self.cleaned_data.get("word", "")
        return FoundBy(reference, word) if plain_word(word) else None


def _moment(label: Any) -> MomentField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "autocomplete": "off"})
    return MomentField(label=label, required=False, widget=widget)


class FindCaller(forms.Form):
    """What somebody who rings back gives. Both are needed; a number is not asked for."""

    reference = line_field(_("The reference they were told"), _("Six letters and digits, such as K4P-72Q."))
    word = line_field(_("The word or name they chose"))


class Knows(forms.Form):
    """Whether somebody who opens a case knows anybody in it."""

    knows = forms.ChoiceField(
        label=_("Do you know anybody in this case, or anybody close to them?"),
        help_text=_("If you are not sure, say yes."),
        choices=(("no", _("No")), ("yes", _("Yes, or I may"))),
        widget=forms.RadioSelect,
    )
