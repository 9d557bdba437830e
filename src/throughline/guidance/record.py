"""A case laid out for the rules of guidance, and which ids in it meet a condition.

Communications stay columns: a million of them are looked through at once, and a rule names only the first, the last and
those that findings rest on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from throughline.communications.parties import canonical
from throughline.communications.table import with_times
from throughline.guidance.conditions import (
    Anything,
    Condition,
    Contact,
    ContactAfter,
    FindingsOf,
    IncidentsWith,
    MessagesWith,
    MilestonesOf,
    Occasions,
    SamePerson,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from throughline.domain.case import Case
    from throughline.domain.finding import Finding
    from throughline.domain.incident import Incident
    from throughline.domain.milestone import Milestone
    from throughline.guidance.schema import Content, WordList

MOST_IDS = 200
"""How many ids one reason or element names at most; of more, the first and the last of them."""
_OCCASION_GAP = timedelta(minutes=30)
_NO_WORDS = ("draft", "not_sent")
_CLOCK_PRECISIONS = ("minute", "hour")
_TIMES = ("id", "earliest", "latest")


@dataclass(frozen=True, slots=True)
class Record:
    """What rules read.

    `imported`: the ids of all communications. `contacts`: `id`, `earliest` and `latest` (UTC) of those that came from a
    person of the case or a withheld number, earliest first; all that came when no number or account of anybody is
    written down yet. `contacts_of`: the same for each person that a milestone
    concerns. `worded`: by word list, the ids of communications that have one of its phrases.
    """

    case: Case
    findings: tuple[Finding, ...]
    words: Mapping[str, WordList]
    imported: pl.Series
    contacts: pl.DataFrame
    contacts_of: Mapping[str, pl.DataFrame]
    worded: Mapping[str, tuple[str, ...]]


def build_record(case: Case, communications: pl.DataFrame, findings: Sequence[Finding], content: Content) -> Record:
    """Lay a case out. `communications` has the columns of the table, with or without its times (`with_times`)."""
    unsent = pl.col("state").is_in(_NO_WORDS).fill_null(value=False)
    incoming = communications.filter(
        pl.col("direction").ne_missing("outgoing") & pl.col("kind").ne_missing("notice") & ~unsent
    )
    contacts = _in_order(_from_people(incoming, case, None), case.timezone)
    concerned = {it.person for it in case.milestones if it.person is not None}
    return Record(
        case=case,
        findings=tuple(findings),
        words=content.words,
        imported=communications["id"],
        contacts=contacts.select(_TIMES),
        contacts_of={person: _from_people(contacts, case, person).select(_TIMES) for person in concerned},
        worded=_worded(incoming, content),
    )


def _in_order(communications: pl.DataFrame, timezone: str) -> pl.DataFrame:
    timed = communications if "earliest" in communications.columns else with_times(communications, timezone)
    dated = timed.filter(pl.col("earliest").is_not_null())
    return dated if dated["earliest"].is_sorted() else dated.sort("earliest", maintain_order=True)


def _worded(incoming: pl.DataFrame, content: Content) -> Mapping[str, tuple[str, ...]]:
    """For each word list that a rule looks for in messages, the ids of those with a phrase of it, in one look."""
    lists = distinct(id for it in content.conditions() if isinstance(it, MessagesWith) for id in it.words)
    plain = {phrase.rstrip("*") for id in lists for phrase in content.words[id].phrases}
    sought = sorted(plain | {phrase.replace("'", "’") for phrase in plain})
    # The quick look over every text lets through a few that only contain the letters; `_says` settles those.
    likely = incoming.filter(pl.col("text").str.contains_any(sought, ascii_case_insensitive=True))
    rows = likely.select("id", "text").rows()
    return {id: tuple(row for row, text in rows if _says(text, content.words[id].phrases)) for id in lists}


def ids_meeting(condition: Condition, record: Record) -> tuple[str, ...]:
    """The ids in the case that meet a condition, in the case's order; none when it is not met."""
    match condition:
        case IncidentsWith():
            return tuple(it.id for it in record.case.incidents if _has(it, condition, record))
        case SamePerson():
            return _by_one_person(record, condition.at_least)
        case MilestonesOf():
            return tuple(it.id for it in _milestones(record, condition.kinds))
        case ContactAfter():
            return distinct(id for it in _milestones(record, condition.kinds) for id in _after(record, it))
        case MessagesWith():
            return distinct(id for words in condition.words for id in record.worded[words])
        case Contact():
            return distinct((*_ends(record.contacts["id"]), *_cited_communications(record)))
        case FindingsOf():
            return distinct(id for finding in _findings(record, condition) for id in bounded(finding.because))
        case Occasions():
            return _occasions(record)
        case Anything():
            return _anything(record)


def ids_meeting_any(conditions: Iterable[Condition], record: Record) -> tuple[str, ...]:
    """The ids that meet at least one of the conditions, each once."""
    return distinct(id for condition in conditions for id in ids_meeting(condition, record))


def bounded(ids: tuple[str, ...]) -> tuple[str, ...]:
    """At most `MOST_IDS` ids: all, or the first half of that many and the last."""
    half = MOST_IDS // 2
    return ids if len(ids) <= MOST_IDS else ids[:half] + ids[-half:]


def distinct(ids: Iterable[str]) -> tuple[str, ...]:
    """The ids, each once, in order of first appearance."""
    return tuple(dict.fromkeys(ids))


def _has(incident: Incident, wanted: IncidentsWith, record: Record) -> bool:
    impact = incident.impact
    fear = -1 if impact is None or impact.fear is None else impact.fear
    told = incident.account if impact is None else f"{incident.account}\n{impact.note}"
    return (
        (not wanted.behaviours or not set(wanted.behaviours).isdisjoint(incident.behaviours))
        and (wanted.fear_at_least is None or fear >= wanted.fear_at_least)
        and (not wanted.backed_by or not _backing(incident).isdisjoint(wanted.backed_by))
        and (not wanted.has_impact or (impact is not None and bool(impact.changes or impact.note.strip())))
        and (not wanted.attribution or incident.attribution in wanted.attribution)
        and (not wanted.relationship or _relationship(incident, record.case) in wanted.relationship)
        and (not wanted.words or _says(told, _phrases(record, wanted.words)))
        and (
            wanted.written_within_minutes is None or _is_written_within(incident, wanted.written_within_minutes, record)
        )
    )


def _backing(incident: Incident) -> set[str]:
    beside = {"witness": incident.witnesses, "exhibit": incident.exhibits, "report": incident.reports}
    return {name for name, there in beside.items() if there}


def _relationship(incident: Incident, case: Case) -> str | None:
    person = None if incident.person is None else case.person(incident.person)
    return None if person is None else person.relationship


def _is_written_within(incident: Incident, minutes: int, record: Record) -> bool:
    """True when both times are known to the clock, and the person began to write before the end that they gave (or the
    moment, where they gave none) was more than so many minutes past. "About eight" means eight here: an hour's doubt
    would make nearly everything that is written down the same evening seem to be going on."""
    occurred, recorded = incident.occurred, incident.recorded_at
    end = occurred.to or occurred.start
    if recorded is None or end is None or occurred.precision not in _CLOCK_PRECISIONS:
        return False
    if not (recorded.has_clock_time and end.has_clock_time):
        return False
    zone = record.case.zone
    return recorded.span(zone).earliest <= end.span(zone).latest + timedelta(minutes=minutes)


def _by_one_person(record: Record, at_least: int) -> tuple[str, ...]:
    incidents = record.case.incidents
    people = {it.person for it in incidents}
    groups = ([it.id for it in incidents if it.person in (person, None)] for person in people)
    enough = {id for group in groups if len(group) >= at_least for id in group}
    return tuple(it.id for it in incidents if it.id in enough)


def _milestones(record: Record, kinds: Sequence[str]) -> tuple[Milestone, ...]:
    return tuple(it for it in record.case.milestones if it.kind in kinds)


def _after(record: Record, milestone: Milestone) -> tuple[str, ...]:
    """The milestone and what may have come after it; nothing when nothing has. A time not known may be after."""
    began = milestone.at.span(record.case.zone).earliest
    incidents = tuple(
        it.id
        for it in record.case.incidents
        if it.person is None or milestone.person is None or it.person == milestone.person
        if (span := it.occurred.span(record.case.zone)) is None or span.latest >= began
    )
    contacts = record.contacts if milestone.person is None else record.contacts_of[milestone.person]
    found = (*incidents, *_ends(contacts.filter(pl.col("latest") >= began)["id"]))
    return (milestone.id, *found) if found else ()


def _from_people(communications: pl.DataFrame, case: Case, person: str | None) -> pl.DataFrame:
    """Those from a person's numbers and accounts (from anybody's in the case, with None), or with the number withheld.

    A number written down for two people may be either's; where none is written down for anybody, each may be theirs.
    """
    if not any(it.kind != "withheld" and it.value for known in case.people for it in known.identifiers):
        return communications
    written = {
        canonical(identifier.kind, identifier.value)
        for known in case.people if person in (None, known.id)
        for identifier in known.identifiers if identifier.kind != "withheld" and identifier.value
    }  # fmt: skip
    parties = communications.select("party_kind", "party_value").unique().drop_nulls("party_kind")
    rows = zip(parties["party_kind"].cast(pl.String), parties["party_value"].fill_null(""), strict=True)
    theirs = [kind == "withheld" or canonical(kind, value) in written for kind, value in rows]
    chosen = parties.filter(pl.Series(theirs, dtype=pl.Boolean))
    return communications.join(
        chosen, on=["party_kind", "party_value"], how="semi", nulls_equal=True, maintain_order="left"
    )


def _ends(ids: pl.Series) -> tuple[str, ...]:
    """The first and the last of some ids."""
    return () if ids.is_empty() else distinct((ids[0], ids[-1]))


def _cited_communications(record: Record) -> tuple[str, ...]:
    case = record.case
    others = set(_recorded(case))
    return distinct(id for finding in record.findings for id in bounded(finding.because) if id not in others)


def _recorded(case: Case) -> tuple[str, ...]:
    """Every id in the case that is not a communication's."""
    incidents, milestones = (it.id for it in case.incidents), (it.id for it in case.milestones)
    return (*incidents, *milestones, *(it.ref for it in case.exhibits))


def _findings(record: Record, wanted: FindingsOf) -> tuple[Finding, ...]:
    return tuple(it for it in record.findings if it.kind in wanted.kinds or not set(wanted.risks).isdisjoint(it.risk))


def _occasions(record: Record) -> tuple[str, ...]:
    """Incidents and the ends of contact, when they make two occasions or more; nothing otherwise."""
    case, contacts = record.case, record.contacts
    spans = [span for it in case.incidents if (span := it.occurred.begins(case.zone)) is not None]
    starts, ends = [span.earliest for span in spans], [span.latest for span in spans]
    if not contacts.is_empty():
        starts.append(contacts["earliest"][0])
        ends.append(contacts["earliest"][-1])
    is_spread = bool(starts) and max(ends) - min(starts) >= _OCCASION_GAP
    if len(case.incidents) < 2 and not (is_spread and not contacts.is_empty()):
        return ()
    return distinct((*(it.id for it in case.incidents), *_ends(contacts["id"])))


def _anything(record: Record) -> tuple[str, ...]:
    return distinct((*_recorded(record.case), *_ends(record.contacts["id"]), *_ends(record.imported)))


def _phrases(record: Record, lists: Sequence[str]) -> tuple[str, ...]:
    return tuple(phrase for id in lists for phrase in record.words[id].phrases)


def _says(text: str, phrases: tuple[str, ...]) -> bool:
    """True when the text has one of the phrases as whole words; a phrase that ends in * may go on."""
    return bool(_pattern(phrases).search(text.lower().replace("’", "'")))


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    written = (re.escape(it.rstrip("*")) + (r"\w*" if it.endswith("*") else "") for it in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)")
