"""Words of the field for codes, and times as people say them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from throughline.casework.checks import TIME_ZONE
from throughline.web.cases.access import place_of

register = template.Library()


@register.filter
def words(code: str) -> str:
    """A code of a vocabulary as words: `turning_up` is “turning up”."""
    return str(code).replace("_", " ")


@register.filter
def commas(number: int) -> str:
    """A number as people write it: 12,300."""
    return f"{number:,}"


@register.filter
def place(zone: str) -> str:
    """The place of a time zone: `Europe/London` is London."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


IDENTIFIER_WORDS = {
    "phone": "Phone", "email": "E-mail", "handle": "Account", "vehicle": "Vehicle", "address": "Address",
    "device": "Device", "withheld": "Number withheld",
}  # fmt: skip


@register.filter
def identifier_words(kind: str) -> str:
    """What a way to reach or recognise somebody is called before its value."""
    return IDENTIFIER_WORDS.get(kind, "Goes by")


@register.filter
def day_words(text: str) -> str:
    """A day or month as the case file writes it (2026-03-01), as people say it: 1 March 2026. Anything else as it is."""
    try:
        return (
            f"{date.fromisoformat(text[:10]):%-d %B %Y}"
            if len(text) >= 10
            else f"{date.fromisoformat(text + '-01'):%B %Y}"
        )
    except ValueError:
        return text


@register.filter
def wall(moment: datetime) -> str:
    """A moment as a clock in the United Kingdom shows it, where helplines work: 1 March 2026, 19:40."""
    return f"{moment.astimezone(TIME_ZONE):%-d %B %Y, %H:%M}"


@register.filter
def day_told(day: date) -> str:
    """A day as people say it: 1 March 2026."""
    return f"{day:%-d %B %Y}"


@register.simple_tag
def call(way: object) -> SafeString:
    """A telephone number as a link that dials it."""
    number = getattr(way, "number", "")
    return format_html('<a class="govuk-link tl-call" dir="ltr" href="tel:{}">{}</a>', number.replace(" ", ""), number)


@register.filter
def as_json(value: object) -> str:
    """A value as JSON, for an attribute: the template escapes it."""
    return json.dumps(value)


@register.simple_tag(takes_context=True)
def draft_address(context: Mapping[str, Any]) -> str:
    """Where what is typed on this page is kept while it is typed."""
    return reverse("diary:draft", args=[place_of(context["request"].path)])


@register.simple_tag(takes_context=True)
def lock_address(context: Mapping[str, Any]) -> str:
    """Where “Lock” leads from this page, so that unlocking leads back to it."""
    return reverse("lock-typed", args=[place_of(context["request"].path) or "notes"])


@register.filter
def unlocalised(number: float) -> str:
    """A number as SVG has it, whatever the language."""
    return f"{number:g}"
