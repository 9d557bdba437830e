"""The self-check: answers to plain questions, and what they give. No account, no record, and never “no”.

The questions are `content/self_check.toml`, what is recognised `content/self_check_results.toml`, and the rules are those of
`content/triage.toml`, the same as for a case. A yes and a not sure count the same; a no and a skip count for nothing. So one
more worrying answer can only raise the level, and no answer can lower it. Nothing is added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from throughline.domain.errors import InputError
from throughline.domain.finding import NextSteps
from throughline.guidance.load import load_content
from throughline.guidance.record import distinct
from throughline.guidance.triage import speaking, steps_from

if TYPE_CHECKING:
    from throughline.domain.vocabulary import Jurisdiction, WorryingAnswer
    from throughline.guidance.schema import Closing, Content, Recognition, Trigger

Answer = Literal["yes", "no", "not_sure", "skip"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Something recognised, the questions it rests on, and the provisions that name it where it happened."""

    what: Recognition
    because: tuple[str, ...]
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What a self-check gives. `steps` always has a level, a reason and a way to reach somebody; the ids in its reasons are
    those of questions. `behaviours` are those whose pages may help. `triggers` say when to ask again.
    """

    steps: NextSteps
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
    heard = worrying_of(answers)
    worrying = tuple(id for id in guidance.questions if id in heard)
    return SelfCheck(
        steps=steps_from(list(speaking(heard, guidance)), guidance),
        recognised=tuple(_recognised(guidance, worrying, jurisdiction)),
        behaviours=distinct(name for id in worrying for name in guidance.questions[id].behaviours),
        triggers=tuple(it for it in guidance.triggers.values() if not set(it.asked).isdisjoint(worrying)),
        closings=tuple(guidance.closings.values()),
    )


def worrying_of(answers: Mapping[str, Answer]) -> dict[str, WorryingAnswer]:
    """The answers that count: yes and not sure."""
    return {id: it for id, it in answers.items() if it in ("yes", "not_sure")}


def _check_answers(answers: Mapping[str, Answer], content: Content) -> None:
    if not set(answers) <= set(content.questions):
        raise InputError("The self-check has no such question; load the page again.", code="E_SELF_CHECK")
    if not set(answers.values()) <= set(ANSWERS):
        raise InputError(f"An answer must be one of {', '.join(ANSWERS)}.", code="E_SELF_CHECK")


def _recognised(content: Content, worrying: tuple[str, ...], jurisdiction: Jurisdiction | None) -> Iterator[Recognised]:
    for what in content.recognitions.values():
        because = tuple(id for id in worrying if id in what.asked)
        law = tuple(id for id in what.law if jurisdiction and content.law[id].jurisdiction == jurisdiction)
        if because:
            yield Recognised(what, because, law)
