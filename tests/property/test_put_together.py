"""Over generated cases long enough for inferences: what must be true of everything that is said about a case at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generated_cases import NEVER_SAID
from small_cases import NUMBERS, PEOPLE, PLACES, incident, milestone
from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.finding import Finding
from throughline.patterns.statistics.reaction import WINDOW_HOURS
from throughline.patterns.wording import length
from throughline.together import put_together

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
WORDS = ("you will be sorry that you did not answer me", "I saw you get in last night", "ok", "call me about the car")
ANCHORS = ("blocked", "told_to_stop", "reported_to_police", "post_published", "court_hearing")
quickly = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def long_cases(draw: st.DrawFn) -> tuple[Case, pl.DataFrame]:
    """Contact that may rise part of the way, blocks that may be followed at once, incidents between; from a drawn seed."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    span, rise = draw(st.integers(60, 240)), draw(st.sampled_from([1.0, 6.0]))
    change = draw(st.integers(20, span - 20))
    hours = np.cumsum(rng.exponential(60.0, 400))
    hours = hours[hours < change * 24]
    later = change * 24 + np.cumsum(rng.exponential(60.0 / rise, 2_000))
    moments = [START + timedelta(hours=float(hour)) for hour in (*hours, *later[later < span * 24])]
    anchors = [
        START + timedelta(hours=float(hour)) for hour in rng.uniform(0, span * 24, draw(st.integers(0, 8))).round(2)
    ]
    if draw(st.booleans()):
        moments += [anchor + timedelta(minutes=float(rng.integers(4, 50))) for anchor in anchors]
    people = rng.choice(["p1", "p1", "p1b", "p2", "withheld"], len(moments))
    frame = pl.DataFrame(
        [
            {"id": f"c{n}", "at": moment.isoformat(timespec="seconds"), "direction": "incoming", "kind": "message", "channel": "sms",
             "party_kind": "withheld" if who == "withheld" else "phone", "party_value": NUMBERS.get(who, ""), "text": str(rng.choice(WORDS))}
            for n, (moment, who) in enumerate(zip(moments, people, strict=True))
        ],
        schema=table.SCHEMA,
    )  # fmt: skip
    blocks = [
        milestone(f"m{n}", anchor.isoformat(timespec="minutes"), draw(st.sampled_from(ANCHORS)))
        for n, anchor in enumerate(anchors)
    ]
    seen = [
        incident(f"i{n}", (START + timedelta(days=int(day))).isoformat(timespec="minutes"), "turning_up", place="home", fear=n % 5)
        for n, day in enumerate(rng.integers(0, span, draw(st.integers(0, 5))))
    ]  # fmt: skip
    return Case("Europe/London", "england_wales", PEOPLE, PLACES, tuple(blocks), tuple(seen)), frame


def ids_of(case: Case, frame: pl.DataFrame) -> set[str]:
    return {*(it.id for it in case.incidents), *(it.id for it in case.milestones), *frame["id"]}


@quickly
@given(long_cases())
def test_the_same_case_gives_the_same_words_and_every_id_is_in_it(whole: tuple[Case, pl.DataFrame]) -> None:
    case, frame = whole
    said = put_together(case, frame).to_json()
    assert json.dumps(said) == json.dumps(put_together(case, frame).to_json())
    ids = ids_of(case, frame)
    for finding in said["findings"]:
        assert finding["because"]
        assert set(finding["because"]) <= ids
        assert not NEVER_SAID.search(f"{finding['statement']} {finding['caveat']}")
        assert finding["sort"] == "fact" or 0 < finding["measure"]["chance"] <= 0.03
    for reason in said["next_steps"]["reasons"]:
        assert set(reason["because"]) <= ids
    for element in said["elements"]:
        assert set(element["may_help_show"]) <= ids
    assert said["next_steps"]["level"] in ("emergency", "today", "report")


@quickly
@given(long_cases())
def test_the_numbers_of_an_inference_come_out_of_its_evidence(whole: tuple[Case, pl.DataFrame]) -> None:
    case, frame = whole
    for finding in put_together(case, frame).findings:
        if finding.kind == "frequency_change":
            kept = frame.filter(pl.col("id").is_in(finding.because))
            (again,) = [it for it in put_together(case, kept).findings if it.kind == "frequency_change"]
            assert again.statement == finding.statement
        elif finding.kind == "reaction":
            delays = sorted(_delays(case, frame, finding))
            anchors = [id for id in finding.because if id.startswith("m")]
            assert finding.measure is not None
            assert (finding.measure.value, finding.measure.of) == (len(delays), len(anchors))
            told = re.search(r"\(([^)]+)\)", finding.statement)
            assert told is not None
            assert sorted(told.group(1).split(", ")) == delays
            assert "all" in finding.statement or re.search(
                rf"\b{len(delays)} of the {len(anchors)}\b", finding.statement
            )


def _delays(case: Case, frame: pl.DataFrame, finding: Finding) -> Iterator[str]:
    """From each milestone of the evidence to the first contact of the evidence in the window after it, which the next one ends, in words."""
    moments = {id: datetime.fromisoformat(text) for id, text in frame.select("id", "at").iter_rows()}
    moments |= {it.id: span.earliest for it in case.incidents if (span := it.occurred.begins(case.zone)) is not None}
    contacts = sorted(moments[id] for id in finding.because if id in moments)
    anchors = sorted(it.at.span(case.zone).earliest for it in case.milestones if it.id in finding.because)
    for began, then in zip(anchors, [*anchors[1:], None], strict=True):
        window = timedelta(hours=WINDOW_HOURS)
        longest = window if then is None else min(window, then - began)
        after = [it - began for it in contacts if timedelta(0) < it - began <= longest]
        if after:
            yield length(after[0], after[0])
