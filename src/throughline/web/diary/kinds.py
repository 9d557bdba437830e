"""The kinds of thing that happen, in groups that fit on a page, as forms, lists and pictures show them."""

from __future__ import annotations

from collections.abc import Mapping

from throughline.domain.vocabulary import BEHAVIOURS

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Calls, messages and other contact": tuple(name for code, name in BEHAVIOURS.items() if code.startswith("A")),
    "Being followed or watched": tuple(name for code, name in BEHAVIOURS.items() if code.startswith("B")),
    "Phones, accounts and the internet": tuple(name for code, name in BEHAVIOURS.items() if code.startswith("C")),
    "Home, things and vehicle": tuple(name for code, name in BEHAVIOURS.items() if code.startswith("D")),
    "Through other people": tuple(name for code, name in BEHAVIOURS.items() if code.startswith("E")),
    "Other": (*(name for code, name in BEHAVIOURS.items() if code[0] in "FG"), "other"),
}
MILESTONE = "What changed things"
"""The group of milestones."""
UNSORTED = "No kind chosen yet"
"""The group of incidents to which no behaviour was put."""
