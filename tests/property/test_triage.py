"""Whatever is added to a case, the level of its next steps never falls, and every reason rests on something in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from generated_cases import cases, written_times
from throughline.communications.table import empty, from_values
from throughline.domain.case import Case
from throughline.domain.communication import WITHHELD, Communication, Party
from throughline.domain.finding import LEVELS, Finding, FindingKind, Measure
from throughline.domain.incident import Impact, Incident
from throughline.domain.milestone import Milestone
from throughline.domain.people import Identifier
from throughline.domain.vocabulary import BEHAVIOUR_NAMES, MilestoneKind, words
from throughline.guidance.elements import elements
from throughline.guidance.load import load_content
from throughline.guidance.triage import next_steps

ACCOUNTS = [
    "",
    "He had a knife",
    "still outside",
    "she said tonight",
    "he hit me",
    "nothing much",
    "I will kill myself",
]
RISKS = sorted(load_content().risks)
PARTIES = [Party("phone", "+447700900123"), Party("phone", "+447700900999"), WITHHELD, None]


def urgency(case: Case, communications, findings) -> int:
    """How urgent the next steps are: the higher the more."""
    return -LEVELS.index(next_steps(case, communications, findings).level)


@st.composite
def told_cases(draw: st.DrawFn) -> Case:
    """A case whose incidents say things that rules look for, and whose first person has a number."""
    case = draw(cases(most_incidents=3))
    incidents = tuple(replace(it, account=draw(st.sampled_from(ACCOUNTS))) for it in case.incidents)
    number = Identifier("phone", "07700 900123")
    people = tuple(
        replace(it, identifiers=(number,)) if n == 0 and draw(st.booleans()) else it for n, it in enumerate(case.people)
    )
    return replace(case, incidents=incidents, people=people)


@st.composite
def tables(draw: st.DrawFn):
    """A few communications from a known number, an unknown one, a withheld one and nobody."""
    moments = draw(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=4))
    return from_values(
        Communication(
            f"c{n}", moment, draw(st.sampled_from(["incoming", "outgoing", "unknown"])), "message", "sms",
            draw(st.sampled_from(PARTIES)), text=draw(st.sampled_from([None, *ACCOUNTS])),
        )
        for n, moment in enumerate(moments)
    )  # fmt: skip


@st.composite
def findings_of(draw: st.DrawFn, case: Case) -> tuple[Finding, ...]:
    """Findings that rest on incidents of the case."""
    ids = [incident.id for incident in case.incidents]
    if not ids:
        return ()
    kinds = draw(st.lists(st.sampled_from(words(FindingKind)), max_size=3))
    some = st.lists(st.sampled_from(RISKS), max_size=2).map(tuple)
    measure = Measure("days", 2, chance=0.1)
    return tuple(
        Finding(kind, "inference", f"{kind}/1", "Said.", (ids[0],), measure=measure, risk=draw(some)) for kind in kinds
    )


@settings(max_examples=120, deadline=None)
@given(st.data(), told_cases(), tables())
def test_taking_something_away_never_raises_the_level(data: st.DataObject, case: Case, table) -> None:
    """The same as: adding an incident, a milestone, a finding or a communication never lowers it."""
    findings = data.draw(findings_of(case))
    whole = urgency(case, table, findings)
    for incident in case.incidents:
        others = tuple(it for it in case.incidents if it is not incident)
        assert urgency(replace(case, incidents=others), table, findings) <= whole
    for milestone in case.milestones:
        others = tuple(it for it in case.milestones if it is not milestone)
        assert urgency(replace(case, milestones=others), table, findings) <= whole
    for n in range(len(findings)):
        assert urgency(case, table, findings[:n] + findings[n + 1 :]) <= whole
    for n in range(table.height):
        assert urgency(case, table.head(n).vstack(table.tail(table.height - n - 1)), findings) <= whole


@settings(max_examples=80, deadline=None)
@given(st.data(), told_cases(), tables())
def test_a_worrying_answer_never_lowers_the_level(data: st.DataObject, case: Case, table) -> None:
    before = urgency(case, table, ())
    for n, incident in enumerate(case.incidents):
        answers = [
            replace(incident, behaviours=(*incident.behaviours, data.draw(st.sampled_from(sorted(BEHAVIOUR_NAMES))))),
            replace(incident, account=incident.account + " " + data.draw(st.sampled_from(ACCOUNTS))),
            replace(
                incident,
                impact=Impact(
                    4 if incident.impact is None or incident.impact.fear is None else max(incident.impact.fear, 3)
                ),
            ),
            replace(incident, attribution="guess"),
            replace(incident, person=None),
        ]
        for answer in answers:
            told = replace(case, incidents=(*case.incidents[:n], answer, *case.incidents[n + 1 :]))
            assert urgency(told, table, ()) >= before
    added = Milestone("m99", data.draw(written_times()), data.draw(st.sampled_from(words(MilestoneKind))))
    assert urgency(replace(case, milestones=(*case.milestones, added)), table, ()) >= before


@settings(max_examples=120, deadline=None)
@given(st.data(), told_cases(), tables())
def test_every_reason_and_element_rests_on_ids_of_the_case(data: st.DataObject, case: Case, table) -> None:
    findings = data.draw(findings_of(case))
    ids = {it.id for it in case.incidents} | {it.id for it in case.milestones} | {it.ref for it in case.exhibits}
    ids |= set(table["id"])
    steps = next_steps(case, table, findings)
    assert steps.reasons
    assert all(set(reason.because) <= ids for reason in steps.reasons)
    is_bare = not ids
    assert all(bool(reason.because) != is_bare for reason in steps.reasons)
    assert (steps.level == "emergency") == (steps.routes[0] == "999")
    for element in elements(case, table, findings):
        assert set(element.may_help_show) <= ids
        assert len(set(element.may_help_show)) == len(element.may_help_show) <= 200


@settings(max_examples=60, deadline=None)
@given(told_cases(), tables())
def test_the_same_case_gives_the_same_next_steps(case: Case, table) -> None:
    assert next_steps(case, table, ()) == next_steps(case, table, ())
    assert elements(case, table, ()) == elements(case, table.clone(), ())


@settings(max_examples=60, deadline=None)
@given(cases(), st.sampled_from(sorted(BEHAVIOUR_NAMES)))
def test_no_case_is_ever_below_report(case: Case, behaviour: str) -> None:
    one = Incident("i99", case.incidents[0].occurred, behaviours=(behaviour,)) if case.incidents else None
    told = case if one is None else replace(case, incidents=(one,))
    assert next_steps(told, empty(), ()).level in LEVELS
