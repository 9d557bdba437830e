"""One communication read from an export, and one item of an export that could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from throughline.domain.vocabulary import Channel, CommunicationKind, Direction, IdentifierKind, State


@dataclass(frozen=True, slots=True)
class Party:
    """Who was at the other end: normalised for matching, and `written` where the export wrote it otherwise.

    Numbers are E.164 (`+447700900123`); short codes and names stay as they are; a withheld number has no value.
    """

    kind: IdentifierKind
    value: str = ""
    written: str | None = None


WITHHELD = Party("withheld")


@dataclass(frozen=True, slots=True)
class Communication:
    """One message, call or notice.

    `at` is aware: the earliest instant it can have been, in the offset of the export's zone. `at_latest` is the last
    instant it can have been, where the export leaves that open (times to the minute, the hour that clocks repeat);
    None means exactly `at`. `position` says where in the original it stands; `exhibit` names the original once there is
    one. For an outgoing communication `party` is who it went to. `text` is as the export has it.
    """

    id: str
    at: datetime
    direction: Direction = "unknown"
    kind: CommunicationKind = "message"
    channel: Channel = "other"
    party: Party | None = None
    party_name: str | None = None
    text: str | None = None
    duration_seconds: float | None = None
    attachments: tuple[str, ...] = ()
    exhibit: str | None = None
    position: str = ""
    at_latest: datetime | None = None
    state: State | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or (self.at_latest is not None and self.at_latest < self.at):
            raise ValueError("a communication needs an aware time, and an end that is not before it")


@dataclass(frozen=True, slots=True)
class Problem:
    """One item of an export that could not be read: where it stands, and why in one plain sentence without its words."""

    position: str
    why: str
