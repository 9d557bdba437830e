"""Forms as a page shows them, filled in by a rule: what is tested on every form reads the forms off the pages themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import translation
from lxml import html

from throughline.web.languages import language_of

WRITTEN_IN = ("text", "textarea", "password", "search", "email", "tel", "url", "number")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its name, its kind (an input's type, `textarea` or `select`), what it holds, and its choices."""

    name: str
    kind: str
    value: str
    choices: tuple[str, ...] = ()

    @property
    def is_written_in(self) -> bool:
        """Whether somebody puts their own words into it."""
        return self.kind in WRITTEN_IN


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page that is sent by POST: where it goes, its fields, and the buttons that say something."""

    action: str
    fields: tuple[Field, ...]
    buttons: tuple[tuple[str, str], ...]

    @property
    def has_files(self) -> bool:
        """Whether it takes files."""
        return any(field.kind == "file" for field in self.fields)

    def filled(self, say: Callable[[Field], str | list[str] | None]) -> dict[str, str | list[str]]:
        """What is sent, where `say` tells what is in each field; None leaves a field as the page has it."""
        sent: dict[str, str | list[str]] = {}
        for field in self.fields:
            if field.kind != "file":
                said = say(field)
                sent[field.name] = field.value if said is None else said
        return sent


def forms_of(page: bytes, address: str) -> list[Form]:
    """The forms of a page that are sent by POST, without their tokens."""
    document = html.fromstring(page.decode("utf-8"))
    return [_form(form, address) for form in document.iter("form") if (form.get("method") or "").lower() == "post"]


def _form(form: html.HtmlElement, address: str) -> Form:
    fields: dict[str, Field] = {}
    buttons = []
    for element in form.iter("input", "textarea", "select", "button"):
        name, kind = element.get("name"), element.get("type") or element.tag
        if element.tag == "button" or kind == "submit":
            if name:
                buttons.append((name, element.get("value") or ""))
        elif name and name != "csrfmiddlewaretoken":
            before = fields.get(name)
            choices = (*(before.choices if before else ()), *_choices(element, kind))
            value = before.value if before and before.value else _value(element, kind)
            fields[name] = Field(name, kind, value, choices)
    return Form(form.get("action") or address, tuple(fields.values()), tuple(buttons))


def _choices(element: html.HtmlElement, kind: str) -> tuple[str, ...]:
    if kind in ("radio", "checkbox"):
        return (element.get("value", "on"),)
    return tuple(option.get("value") or "" for option in element.iter("option")) if kind == "select" else ()


def _value(element: html.HtmlElement, kind: str) -> str:
    if kind in ("radio", "checkbox"):
        return element.get("value", "on") if element.get("checked") is not None else ""
    if kind == "select":
        return next((it.get("value") or "" for it in element.iter("option") if it.get("selected") is not None), "")
    return (element.text or "") if kind == "textarea" else element.get("value") or ""


def views_that_take_forms() -> set[str]:
    """The name of every page that takes a POST, from the list of addresses: it is asked, and answers 405 if it takes none."""
    return {name for name, pattern in _patterns(get_resolver().url_patterns, "") if _takes_posts(pattern)}


def _patterns(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, URLPattern]]:
    for it in patterns:
        if isinstance(it, URLResolver):
            yield from _patterns(it.url_patterns, f"{it.app_name}:" if it.app_name else space)
        else:
            yield f"{space}{it.name}", it


def _takes_posts(pattern: URLPattern) -> bool:
    named = dict.fromkeys(pattern.pattern.converters, "x")
    try:
        return bool(pattern.callback(RequestFactory().post("/"), **named).status_code != 405)
    except Exception:  # it wanted a session, a person or a case: it was about to take the form
        return True


@dataclass(frozen=True, slots=True)
class Page:
    """What came back for an address: its status, where it leads if elsewhere, and its body if it is a page."""

    status: int
    location: str
    body: bytes


MOST_ALIKE = 3
"""Addresses that differ by a number only, as those of two incidents do, have the same forms: so many of them are read."""


_LEAF = re.compile(r"(/guide/[a-z]+/)[\w-]+")
"""A page of the guide about one thing: those of a kind are alike, and there are hundreds."""


def forms_reached(get: Callable[[str], Page]) -> dict[tuple[str, ...], Form]:
    """The forms of every page that links lead to: by the name of the page that takes it and the names of its fields."""
    return {
        (taken_by(form.action), *(it.name for it in form.fields)): form
        for address, page in pages_reached(get)
        for form in forms_of(page.body, address)
    }


def pages_reached(get: Callable[[str], Page]) -> Iterator[tuple[str, Page]]:
    """Every page that links lead to, with its address."""
    seen, waiting = Counter[str](), ["/", "/notes/", "/me/", "/me/in/", "/me/code/", "/me/new/"]
    while waiting:
        address = waiting.pop()
        alike = re.sub(r"\d+", "1", _LEAF.sub(r"\1one", address))
        if address in seen or seen[alike] >= MOST_ALIKE or taken_by(address) == "exit":
            continue
        seen.update({address, alike})
        page = get(address)
        assert page.status < 500, address
        waiting += [page.location] if page.location.startswith("/") else []
        if page.status == 200 and page.body:
            waiting += [it for it in links_of(page.body, address) if not it.startswith("/static/")]
            yield address, page


def taken_by(address: str) -> str:
    """The name of the page at an address."""
    with translation.override(language_of(address)):
        return resolve(address.split("?")[0]).view_name


def links_of(page: bytes, address: str) -> set[str]:
    """The addresses of this service that a page leads to."""
    document = html.fromstring(page.decode("utf-8"))
    found = (urldefrag(urljoin(address, it.get("href")))[0] for it in document.iter("a") if it.get("href"))
    return {it for it in found if it.startswith("/")}
