"""The content in another language: each text that a reader sees, as a catalogue has it, or in English and marked so.

Catalogues are `locale/<language>/LC_MESSAGES/guidance.po`, by the English words, compiled at set-up. Sources, telephone numbers,
the titles of laws and everything that rules look for stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from html import escape
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

from throughline.guidance.conditions import Question
from throughline.guidance.entry import Point
from throughline.guidance.load import load_content
from throughline.guidance.pages import Behaviour, Guide, Script, Section
from throughline.guidance.schema import (
    Change,
    CheckQuestion,
    Closing,
    Content,
    ElementRule,
    Figure,
    Law,
    Recognition,
    Risk,
    Route,
    StepRule,
    Trigger,
    Urgency,
    Way,
)  # fmt: skip

WRITTEN_IN = "en-GB"
"""The language that the content is written in."""
SHOWN: Mapping[type, tuple[str, ...]] = {
    Law: ("body",), Risk: ("title", "body"), Route: ("title", "body"), ElementRule: ("title", "body"), StepRule: ("why",),
    Urgency: ("title", "body"), Way: ("title", "body", "hours", "calling", "checked_how"), Change: ("title", "body"),
    Figure: ("title", "body", "number", "counts", "claim"), CheckQuestion: ("title", "body"), Recognition: ("title", "body"),
    Closing: ("title", "body"), Trigger: ("title", "body"), Behaviour: ("title",), Guide: ("title", "summary"),
    Script: ("title", "gaps"), Section: ("heading",), Point: ("body",), Question: ("ask",),
}  # fmt: skip
"""For each kind, what of it a reader sees as words. What is held inside one of these (the points of a route) is looked through."""
Kind = TypeVar("Kind")
Say = Callable[[str, str], str]
"""What stands for a text: given its place and its words."""


class Untranslated(str):
    """English words in content of another language. In HTML they say so, so that a screen reader reads them rightly."""

    __slots__ = ()

    def __html__(self) -> str:
        """The words, marked."""
        return f'<span lang="{WRITTEN_IN}" dir="ltr">{escape(self)}</span>'


@lru_cache(maxsize=16)
def catalogue(language: str) -> NullTranslations:
    """What is translated into a language such as `cy`; empty where there is no catalogue of it."""
    held = files("throughline.guidance") / "locale" / language / "LC_MESSAGES" / "guidance.mo"
    if not held.is_file():
        return NullTranslations()
    with held.open("rb") as stream:
        return GNUTranslations(stream)


def is_draft(language: str) -> bool:
    """True while the catalogue of a language says that nobody has checked it: its `Project-Id-Version` ends with `draft`."""
    return catalogue(language).info().get("project-id-version", "").endswith("draft")


@lru_cache(maxsize=16)
def content_in(language: str) -> Content:
    """The content that ships, in a language. In English, and where nothing is translated, it is `load_content()` itself."""
    if language.partition("-")[0] == WRITTEN_IN.partition("-")[0]:
        return load_content()
    told = catalogue(language)
    return in_words(load_content(), lambda _place, words: _translated(told, words))


def _translated(told: NullTranslations, words: str) -> str:
    said = told.gettext(words)
    return Untranslated(words) if said == words else said


def texts(content: Content) -> list[tuple[str, str]]:
    """Every text that a reader sees, each with its place, such as `guides danger_now, call_999, heading`. The same text can stand in
    many places."""
    found: list[tuple[str, str]] = []

    def say(place: str, words: str) -> str:
        found.append((place, words))
        return words

    in_words(content, say)
    return found


def in_words(content: Content, say: Say) -> Content:
    """The content with each text as `say` gives it."""
    changed: dict[str, Mapping[str, Any]] = {}
    for field in fields(content):
        held: Mapping[str, Any] = getattr(content, field.name)
        if field.name in ("doubts", "doubt_marks"):
            changed[field.name] = {id: say(f"{field.name} {id}", words) for id, words in held.items()}
        elif any(type(it) in SHOWN for it in held.values()):
            changed[field.name] = {id: _in_words(it, say, f"{field.name} {id}") for id, it in held.items()}
    return replace(content, **{name: MappingProxyType(dict(held)) for name, held in changed.items()})


def _in_words(it: Kind, say: Say, place: str) -> Kind:
    shown, changed = SHOWN[type(it)], dict[str, Any]()
    for field in fields(it):  # type: ignore[arg-type]
        value = getattr(it, field.name)
        if field.name in shown:
            changed[field.name] = _words(value, say, f"{place}, {field.name}")
        elif type(value) in SHOWN:
            changed[field.name] = _in_words(value, say, f"{place}, {field.name}")
        elif isinstance(value, tuple) and any(type(one) in SHOWN for one in value):
            changed[field.name] = tuple(_in_words(one, say, _within(place, one)) for one in value)
    return replace(it, **changed)  # type: ignore[type-var]


def _words(value: str | Mapping[str, str], say: Say, place: str) -> str | Mapping[str, str]:
    if isinstance(value, str):
        return say(place, value) if value else value
    return MappingProxyType({name: say(f"{place} {name}", words) for name, words in value.items()})


def _within(place: str, one: object) -> str:
    return f"{place}, {one.key}" if isinstance(one, Section) else place
