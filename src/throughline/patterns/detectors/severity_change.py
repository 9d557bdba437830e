"""The kinds of behaviour became graver since about a date.

The order of kinds is coarse on purpose: a study of 924 cases of the National Stalking Helpline put texts and calls at the low end,
and criminal damage and threats to kill at the high end (2021; domain/behaviours.md), and we know no more of it than the ends. So
there are three grades: from a distance; near, watched or got at; and damage, entry, threats and assault. A low grade is not a low
risk, and nothing says so.

The unit is the day, with the gravest of what was written down for it: what happens on one day hangs together. Imported
communications are not looked at, because a diary that begins late beside a long export would look like a rise. A rise is looked
for when the days have grown by 30 % since the last time, and on what there was then.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.chronology import Chronology
from throughline.patterns.law import law_for
from throughline.patterns.names import BEHAVIOUR_NAMED, PRESENCE
from throughline.patterns.statistics.looks import latest_look
from throughline.patterns.statistics.trend import LEAST_GRADES, Rise, rise
from throughline.patterns.wording import at_start, count, listed, spoken_chance

KIND: FindingKind = "severity_change"
RULE = "severity_change/1"
LOOK_CHANCE = 0.005
"""Told at or below this chance at each look: a case is looked at again and again, and graver phases come and go."""
_FROM_A_DISTANCE, _NEAR, _GRAVEST = 1, 2, 3
_GRADES: dict[str, int] = {
    **dict.fromkeys((
        "silent_calls", "repeated_calls", "messages", "emails", "social_contact", "letters", "gifts_left", "fake_accounts",
        "contact_through_family", "helpers", "contact_through_children", "defamatory_posts", "vexatious_complaints",
    ), _FROM_A_DISTANCE),
    **dict.fromkeys((
        "approaches", "following_on_foot", "following_by_vehicle", "loitering", "watching", "turning_up", "workplace", "tracker",
        "drone", "hidden_devices", "account_break_in", "shared_account_leak", "stalkerware", "smart_device_abuse",
        "impersonation", "doxing", "intimate_images", "false_orders",
    ), _NEAR),
    **dict.fromkeys(("threats", "self_harm_threats", "damage", "entry", "vehicle_tampering", "assault"), _GRAVEST),
}  # fmt: skip
"""`order_breach` and `other` say nothing about what was done, and have no grade."""
_MEANT = {_NEAR: "more than contact from a distance", _GRAVEST: "a threat, damage, entry or assault"}
_MOST_NAMED = 4
_CAVEAT = (
    "The order of kinds is coarse, and it is not an order of danger: contact from a distance can come before serious harm. It looks "
    "at what you wrote down, not at imported messages."
)


class _Day(NamedTuple):
    """A day of the diary: the gravest grade, the kinds that have it, and the incidents that say so."""

    day: date
    grade: int
    kinds: tuple[str, ...]
    ids: tuple[str, ...]


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each person whose days in the diary may have become graver, however likely by chance."""
    for person in chronology.case.people:
        days = _days(chronology, person.id)
        look = latest_look(len(days))
        if look is None or look < LEAST_GRADES:
            continue
        grades = np.array([it.grade for it in days[:look]], dtype=np.int64)
        found = rise(grades, seed=zlib.crc32(grades.tobytes()))
        if found is not None:
            yield _finding(chronology, person.id, days[:look], found)


def most_chance(_inference: Finding) -> float:
    """A rise is told at or below the chance of a look."""
    return LOOK_CHANCE


def _days(chronology: Chronology, person: str) -> list[_Day]:
    """The days of incidents whose day is sure, in order."""
    by_day: dict[date, list[tuple[int, str, str]]] = {}
    for happening in chronology.happenings_of(person):
        if happening.begins is None:
            continue
        ends = (happening.begins.earliest, happening.begins.latest)
        first, last = (moment.astimezone(chronology.zone).date() for moment in ends)
        graded = [(_GRADES[it], it, happening.incident.id) for it in happening.incident.behaviours if it in _GRADES]
        if first == last and graded:
            by_day.setdefault(first, []).extend(graded)
    return [_gravest(day, graded) for day, graded in sorted(by_day.items())]


def _gravest(day: date, graded: list[tuple[int, str, str]]) -> _Day:
    grade = max(it[0] for it in graded)
    kinds = dict.fromkeys(kind for each, kind, _ in graded if each == grade)
    return _Day(day, grade, tuple(kinds), tuple(dict.fromkeys(id for each, _, id in graded if each == grade)))


def _finding(chronology: Chronology, person: str, days: list[_Day], found: Rise) -> Finding:
    earlier, later = days[found.first : found.at], days[found.at :]
    grave = Counter(kind for it in later if it.grade >= found.grade for kind in it.kinds)
    named = listed([BEHAVIOUR_NAMED[kind] for kind, _ in grave.most_common(_MOST_NAMED)])
    name = chronology.name(person)
    whose = "" if name == "they" else f" for {name}"
    since = f"{later[0].day:%-d %B %Y}"
    statement = (
        f"Since about {since}, {found.after} of the {count(len(later), 'day')} you wrote down{whose} had "
        f"{_MEANT[found.grade]} ({named}). Before that it was {found.before} of {len(earlier)}. If the order meant nothing, "
        f"{spoken_chance(found.chance)}."
    )
    return Finding(
        KIND, "inference", RULE, at_start(statement), tuple(dict.fromkeys(id for it in (*earlier, *later) for id in it.ids)),
        person, start=earlier[0].day.isoformat(), end=later[-1].day.isoformat(),
        measure=Measure("graver_days", found.after, of=len(later), chance=found.chance), caveat=_CAVEAT,
        law=law_for(chronology.case, "occasions"), risk=_risk(found, earlier, later),
    )  # fmt: skip


def _risk(found: Rise, earlier: list[_Day], later: list[_Day]) -> tuple[str, ...]:
    """Graver kinds; and coming near, where nothing of the time before was."""
    near = [any(kind in PRESENCE for it in days for kind in it.kinds) for days in (earlier, later)]
    is_nearer = found.before == 0 and near == [False, True]
    return ("escalation_in_kind", "escalation_to_presence") if is_nearer else ("escalation_in_kind",)
