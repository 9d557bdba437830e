"""Over made-up records with a silence, nights, Fridays or listed dates in them: what is said about when rests on its evidence.

The strongest rule is the last one: a case cut down to what stands in `because` gives the same statement again.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generated_cases import NEVER_SAID
from small_cases import NUMBERS, PEOPLE, incident, milestone
from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.finding import Finding
from throughline.patterns.chronology import build_chronology
from throughline.patterns.detectors import anniversary, return_after_quiet, rhythm

START = datetime(2026, 1, 5, tzinfo=UTC)
DETECTORS = (return_after_quiet, rhythm, anniversary)
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def timed_cases(draw: st.DrawFn) -> tuple[Case, pl.DataFrame]:
    """Contact by days, hours and weeks of some kind, with milestones and incidents; from a drawn seed."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    days = np.cumsum(rng.geometric(draw(st.sampled_from([0.3, 0.5])), draw(st.integers(5, 60))))
    if draw(st.booleans()):
        days = np.where(days > np.median(days), days + draw(st.integers(20, 120)), days)
    if draw(st.booleans()):
        days = np.unique(days // 7 * 7 + np.where(rng.random(days.size) < 0.8, 4, rng.integers(0, 7, days.size)))
    nights = draw(st.booleans())
    hours = 23.3 + rng.vonmises(0, 4, days.size) * 3 if nights else rng.uniform(8, 23, days.size)
    moments = sorted(START + timedelta(days=int(day), hours=float(hour)) for day, hour in zip(days, hours, strict=True))
    frame = pl.DataFrame(
        [
            {"id": f"c{n}", "at": it.isoformat(timespec="seconds"), "direction": "incoming", "kind": "message", "channel": "sms",
             "party_kind": "phone", "party_value": NUMBERS["p1"]}
            for n, it in enumerate(moments)
        ],
        schema=table.SCHEMA,
    )  # fmt: skip
    marked = rng.choice(days, min(days.size, draw(st.integers(0, 8))), replace=False)
    kinds = st.sampled_from(["anniversary", "anniversary", "court_hearing", "relationship_ended", "blocked"])
    dates = tuple(
        milestone(
            f"m{n}", f"{START + timedelta(days=int(day)):%Y-%m-%d}", draw(kinds), draw(st.sampled_from(["p1", None]))
        )
        for n, day in enumerate(marked)
    )
    precisions = st.sampled_from(["minute", "part_of_day", "day", "month"])
    seen = tuple(
        incident(f"i{n}", f"{START + timedelta(days=int(day)):%Y-%m-%dT19:00}", "loitering", precision=draw(precisions))
        for n, day in enumerate(rng.integers(0, int(days[-1]) + 1, draw(st.integers(0, 3))))
    )
    zone = draw(st.sampled_from(["Europe/London", "America/New_York"]))
    return Case(zone, people=PEOPLE, milestones=dates, incidents=seen), frame


def said(case: Case, frame: pl.DataFrame) -> list[Finding]:
    chronology = build_chronology(case, frame)
    return [finding for detector in DETECTORS for finding in detector.detect(chronology)]


@quickly
@given(timed_cases())
def test_every_inference_has_its_evidence_its_chance_and_plain_words(whole: tuple[Case, pl.DataFrame]) -> None:
    case, frame = whole
    ids = {*(it.id for it in case.incidents), *(it.id for it in case.milestones), *frame["id"]}
    for finding in said(case, frame):
        assert finding.because
        assert set(finding.because) <= ids
        assert len(set(finding.because)) == len(finding.because)
        assert finding.measure is not None
        assert finding.measure.chance is not None
        assert 0 < finding.measure.chance <= 1
        words = f"{finding.statement} {finding.caveat}"
        assert not NEVER_SAID.search(words), words
        assert not re.search(r"\bstopped\b", words)
        assert finding.start is not None
        assert finding.end is not None
        assert finding.start <= finding.end
    assert said(case, frame) == said(case, frame)


@quickly
@given(timed_cases())
def test_a_case_cut_down_to_the_evidence_says_the_same(whole: tuple[Case, pl.DataFrame]) -> None:
    case, frame = whole
    for finding in said(case, frame):
        if finding.kind == "anniversary":  # the days around a date are not among its evidence
            continue
        kept = set(finding.because)
        smaller = replace(case, milestones=(), incidents=tuple(it for it in case.incidents if it.id in kept))
        again = said(smaller, frame.filter(pl.col("id").is_in(finding.because)))
        assert finding.statement in [it.statement for it in again]


@quickly
@given(timed_cases())
def test_the_numbers_about_dates_are_those_of_the_milestones_and_contacts_named(
    whole: tuple[Case, pl.DataFrame],
) -> None:
    case, frame = whole
    for finding in said(case, frame):
        if finding.kind == "anniversary":
            assert finding.measure is not None
            assert finding.measure.of == sum(id.startswith("m") for id in finding.because)
            assert sum(not id.startswith("m") for id in finding.because) <= finding.measure.value
