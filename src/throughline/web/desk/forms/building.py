"""A form for each kind of value, made from the fields of the value, so that a field cannot be forgotten on the page."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date, datetime, time
from typing import Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.casework.checks import LONGEST, TIME_ZONE, Answer
from throughline.casework.planning import RAISED_RANKS, Promise, Raised
from throughline.casework.risk import RiskFactor
from throughline.casework.safe_contact import DAYS, Window
from throughline.casework.writing import Advice
from throughline.domain.timing import resolve_wall_clock
from throughline.patterns.wording import at_start
from throughline.web.desk.forms.words import FIELDS, HINTS, LONG, choice_words
from throughline.web.diary.forms import date_field, line_field, time_field, words_field

WALL = "%Y-%m-%dT%H:%M"
WALLS = [WALL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]
NOT_ASKED: Mapping[type[Any], frozenset[str]] = {RiskFactor: frozenset({"factor"}), Advice: frozenset({"drawn_from"})}
"""What a page knows already and does not ask."""
NOT_AT_FIRST: Mapping[type[Any], frozenset[str]] = {
    Promise: frozenset({"outcome", "kept_at", "moved_to", "why"}), Advice: frozenset({"given", "given_at"}),
}  # fmt: skip
"""What cannot be known yet when it is written down first: it is asked when it is changed."""
_FEW = 4


class MomentField(forms.DateTimeField):
    """A day and a time of day as a clock in the United Kingdom shows them; gives an aware moment."""

    def to_python(self, value: Any) -> datetime | None:
        """The moment; of an hour that comes twice, the first."""
        for pattern in WALLS:
            try:
                wall = datetime.strptime(str(value).strip(), pattern)  # noqa: DTZ007  the zone comes next
            except ValueError:
                continue
            return resolve_wall_clock(wall, TIME_ZONE)[0]
        if value in self.empty_values:
            return None
        raise forms.ValidationError(_("Write the day and time like 1/3/2026 19:40."))

    def prepare_value(self, value: Any) -> Any:
        """What stands in the field for a moment."""
        return value.astimezone(TIME_ZONE).strftime(WALL) if isinstance(value, datetime) and value.tzinfo else value


class ValueForm(forms.Form):
    """A form that gives a value. `value` is it, once the form is valid; `made_from` the entries that the form showed."""

    kind: ClassVar[type[Any]]
    value: Any = None
    made_from = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, known: Mapping[str, Any] | None = None, **named: Any) -> None:
        super().__init__(data, **named)
        self.known = dict(known or {})

    def clean_made_from(self) -> tuple[int, ...]:
        """The numbers of those entries."""
        return tuple(int(it) for it in self.cleaned_data["made_from"].split(",") if it.isdecimal())

    def clean(self) -> dict[str, Any]:
        """Build the value; what it refuses is said in its own sentence."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.value = build(self.kind, cleaned, self.known)
            except ValueError as refused:
                self.add_error(None, at_start(str(refused)))
        return cleaned


def form_for(kind: type[Any], windows: int = 1, *, is_new: bool = False) -> type[ValueForm]:
    """The form of one kind of value. `windows` is how many windows of safe hours it has room for; `is_new`, that it is written down first."""
    left_out = NOT_AT_FIRST.get(kind, frozenset()) if is_new else frozenset()
    made = {name: field for name, field in fields_of(kind, windows) if name not in left_out}
    return type(f"{kind.__name__}Form", (ValueForm,), {"kind": kind, **made, "field_order": list(made)})


def with_staff(form: forms.Form, staff: Sequence[tuple[str, str]]) -> None:
    """Let whoever keeps a promise be chosen among those who work there."""
    form.fields["by"].choices = list(staff)  # type: ignore[attr-defined]


def initial_of(value: Any) -> dict[str, Any]:
    """What stands in the form of a value that there is."""
    return dict(_initial(value, ""))


def _initial(value: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        held, name = getattr(value, field.name), prefix + field.name
        if isinstance(held, tuple) and held and isinstance(held[0], Window):
            for number, window in enumerate(held):
                yield from _initial(window, f"{name}_{number}_")
        elif isinstance(held, tuple):
            yield name, "\n".join(held) if not prefix else list(held)
        else:
            yield name, held


def fields_of(kind: type[Any], windows: int = 1) -> Iterator[tuple[str, forms.Field]]:
    """The fields of a form for a kind of value, in the order of the value."""
    hints = get_type_hints(kind)
    for field in fields(kind):
        if field.name in NOT_ASKED.get(kind, ()):
            continue
        hint = _bare(hints[field.name])
        if hint == tuple[Window, ...]:
            for number in range(windows):
                yield from _window_fields(f"{field.name}_{number}_")
        else:
            initial = None if field.default is MISSING else field.default
            yield field.name, _field(kind, field.name, hint, initial, field.default is MISSING)


def _window_fields(prefix: str) -> Iterator[tuple[str, forms.Field]]:
    on_days, begins, ends = (FIELDS[Window][it] for it in ("days", "start", "to"))
    on_days = on_days if prefix.endswith("_0_") else _("More days on which it is safe")
    days = [(it, choice_words(Window, "days", it)) for it in DAYS]
    widget = forms.CheckboxSelectMultiple
    yield f"{prefix}days", forms.MultipleChoiceField(label=on_days, required=False, choices=days, widget=widget)
    yield f"{prefix}start", time_field(begins)
    yield f"{prefix}to", time_field(ends)


def _field(kind: type[Any], name: str, hint: Any, initial: Any, is_required: bool) -> forms.Field:
    label = FIELDS[kind][name]
    field: forms.Field
    if (kind, name) == (Promise, "by"):
        return forms.ChoiceField(label=label, choices=[])
    if (kind, name) == (Raised, "to"):
        ranks = [(str(it), choice_words(kind, name, str(it))) for it in sorted(RAISED_RANKS, reverse=True)]
        return forms.TypedChoiceField(label=label, choices=ranks, coerce=int, widget=forms.RadioSelect)
    if get_origin(hint) is Literal:
        codes = [(it, choice_words(kind, name, it)) for it in get_args(hint)]
        if initial is None and not is_required:
            codes = [("", _("Nobody said")), *codes]
        widget = forms.RadioSelect(attrs={"inline": hint == Answer}) if len(codes) <= _FEW else forms.Select()
        hint_words = HINTS.get((kind, name), "")
        return forms.ChoiceField(
            label=label, help_text=hint_words, choices=codes, required=is_required, initial=initial, widget=widget
        )
    if hint is bool:
        return forms.BooleanField(label=label, required=False, initial=initial)
    if hint is int:
        return forms.IntegerField(label=label, initial=initial, min_value=1, max_value=24 * 60)
    if hint is datetime:
        field = MomentField(
            label=label, widget=forms.DateTimeInput(attrs={"type": "datetime-local", "autocomplete": "off"})
        )
    elif hint is date:
        field = date_field(label)
    elif hint is time:
        field = time_field(label)
    elif hint == tuple[str, ...] or name in LONG:
        field = words_field(label, rows=_rows(kind, name))
        field.max_length = LONGEST
    else:
        field = line_field(label)
    field.required, field.initial = is_required, initial
    return field


def _rows(kind: type[Any], name: str) -> int:
    if name != "words":
        return 3
    return 20 if kind is Advice else 8


def _bare(hint: Any) -> Any:
    """A type without `None`."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(it for it in get_args(hint) if it is not type(None))
    return hint


def build(kind: type[Any], cleaned: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
    """The value that a form says. Raises ValueError with a sentence for what cannot be."""
    hints, said = get_type_hints(kind), {}
    for field in fields(kind):
        name, hint = field.name, _bare(hints[field.name])
        if field.name in known:
            said[field.name] = known[field.name]
        elif hint == tuple[Window, ...]:
            said[field.name] = tuple(_windows(cleaned, name))
        elif hint == tuple[str, ...]:
            said[field.name] = tuple(it.strip() for it in cleaned.get(name, "").splitlines() if it.strip())
        else:
            held = cleaned.get(name)
            is_left_out = held in ("", None) and field.default is not MISSING
            said[field.name] = field.default if is_left_out else held
            if hint is not str and held in ("", None) and not is_left_out:
                raise ValueError(str(_("Something that is needed is missing: {}")).format(FIELDS[kind][field.name]))
    return kind(**said)


def _windows(cleaned: Mapping[str, Any], name: str) -> Iterator[Window]:
    number = 0
    while f"{name}_{number}_days" in cleaned:
        days, start, to = (cleaned[f"{name}_{number}_{part}"] for part in ("days", "start", "to"))
        if days or start or to:
            if not (days and start and to):
                raise ValueError(str(_("Safe hours need days, a beginning and an end.")))
            yield Window(tuple(it for it in DAYS if it in days), start, to)
        number += 1
