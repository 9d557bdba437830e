"""Hypothesis strategies for whole cases: every value that the format allows, references intact."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from throughline.domain.case import Case
from throughline.domain.exhibit import Exhibit
from throughline.domain.incident import Impact, Incident, Occurred, Report
from throughline.domain.milestone import Milestone, Order, OrderTerm
from throughline.domain.people import Identifier, Person, Place
from throughline.domain.questions import Answered, Questions
from throughline.domain.timing import WrittenTime
from throughline.domain.vocabulary import (
    BEHAVIOUR_NAMES,
    Attribution,
    Channel,
    CommunicationKind,
    Direction,
    IdentifierKind,
    Jurisdiction,
    MilestoneKind,
    OrderKind,
    PlaceKind,
    Precision,
    Relationship,
    State,
    TermKind,
    WorryingAnswer,
    words,
)

NEVER_SAID = re.compile(
    r"\b(low risk|no risk|safe|safely|nothing to worry|don.t worry|do not worry|unlikely|harmless|no pattern|none found|not found|"
    r"all clear|not serious|green|score|per ?cent|overreact\w*|calm|no danger|only|just|merely|is a crime|guilty|offender|"
    r"perpetrator|victim|stalker|is stalking|harassed you|broke (?:the|a) (?:order|term)|breached)\b|%",
    re.IGNORECASE,
)
"""What no finding ever says: it neither reassures nor scores nor says that somebody did a crime."""
ZONES = ("Europe/London", "Europe/Paris", "America/New_York")
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
some_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def one_of(vocabulary: Any) -> st.SearchStrategy[Any]:
    """Any word of a closed vocabulary."""
    return st.sampled_from(words(vocabulary))


def some(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """A tuple of a few of them."""
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def written_times(draw: st.DrawFn) -> WrittenTime:
    """A time as somebody may write it: a month, a day, a minute or a second, with or without an offset."""
    moment = draw(st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)))
    shapes = ["%Y-%m", "%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f"]
    shape = draw(st.sampled_from(shapes))
    offset = draw(st.sampled_from(["", "", "Z", "+01:00", "-0330", "+13"])) if "%H" in shape else ""
    return WrittenTime(moment.strftime(shape) + offset)


@st.composite
def occurrences(draw: st.DrawFn) -> Occurred:
    """When an incident happened, or that nobody knows."""
    start = draw(st.none() | written_times())
    precision = draw(one_of(Precision))
    return Occurred(start, draw(st.none() | written_times()), precision)


identifiers = st.builds(Identifier, one_of(IdentifierKind), text, st.none() | some_text)
impacts = st.builds(
    Impact, st.none() | st.integers(0, 4), some(st.sampled_from(["stopped_going_out", "moved_home"])), text
)
reports = st.builds(Report, text, st.none() | written_times(), text)
answers = st.builds(
    Answered, st.sampled_from(["under_18", "danger_now", "a_later_version"]), written_times(), one_of(WorryingAnswer)
)
questions = st.builds(
    Questions,
    st.none() | written_times(),
    st.lists(answers, max_size=3, unique_by=lambda it: it.question).map(tuple),
    some(some_text),
)


@st.composite
def cases(draw: st.DrawFn, most_incidents: int = 6) -> Case:
    """A whole case whose references all point at something."""
    people = [
        Person(f"p{n}", draw(text), draw(one_of(Relationship)), draw(some(identifiers)))
        for n in range(draw(st.integers(0, 3)))
    ]
    places = [Place(f"place{n}", draw(one_of(PlaceKind)), draw(text)) for n in range(draw(st.integers(0, 3)))]
    exhibits = [
        Exhibit(f"AB/{n}", f"exhibits/{n}.jpg", draw(st.none() | st.just(f"{n:064x}")), draw(text))
        if draw(st.booleans())
        else Exhibit(f"AB/{n}", description=draw(text))
        for n in range(draw(st.integers(0, 3)))
    ]
    a_person = st.sampled_from([None, *(person.id for person in people)])
    a_place = st.sampled_from([None, *(place.id for place in places)])
    of_places = some(st.sampled_from([place.id for place in places])) if places else st.just(())
    terms = st.builds(
        OrderTerm, some_text, one_of(TermKind), some(one_of(Channel)), of_places, st.none() | st.floats(0, 9e3), text
    )
    told_apart = st.lists(terms, max_size=3, unique_by=lambda term: term.id).map(tuple)
    orders = st.builds(Order, one_of(OrderKind), text, st.none() | written_times(), told_apart, some(text))
    milestones = []
    for n in range(draw(st.integers(0, 4))):
        milestone = Milestone(f"m{n}", draw(written_times()), draw(one_of(MilestoneKind)), draw(a_person), draw(text))
        with_order = milestone.kind == "order_made" and draw(st.booleans())
        milestones.append(replace(milestone, order=draw(orders)) if with_order else milestone)
    incidents = [
        Incident(
            f"i{n}", draw(occurrences()), draw(st.none() | written_times()),
            draw(some(st.sampled_from(sorted(BEHAVIOUR_NAMES)))), draw(a_person), draw(one_of(Attribution)),
            draw(some(identifiers)), draw(a_place), draw(text), draw(st.none() | impacts), draw(some(text)),
            tuple(exhibit.ref for exhibit in exhibits[: draw(st.integers(0, 2))]), draw(some(reports)),
        )
        for n in range(draw(st.integers(0, most_incidents)))
    ]  # fmt: skip
    return Case(
        draw(st.sampled_from(ZONES)), draw(st.none() | one_of(Jurisdiction)), tuple(people), tuple(places),
        tuple(milestones), tuple(incidents), tuple(exhibits),
    )  # fmt: skip


@st.composite
def communication_lines(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """One line of communications.jsonl with any of its keys left out, null or said."""
    moment = draw(st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(None)))
    line: dict[str, Any] = {
        "id": f"c{number}",
        "at": moment.strftime("%Y-%m-%dT%H:%M:%S") + draw(st.sampled_from(["", "Z", "+01:00"])),
    }
    party = {"kind": "phone", "value": "+447700900123"}
    choices: dict[str, Sequence[Any]] = {
        "at_latest": ["2028-01-01", "2028-01-01T12:30:00.5Z"], "direction": words(Direction), "kind": words(CommunicationKind),
        "channel": words(Channel), "party": [party, {**party, "written": "07700 900123"}, {"kind": "withheld", "value": ""}],
        "party_name": ["Sam", "Zoë \u200e"], "text": [draw(text)], "duration_seconds": [0, 12.5], "attachments": [[], ["a.jpg", ""]],
        "state": words(State), "source": [{"exhibit": None, "position": "line 1"}, {"position": "chat.txt line 2"}, {}],
    }  # fmt: skip
    for key, values in choices.items():
        said = draw(st.sampled_from(["left out", "null", "said"]))
        if said != "left out":
            line[key] = None if said == "null" else draw(st.sampled_from(values))
    return line


@st.composite
def taken_away(draw: st.DrawFn) -> tuple[Case, dict[str, bytes], list[dict[str, Any]]]:
    """A case with private parts, the bytes of its exhibits by their file, and its lines of communications."""
    case = draw(cases())
    hidden = st.booleans()
    exhibits, files = [], {}
    for exhibit in case.exhibits:
        if exhibit.file is not None:
            files[exhibit.file] = draw(st.binary(max_size=200))
            hashed = exhibit.sha256 and hashlib.sha256(files[exhibit.file]).hexdigest()
            exhibit = replace(exhibit, sha256=hashed)
        exhibits.append(replace(exhibit, private=draw(hidden)))
    case = replace(
        case,
        questions=draw(st.none() | questions),
        exhibits=tuple(exhibits),
        milestones=tuple(replace(it, private=draw(hidden)) for it in case.milestones),
        incidents=tuple(replace(it, private=draw(hidden), private_note=draw(text)) for it in case.incidents),
    )
    lines = [draw(communication_lines(number)) for number in range(draw(st.integers(0, 8)))]
    refs = [None, *(exhibit.ref for exhibit in case.exhibits)]
    for line in lines:
        if line.get("source"):
            line["source"] = {**line["source"], "exhibit": draw(st.sampled_from(refs))}
    return case, files, lines
