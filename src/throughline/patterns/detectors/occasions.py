"""How many separate occasions there were, over how long, and of how many kinds.

Unit and rule: contract findings.md (contacts in one channel under 30 minutes apart are one occasion). Two occasions are the
least a course of conduct can have (Protection from Harassment Act 1997 s.7(3)); this finding never says that it is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.chronology import Chronology
from throughline.patterns.counted import Counted, count_once, kinds_in, people
from throughline.patterns.law import law_for
from throughline.patterns.spans import around
from throughline.patterns.wording import at_start, count, days_from_to, listed

KIND: FindingKind = "occasions"
RULE = "occasions/1"
_TWO_WEEKS = timedelta(days=14)
_MOST_KINDS_NAMED = 6
_CAVEAT = (
    "This counts all contact from them that you imported, also any that you were glad of at the time. What came after you "
    "told them to stop is told on its own."
)
_CAVEAT_UNNAMED = "These incidents name nobody, so they are not counted for anyone else."
_CAVEAT_WITHHELD = (
    "A withheld number names nobody, so these are not counted for anyone. If you wrote one of them down and said who you "
    "think it was, it is counted there too. Phone companies can often trace such calls when the police ask them to."
)


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each person, one for incidents put down to nobody, and one for withheld numbers."""
    for person in people(chronology):
        counted = count_once(chronology, person)
        if counted.number:
            yield _of_person(chronology, person, counted)
    withheld = count_once(chronology, None, withheld=True)
    if withheld.number:
        is_calls = set(withheld.dated["channel"]) == {"phone"}
        what = "Calls with the number withheld came" if is_calls else "Contact with the number withheld came"
        statement = f"{what} on {_how_often(chronology, withheld)}. A withheld number does not show who it was."
        yield _finding(chronology, None, withheld, statement, _CAVEAT_WITHHELD)


def _of_person(chronology: Chronology, person: str | None, counted: Counted) -> Finding:
    name = chronology.name(person)
    who = "Your diary names nobody for" if person is None else f"Your record shows {_them(name)} on"
    statement = f"{who} {_how_often(chronology, counted)}{_kinds(chronology, counted)}."
    return _finding(chronology, person, counted, at_start(statement), _CAVEAT_UNNAMED if person is None else _CAVEAT)


def _them(name: str) -> str:
    return "them" if name == "they" else name


def _how_often(chronology: Chronology, counted: Counted) -> str:
    number = counted.number
    occasions = "1 occasion" if number == 1 else count(number, "separate occasion")
    if counted.dated.is_empty():
        return f"{occasions}, with no time noted"
    told = f"{occasions} {days_from_to(counted.first, counted.last, chronology.zone)}"
    return told + (f" ({len(counted.undated)} of them with no time noted)" if counted.undated else "")


def _kinds(chronology: Chronology, counted: Counted) -> str:
    kinds = kinds_in(chronology, counted)
    if not kinds:
        return ""
    if len(kinds) <= _MOST_KINDS_NAMED:
        return f", of {count(len(kinds), 'kind')}: {listed(kinds)}"
    return f", of {count(len(kinds), 'kind')}, among them {listed(kinds[:_MOST_KINDS_NAMED])}"


def _finding(chronology: Chronology, person: str | None, counted: Counted, statement: str, caveat: str) -> Finding:
    has_dates = not counted.dated.is_empty()
    start, end = around([counted.first, counted.last], chronology) if has_dates else (None, None)
    is_long = has_dates and counted.last.earliest - counted.first.latest > _TWO_WEEKS
    number = counted.number
    return Finding(
        KIND, "fact", RULE, statement, counted.ids, person, start, end, Measure("occasions", number), caveat,
        law=law_for(chronology.case, "occasions") if number > 1 else (),
        risk=("persistence",) if is_long and person is not None else (),
    )  # fmt: skip
