"""A case as a handful of codes: all that is ever counted of anybody. No words, names, numbers, places or days are in it.

What somebody marked as private is not looked at. What is not noted is coded as not noted, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from throughline.domain.case import Case
from throughline.domain.incident import Incident
from throughline.domain.timing import Span
from throughline.domain.vocabulary import BEHAVIOURS as BEHAVIOUR_CODES
from throughline.domain.vocabulary import MilestoneKind, Relationship
from throughline.statistics.tables import AGE, BEHAVIOURS, EFFECTS, EVERYBODY, NOT_SAID, REGION, TABLES, Cell

_RELATIONSHIP: Mapping[Relationship, str] = {
    "former_partner": "former_partner", "partner": "partner", "family": "family", "friend": "known_otherwise",
    "neighbour": "known_otherwise", "acquaintance": "known_otherwise", "colleague": "work", "client": "work",
    "stranger": "stranger", "unknown": "not_known", "other": "known_otherwise",
}  # fmt: skip
_LETTERS = {
    "A": "contact",
    "B": "following",
    "C": "online",
    "D": "property",
    "E": "others",
    "F": "courts",
    "G": "violence",
}
_BEHAVIOUR: Mapping[str, str] = {name: _LETTERS[code[0]] for code, name in BEHAVIOUR_CODES.items()} | {
    "threats": "violence", "self_harm_threats": "violence", "approaches": "following",
}  # fmt: skip
_EFFECT: Mapping[str, str] = {
    "stopped_going_out": "social", "changed_route": "ways", "changed_hours": "ways", "changed_number": "number",
    "left_online": "number", "home_security": "home", "moved": "home", "left_work": "work", "lost_sleep": "sleep",
}  # fmt: skip
CODED_FROM: Mapping[str, Mapping[str, str]] = {
    "relationship": {str(it): answer for it, answer in _RELATIONSHIP.items()}, "behaviours": _BEHAVIOUR, "effects": _EFFECT,
}  # fmt: skip
"""Table to the words of the case file that are coded by themselves, each with its answer."""
_BY_MILESTONE: Mapping[MilestoneKind, str] = {"changed_number": "number", "moved": "home"}
_POLICE_KNOW: frozenset[MilestoneKind] = frozenset({"reported_to_police", "police_spoke_to_them", "charged"})
_POLICE = re.compile(r"\b(?:police|constable|999|101)\b", re.IGNORECASE)
_YEAR = timedelta(days=365.25)
_LENGTHS = (
    (_YEAR / 12, "under_month"), (_YEAR / 2, "month_to_half"), (_YEAR, "half_to_year"), (2 * _YEAR, "one_to_two"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coded:
    """The codes of one case: an answer of each table, several where a table takes several.

    Raises ValueError for a code that its table does not have: nothing else can be in here, whoever made it.
    """

    relationship: str = "not_known"
    length: str = "not_known"
    reported: str = "not_noted"
    behaviours: frozenset[str] = frozenset()
    effects: frozenset[str] = frozenset()
    age: str = NOT_SAID
    region: str = NOT_SAID

    def __post_init__(self) -> None:
        for table in TABLES:
            given = getattr(self, table.code)
            if not ({given} if table.is_one_of else given) <= table.answers.keys():
                raise ValueError(f"not an answer of the table “{table.code}”")

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell this counts in: that of everybody, one of each table, and each of those that take several."""
        found = [EVERYBODY]
        for table in TABLES:
            given = getattr(self, table.code)
            found += [cell for cell in table.cells if cell[1] == given or (not table.is_one_of and cell[1] in given)]
        return tuple(found)


def code_case(
    case: Case, *, contacts: tuple[datetime, datetime] | None = None, age: str = NOT_SAID, region: str = NOT_SAID
) -> Coded:
    """The codes of a case. `contacts` are the first and the last moment (aware) of what was imported from a phone, None where
    nothing was. `age` and `region` are what the person chose to say. Raises ValueError for an age or a region there is not."""
    told = [it for it in case.incidents if not it.private]
    kinds = {it.kind for it in case.milestones if not it.private}
    behaviours = {_BEHAVIOUR[it] for incident in told for it in incident.behaviours if it in _BEHAVIOUR}
    effects = {_EFFECT[it] for incident in told if incident.impact for it in incident.impact.changes if it in _EFFECT}
    return Coded(
        relationship=_relationship(case, told), length=_length(case, told, contacts), reported=_reported(told, kinds),
        behaviours=frozenset(behaviours | ({"contact"} if contacts else set())),
        effects=frozenset(effects | {_BY_MILESTONE[it] for it in kinds & _BY_MILESTONE.keys()}),
        age=age, region=region,
    )  # fmt: skip


def _relationship(case: Case, told: list[Incident]) -> str:
    """That of the person most of it is put down to, the first of the case where several are level."""
    if not case.people:
        return "not_known"
    named = Counter(it.person for it in told)
    return _RELATIONSHIP[max(case.people, key=lambda person: named[person.id]).relationship]


def _length(case: Case, told: list[Incident], contacts: tuple[datetime, datetime] | None) -> str:
    spans = [span for it in told if (span := it.occurred.span(case.zone)) is not None]
    spans += [Span(moment, moment) for moment in contacts or ()]
    if not spans:
        return "not_known"
    # the longest it surely went on: a month that is all that is known of a time makes nothing longer
    lasted = max(it.earliest for it in spans) - min(it.latest for it in spans)
    return next((code for limit, code in _LENGTHS if lasted < limit), "over_two")


def _reported(told: list[Incident], kinds: set[MilestoneKind]) -> str:
    reports = [report for it in told for report in it.reports]
    if kinds & _POLICE_KNOW or any(_POLICE.search(it.to) for it in reports):
        return "police"
    return "others" if reports else "not_noted"


def in_words(coded: Coded) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a coded case says, as a person reads it before they agree: each table's title, and its answers in words."""
    cells = set(coded.cells)
    return tuple(
        (table.title, tuple(words for code, words in table.answers.items() if (table.code, code) in cells))
        for table in TABLES
    )


def written(coded: Coded) -> dict[str, str | list[str]]:
    """The codes as plain values, in one form for each coded case."""
    return {
        table.code: getattr(coded, table.code) if table.is_one_of else sorted(getattr(coded, table.code))
        for table in TABLES
    }


def read_coded(plain: Mapping[str, object]) -> Coded:
    """What `written` wrote. Raises ValueError for anything else."""
    if plain.keys() != {table.code for table in TABLES}:
        raise ValueError("not a coded case")
    given: dict[str, object] = dict(plain)
    for table in (BEHAVIOURS, EFFECTS):
        codes = given[table.code]
        if not isinstance(codes, list) or not all(isinstance(it, str) for it in codes):
            raise ValueError(f"not a list of answers of the table “{table.code}”")
        given[table.code] = frozenset(codes)
    if not all(isinstance(given[table.code], str) for table in TABLES if table.is_one_of):
        raise ValueError("not a coded case")
    return Coded(**given)  # type: ignore[arg-type]


AGES, REGIONS = tuple(AGE.answers.items()), tuple(REGION.answers.items())
"""The choices of the two questions that are asked, as (code, words)."""
