"""What is often done instead: a count against a threshold, a slope, a change-point library with its defaults, a long gap.

Each takes a case and its communications and says of whom it would tell which kind of inference. They stand in the table
beside Throughline, on the same cases in the same run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import polars as pl

from throughline.domain.case import Case

Told = tuple[str, str]
Method = Callable[[Case, pl.DataFrame], Iterator[Told]]

GRAVER = frozenset({"approaches", "following_on_foot", "damage", "entry", "threats", "assault"})
ANCHORS = ("blocked", "told_to_stop", "reported_to_police", "post_published", "court_hearing", "police_spoke_to_them")
_LONG_GAP, _WINDOW, _A_DAY = timedelta(days=30), timedelta(days=28), timedelta(days=1)
_PENALTY = 10


def _moments(case: Case, communications: pl.DataFrame) -> Iterator[tuple[str, list[datetime]]]:
    """For each person, when anything came from them: messages, calls and diary entries with a time."""
    for person in case.people:
        values = [it.value for it in person.identifiers]
        theirs = communications.filter(pl.col("direction") == "incoming", pl.col("party_value").is_in(values))
        spans = (it.occurred.span(case.zone) for it in case.incidents if it.person == person.id)
        moments = sorted([*theirs["earliest"].to_list(), *(span.earliest for span in spans if span is not None)])
        if moments:
            yield person.id, moments


def twice_the_last_28_days(case: Case, communications: pl.DataFrame) -> Iterator[Told]:
    """Twice as many in the last 28 days as in 28 days before that on average."""
    for person, moments in _moments(case, communications):
        recent = sum(it > moments[-1] - _WINDOW for it in moments)
        before = (moments[-1] - moments[0]) / _WINDOW - 1
        if before > 0 and recent >= 3 and recent >= 2 * (len(moments) - recent) / before:
            yield "frequency_change", person


def slope_of_weeks(case: Case, communications: pl.DataFrame) -> Iterator[Told]:
    """A rising line through the numbers of each week (least squares, one-sided at .05)."""
    for person, moments in _moments(case, communications):
        weeks = np.array([(it - moments[0]).days // 7 for it in moments])
        counts = np.bincount(weeks).astype(np.float64)
        if counts.size < 5:
            continue
        at = np.arange(counts.size) - (counts.size - 1) / 2
        slope = float(at @ counts / (at @ at))
        left = counts - counts.mean() - slope * at
        error = np.sqrt(left @ left / (counts.size - 2) / (at @ at))
        # One-sided 5 % point of Student's t, to within .02 from three degrees of freedom on.
        if error > 0 and slope / error > 1.645 + 1.55 / (counts.size - 2):
            yield "frequency_change", person


def ruptures_defaults(case: Case, communications: pl.DataFrame) -> Iterator[Told]:
    """`ruptures.Pelt(model="rbf")` with the penalty of its own example, on the numbers of each day, where one part is fuller."""
    import ruptures

    for person, moments in _moments(case, communications):
        counts = np.bincount([(it - moments[0]).days for it in moments]).astype(np.float64)
        if counts.size < 10:
            continue
        ends = [0, *ruptures.Pelt(model="rbf").fit(counts).predict(pen=_PENALTY)]
        means = [counts[first:last].mean() for first, last in pairwise(ends)]
        if any(after > before for before, after in pairwise(means)):
            yield "frequency_change", person


def last_three_graver(case: Case, _communications: pl.DataFrame) -> Iterator[Told]:
    """More of the last three entries are grave than of the first three."""
    for person in case.people:
        grave = [not GRAVER.isdisjoint(it.behaviours) for it in case.incidents if it.person == person.id]
        if len(grave) >= 6 and sum(grave[-3:]) > sum(grave[:3]):
            yield "severity_change", person.id


def a_gap_of_a_month(case: Case, communications: pl.DataFrame) -> Iterator[Told]:
    """Any gap of over 30 days, and then contact again."""
    for person, moments in _moments(case, communications):
        if any(after - before > _LONG_GAP for before, after in pairwise(moments)):
            yield "return_after_quiet", person


def rayleigh(case: Case, communications: pl.DataFrame) -> Iterator[Told]:
    """Rayleigh's test on the hours of everything, at .05."""
    for person, moments in _moments(case, communications):
        local = [it.astimezone(case.zone) for it in moments]
        angles = np.array([(it.hour + it.minute / 60) * np.pi / 12 for it in local])
        if np.exp(-len(angles) * np.abs(np.exp(1j * angles).mean()) ** 2) <= 0.05:
            yield "rhythm", person


def two_within_a_day(case: Case, communications: pl.DataFrame) -> Iterator[Told]:
    """Contact within 24 hours of two blocks, refusals or reports."""
    for person, moments in _moments(case, communications):
        anchors = [it.at.span(case.zone).latest for it in case.milestones if it.kind in ANCHORS and it.person == person]
        if sum(any(at < it <= at + _A_DAY for it in moments) for at in anchors) >= 2:
            yield "reaction", person


def methods() -> dict[str, Method]:
    """Each by the name it has in the table. `ruptures` is among them where it is installed (dependency group `bench`)."""
    named: dict[str, Method] = {
        "naive: twice the last 28 days": twice_the_last_28_days, "naive: slope of weeks": slope_of_weeks,
        "naive: last three graver than first": last_three_graver, "naive: a gap of a month": a_gap_of_a_month,
        "naive: Rayleigh": rayleigh, "naive: two within a day": two_within_a_day,
    }  # fmt: skip
    try:
        import ruptures  # noqa: F401
    except ModuleNotFoundError:
        return named
    return {**named, "naive: ruptures, defaults": ruptures_defaults}
