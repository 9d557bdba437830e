"""Which provisions a finding may be about, in the place where it happened: ids of the guidance's law entries.

Where nobody said where it happened, those of all three places are named. The law of one place is never shown for another. A
test holds every id here to the entry that it names, and every behaviour to what that entry lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from throughline.domain.case import Case
from throughline.domain.milestone import Order
from throughline.domain.vocabulary import Jurisdiction

Example = Literal[
    "follow", "contact", "publish", "monitor", "enter", "loiter", "property", "leave", "watch", "other"
]  # fmt: skip
"""What the lists of all three Acts are made of. That of England and Wales has neither entering, nor leaving things, nor a last
example for everything else; the first two stand nearest to property and to contact."""
Point = Literal["harassment", "occasions", "fear", "daily_life", "through_others"]
"""Anything else that a finding may help to show."""

NEAREST_EXAMPLE: Mapping[str, Example] = {
    "silent_calls": "contact", "repeated_calls": "contact", "messages": "contact", "emails": "contact",
    "social_contact": "contact", "letters": "leave", "gifts_left": "leave", "threats": "contact",
    "self_harm_threats": "other", "approaches": "follow", "following_on_foot": "follow", "following_by_vehicle": "follow",
    "loitering": "loiter", "watching": "watch", "turning_up": "loiter", "tracker": "monitor", "drone": "watch",
    "hidden_devices": "monitor", "account_break_in": "monitor", "shared_account_leak": "monitor", "stalkerware": "monitor",
    "smart_device_abuse": "monitor", "fake_accounts": "contact", "impersonation": "publish", "doxing": "publish",
    "intimate_images": "publish", "defamatory_posts": "publish", "damage": "property", "entry": "enter",
    "vehicle_tampering": "property", "contact_through_family": "contact", "helpers": "contact",
    "contact_through_children": "contact", "workplace": "contact", "vexatious_complaints": "contact",
    "false_orders": "publish", "order_breach": "other", "assault": "other",
}  # fmt: skip
"""The example that a behaviour stands nearest to (domain/behaviours.md)."""
_WORDS: tuple[Example, ...] = (
    "follow", "contact", "publish", "monitor", "enter", "loiter", "property", "leave", "watch", "other",
)  # fmt: skip
EXAMPLES: Mapping[Jurisdiction, Mapping[Example, str]] = {
    "england_wales": {
        "follow": "ew.pha1997.s2a3.a", "contact": "ew.pha1997.s2a3.b", "leave": "ew.pha1997.s2a3.b",
        "publish": "ew.pha1997.s2a3.c", "monitor": "ew.pha1997.s2a3.d", "loiter": "ew.pha1997.s2a3.e",
        "property": "ew.pha1997.s2a3.f", "enter": "ew.pha1997.s2a3.f", "watch": "ew.pha1997.s2a3.g",
    },
    "scotland": {word: f"sct.cjla2010.s39_6.{word}" for word in _WORDS},
    "northern_ireland": {word: f"ni.psa2022.list.{word}" for word in _WORDS},
}  # fmt: skip
"""Each example in the list of its place: s.2A(3) of the Protection from Harassment Act 1997, s.39(6) of the Criminal Justice and
Licensing (Scotland) Act 2010, and the list of the Protection from Stalking Act (Northern Ireland) 2022."""
PROVISIONS: Mapping[Jurisdiction, Mapping[Point, tuple[str, ...]]] = {
    "england_wales": {
        "harassment": ("ew.pha1997.s1",), "occasions": ("ew.pha1997.s7",), "fear": ("ew.pha1997.s4a",),
        "daily_life": ("ew.pha1997.s4a", "ew.pha1997.s4a.effect"), "through_others": ("ew.pha1997.s7_3a",),
    },
    "scotland": {
        "harassment": ("sct.pha1997.s8",), "occasions": ("sct.cjla2010.s39", "sct.pha1997.s8"),
        "fear": ("sct.cjla2010.s39",), "daily_life": ("sct.cjla2010.s39",),
    },
    "northern_ireland": {
        "harassment": ("ni.pho1997.art3",), "occasions": ("ni.pho1997.art3", "ni.psa2022.s1"),
        "fear": ("ni.psa2022.s1",), "daily_life": ("ni.psa2022.s1",),
    },
}  # fmt: skip
_ORDERS: Mapping[Jurisdiction, Mapping[str, tuple[str, ...]]] = {
    "england_wales": {
        "non_molestation": ("ew.fla1996.s42a",), "restraining": ("ew.sa2020.s363",),
        "stalking_protection": ("ew.spa2019.s8",), "bail": ("ew.bail1976.s7",), "undertaking": ("ew.undertaking",),
        "injunction": ("ew.pha1997.s3",), "occupation order": ("ew.fla1996.occupation",),
        "domestic abuse protection order": ("ew.daa2021.dapo",),
    },
    "scotland": {
        "non-harassment order": ("sct.pha1997.s9", "sct.nho_criminal"), "interdict": ("sct.interdict",),
        "exclusion order": ("sct.exclusion_order",), "bail": ("sct.bail",),
    },
    "northern_ireland": {
        "non_molestation": ("ni.fho1998.art25",), "restraining": ("ni.pho1997.art7",),
        "stalking_protection": ("ni.psa2022.s13",), "injunction": ("ni.pho1997.art5",), "bail": ("ni.bail",),
        "occupation order": ("ni.fho1998.art25",),
    },
}  # fmt: skip
"""What stands on breaking an order, by the name on its paper where that is known, and else by its kind."""


def law_for(case: Case, *points: Point | Example) -> tuple[str, ...]:
    """The provisions about these points, where it happened, each once. A place whose law does not have a point names none."""
    return tuple(dict.fromkeys(id for place in case.jurisdictions for point in points for id in _about(place, point)))


def _about(place: Jurisdiction, point: Point | Example) -> Iterator[str]:
    provisions: Mapping[str, tuple[str, ...]] = PROVISIONS[place]  # type: ignore[assignment]
    examples: Mapping[str, str] = EXAMPLES[place]  # type: ignore[assignment]
    yield from provisions.get(point, ())
    if point in examples:
        yield examples[point]


def examples_of(case: Case, behaviours: Iterable[str]) -> tuple[str, ...]:
    """The examples of stalking that those behaviours stand nearest to, in the order of their Act's list."""
    words = {NEAREST_EXAMPLE[it] for it in behaviours if it in NEAREST_EXAMPLE}
    return law_for(case, *(word for word in _WORDS if word in words))


def law_of_order(case: Case, order: Order) -> tuple[str, ...]:
    """What stands on breaking such an order, where it happened; nothing for an order that is not known there."""
    found = (
        _ORDERS[place].get(order.name.strip().lower()) or _ORDERS[place].get(order.kind, ())
        for place in case.jurisdictions
    )
    return tuple(dict.fromkeys(id for ids in found for id in ids))
