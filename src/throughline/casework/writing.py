"""What staff write in their own words, kept apart from what the person wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from throughline.casework.checks import AWARE, NOT_BLANK, NOT_TOO_LONG, need

Given = Literal["not_yet", "read_aloud", "in_service", "handed_over"]
ReviewKind = Literal["case_review", "second_opinion", "quality"]


def _check_words(words: str) -> None:
    NOT_BLANK.check(words)
    NOT_TOO_LONG.check(words)


@dataclass(frozen=True, slots=True)
class Note:
    """Something an adviser notes."""

    words: Annotated[str, "the note"]

    def __post_init__(self) -> None:
        _check_words(self.words)


@dataclass(frozen=True, slots=True)
class Formulation:
    """How an adviser puts together what goes on and what drives it: words, with no total and no level."""

    words: Annotated[str, "the formulation"]
    on: Annotated[date, "the day on which it was so"]

    def __post_init__(self) -> None:
        _check_words(self.words)


@dataclass(frozen=True, slots=True)
class Advice:
    """A written summary for the person: kept by them safely, or read aloud to them."""

    words: Annotated[str, "the summary, as the person reads or hears it"]
    drawn_from: Annotated[tuple[str, ...], "ids of the guidance that it was made from"] = ()
    given: Annotated[Given, "how the person got it"] = "not_yet"
    given_at: Annotated[datetime | None, "when they got it"] = None

    def __post_init__(self) -> None:
        _check_words(self.words)
        AWARE.check(self.given_at)
        need(
            (self.given == "not_yet") == (self.given_at is None),
            "Say how they got it and when. If they do not have it yet, say neither.",
        )


@dataclass(frozen=True, slots=True)
class Review:
    """What a supervisor, or an adviser who was asked, says of the case."""

    kind: Annotated[ReviewKind, "a review of the case, a second opinion, or of the quality of the work"]
    words: Annotated[str, "what they say"]
    on: Annotated[date, "the day of the review"]
    read_their_words: Annotated[bool, "whether the person's own words were read for it"] = False

    def __post_init__(self) -> None:
        _check_words(self.words)
