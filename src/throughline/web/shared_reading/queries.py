"""What was shared, as its pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404
from django.urls import reverse

from throughline.packs.chronology import Row, rows_of
from throughline.patterns.changes import Change, changes_between
from throughline.patterns.wording import at_start
from throughline.vault.entries import Opened
from throughline.web.cases.state import value_of
from throughline.web.desk.queries import OpenHelplineCase
from throughline.web.diary.queries import Version, told_before
from throughline.web.exhibits.queries import Shown, address_name, shown_of
from throughline.web.languages import guidance
from throughline.web.overview.queries import Behind, Places
from throughline.web.shared_reading.access import Visit
from throughline.web.sharing.queries import SharedCase, account_for_desk, open_shared, words_of

SITTING = timedelta(hours=1)
"""Openings that are no further apart than this are one sitting: what came before it is what they saw last."""


def places_of(case: OpenHelplineCase, shared: SharedCase) -> Places:
    """Where an adviser finds what was shared."""
    return Places(
        lambda id: address_of(case.row.id, shared, id),
        lambda id: reverse("shared_reading:finding", args=[case.row.id, id]),
    )


def address_of(case_id: str, shared: SharedCase, id: str) -> str:
    """The page of an entry: its own, or everything in order where it stands."""
    if ("incident", id) in shared.state.kept or ("milestone", id) in shared.state.kept:
        return reverse("shared_reading:entry", args=[case_id, id])
    if ("exhibit", id) in shared.state.kept:
        return reverse("shared_reading:exhibit", args=[case_id, address_name(id)])
    return f"{reverse('shared_reading:order', args=[case_id])}?at={id}#e-{id}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with all that was shared of it, how it was told before, and when it was first written down."""

    row: Row
    is_milestone: bool
    written: str
    earlier: tuple[Version, ...]
    exhibits: tuple[Shown, ...]


def entry_of(shared: SharedCase, id: str) -> Entry:
    """The entry of that id. Raises Http404."""
    row = next((it for it in rows_of(shared.case) if it.id == id), None)
    if row is None:
        raise Http404
    is_milestone = ("milestone", id) in shared.state.kept
    first = shared.state.history["milestone" if is_milestone else "incident", id][0].recorded_at
    return Entry(
        row, is_milestone, f"{first.astimezone(shared.case.zone):%-d %B %Y, %H:%M}",
        () if is_milestone else _told_otherwise(told_before(shared, id)),
        tuple(shown_of(shared, (it for it in shared.case.exhibits if it.ref in row.exhibits))),
    )  # fmt: skip


def _told_otherwise(versions: Sequence[Version]) -> tuple[Version, ...]:
    """The versions that say something else than the one before them, the newest first: one in which only what is private
    changed says nothing here."""
    older = [*versions[1:], None]
    return tuple(
        it for it, before in zip(versions, older, strict=True)
        if before is None or (it.account, it.when) != (before.account, before.when)
    )  # fmt: skip


def last_seen(account: Iterable[Opened], staff_id: str, now: datetime) -> datetime | None:
    """When somebody last opened anything of a share before the sitting they are in now; None where they never did."""
    since = now
    for entry in sorted(account, key=lambda it: it.number, reverse=True):
        if entry.action == "opened" and words_of(entry).get("by") == staff_id:
            if since - entry.recorded_at > SITTING:
                return entry.recorded_at
            since = entry.recorded_at
    return None


@dataclass(frozen=True, slots=True)
class SinceSeen:
    """What came since an adviser last looked: entries that are new, entries that are told otherwise, and findings."""

    seen: str
    new: tuple[Behind, ...]
    changed: tuple[Behind, ...]
    findings: tuple[Change, ...]


def since_seen(here: Visit) -> SinceSeen | None:
    """The same for whoever looks now; None where they look for the first time."""
    seen = last_seen(account_for_desk(here.desk, here.share), here.desk.staff.id, here.now)
    if seen is None:
        return None
    then, places = open_shared(here.desk, here.share, here.now, until=seen), places_of(here.case, here.shared)
    new: list[Behind] = []
    changed: list[Behind] = []
    for row in rows_of(here.shared.case):
        before, after = (_said(it, row.id) for it in (then, here.shared))
        if before != after:
            behind = Behind(at_start(row.when), " ".join(row.what.split()), places.entry(row.id))
            (changed if before else new).append(behind)
    for exhibit in shown_of(here.shared, here.shared.case.exhibits):
        if ("exhibit", exhibit.exhibit.ref) not in then.state.kept:
            new.append(Behind(exhibit.exhibit.ref, exhibit.exhibit.description, places.entry(exhibit.exhibit.ref)))
    return SinceSeen(
        f"{seen.astimezone(here.shared.case.zone):%-d %B %Y, %H:%M}", tuple(new), tuple(changed),
        changes_between(then.findings, here.shared.findings),
    )  # fmt: skip


def _said(shared: SharedCase, id: str) -> Mapping[str, Any]:
    """What an entry says; nothing where it was not there. What the person keeps to themselves of it is no change."""
    history = shared.state.history
    told = history.get(("incident", id), ()) or history.get(("milestone", id), ())
    return value_of(told[-1]) if told else {}


def answers_shown(shared: SharedCase) -> list[Mapping[str, Any]]:
    """The answers to the questions about danger that were kept and shared, each with its question and its day. A question that this
    version does not know is shown by its code, so that nothing of it is lost."""
    kept, known = shared.case.questions, guidance().questions
    return [
        {"question": known[it.question].title if it.question in known else it.question, "answer": it.answer, "on": it.at.text}
        for it in (kept.answers if kept else ())
    ]  # fmt: skip
