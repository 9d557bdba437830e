"""What the pages of a case show: each item with its versions, as labels and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal, get_args, get_origin, get_type_hints

from django.utils.translation import gettext

from throughline.casework.checks import TIME_ZONE
from throughline.casework.contact import Client, Contact
from throughline.casework.planning import PlannedAction, Promise, Raised, TriggerDate, standing
from throughline.casework.referral import Referral
from throughline.casework.risk import FACTORS, OUTCOMES, RiskFactor
from throughline.casework.safe_contact import SafeContact, Window, may_dial
from throughline.casework.since_seen import Change
from throughline.casework.state import KIND_OF, KINDS, Item, State, Version
from throughline.casework.writing import Advice, Formulation, Note, Review
from throughline.web.desk.forms.words import FIELDS, TITLES, WRITTEN_ELSEWHERE, choice_words

STANDINGS = {
    "ahead": "not due yet", "due": "due now", "missed": "missed", "kept": "kept", "kept_late": "kept late", "called_off": "called off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A version of an item as a page shows it: who wrote it and when, and what it says, label by label."""

    number: int
    at: datetime
    by_name: str
    is_withdrawn: bool
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An item: what it says now, twice where two people wrote at the same time, and what it said before."""

    kind: str
    id: str
    head: str
    now: tuple[Told, ...]
    before: tuple[Told, ...]

    @property
    def is_contested(self) -> bool:
        """True where more than one version stands."""
        return len(self.now) > 1


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a case: the items of a kind, and the kind of what can be added to it."""

    kind: str
    heading: str
    add: str
    items: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The factors that go with one outcome, as far as anything is known of them. There is no total."""

    heading: str
    items: tuple[Shown, ...]


def shown(item: Item[Any], now: datetime) -> Shown:
    """One item of a case at a moment."""
    latest = {it.number for it in item.latest}
    told = [_told(it) for it in item.versions]
    return Shown(
        item.kind, item.id, _head(item, now), tuple(it for it in told if it.number in latest),
        tuple(it for it in reversed(told) if it.number not in latest),
    )  # fmt: skip


def _told(version: Version[Any]) -> Told:
    lines = () if version.value is None else tuple(_lines(version.value))
    return Told(version.number, version.at, version.by_name, version.value is None, lines)


def _head(item: Item[Any], now: datetime) -> str:
    """What stands over an item: a factor's own words, or how a promise stands."""
    value = item.values[-1] if item.values else None
    if isinstance(value, RiskFactor):
        return FACTORS[value.factor].words
    if isinstance(value, Promise):
        return f"{value.what}: {STANDINGS[standing(value, now)]}"
    if isinstance(value, PlannedAction):
        return value.what
    if isinstance(value, Contact):
        return f"{_moment(value.began)}, {choice_words(Contact, 'way', value.way)}"
    if isinstance(value, Advice):
        return str(choice_words(Advice, "given", value.given))
    return ""


def _lines(value: Any) -> Iterator[tuple[str, str]]:
    hints, labels = get_type_hints(type(value)), FIELDS.get(type(value), {})
    for field in fields(value):
        held = getattr(value, field.name)
        if field.name == "windows":
            yield from ((gettext("Safe hours"), it.told()) for it in held)
        elif (type(value), field.name) == (Promise, "by"):
            continue  # an id; the entry of a promise says who wrote it, and its form who keeps it
        elif field.name in labels and held not in ("", None, (), False):
            yield str(labels[field.name]), _said(type(value), field.name, hints[field.name], held)


def _said(kind: type[Any], name: str, hint: Any, held: Any) -> str:
    arms = [it for it in (hint, *get_args(hint)) if get_origin(it) is Literal]
    if arms or (kind is Raised and name == "to"):
        return str(choice_words(kind, name, str(held)))
    if isinstance(held, datetime):
        return _moment(held)
    if isinstance(held, date):
        return f"{held:%-d %B %Y}"
    if isinstance(held, tuple):
        return "; ".join(it.told() if isinstance(it, Window) else str(it) for it in held)
    return gettext("Yes") if held is True else str(held)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(TIME_ZONE):%-d %B %Y, %H:%M}"


def sections(state: State, now: datetime) -> list[Section]:
    """The parts of a case that staff wrote, in the order of the page."""
    kinds = (
        (Client, gettext("Who they are"), gettext("Say who they are")),
        (Promise, gettext("Call-backs and other promises"), gettext("Book a call-back")),
        (PlannedAction, gettext("Safety plan"), gettext("Add a step to the plan")),
        (TriggerDate, gettext("Days that were written down"), gettext("Write down a day")),
        (Formulation, gettext("Formulation"), gettext("Write a formulation")),
        (Note, gettext("Notes"), gettext("Write a note")),
        (Contact, gettext("Calls and other contacts"), gettext("Write down a contact")),
        (Raised, gettext("Put higher by hand"), gettext("Put this case higher")),
    )  # fmt: skip
    return [_section(state, now, kind, heading, add) for kind, heading, add in kinds]


def _section(state: State, now: datetime, kind: type[Any], heading: str, add: str) -> Section:
    return Section(KIND_OF[kind], heading, add, tuple(shown(it, now) for it in _items(state, kind)))


def _items(state: State, kind: type[Any]) -> Sequence[Item[Any]]:
    """The newest first, but for a plan, whose steps stand in their order."""
    items = state.of(kind)
    return items if kind in (PlannedAction, Client) else tuple(reversed(items))


def advice_of(state: State, now: datetime) -> list[Shown]:
    """The summaries written for the person, the newest first."""
    return [shown(it, now) for it in reversed(state.of(Advice))]


def elsewhere(state: State, now: datetime) -> list[Section]:
    """What is written on other pages and read here: referrals, and what supervisors said."""
    return [
        it for it in (
            _section(state, now, Referral, gettext("Referrals"), ""), _section(state, now, Review, gettext("Reviews"), ""),
        ) if it.items
    ]  # fmt: skip


def outcomes(state: State, now: datetime) -> list[Outcome]:
    """What is known of factors, by what they go with."""
    items = state.of(RiskFactor)
    return [
        Outcome(words, tuple(shown(it, now) for it in items if it.values[-1].outcome == code))
        for code, words in OUTCOMES.items()
    ]


@dataclass(frozen=True, slots=True)
class SafeNow:
    """Safe contact as every page of a case begins with it: the number or why none is shown, and what to read first."""

    number: str | None
    why_not: str
    before: tuple[str, ...]
    items: tuple[Shown, ...]


def safe_now(state: State, now: datetime) -> SafeNow:
    """Safe contact at a moment."""
    dial = may_dial(state.agreed, now)
    return SafeNow(dial.number, dial.why_not, dial.before, tuple(shown(it, now) for it in state.of(SafeContact)))


def change_words(change: Change) -> tuple[str, str, datetime]:
    """A change since somebody last looked: what kind of item, by whom, and when."""
    latest = change.versions[-1]
    return _kind_words(change.item.kind), latest.by_name, latest.at


def _kind_words(kind: str) -> str:
    value = KINDS[kind]
    return str(TITLES.get(value) or WRITTEN_ELSEWHERE[value])
