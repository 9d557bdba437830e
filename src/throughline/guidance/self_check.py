"""The self-check: answers to plain questions, and what they give. No account, no record, and never “no”.

The questions are `content/self_check.toml`, what is recognised `content/self_check_results.toml`, and the rules are those of
`content/triage.toml`, the same as for a case. A yes and a not sure count the same; a no and a skip count for nothing. So one
more worrying answer can only raise the level, and no answer can lower it. Nothing is added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from throughline.domain.errors import InputError
from throughline.domain.finding import LEVELS, Level, Reason
from throughline.guidance.load import load_content
from throughline.guidance.record import distinct

if TYPE_CHECKING:
    from throughline.domain.vocabulary import Jurisdiction
    from throughline.guidance.schema import Closing, Content, Recognition, StepRule, Trigger

Answer = Literal["yes", "no", "not_sure", "skip"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
_WORRYING = ("yes", "not_sure")


@dataclass(frozen=True, slots=True)
class Recognised:
    """Something recognised, the questions it rests on, and the provisions that name it where it happened."""

    what: Recognition
    because: tuple[str, ...]
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What a self-check gives. There is always a level, at least one reason and a way to reach somebody.

    `reasons` stand most urgent first; the ids in their `because` are those of questions. `ways` are ids of ways, first things
    first. `behaviours` are those whose pages may help. `triggers` say when to ask again.
    """

    level: Level
    reasons: tuple[Reason, ...]
    ways: tuple[str, ...]
    recognised: tuple[Recognised, ...]
    behaviours: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    closings: tuple[Closing, ...]


def self_check(
    answers: Mapping[str, Answer], *, jurisdiction: Jurisdiction | None = None, content: Content | None = None
) -> SelfCheck:
    """What the answers give, by id of question. Questions that are not there count as skipped.

    `jurisdiction` is where it happened, as the person said; with None no provision of any place is named. Raises InputError
    for a question or an answer that does not exist; the message holds no answer.
    """
    guidance = content or load_content()
    _check_answers(answers, guidance)
    worrying = tuple(id for id in guidance.questions if answers.get(id) in _WORRYING)
    unsure = tuple(id for id in worrying if answers[id] == "not_sure")
    rules = sorted(_speaking(guidance, worrying, unsure), key=lambda spoken: LEVELS.index(spoken[0].level))
    level = rules[0][0].level
    return SelfCheck(
        level=level,
        reasons=tuple(Reason(rule.why, because) for rule, because in rules),
        ways=_ways(level, [rule for rule, _ in rules], guidance),
        recognised=tuple(_recognised(guidance, worrying, jurisdiction)),
        behaviours=distinct(name for id in worrying for name in guidance.questions[id].behaviours),
        triggers=tuple(it for it in guidance.triggers.values() if not set(it.asked).isdisjoint(worrying)),
        closings=tuple(guidance.closings.values()),
    )


def _check_answers(answers: Mapping[str, Answer], content: Content) -> None:
    if not set(answers) <= set(content.questions):
        raise InputError("The self-check has no such question; load the page again.", code="E_SELF_CHECK")
    if not set(answers.values()) <= set(ANSWERS):
        raise InputError(f"An answer must be one of {', '.join(ANSWERS)}.", code="E_SELF_CHECK")


def _speaking(
    content: Content, worrying: tuple[str, ...], unsure: tuple[str, ...]
) -> list[tuple[StepRule, tuple[str, ...]]]:
    """The rules that speak, each with the questions it rests on; the last resort when none does."""
    spoken = []
    for rule in content.steps.values():
        heard = tuple(id for id in worrying if id in rule.asked or (rule.when_not_sure and id in unsure))
        if heard:
            spoken.append((rule, heard))
    return spoken or [(rule, ()) for rule in content.steps.values() if rule.is_last_resort]


def _ways(level: Level, rules: Iterable[StepRule], content: Content) -> tuple[str, ...]:
    """The ways of the level, and before them those of the rules, unless it is an emergency: then 999 comes first."""
    own = tuple(way for rule in rules for way in rule.ways)
    of_level = content.urgencies[level].routes
    return distinct((*of_level[:1], *own, *of_level[1:]) if level == "emergency" else (*own, *of_level))


def _recognised(content: Content, worrying: tuple[str, ...], jurisdiction: Jurisdiction | None) -> Iterable[Recognised]:
    for what in content.recognitions.values():
        because = tuple(id for id in worrying if id in what.asked)
        law = tuple(id for id in what.law if jurisdiction and content.law[id].jurisdiction == jurisdiction)
        if because:
            yield Recognised(what, because, law)
