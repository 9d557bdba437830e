"""What the guidance says, beside what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from throughline.web.guidance.leaves import Said, leaf
from throughline.web.guidance.standing import Standing, marks_told, standing
from throughline.web.languages import guidance

register = template.Library()


@register.filter
def how_sure(said: Iterable[Said]) -> Standing:
    """How sure all that is said is, for the foot of its page."""
    return standing(said)


@register.inclusion_tag("guide/beside.html")
def beside(behaviours: Iterable[str]) -> dict[str, Any]:
    """For each behaviour of an incident: the first safe step, three lines, and the way to its page."""
    known = guidance().behaviours
    shown = [leaf("behaviour", name) for name in behaviours if name in known]
    parts = [(it, {part.key: part.said for part in it.parts}) for it in shown]
    told = [(it, of["first_safe_step"], of["in_short"]) for it, of in parts]
    return {"told": told, "doubts": marks_told(said for _, step, short in told for said in (*step, *short))}
