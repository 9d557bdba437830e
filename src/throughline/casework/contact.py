"""Who a case is of, as far as they chose to say, and each time that they and the helpline were in touch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from throughline.casework.checks import AWARE, NOT_BLANK, NOT_TOO_LONG, Answer, need
from throughline.domain.vocabulary import Jurisdiction, Relationship

Way = Literal["call", "text", "web_form", "chat", "email", "letter", "visit", "in_service", "other"]
Began = Literal["by_them", "by_us"]
Went = Literal["through", "silent", "dropped", "not_answered", "somebody_else"]
Speaker = Literal["client", "on_behalf", "professional", "unknown"]
_TALK: tuple[Way, ...] = ("call", "chat", "visit")


@dataclass(frozen=True, slots=True)
class Begun:
    """How a case began: by a contact, or because somebody shared their diary, and what they wanted to be called then."""

    called: Annotated[str, "what the person wanted to be called when they shared their diary"] = ""

    def __post_init__(self) -> None:
        NOT_TOO_LONG.check(self.called)


@dataclass(frozen=True, slots=True)
class FoundBy:
    """What a person who rings back gives, so that their case is found: both are needed, and a number is neither."""

    reference: Annotated[str, "the reference that the helpline told them"]
    word: Annotated[str, "the word or name that they chose"]

    def __post_init__(self) -> None:
        NOT_BLANK.check(self.reference, self.word)
        NOT_TOO_LONG.check(self.reference, self.word)


@dataclass(frozen=True, slots=True)
class Client:
    """The person whom the helpline helps. All of it is theirs to give; nothing is needed."""

    name: Annotated[str, "what they want to be called; empty where they gave none"] = ""
    needs: Annotated[str, "language, interpreter, hearing, sight, anything that makes talking easier"] = ""
    jurisdiction: Annotated[Jurisdiction | None, "whose law may apply"] = None
    under_18: Annotated[Answer, "is the person under 18"] = "unknown"
    about: Annotated[str, "who does it, as the person names them"] = ""
    relationship: Annotated[Relationship, "who that is to them"] = "unknown"
    length: Annotated[str, "since when, in the person's words"] = ""

    def __post_init__(self) -> None:
        NOT_TOO_LONG.check(self.name, self.needs, self.about, self.length)


@dataclass(frozen=True, slots=True)
class Contact:
    """One call, message or visit, also one in which nobody spoke. `told` is the adviser's account of what was said.

    An emergency stays at the head of the queue until `emergency_done` says what was done.
    """

    way: Annotated[Way, "how it came"]
    began: Annotated[datetime, "when it began"]
    ended: Annotated[datetime | None, "when it ended; empty while it goes on"] = None
    started: Annotated[Began, "who began it"] = "by_them"
    went: Annotated[
        Went, "whether they talked, or the line was silent, dropped, not answered, or answered by another"
    ] = "through"
    speaker: Annotated[Speaker, "who spoke"] = "unknown"
    told: Annotated[str, "what was said"] = ""
    emergency: Annotated[bool, "whether it became an emergency"] = False
    emergency_done: Annotated[str, "what was done about the emergency"] = ""

    def __post_init__(self) -> None:
        AWARE.check(self.began, self.ended)
        NOT_TOO_LONG.check(self.told, self.emergency_done)
        need(self.ended is None or self.ended >= self.began, "A contact cannot end before it began.")
        need(self.emergency or not self.emergency_done, "What was done about an emergency needs the emergency marked.")

    @property
    def reached_them(self) -> bool:
        """True when the person was spoken with, or wrote. That we wrote to them, or spoke with another, shows no such thing."""
        return self.went == "through" and self.speaker == "client" and (self.started == "by_them" or self.way in _TALK)
