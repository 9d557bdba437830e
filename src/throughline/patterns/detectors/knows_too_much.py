"""Words about where you were, what you wore or what you did, from somebody who had been told to stay out of your life.

Two things must come together (patterns.md section 7: such words are innocent alone, and a fact only beside who sent them and
when). The words: a few English phrases of seeing or knowing. And either the message came surely after you told them to stop,
blocked them or an order was made; or it names a place of your record, within an hour of an incident that you wrote down there.
It is silent when unsure. Things you marked that can tell somebody where you are (a tracker, an account that was got into) are
named beside it, not as its cause.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.milestone import Milestone
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology, Happening
from throughline.patterns.counted import milestones_of
from throughline.patterns.law import law_for
from throughline.patterns.names import BEHAVIOUR_NAMED
from throughline.patterns.spans import across
from throughline.patterns.wording import count, listed, when

KIND: FindingKind = "knows_too_much"
RULE = "knows_too_much/1"
AN_HOUR = timedelta(hours=1)
LEAST_LABEL_LETTERS = 4
_EVERYDAY_LABELS = frozenset(
    {"home", "work", "work place", "the office", "office", "school", "gym", "shop", "town", "online", "street"}
)
_SEEING = (
    r"(?i)\b(?:(?:i|we) (?:just )?(?:saw|seen|spotted|watched|can see) (?:you|your|u)\b|saw (?:you|u) (?:get|go|come|leave|walk|with|at|in|on)"
    r"|(?:i am|i['’]?m|been|still) (?:watching|outside|parked|standing outside|following) ?(?:you|your|u)?\b|parked outside|outside your (?:house|home|flat|door|work|window)"
    r"|i know where (?:you|u)|i know (?:who|what|when) you (?:were|was|are|did|do|went)|you (?:looked|look) \w+ (?:in|today|tonight|last night)"
    r"|you were (?:wearing|at the|in the|with (?:him|her|that|them|someone))\b|(?:your|that) (?:\w+ )?(?:coat|dress|jacket|skirt|scarf|hair) (?:looked|looks|suits|was)"
    r"|(?:your|the) (?:lights?|curtains?) (?:is|are|was|were|went|came) (?:on|off|open|closed|drawn)|nice (?:dress|coat|jacket|top|car|hair)\b"
    r"|who was (?:that|he|she|the) |where were you (?:going|last night))"
)  # fmt: skip
_CLOSED = {
    "told_to_stop": "you told {them} to stop",
    "blocked": "you blocked {them}",
    "order_made": "an order was made",
}
_LEAKS = ("tracker", "account_break_in", "shared_account_leak", "stalkerware", "hidden_devices")
_COLUMNS = ("id", "earliest", "latest", "text")
_CAVEAT = (
    "This looks for a few English phrases, so it can be wrong, and other messages may say such things too. Read each one. Think "
    "who else knew: a post, a friend, a shared account or a device can tell people where you are."
)


def detect(chronology: Chronology) -> Iterator[Finding]:
    """For each person: one finding on words after the first time the door was closed, and one on named places."""
    closings = list(milestones_of(chronology, tuple(_CLOSED)))
    for person in chronology.case.people:
        texts = chronology.contacts.filter((pl.col("person") == person.id) & pl.col("text").is_not_null()).select(
            *_COLUMNS
        )
        theirs = [(milestone, span) for milestone, span, subject in closings if subject == person.id]
        after: tuple[str, ...] = ()
        if theirs:
            seeing = texts.filter((pl.col("earliest") > theirs[0][1].latest) & pl.col("text").str.contains(_SEEING))
            after = tuple(seeing["id"])
            if after:
                yield _after_closing(chronology, person.id, theirs[0], seeing)
        for place, begins, near in _near_places(chronology, person.id, texts.filter(~pl.col("id").is_in(after))):
            yield _of_place(chronology, person.id, place, begins, near)


def _after_closing(
    chronology: Chronology, person: str, closed: tuple[Milestone, Span], seeing: pl.DataFrame
) -> Finding:
    milestone, span = closed
    closing = _CLOSED[milestone.kind].format(them=_them(chronology, person))
    leaks = [it for it in chronology.happenings if not set(_LEAKS).isdisjoint(it.incident.behaviours)]
    statement = (
        f"{count(len(seeing), 'message')} from {_them(chronology, person)} may speak of seeing you, or of where you were, what you "
        f"wore or did, after {closing} {when(span, chronology.zone)}."
    )
    if leaks:
        named = dict.fromkeys(it for leak in leaks for it in leak.incident.behaviours if it in _LEAKS)
        statement += f" You also wrote down {listed([BEHAVIOUR_NAMED[it] for it in named])}."
    because = (milestone.id, *seeing["id"], *(it.incident.id for it in leaks))
    return _finding(chronology, person, statement, because, seeing, len(seeing))


def _near_places(
    chronology: Chronology, person: str, texts: pl.DataFrame
) -> Iterator[tuple[Happening, Span, pl.DataFrame]]:
    """Incidents at a place with a name of its own, and messages of the person that name it surely within an hour of them."""
    labels = {place.id: place.label.strip().lower() for place in chronology.case.places}
    for happening in chronology.happenings_of(person):
        label = labels.get(happening.incident.place or "", "")
        if happening.begins is None or len(label) < LEAST_LABEL_LETTERS or label in _EVERYDAY_LABELS:
            continue
        is_near = (pl.col("latest") <= happening.begins.earliest + AN_HOUR) & (
            pl.col("earliest") >= happening.begins.latest - AN_HOUR
        )
        near = texts.filter(is_near & pl.col("text").str.to_lowercase().str.contains(label, literal=True))
        if not near.is_empty():
            yield happening, happening.begins, near


def _of_place(chronology: Chronology, person: str, happening: Happening, begins: Span, near: pl.DataFrame) -> Finding:
    labels = {place.id: place.label for place in chronology.case.places}
    label = labels[happening.incident.place or ""]
    statement = (
        f"{count(len(near), 'message')} from {_them(chronology, person)} named “{label}” within 1 hour of the incident you wrote "
        f"down there {when(begins, chronology.zone)}."
    )
    return _finding(chronology, person, statement, (happening.incident.id, *near["id"]), near, len(near))


def _them(chronology: Chronology, person: str) -> str:
    name = chronology.name(person)
    return "them" if name == "they" else name


def _finding(
    chronology: Chronology, person: str, statement: str, because: tuple[str, ...], messages: pl.DataFrame, number: int
) -> Finding:
    start, end = across(messages, chronology)
    return Finding(
        KIND, "fact", RULE, statement, because, person, start, end, Measure("messages", number), _CAVEAT,
        law=law_for(chronology.case, "monitor", "watch"), risk=("surveillance",),
    )  # fmt: skip
