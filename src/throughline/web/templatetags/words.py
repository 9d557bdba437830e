"""Words of the field for codes, and times as people say them."""

from __future__ import annotations

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

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


@register.simple_tag
def call(way: object) -> SafeString:
    """A telephone number as a link that dials it."""
    number = getattr(way, "number", "")
    return format_html('<a class="govuk-link tl-call" href="tel:{}">{}</a>', number.replace(" ", ""), number)


@register.filter
def as_json(value: object) -> str:
    """A value as JSON, for an attribute: the template escapes it."""
    return json.dumps(value)
