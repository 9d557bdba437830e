"""The language of a page: what its address says, and nothing else. No cookie, and nothing that a browser asks for: what somebody
reads is the same for everybody who has the address."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_from_path, gettext, gettext_noop, override

from throughline.guidance.schema import Content
from throughline.guidance.translating import WRITTEN_IN, content_in, is_draft

DRAFT = gettext_noop(
    "This translation is a draft that nobody has checked yet. Numbers such as 999 are right. What is not translated stands in English."
)
DRAFT_NAME = gettext_noop("draft")


@dataclass(frozen=True, slots=True)
class Offered:
    """The same page in another language: what it is called there, its tag, and its address."""

    name: str
    tag: str
    address: str


def language() -> str:
    """The language of this page, as Django writes it: `en-gb`, `cy`."""
    return get_language() or settings.LANGUAGE_CODE


def language_of(path: str) -> str:
    """The language that an address is in: its first part where that is a language, or the one of addresses without."""
    return get_language_from_path(path) or settings.LANGUAGE_CODE


def tag_of(code: str) -> str:
    """A language as HTML writes it: `en-GB`."""
    name, _, region = code.partition("-")
    return f"{name}-{region.upper()}" if region else name


def guidance() -> Content:
    """The content in the language of this page."""
    return content_in(language())


def draft_words() -> str:
    """What a page says about its translation, in English: nothing where it is none, or where somebody has checked it."""
    return DRAFT if tag_of(language()) != WRITTEN_IN and is_draft(language()) else ""


def others(request: HttpRequest) -> list[Offered]:
    """The languages this page can be had in besides its own. None where a form was answered: the link would lose the answer."""
    if request.method not in ("GET", "HEAD"):
        return []
    here = request.path
    found = ((code, name, translate_url(here, code)) for code, name in settings.LANGUAGES if code != language())
    return [Offered(_named(code, name), tag_of(code), address) for code, name, address in found if address != here]


def _named(code: str, name: str) -> str:
    """A language as it calls itself, and that it is a draft, where it is one."""
    with override(code):
        return f"{name} ({gettext(DRAFT_NAME)})" if is_draft(code) else name
