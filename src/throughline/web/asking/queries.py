"""What is kept of the answers, and when it is a good time to look at the questions again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from throughline.domain.finding import NextSteps
from throughline.domain.questions import Answered, Questions
from throughline.domain.timing import WrittenTime
from throughline.domain.vocabulary import WorryingAnswer
from throughline.guidance.asking_again import AskAgain, ask_again
from throughline.guidance.triage import next_steps
from throughline.web.cases.queries import OpenCase
from throughline.web.guidance.leaves import said_plainly
from throughline.web.guidance.standing import marks_told

NEVER_LOOKED = timedelta(days=14)
"""How far back a day counts for somebody who never looked at the questions: two weeks, our own choice."""


def today_of(case: OpenCase) -> date:
    """The day it is where the case is."""
    return datetime.now(case.case.zone).date()


def kept(case: OpenCase) -> Questions:
    """What is kept; nothing where nobody answered yet."""
    return case.case.questions or Questions()


def answer_to(case: OpenCase, question: str) -> WorryingAnswer | None:
    """The kept answer to a question."""
    return next((it.answer for it in kept(case).answers if it.question == question), None)


def met(case: OpenCase) -> tuple[AskAgain, ...]:
    """Every reason to look at the questions again, put away or not."""
    today, looked_at = today_of(case), kept(case).looked_at
    since = (
        today - NEVER_LOOKED
        if looked_at is None
        else looked_at.span(case.case.zone).earliest.astimezone(case.case.zone).date()
    )
    return ask_again(case.case, case.findings.findings, answered_on=since, today=today)


def keys_of(found: tuple[AskAgain, ...]) -> set[str]:
    """What names each reason, so that it can be put away."""
    return {key for it in found for key in it.keys}


def reasons_to_look(case: OpenCase) -> dict[str, Any]:
    """The reasons to look again that were not put away, as they are told, with the doubts about them. None for those that
    are no news: who put a reason away is not told of it twice."""
    away = set(kept(case).put_away)
    new = [it.trigger for it in met(case) if not away.issuperset(it.keys)]
    said = [said_plainly(it) for it in new]
    return {"reasons": [(it.title, words) for it, words in zip(new, said, strict=True)], "doubts": marks_told(said)}


def steps_with(case: OpenCase, answers: dict[str, WorryingAnswer]) -> NextSteps:
    """The next steps of the case with these answers beside those that are kept."""
    at = WrittenTime(f"{today_of(case):%Y-%m-%d}")
    others = tuple(it for it in kept(case).answers if it.question not in answers)
    told = Questions(at, (*others, *(Answered(id, at, it) for id, it in answers.items())))
    return next_steps(replace(case.case, questions=told), case.communications, case.findings.findings)
