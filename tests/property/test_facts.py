"""Over generated cases: what must be true of every finding of fact, whatever the case.

The strongest rule is the last one: a case cut down to what stands in a finding's `because` gives a finding with the same
numbers again. So every number can be recomputed from the evidence that is named, and from nothing else.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generated_cases import NEVER_SAID, one_of, some
from small_cases import NUMBERS, PEOPLE, PLACES, contacts, incident, lay_out, milestone, order
from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.finding import Finding
from throughline.domain.incident import Impact, Incident, Occurred
from throughline.domain.milestone import Milestone, Order, OrderTerm
from throughline.domain.timing import WrittenTime
from throughline.domain.vocabulary import BEHAVIOUR_NAMES, MilestoneKind, OrderKind, Precision, TermKind
from throughline.patterns.chronology import build_chronology
from throughline.patterns.detectors import burst

KINDS = (
    "occasions", "first_of_kind", "after_stop", "burst", "channel_switch", "place_pattern", "third_party", "repeated_words",
    "knows_too_much", "order_breach", "recorded_late", "impact",
)  # fmt: skip
FACTS: tuple[ModuleType, ...] = tuple(
    importlib.import_module(f"throughline.patterns.detectors.{kind}") for kind in KINDS
)
WORDS = (
    "You will be sorry that you did not answer me", "you will be sorry you did not answer me!", "I saw you get in last night",
    "Parkside lido was full of people today", "ok", "", "Please call me about the children when you can",
)  # fmt: skip
START = datetime(2026, 3, 20)  # over the clock change of 29 March


@st.composite
def times(
    draw: st.DrawFn, shapes: tuple[str, ...] = ("%Y-%m", "%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")
) -> WrittenTime:
    """A time within three weeks, close enough to others for occasions, bursts and orders to meet."""
    moment = START + timedelta(
        minutes=draw(st.integers(0, 21 * 24 * 6)) * 10, seconds=draw(st.sampled_from([0, 0, 1, 59]))
    )
    shape = draw(st.sampled_from(shapes))
    return WrittenTime(moment.strftime(shape) + (draw(st.sampled_from(["", "Z", "+01:00"])) if "T" in shape else ""))


@st.composite
def incidents(draw: st.DrawFn, number: int) -> Incident:
    start = draw(st.none() | times())
    precision = "unknown" if start is None else draw(one_of(Precision))
    impact = draw(
        st.none() | st.builds(Impact, st.none() | st.integers(0, 4), some(st.sampled_from(["new_locks", "moved_home"])))
    )
    return Incident(
        f"i{number}", Occurred(start, None, precision), draw(st.none() | times()),
        draw(some(st.sampled_from(sorted(BEHAVIOUR_NAMES)))), draw(st.sampled_from(["p1", "p1", "p2", None])), "seen",
        place=draw(st.sampled_from([None, "home", "lido"])), impact=impact,
    )  # fmt: skip


@st.composite
def milestones(draw: st.DrawFn, number: int) -> Milestone:
    kind = draw(
        st.sampled_from(["told_to_stop", "blocked", "order_made", "order_made", "order_ended", "changed_number"])
        | one_of(MilestoneKind)
    )
    terms = st.builds(
        OrderTerm,
        st.sampled_from(["t1", "t2"]),
        one_of(TermKind),
        some(st.sampled_from(["sms", "email"])),
        some(st.just("home"), 1),
    )
    orders = st.builds(
        Order, one_of(OrderKind), st.just(""), st.none() | times(), some(terms), some(st.just("the children"))
    )
    order = draw(orders) if kind == "order_made" else None
    return Milestone(f"m{number}", draw(times()), kind, draw(st.sampled_from(["p1", "p1", "p2", None])), order=order)


@st.composite
def communications(draw: st.DrawFn) -> pl.DataFrame:
    clocked = times(("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"))
    moments = draw(st.lists(clocked, max_size=12))
    if draw(st.booleans()):  # a burst
        hour = START + timedelta(hours=draw(st.integers(0, 400)))
        moments += [
            WrittenTime((hour + timedelta(minutes=3 * n)).strftime("%Y-%m-%dT%H:%M:%S"))
            for n in range(draw(st.integers(4, 9)))
        ]
    rows: list[dict[str, Any]] = []
    for number, moment in enumerate(moments):
        who = draw(st.sampled_from(["p1", "p1", "p1b", "p2", "withheld", "someone"]))
        rows.append({
            "id": f"c{number}", "at": moment.text, "direction": draw(st.sampled_from(["incoming", "incoming", "outgoing", "unknown"])),
            "kind": draw(st.sampled_from(["message", "call", "notice"])), "channel": draw(st.sampled_from(["sms", "whatsapp", "phone", "email"])),
            "party_kind": "withheld" if who == "withheld" else "phone", "party_value": NUMBERS.get(who, ""), "text": draw(st.sampled_from(WORDS)),
        })  # fmt: skip
    return pl.DataFrame(rows, schema=table.SCHEMA)


@st.composite
def whole_cases(draw: st.DrawFn) -> tuple[Case, pl.DataFrame]:
    """A case with its communications."""
    happened = [draw(incidents(number)) for number in range(draw(st.integers(0, 6)))]
    marked = [draw(milestones(number)) for number in range(draw(st.integers(0, 5)))]
    people = PEOPLE[: draw(st.integers(1, 2))]
    known = {person.id for person in people}
    happened = [it if it.person in known else replace(it, person=None) for it in happened]
    marked = [it if it.person in known else replace(it, person=None) for it in marked]
    jurisdiction = draw(st.sampled_from(["england_wales", "scotland", "northern_ireland"]))
    return Case("Europe/London", jurisdiction, people, PLACES, tuple(marked), tuple(happened)), draw(communications())


def findings_of(case: Case, frame: pl.DataFrame, detectors: tuple[ModuleType, ...] = FACTS) -> list[Finding]:
    """Every fact of a case."""
    chronology = build_chronology(case, frame)
    return [finding for detector in detectors for finding in detector.detect(chronology)]


def numbers_in(statement: str) -> Counter[str]:
    """Every number of a statement, how often it stands there; words for numbers among them."""
    return Counter(re.findall(r"\b\d[\d,.]*\b|\b(?:once|twice)\b", statement))


def cut_down(case: Case, frame: pl.DataFrame, because: tuple[str, ...]) -> tuple[Case, pl.DataFrame]:
    """The case with nothing left but people, places and what those ids name."""
    kept = set(because)
    smaller = replace(
        case,
        milestones=tuple(it for it in case.milestones if it.id in kept),
        incidents=tuple(it for it in case.incidents if it.id in kept),
    )
    return smaller, frame.filter(pl.col("id").is_in(because))


quickly = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def check_evidence(finding: Finding, ids: set[str], withheld: set[str]) -> None:
    """Evidence that exists, each piece once, and nobody named for a withheld number."""
    assert finding.because
    assert set(finding.because) <= ids
    assert len(set(finding.because)) == len(finding.because)
    assert finding.person is None or withheld.isdisjoint(finding.because)
    assert finding.sort == "fact"
    assert re.fullmatch(rf"{finding.kind}/[12]", finding.rule)


def check_words(finding: Finding) -> None:
    """Whole sentences that neither reassure nor assert, and times in the case's zone."""
    said = f"{finding.statement} {finding.caveat}"
    assert not NEVER_SAID.search(said), said
    assert finding.statement[:1].isupper() or finding.statement[:1].isdigit()
    assert said.endswith(".")
    assert "  " not in said
    for moment in (finding.start, finding.end):
        assert moment is None or re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+0[01]:00)?", moment)


@quickly
@given(whole_cases())
def test_every_fact_has_evidence_says_nothing_it_must_not_and_comes_again(whole: tuple[Case, pl.DataFrame]) -> None:
    case, frame = whole
    ids = {*(it.id for it in case.incidents), *(it.id for it in case.milestones), *frame["id"]}
    withheld = set(frame.filter(pl.col("party_kind") == "withheld")["id"])
    findings = findings_of(case, frame)
    for finding in findings:
        check_evidence(finding, ids, withheld)
        check_words(finding)
    assert [finding.to_json() for finding in findings_of(case, frame)] == [finding.to_json() for finding in findings]


@settings(quickly, max_examples=80)
@given(whole_cases())
def test_every_number_can_be_recomputed_from_because(whole: tuple[Case, pl.DataFrame]) -> None:
    recomputed(*whole)


def recomputed(case: Case, frame: pl.DataFrame) -> set[str]:
    """The kinds that the case has a finding of, after each of their numbers was computed again from `because` alone."""
    kinds = set()
    for detector in FACTS:
        for finding in findings_of(case, frame, (detector,)):
            kinds.add(finding.kind)
            if detector is burst:  # what is usual for somebody lies outside the burst
                assert str(len(finding.because)) in numbers_in(finding.statement)
                continue
            again = findings_of(*cut_down(case, frame, finding.because), (detector,))
            assert numbers_in(finding.statement) in [numbers_in(other.statement) for other in again], finding.statement
    return kinds


def test_the_numbers_of_every_kind_are_recomputed_in_a_case_that_has_them_all() -> None:
    """Generated cases need not hold a finding of each kind; this one does."""
    calls = "\n".join(f"b{n} | 2026-03-09T02:{4 * n:02}:00 | p1 | phone" for n in range(9))
    came = f"""
    c1 | 2026-02-20T10:00:00 | p1 | whatsapp | You will be sorry that you did not answer me
    c2 | 2026-02-22T10:00:00 | p1 | whatsapp | hello
    c3 | 2026-02-24T10:00:00 | p1 | whatsapp | hello
    c4 | 2026-03-01T18:17:00 | p1b | sms | you will be sorry you did not answer me!
    c5 | 2026-03-05T10:00:00 | p1b | sms | I saw you get in last night
    c6 | 2026-03-06T10:00:00 | p1b | email | about the children
    {calls}
    """
    terms = (OrderTerm("t1", "no_contact"), OrderTerm("t2", "zone", places=("home",), metres=100))
    forbids = order("2026-06-01", *terms, exceptions=["e-mail about the children"])
    laid_out = lay_out(
        milestone("m1", "2026-03-01T18:00", "blocked"), milestone("m2", "2026-03-04", "order_made", order=forbids),
        incident("i1", "2026-03-07T19:40", "loitering", place="home", recorded="2026-03-10T09:00Z", fear=3, changes=["new_locks"]),
        incident("i2", "2026-03-08", "watching", place="lido", precision="day"), incident("i3", None, "contact_through_family"),
        came=came,
    )  # fmt: skip
    assert recomputed(laid_out.case, contacts(came)) == set(KINDS)


@settings(quickly, max_examples=60)
@given(st.lists(st.integers(0, 3_000), min_size=5, max_size=40))
def test_the_span_of_a_burst_is_that_of_its_contacts(minutes: list[int]) -> None:
    rows = [{"id": f"c{n}", "at": (START + timedelta(minutes=m)).isoformat(), "direction": "incoming", "kind": "call", "channel": "phone",
             "party_kind": "phone", "party_value": NUMBERS["p1"]} for n, m in enumerate(minutes)]  # fmt: skip
    frame = pl.DataFrame(rows, schema=table.SCHEMA)
    told = findings_of(Case("Europe/London", people=PEOPLE), frame, (burst,))
    assume(told)
    at = dict(zip(frame["id"], minutes, strict=True))
    for finding in told:
        moments = [at[id] for id in finding.because]
        spread = max(moments) - min(moments)
        expected = f"within {max(1, spread)} minute" if spread < 120 else f"within {-(-spread // 60)} hours"
        assert expected in finding.statement
        assert moments == sorted(moments)
        assert finding.measure is not None
        assert finding.measure.value == len(moments)


@pytest.mark.parametrize("detector", FACTS, ids=KINDS)
def test_a_case_with_nothing_in_it_has_no_facts(detector: ModuleType) -> None:
    assert findings_of(Case("Europe/London"), table.empty(), (detector,)) == []
    assert findings_of(Case("Europe/London", people=PEOPLE, places=PLACES), table.empty(), (detector,)) == []
