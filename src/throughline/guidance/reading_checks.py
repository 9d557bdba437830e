"""Reading the self-check: its questions, what it can recognise, what it says at the end, and when to ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from throughline.domain.finding import FindingKind
from throughline.domain.vocabulary import BEHAVIOUR_NAMES, MilestoneKind, words
from throughline.guidance.fields import ContentError, Fields, known
from throughline.guidance.schema import Part

if TYPE_CHECKING:
    from throughline.guidance.schema import Content

TOPICS = 26
"""How many questions domain/risk.md section 4 has."""
_MILESTONES: tuple[MilestoneKind, ...] = words(MilestoneKind)  # type: ignore[assignment]
_FINDINGS: tuple[FindingKind, ...] = words(FindingKind)  # type: ignore[assignment]
_FOUND_BY: tuple[Literal["milestones", "findings", "asked", "order_ends", "is_graver", "weeks_after"], ...] = (
    "milestones", "findings", "asked", "order_ends", "is_graver", "weeks_after",
)  # fmt: skip
_PARTS: tuple[Part, ...] = words(Part)  # type: ignore[assignment]


class QuestionFields(TypedDict):
    """What a question has beside what every entry has."""

    part: Part
    topic: int | None
    behaviours: tuple[str, ...]


class RecognitionFields(TypedDict):
    """What a recognition has beside what every entry has."""

    asked: tuple[str, ...]
    law: tuple[str, ...]


class TriggerFields(TypedDict):
    """What a trigger has beside what every entry has."""

    milestones: tuple[MilestoneKind, ...]
    findings: tuple[FindingKind, ...]
    asked: tuple[str, ...]
    days_before: int
    is_yearly: bool
    order_ends: bool
    is_graver: bool
    weeks_after: int | None


def read_check_question(fields: Fields) -> QuestionFields:
    """The part it stands in, the question of risk.md it comes from, and the behaviours a yes leads to."""
    topic = fields.whole_number("topic")
    if topic is not None and not 1 <= topic <= TOPICS:
        raise ContentError(fields.place, f"“topic” must be from 1 to {TOPICS}")
    return QuestionFields(
        part=fields.choice("part", _PARTS),
        topic=topic,
        behaviours=fields.choices("behaviours", sorted(BEHAVIOUR_NAMES)),
    )


def read_recognition(fields: Fields) -> RecognitionFields:
    """The questions it rests on, and the provisions that name it."""
    return RecognitionFields(asked=fields.texts("asked"), law=fields.texts("law"))


def read_trigger(fields: Fields) -> TriggerFields:
    """What it is found by; one way is needed."""
    trigger = TriggerFields(
        milestones=fields.choices("milestones", _MILESTONES),
        findings=fields.choices("findings", _FINDINGS),
        asked=fields.texts("asked"),
        days_before=fields.whole_number("days_before") or 0,
        is_yearly=fields.yes("is_yearly"),
        order_ends=fields.yes("order_ends"),
        is_graver=fields.yes("is_graver"),
        weeks_after=fields.whole_number("weeks_after"),
    )
    if not any(trigger[key] for key in _FOUND_BY):
        raise ContentError(fields.place, "“milestones”, “findings”, “asked” or another way to find it is needed")
    return trigger


def check_questions(content: Content) -> None:
    """Raise ContentError for a question that does not exist, or that no rule hears: each yes must give a reason."""
    for rule in content.steps.values():
        known(rule.asked, content.questions, "asked", f"step {rule.id}")
        known(rule.ways, content.ways, "ways", f"step {rule.id}")
    for recognition in content.recognitions.values():
        known(recognition.asked, content.questions, "asked", f"recognition {recognition.id}")
        known(recognition.law, content.law, "law", f"recognition {recognition.id}")
    for trigger in content.triggers.values():
        known(trigger.asked, content.questions, "asked", f"trigger {trigger.id}")
    heard = {id for rule in content.steps.values() for id in rule.asked}
    for id in content.questions:
        if id not in heard:
            raise ContentError(f"question {id}", "no step has it in “asked”, so a yes would give no reason")
