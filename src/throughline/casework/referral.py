"""A hand-over to police, an advocate, a solicitor or another service: what the person agreed to, what went, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from throughline.casework.checks import AWARE, NOT_BLANK, NOT_TOO_LONG, need

Recipient = Literal["police", "isac", "idva", "solicitor", "other"]
ConsentGiven = Literal["spoken", "written", "in_service"]


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person agreed to, and how. It covers what it says and nothing else."""

    how: Annotated[ConsentGiven, "how it was given"]
    at: Annotated[datetime, "when it was given"]
    to_what: Annotated[str, "what they agreed to, in words that were read to them"]
    withdrawn_at: Annotated[datetime | None, "when they took it back"] = None

    def __post_init__(self) -> None:
        AWARE.check(self.at, self.withdrawn_at)
        NOT_BLANK.check(self.to_what)
        NOT_TOO_LONG.check(self.to_what)
        need(
            self.withdrawn_at is None or self.withdrawn_at >= self.at,
            "Consent cannot be taken back before it was given.",
        )

    def holds_at(self, moment: datetime) -> bool:
        """True when it was given by then and not taken back."""
        return self.at <= moment and (self.withdrawn_at is None or moment < self.withdrawn_at)


@dataclass(frozen=True, slots=True)
class Referral:
    """One hand-over. Nothing is sent without consent in force at that moment; where a life could not wait, `without_consent` says it."""

    to: Annotated[Recipient, "to whom"]
    named: Annotated[str, "which force, service or person"]
    consent: Annotated[Consent | None, "what the person agreed to"] = None
    sent: Annotated[str, "what was sent, item by item"] = ""
    sent_at: Annotated[datetime | None, "when it was sent"] = None
    answer_by: Annotated[date | None, "by when an answer is expected"] = None
    answer: Annotated[str, "what they answered"] = ""
    answered_at: Annotated[datetime | None, "when they answered"] = None

    def __post_init__(self) -> None:
        NOT_BLANK.check(self.named)
        NOT_TOO_LONG.check(self.named, self.sent, self.answer)
        AWARE.check(self.sent_at, self.answered_at)
        need((self.sent_at is None) == (not self.sent), "What was sent says when, and what.")
        need((self.answered_at is None) == (not self.answer), "An answer says when it came, and what it was.")
        need(self.answered_at is None or self.sent_at is not None, "An answer needs something that was sent.")
        agreed = self.sent_at is None or (self.consent is not None and self.consent.holds_at(self.sent_at))
        need(agreed, "Nothing can be sent without consent that holds at that time.")

    @property
    def is_agreed(self) -> bool:
        """True while the person agrees to it."""
        return self.consent is not None and self.consent.withdrawn_at is None

    @property
    def is_waiting(self) -> bool:
        """True while something was sent and no answer came."""
        return self.sent_at is not None and self.answered_at is None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That one member of staff looked at what is to leave for a referral although it shows where somebody lives, works or stays.

    `of` names exactly what they looked at: where anything of it changes, they did not confirm that.
    """

    referral: Annotated[str, "the id of the referral"]
    of: Annotated[str, "SHA-256 of what is to leave, as it was chosen"]
    withheld: Annotated[tuple[str, ...], "ids of the shared entries that are left out of the pack"] = ()
    with_answers: Annotated[bool, "whether the answers to the questions about danger are in it"] = False
    letter: Annotated[str, "the letter, where it is one and not a pack"] = ""

    def __post_init__(self) -> None:
        NOT_BLANK.check(self.referral, self.of)
        NOT_TOO_LONG.check(self.letter)
