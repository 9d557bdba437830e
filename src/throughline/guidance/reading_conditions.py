"""What a rule asks of a case, as content files write it: a table with one key that names the kind of condition."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from throughline.domain.finding import FindingKind
from throughline.domain.vocabulary import BEHAVIOUR_NAMES, Attribution, MilestoneKind, Relationship, words
from throughline.guidance.conditions import (
    Anything,
    Backing,
    Condition,
    Contact,
    ContactAfter,
    FindingsOf,
    IncidentsWith,
    MessagesWith,
    MilestonesOf,
    Occasions,
    Question,
    SamePerson,
)
from throughline.guidance.fields import ContentError, Fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from throughline.guidance.schema import Law

_MILESTONES: tuple[MilestoneKind, ...] = words(MilestoneKind)  # type: ignore[assignment]
_FINDINGS: tuple[FindingKind, ...] = words(FindingKind)  # type: ignore[assignment]
_ATTRIBUTIONS: tuple[Attribution, ...] = words(Attribution)  # type: ignore[assignment]
_BACKINGS: tuple[Backing, ...] = words(Backing)  # type: ignore[assignment]
_RELATIONSHIPS: tuple[Relationship, ...] = words(Relationship)  # type: ignore[assignment]


def read_conditions(fields: Fields, key: str, law: Mapping[str, Law]) -> tuple[Condition, ...]:
    """The list of conditions under `key`; any one of them is enough. `law` resolves `behaviours_in`."""
    return tuple(_read_condition(table, law) for table in fields.tables(key))


def read_question(fields: Fields, law: Mapping[str, Law]) -> Question:
    """One question about what is missing."""
    question = Question(
        ask=fields.text("ask"),
        unless=read_conditions(fields, "unless", law),
        at_least=fields.whole_number("at_least") or 1,
    )
    fields.done()
    return question


def _read_condition(fields: Fields, law: Mapping[str, Law]) -> Condition:
    kind = fields.only_key()
    if kind not in _KINDS:
        raise ContentError(fields.place, f"“{kind}” is not a condition; write one of {', '.join(_KINDS)}")
    inside = fields.table(kind)
    condition = _incidents(inside, law) if kind == "incident" else _KINDS[kind](inside)
    inside.done()
    return condition


def _incidents(fields: Fields, law: Mapping[str, Law] | None = None) -> Condition:
    listed = list(fields.choices("behaviours", sorted(BEHAVIOUR_NAMES)))
    for id in fields.choices("behaviours_in", sorted(law or {})):
        listed += (law or {})[id].behaviours
    return IncidentsWith(
        behaviours=tuple(dict.fromkeys(listed)),
        fear_at_least=fields.whole_number("fear_at_least"),
        words=fields.texts("words"),
        written_within_minutes=fields.whole_number("written_within_minutes"),
        attribution=fields.choices("attribution", _ATTRIBUTIONS),
        has_impact=fields.yes("has_impact"),
        relationship=fields.choices("relationship", _RELATIONSHIPS),
        backed_by=fields.choices("backed_by", _BACKINGS),
    )


def _same_person(fields: Fields) -> Condition:
    return SamePerson(fields.whole_number("at_least") or 2)


def _milestones(fields: Fields) -> Condition:
    return MilestonesOf(fields.choices("kinds", _MILESTONES))


def _contact_after(fields: Fields) -> Condition:
    return ContactAfter(fields.choices("kinds", _MILESTONES))


def _messages(fields: Fields) -> Condition:
    return MessagesWith(fields.texts("words"))


def _findings(fields: Fields) -> Condition:
    return FindingsOf(fields.choices("kinds", _FINDINGS), fields.texts("risks"))


def _contact(_fields: Fields) -> Condition:
    return Contact()


def _occasions(_fields: Fields) -> Condition:
    return Occasions()


def _anything(_fields: Fields) -> Condition:
    return Anything()


_KINDS: dict[str, Callable[[Fields], Condition]] = {
    "incident": _incidents,
    "same_person": _same_person,
    "milestone": _milestones,
    "contact_after": _contact_after,
    "message": _messages,
    "finding": _findings,
    "contact": _contact,
    "occasions": _occasions,
    "anything": _anything,
}
