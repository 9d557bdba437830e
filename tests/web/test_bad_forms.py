"""Whatever is typed into whatever form: a page with a plain sentence comes back, with what was typed, and never a failure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from filled import Field, Form, Page, forms_of, forms_reached, pages_reached, taken_by

HOSTILE = {
    "empty": "",
    "blank": " \t ",
    "over-long": "x" * 100_001,
    "NUL": "He was\0here",
    "control characters": "\x01\x07\x1b[31m\x7f\x85 red",
    "markup": "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7|add:7 }}{% load static %}${7*7}#{7*7}%s%(x)s{0}",
    "database": "'; DROP TABLE cases_entryrow; -- \" OR 1=1",
    "address": "../../etc/passwd%00//evil.example.org/\\",
    "right to left": "הוא עמד שם \u202egnp.exe\u202c \u2067وقف هناك\u2069",
    "emoji": "👩\u200d👩\u200d👧 🏳️\u200d🌈 😱" * 3,
    "combining": "Z" + "\u0301\u0327\u0489" * 60,
    "not a character": "\ufffe\uffff\U0010ffff\ufeff",
    "a number": "9" * 400,
    "a date": "31/02/99999",
}
PAGES: list[str] = []
BEFORE_SIGNING_IN = ("/me/new/", "/me/in/", "/me/code/")


def look(browser: Client):
    """Pages, as the search for forms takes them."""

    def get(address: str) -> Page:
        answer = browser.get(address)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        return Page(answer.status_code, answer.headers.get("Location", ""), answer.content if is_page else b"")

    return get


@pytest.fixture
def somebody(someone):
    """Somebody whose diary has one of everything, so that every form is there."""
    someone.browser.post("/notes/add/", {"account": "He was outside.", "exact": "now", "new_place": "Home"})
    someone.browser.post("/notes/i1/more/who/", {"new_person": "D"})
    someone.browser.post("/notes/milestone/new/", {"kind": "told_to_stop", "date": "2026-03-01"})
    someone.browser.post("/files/add/", {"file": [SimpleUploadedFile("a.txt", b"a letter")]})
    return someone


def is_written_in(form: Form) -> bool:
    return any(field.is_written_in or field.choices or field.kind in ("date", "time") for field in form.fields)


def pages_to_write_in(browser: Client) -> list[str]:
    """The pages with such forms. They are looked for once: every diary here has the same."""
    if not PAGES:
        PAGES.extend(
            it for it, page in pages_reached(look(browser)) if any(map(is_written_in, forms_of(page.body, it)))
        )
    return PAGES


def written_forms(browser: Client) -> Iterator[tuple[str, Form, Client]]:
    """Every form that something can be typed into, and who sends it: those of coming in are sent by somebody who is not in."""
    get = look(browser)
    forms = [form for address in pages_to_write_in(browser) for form in forms_of(get(address).body, address)]
    for form in {(taken_by(it.action), *(field.name for field in it.fields)): it for it in forms}.values():
        if is_written_in(form):
            is_before = form.action.split("?")[0] in BEFORE_SIGNING_IN
            yield taken_by(form.action), form, Client(SERVER_NAME="127.0.0.1") if is_before else browser


def check(name: str, answer, sent: dict[str, str | list[str]], form: Form) -> None:
    """The answer is a page of ours or leads to one; a form that comes back holds what was typed."""
    assert answer.status_code in (200, 204, 302, 404, 422, 429), name
    if answer.status_code in (204, 302):
        return
    assert answer.headers["Content-Type"].startswith("text/html") or answer.streaming, name
    if answer.streaming:
        return
    page = answer.content
    assert b"<script>alert" not in page, name
    assert b"onerror=alert(1)>" not in page, name
    assert b"Traceback" not in page, name
    again = [
        it for it in forms_of(page, form.action) if {it.name for it in it.fields} == {it.name for it in form.fields}
    ]
    if answer.status_code == 200 and again and b"govuk-error-summary" in page:
        for field in again[0].fields:
            if field.kind in ("text", "textarea"):
                assert as_a_browser_has_it(field.value) == as_a_browser_has_it(str(sent[field.name])), (
                    f"{name}: {field.name}"
                )


def as_a_browser_has_it(text: str) -> str:
    """What a parser of pages leaves of characters that a page cannot hold."""
    return "".join(it for it in text if it.isprintable() and it != "\ufffd").strip()


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_form_fails_whatever_is_typed(somebody, kind):
    def say(field: Field) -> str | list[str] | None:
        if field.is_written_in or field.kind in ("date", "time"):
            return HOSTILE[kind]
        return None

    seen = set()
    for name, form, browser in written_forms(somebody.browser):
        sent = form.filled(say)
        check(name, browser.post(form.action, sent), sent, form)
        seen.add(name)
    assert len(seen) > 20
    assert somebody.case.case.incidents


@pytest.mark.parametrize("kind", ["empty", "NUL", "markup", "database", "combining", "a number"])
def test_no_form_fails_whatever_is_chosen(somebody, kind):
    def say(field: Field) -> str | list[str] | None:
        return [HOSTILE[kind], HOSTILE["emoji"]] if field.choices or field.kind == "hidden" else None

    for name, form, browser in written_forms(somebody.browser):
        sent = form.filled(say)
        check(name, browser.post(form.action, sent), sent, form)


def test_ten_megabytes_in_a_field_come_back_with_a_sentence(somebody):
    words = "He was outside again. " * (10 * 2**20 // 22)
    for name, form, browser in written_forms(somebody.browser):
        field = next((it for it in form.fields if it.kind in ("text", "textarea")), None)
        if field is None or browser is not somebody.browser:
            continue
        answer = browser.post(form.action, {**form.filled(lambda _: None), field.name: words})
        assert answer.status_code == 200, name
        assert answer.content.count(words[:-1].encode()) == 1, name
        assert any(it in answer.content for it in (b"at most", b"one to five letters")), name


def test_more_than_can_be_taken_is_said_in_one_sentence(somebody):
    large = {"account": "x" * (12 * 2**20 + 1), "exact": "now"}
    many = {f"field{number}": "x" for number in range(501)}
    for sent in (large, many):
        answer = somebody.browser.post("/notes/add/", sent)
        assert answer.status_code == 400
        assert b"There was more in it than can be saved at once." in answer.content
        assert b"Exit this page" in answer.content


def test_bytes_that_are_no_characters_are_taken_as_such(somebody):
    half = b"account=He+%ED%A0%80+%FF%FE+came&exact=now"
    answer = somebody.browser.post("/notes/add/", half, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert "came" in somebody.case.case.incidents[-1].account


def test_the_words_that_were_typed_are_kept_exactly(somebody):
    for kind in ("markup", "template", "database", "right to left", "emoji", "combining", "not a character"):
        somebody.browser.post("/notes/add/", {"account": HOSTILE[kind], "exact": "now"})
        assert somebody.case.case.incidents[-1].account == HOSTILE[kind], kind


@pytest.mark.parametrize(
    "address", ["/notes/draft/a%00b", "/notes/i%00/", "/bring-in/%00/", "/files/%00/content", "/notes/?x=%00"]
)
def test_an_address_with_a_nul_is_not_there(somebody, address):
    for method in ("get", "post"):
        assert getattr(somebody.browser, method)(address).status_code == 404


def test_every_form_is_named_by_what_takes_it(somebody):
    taken = {taken_by(form.action) for form in forms_reached(look(somebody.browser)).values()}
    assert {"diary:add", "diary:change", "diary:more", "diary:edit", "exhibits:describe", "takeaway:choose"} <= taken
