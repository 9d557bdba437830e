"""The kinds of thing that happen, in groups that fit on a page, as forms, lists and pictures show them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from throughline.domain.vocabulary import BEHAVIOURS

GROUPS: Mapping[str, tuple[str, ...]] = {
    gettext_noop("Calls, messages and other contact"): tuple(
        name for code, name in BEHAVIOURS.items() if code.startswith("A")
    ),
    gettext_noop("Being followed or watched"): tuple(name for code, name in BEHAVIOURS.items() if code.startswith("B")),
    gettext_noop("Phones, accounts and the internet"): tuple(
        name for code, name in BEHAVIOURS.items() if code.startswith("C")
    ),
    gettext_noop("Home, things and vehicle"): tuple(name for code, name in BEHAVIOURS.items() if code.startswith("D")),
    gettext_noop("Through other people"): tuple(name for code, name in BEHAVIOURS.items() if code.startswith("E")),
    gettext_noop("Other"): (*(name for code, name in BEHAVIOURS.items() if code[0] in "FG"), "other"),
}
MILESTONE = gettext_noop("What changed things")
"""The group of milestones."""
UNSORTED = gettext_noop("No kind chosen yet")
"""The group of incidents to which no behaviour was put."""
