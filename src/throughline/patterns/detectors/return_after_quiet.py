"""A silence longer than the earlier pace explains, then contact again.

Contact and incidents count alike: a silence is a time in which nothing at all of a person is recorded. Two exports with
nothing between them are no silence, so one export with contact of theirs has to run through it, and no incident may surely lie
in it. Where one may, because its day is not known, the caveat says so. It is tested on the day contact
comes again after the longest break so far, and again as the record grows.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.chronology import Chronology
from throughline.patterns.contact_days import DIARY_CAVEAT, ContactDays, contact_days, date_of
from throughline.patterns.law import law_for
from throughline.patterns.statistics.quiet import TOLD_CHANCE, Quiet, longest_quiet, looks_at
from throughline.patterns.wording import count, date_named, spoken_chance

KIND: FindingKind = "return_after_quiet"
RULE = "return_after_quiet/1"
_CAVEAT = "A quiet time can have many reasons, such as a block, a journey or a lost phone; what came by a way that is not in your exports is not seen."
_VAGUE_CAVEAT = " An incident whose day is not known may have been in it."


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each person whose contact came again after a longest break, however likely by chance."""
    for person in chronology.case.people:
        contact = contact_days(chronology, person.id)
        for look in looks_at(contact.days)[-1:]:
            found = longest_quiet(contact.days[: look + 1])
            if found is not None and _is_watched(chronology, person.id, contact, found):
                yield _finding(chronology, person.id, contact, found, look)


def most_chance(_inference: Finding) -> float:
    """A silence is told at or below the same chance at every look."""
    return TOLD_CHANCE


def _is_watched(chronology: Chronology, person: str, contact: ContactDays, found: Quiet) -> bool:
    """True when the record ran through the silence, and nothing that it holds was surely in it."""
    if any(first > found.last_day and last < found.return_day for first, last in contact.vague):
        return False
    if any(first < found.return_day and last > found.last_day for first, last in contact.lasting):
        return False
    if contact.is_diary:
        return True
    theirs = chronology.of(person)["exhibit"].unique()
    local = [pl.col(name).dt.convert_time_zone(chronology.case.timezone).dt.date() for name in ("begins", "ends")]
    runs_through = (local[0] <= date_of(found.last_day)) & (local[1] >= date_of(found.return_day))
    is_theirs = pl.col("exhibit").is_in(theirs.implode(), nulls_equal=True)
    return not chronology.exports.filter(runs_through & is_theirs).is_empty()


def _finding(chronology: Chronology, person: str, contact: ContactDays, found: Quiet, look: int) -> Finding:
    name = chronology.name(person)
    statement = (
        f"Contact from {'them' if name == 'they' else name} came again on {date_named(date_of(found.return_day))}, after "
        f"{count(found.silent_days, 'day')} with none. The next longest of the {found.breaks} breaks was "
        f"{count(found.next_longest, 'day')}. At their usual pace, {spoken_chance(found.chance)}."
    )
    may_be_in_it = [first < found.return_day and last > found.last_day for first, last in contact.vague]
    is_unsure = contact.undated or any(may_be_in_it)
    caveat = _CAVEAT + (_VAGUE_CAVEAT if is_unsure else "") + (f" {DIARY_CAVEAT}" if contact.is_diary else "")
    return Finding(
        KIND, "inference", RULE, statement, contact.ids[: look + 1], person,
        start=date_of(found.last_day).isoformat(), end=date_of(found.return_day).isoformat(),
        measure=Measure("silent_days", found.silent_days, chance=found.chance), caveat=caveat,
        law=law_for(chronology.case, "occasions"),
    )  # fmt: skip
