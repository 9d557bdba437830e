"""Somebody was told of a person without their consent: to whom, why, what, whether the person knows; and the second look at it.

It is written down after it was done, and nothing is sent from here. When it may be done is for the helpline and the law: this says only
what has to be on paper about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from throughline.casework.checks import AWARE, NOT_BLANK, NOT_TOO_LONG, need

ToldTo = Literal["police_999", "police_101", "ambulance", "childrens_social_care", "adults_social_care", "other"]
Why = Literal["life", "at_risk", "law"]
PersonKnows = Literal["told", "may_know", "not_safe"]


@dataclass(frozen=True, slots=True)
class WithoutConsent:
    """One time that somebody was told. The person reads to whom and why; at once, unless knowing it would put them in danger."""

    to: Annotated[ToldTo, "to whom"]
    named: Annotated[str, "which force, service or person"]
    why: Annotated[
        Why, "an immediate risk to life or of serious harm, a child or an adult at risk, or a court or the law"
    ]
    words: Annotated[str, "why, in words that the person can read"]
    what: Annotated[str, "what was told"]
    at: Annotated[datetime, "when it was told"]
    knows: Annotated[
        PersonKnows, "whether the person was told of it, may know, or knowing now would put them in danger"
    ]
    why_not_told: Annotated[str, "why the person was not told"] = ""

    def __post_init__(self) -> None:
        NOT_BLANK.check(self.named, self.words, self.what)
        NOT_TOO_LONG.check(self.named, self.words, self.what, self.why_not_told)
        AWARE.check(self.at)
        need(self.knows == "told" or self.why_not_told.strip(), "Where the person was not told, it says why.")


@dataclass(frozen=True, slots=True)
class SecondLook:
    """That a second member of staff looked at it, and whether the person may know of it from then on."""

    of: Annotated[str, "the id of what was told"]
    words: Annotated[str, "what they say of it"]
    may_know: Annotated[bool, "whether it is safe that the person knows"]

    def __post_init__(self) -> None:
        NOT_BLANK.check(self.of, self.words)
        NOT_TOO_LONG.check(self.words)
