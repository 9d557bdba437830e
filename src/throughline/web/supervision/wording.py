"""The words of what was told without consent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from throughline.casework.without_consent import ToldTo, Why

TOLD_TO = {
    "police_999": _("The police, on 999"), "police_101": _("The police, on 101"), "ambulance": _("The ambulance service"),
    "childrens_social_care": _("Children’s social care"), "adults_social_care": _("Adult social care"), "other": _("Another service"),
}  # fmt: skip
WHY = {
    "life": _("An immediate risk to life, or of serious harm"), "at_risk": _("A child or an adult is at risk"),
    "law": _("A court or the law requires it"),
}  # fmt: skip
KNOWS = {
    "told": _("Yes, they were told"), "may_know": _("Not yet, and they may know: they read it here at once, if they share their diary"),
    "not_safe": _("No: knowing now would put them in danger. They read nothing of it until a supervisor agrees that it is safe"),
}  # fmt: skip


def named_told(to: ToldTo) -> str:
    """Who was told, as it is shown."""
    return str(TOLD_TO[to])


def named_why(why: Why) -> str:
    """Why somebody was told, as it is shown."""
    return str(WHY[why])
