"""A script for the police, its gaps filled from the diary: what is there is put in, what is not stays a gap.

What is private in the diary stays out: these words are made to be said to others, and the page to be printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import polars as pl

from throughline.domain.incident import Incident
from throughline.domain.milestone import Milestone, Order
from throughline.packs.chronology import occurred_told
from throughline.patterns.names import BEHAVIOUR_NAMED, FEAR_NAMED, change_named, order_named
from throughline.patterns.wording import count, listed, when
from throughline.web.cases.queries import OpenCase
from throughline.web.guidance.leaves import Leaf, Run, Said

LONGEST = 160
"""Letters of an account that are read out; the rest is in the diary."""


def filled(leaf: Leaf, case: OpenCase) -> Leaf:
    """The script with everything that the diary knows in its gaps."""
    known = dict(gaps_known(case))
    parts = tuple(replace(part, said=tuple(_said(it, known) for it in part.said)) for part in leaf.parts)
    return replace(leaf, parts=parts)


def _said(said: Said, known: Mapping[str, str]) -> Said:
    runs = tuple(Run("strong", known[run.name]) if run.name in known else run for run in said.runs)
    return replace(said, runs=runs)


def gaps_known(case: OpenCase) -> Iterator[tuple[str, str]]:
    """What the diary can say to each gap, by its name; none for what it does not know."""
    incidents = [it for it in case.case.incidents if not it.private]
    told = {
        "first_day": _first_day(case, incidents), "latest": _latest(case, incidents), "times": _times(case, incidents),
        "kinds": _kinds(case, incidents),
        "fear": _fear(incidents), "changes": _listed(change_named(code) for it in incidents if it.impact for code in it.impact.changes),
        "references": _listed(_reference(it.to, it.reference) for one in incidents for it in one.reports if it.reference),
        "order": _listed(_order(case, it) for it in case.case.milestones if it.order and not it.private),
    }  # fmt: skip
    yield from ((name, words) for name, words in told.items() if words)


def _listed(words: Iterable[str]) -> str:
    return listed(list(dict.fromkeys(words)))


def _received(case: OpenCase) -> pl.DataFrame:
    """The communications that came, other than the person's own."""
    return case.communications.filter(pl.col("direction").ne_missing("outgoing") & pl.col("kind").ne_missing("notice"))


def _first_day(case: OpenCase, incidents: Iterable[Incident]) -> str:
    """The day of the first entry. The first message is no beginning: it may have been a friendly one."""
    zone = case.case.zone
    begun = [span.earliest.astimezone(zone) for it in incidents if (span := it.occurred.begins(zone))]
    return f"{min(begun):%-d %B %Y}" if begun else ""


def _latest(case: OpenCase, incidents: Iterable[Incident]) -> str:
    zone = case.case.zone
    timed = [(span.latest, it) for it in incidents if (span := it.occurred.begins(zone))]
    if not timed:
        return ""
    last = max(timed, key=lambda pair: pair[0])[1]
    words = " ".join(last.account.split())
    cut = f"{words[:LONGEST].rsplit(' ', 1)[0]} …" if len(words) > LONGEST else words.rstrip(".")
    return f"{occurred_told(last.occurred, zone)}: {cut}" if cut else occurred_told(last.occurred, zone)


def _times(case: OpenCase, incidents: list[Incident]) -> str:
    """How many entries there are; where there are none, how many messages and calls came."""
    number = len(incidents) or len(_received(case))
    return f"{number:,}" if number else ""


def _kinds(case: OpenCase, incidents: list[Incident]) -> str:
    """What happened, in the words of the forms, and how many messages and calls came besides."""
    kinds = [BEHAVIOUR_NAMED[name] for it in incidents for name in it.behaviours if name != "other"]
    received = len(_received(case))
    more = [count(received, "message or call", "messages and calls")] if received and incidents else []
    return _listed([*kinds, *more])


def _fear(incidents: Iterable[Incident]) -> str:
    """How afraid they were at most, in the words of the form. What they fear stays a gap: only they can say it."""
    most = max((it.impact.fear or 0 for it in incidents if it.impact), default=0)
    return FEAR_NAMED[most] if most else ""


def _reference(to: str, reference: str) -> str:
    return f"{reference} ({to})" if to else reference


def _order(case: OpenCase, milestone: Milestone) -> str:
    return f"{order_named(milestone.order or Order())} made {when(milestone.at.span(case.case.zone), case.case.zone)}"
