"""The closed vocabularies of the case file (format throughline-case/1), and the behaviour codes.

Each is a `Literal`, so that mypy and the case-file reader work from the same list.
"""

from __future__ import annotations

from typing import Literal, get_args

Jurisdiction = Literal["england_wales", "scotland", "northern_ireland"]
JURISDICTIONS: tuple[Jurisdiction, ...] = get_args(Jurisdiction)
Relationship = Literal[
    "former_partner", "partner", "family", "friend", "colleague", "neighbour", "acquaintance", "client",
    "stranger", "unknown", "other",
]  # fmt: skip
IdentifierKind = Literal["phone", "email", "handle", "vehicle", "address", "device", "withheld", "other"]
PlaceKind = Literal["home", "work", "study", "family", "route", "leisure", "online", "other"]
MilestoneKind = Literal[
    "told_to_stop", "blocked", "relationship_ended", "moved", "changed_number", "reported_to_police",
    "police_spoke_to_them", "order_made", "order_ended", "court_hearing", "charged", "released", "post_published",
    "anniversary", "other",
]  # fmt: skip
OrderKind = Literal[
    "non_molestation", "restraining", "stalking_protection", "injunction", "bail", "undertaking", "other"
]  # fmt: skip
TermKind = Literal["no_contact", "no_approach", "zone", "other"]
WorryingAnswer = Literal["yes", "not_sure"]
Precision = Literal["minute", "hour", "part_of_day", "day", "month", "unknown"]
Attribution = Literal["seen", "voice", "identifier", "told", "guess", "unknown"]
Direction = Literal["incoming", "outgoing", "unknown"]
CommunicationKind = Literal[
    "message", "call", "missed_call", "voicemail", "email", "payment", "post", "reaction", "notice"
]  # fmt: skip
Channel = Literal[
    "sms", "mms", "phone", "whatsapp", "imessage", "telegram", "signal", "messenger", "instagram", "snapchat", "x",
    "email", "bank", "letter", "other",
]  # fmt: skip
State = Literal[
    "draft", "not_sent", "deleted", "edited", "omitted", "view_once", "undecodable", "not_downloaded", "rejected", "blocked",
]  # fmt: skip
"""What an export says about a communication beyond its words. Absent means: as it was sent."""

BEHAVIOURS: dict[str, str] = {
    "A1": "silent_calls", "A2": "repeated_calls", "A3": "messages", "A4": "emails", "A5": "social_contact",
    "A6": "letters", "A7": "gifts_left", "A8": "threats", "A9": "self_harm_threats", "A10": "approaches",
    "B1": "following_on_foot", "B2": "following_by_vehicle", "B3": "loitering", "B4": "watching",
    "B5": "turning_up", "B6": "tracker", "B7": "drone", "B8": "hidden_devices",
    "C1": "account_break_in", "C2": "shared_account_leak", "C3": "stalkerware", "C4": "smart_device_abuse",
    "C5": "fake_accounts", "C6": "impersonation", "C7": "doxing", "C8": "intimate_images", "C9": "defamatory_posts",
    "D1": "damage", "D2": "entry", "D5": "vehicle_tampering",
    "E1": "contact_through_family", "E2": "helpers", "E3": "contact_through_children", "E4": "workplace",
    "F1": "vexatious_complaints", "F3": "false_orders", "F5": "order_breach", "G1": "assault",
}  # fmt: skip
"""Code to stable name of the 38 behaviours that ship; `other` stands beside them."""

BEHAVIOUR_NAMES = frozenset(BEHAVIOURS.values()) | {"other"}


def words(vocabulary: object) -> tuple[str, ...]:
    """The words of a `Literal` vocabulary, in their listed order."""
    return get_args(vocabulary)
