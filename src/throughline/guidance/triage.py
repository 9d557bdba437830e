"""The next steps: how soon to turn to somebody, why, and how to reach them.

The rules are `content/triage.toml`, after domain/risk.md section 5, for a case and for the self-check. There is no level below `report`. Whatever is added
to a case, a level can only rise: every condition looks for something that is there, none for something that is missing. The answers
that the person keeps in a case are heard as those of the self-check are: a yes and a not sure, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from throughline.domain.finding import LEVELS, NextSteps, Reason
from throughline.guidance.load import load_content
from throughline.guidance.record import Record, bounded, build_record, distinct, ids_meeting_any

if TYPE_CHECKING:
    import polars as pl

    from throughline.domain.case import Case
    from throughline.domain.finding import Finding
    from throughline.domain.vocabulary import WorryingAnswer
    from throughline.guidance.schema import Content, StepRule


def next_steps(
    case: Case, communications: pl.DataFrame, findings: Sequence[Finding], *, content: Content | None = None
) -> NextSteps:
    """The most urgent level any rule gives, with every rule that speaks as a reason, the most urgent first.

    `communications` is the table, with or without its times. Only the reason of an empty case has nothing behind it; behind
    a reason that the person's answers give stand the questions they answered.
    """
    guidance = content or load_content()
    return next_steps_of(build_record(case, communications, findings, guidance), guidance)


def next_steps_of(record: Record, content: Content) -> NextSteps:
    """The next steps of a case already laid out, what its kept answers say among them."""
    kept = record.case.questions
    heard = (
        {rule.id: asked for rule, asked in speaking({it.question: it.answer for it in kept.answers}, content)}
        if kept
        else {}
    )
    ids = {rule.id: ids_meeting_any(rule.conditions, record) for rule in content.steps.values()}
    spoken = [(rule, distinct((*ids[rule.id], *heard.get(rule.id, ())))) for rule in content.steps.values()]
    return steps_from([(rule, because) for rule, because in spoken if because], content)


def speaking(answers: Mapping[str, WorryingAnswer], content: Content) -> Iterator[tuple[StepRule, tuple[str, ...]]]:
    """The rules that those answers make speak, each with the questions it rests on. A question that is not there is not heard."""
    worrying = tuple(id for id in content.questions if id in answers)
    for rule in content.steps.values():
        heard = tuple(id for id in worrying if id in rule.asked or (rule.when_not_sure and answers[id] == "not_sure"))
        if heard:
            yield rule, heard


def steps_from(spoken: Sequence[tuple[StepRule, tuple[str, ...]]], content: Content) -> NextSteps:
    """The next steps that rules give, each with what it rests on; those of the last resort when none speaks.

    The ways of the rules come before those of the level, unless it is an emergency: then 999 comes first.
    """
    last_resort = [(rule, ()) for rule in content.steps.values() if rule.is_last_resort]
    ordered = sorted(spoken or last_resort, key=lambda pair: LEVELS.index(pair[0].level))
    level = ordered[0][0].level
    own, of_level = [way for rule, _ in ordered for way in rule.ways], content.urgencies[level].routes
    before = of_level[:1] if level == "emergency" else ()
    return NextSteps(
        level=level,
        reasons=tuple(Reason(rule.why, bounded(ids)) for rule, ids in ordered),
        routes=distinct((*before, *own, *of_level)),
    )
