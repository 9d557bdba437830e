"""What a person answered to the questions about danger, and when: their own word on a day, never a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from throughline.domain.rules import A_CODE, NOT_EMPTY
from throughline.domain.timing import WrittenTime
from throughline.domain.vocabulary import WorryingAnswer


@dataclass(frozen=True, slots=True)
class Answered:
    """One question answered yes or not sure on a day. `question` is a code of the guidance of the version in use; one that
    this version does not know is kept, and speaks for nothing. A no is never kept: no answer can lower anything."""

    question: Annotated[str, A_CODE]
    at: WrittenTime
    answer: WorryingAnswer = "not_sure"

    def __post_init__(self) -> None:
        A_CODE.check(self.question)


@dataclass(frozen=True, slots=True)
class Questions:
    """The day on which the person last looked at the questions, the answers they chose to keep, and the reasons to look again
    that they put away (keys of `guidance.asking_again`). Raises ValueError for two answers to one question."""

    looked_at: WrittenTime | None = None
    answers: tuple[Answered, ...] = ()
    put_away: tuple[Annotated[str, NOT_EMPTY], ...] = ()

    def __post_init__(self) -> None:
        NOT_EMPTY.check(*self.put_away)
        if len({it.question for it in self.answers}) < len(self.answers):
            raise ValueError("answers one question twice")
