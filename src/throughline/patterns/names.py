"""What behaviours, channels, changes and degrees of fear are called in a sentence. Codes come from the closed vocabularies."""

from __future__ import annotations

from collections.abc import Mapping

from throughline.domain.finding import FindingKind, GraveCategory
from throughline.domain.milestone import Order
from throughline.domain.vocabulary import OrderKind

KIND_NAMED: dict[FindingKind, str] = {
    "order_breach": "Orders that may have been broken", "after_stop": "What came after you said stop, blocked or reported",
    "occasions": "How often", "frequency_change": "More often than before", "severity_change": "Graver than before",
    "reaction": "Sooner than their usual pace", "many_channels_day": "Several ways on one day",
    "return_after_quiet": "Again after a long quiet time", "rhythm": "At the same hours or days", "anniversary": "On dates that matter",
    "first_of_kind": "What was new, and when", "channel_switch": "New ways to reach you", "place_pattern": "Places",
    "burst": "Many in a short time", "third_party": "Through other people", "impact": "What changed for you",
    "linked_identity": "Numbers that may be the same writer", "recorded_late": "Written down later", "repeated_words": "The same words again",
    "knows_too_much": "Words about where you were or what you did", "grave_words": "Messages to read first",
}  # fmt: skip
"""The heading that findings of a kind stand under."""
CATEGORY_NAMED: dict[GraveCategory, str] = {
    "direct_threat": "may threaten to hurt somebody", "veiled_threat": "may hint at harm", "weapon": "may speak of a weapon",
    "suicide": "may speak of their own death or self-harm", "children": "may speak of children",
    "image": "may speak of private pictures", "surveillance": "may speak of watching or finding you",
    "property": "may speak of damage, or of harm to an animal", "control_ultimatum": "may order or press you to do something",
}  # fmt: skip
"""What a message of a category may do, as it ends a sentence that begins with the message."""
BEHAVIOUR_NAMED: dict[str, str] = {
    "silent_calls": "silent calls", "repeated_calls": "repeated calls", "messages": "messages", "emails": "e-mails",
    "social_contact": "contact on social media", "letters": "letters", "gifts_left": "things sent or left for you",
    "threats": "threats", "self_harm_threats": "threats of self-harm", "approaches": "coming up to you",
    "following_on_foot": "following you on foot", "following_by_vehicle": "following you by vehicle",
    "loitering": "waiting around near you", "watching": "watching you", "turning_up": "turning up where you were",
    "tracker": "a tracker", "drone": "a drone", "hidden_devices": "hidden devices",
    "account_break_in": "getting into your accounts", "shared_account_leak": "a leak from a shared account",
    "stalkerware": "spying software", "smart_device_abuse": "misuse of smart devices", "fake_accounts": "fake accounts",
    "impersonation": "pretending to be you", "doxing": "putting out your private details",
    "intimate_images": "intimate images", "defamatory_posts": "posts about you", "damage": "damage to your things",
    "entry": "getting into your home", "vehicle_tampering": "tampering with your vehicle",
    "contact_through_family": "contact through family or friends", "helpers": "contact through helpers",
    "contact_through_children": "contact through children", "workplace": "contact at your work",
    "vexatious_complaints": "complaints made about you", "false_orders": "orders made in your name",
    "order_breach": "something you marked as a breach of an order", "assault": "assault", "other": "something else",
}  # fmt: skip
CHANNEL_NAMED: dict[str, str] = {
    "sms": "text messages", "mms": "picture messages", "phone": "phone calls", "whatsapp": "WhatsApp",
    "imessage": "iMessage", "telegram": "Telegram", "signal": "Signal", "messenger": "Messenger",
    "instagram": "Instagram", "snapchat": "Snapchat", "x": "X", "email": "e-mail", "bank": "bank payments",
    "letter": "post", "other": "another channel",
}  # fmt: skip
IDENTIFIER_NAMED: dict[str, str] = {
    "phone": "phone number", "email": "e-mail address", "handle": "account", "vehicle": "vehicle", "address": "address",
    "device": "device", "other": "name or account",
}  # fmt: skip
FEAR_NAMED = ("not at all afraid", "a little afraid", "fairly afraid", "quite afraid", "very afraid")
"""The five degrees of the case file, 0 to 4."""
ORDER_NAMED: dict[str, str] = {
    "non_molestation": "non-molestation order", "restraining": "restraining order",
    "stalking_protection": "stalking protection order", "injunction": "injunction", "bail": "bail conditions",
    "undertaking": "undertaking", "other": "order",
}  # fmt: skip
NAMED_ORDERS: Mapping[str, OrderKind] = {
    "non-harassment order": "other", "interdict": "injunction", "exclusion order": "other", "occupation order": "other",
    "domestic abuse protection order": "other", "special bail conditions": "bail",
}  # fmt: skip
"""Orders that the case file has no word for, with the one that is nearest to each and never wrong."""

PRESENCE = frozenset({
    "approaches", "following_on_foot", "following_by_vehicle", "loitering", "watching", "turning_up", "entry", "damage",
    "vehicle_tampering", "assault",
})  # fmt: skip
"""Behaviours for which somebody has to be where you or your things are."""
ENCOUNTERS = PRESENCE - {"damage", "vehicle_tampering"}
"""Behaviours in which you met them or saw them."""
THROUGH_OTHERS = ("contact_through_family", "helpers", "contact_through_children")

_BY_CALL = frozenset(
    {"phone", "whatsapp", "imessage", "telegram", "signal", "messenger", "instagram", "snapchat", "other"}
)
_IN_APPS = frozenset({"whatsapp", "imessage", "telegram", "signal", "messenger", "instagram", "snapchat", "x", "other"})
_ANY = frozenset(CHANNEL_NAMED)
CONTACT_CHANNELS: dict[str, frozenset[str]] = {
    "silent_calls": _BY_CALL, "repeated_calls": _BY_CALL, "messages": _IN_APPS | {"sms", "mms"},
    "emails": frozenset({"email"}), "social_contact": _IN_APPS, "fake_accounts": _IN_APPS | {"email"},
    "letters": frozenset({"letter"}), "gifts_left": frozenset({"letter", "other"}), "approaches": frozenset({"other"}),
    "assault": frozenset({"other"}), "threats": _ANY, "self_harm_threats": _ANY, "workplace": _ANY,
    "contact_through_family": _ANY, "helpers": _ANY, "contact_through_children": _ANY,
}  # fmt: skip
"""Behaviours that are contact, and the channels each can have come by. Contact through others can have come by any."""

SAME_AS_CHANNEL = ("messages", "emails", "repeated_calls", "social_contact")
"""Behaviours that say no more than that contact came in a channel."""


def change_named(code: str) -> str:
    """A change in somebody's life as words: the code `stopped_going_out` is "stopped going out"."""
    return code.replace("_", " ").strip()


def order_named(order: Order) -> str:
    """An order in a sentence: by the name on its paper where it was given, and else by its kind."""
    return order.name.strip() or ORDER_NAMED[order.kind]
