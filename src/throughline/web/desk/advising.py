"""A written summary for a person, begun from what the guidance says of what happens to them; an adviser makes it their own."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from throughline.web.guidance.leaves import leaf
from throughline.web.languages import guidance

PARTS = ("first_safe_step", "avoid", "write_down", "keep", "tell")
"""What of the page of a behaviour goes into a summary, in this order."""


def summary_of(behaviours: Sequence[str]) -> str:
    """The words of a summary for those behaviours, which begins with what to do in danger."""
    ways = guidance().ways
    parts = [f"{ways['999'].title}: 999\n{ways['999'].body}"]
    for name in behaviours:
        if name not in guidance().behaviours:
            continue
        page = leaf("behaviour", name)
        said = {part.key: part for part in page.parts}
        lines = [page.title.upper()]
        for key in PARTS:
            if key in said:
                lines += [f"{said[key].heading}:", *(f"- {it.plain}" for it in said[key].said)]
        parts.append("\n".join(lines))
    helpline = ways["helpline"]
    parts.append(f"{helpline.title}: {helpline.number}")
    parts.append(gettext("Keep this where nobody else finds it. You can ask for it to be read to you instead."))
    return "\n\n".join(parts)
