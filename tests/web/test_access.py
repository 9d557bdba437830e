"""Who gets what: every address there is, times every kind of visitor. The table is made from the list of addresses, so that a
new page cannot be left out: it is for anybody only where it stands in `FOR_ANYBODY`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from throughline.web.accounts.second_steps import add_passkey
from throughline.web.guidance.leaves import mark_of

FOR_ANYBODY = frozenset({
    "front", "help-now", "safety", "way-out", "exit", "signing:device-check", "signing:device-help", "signing:sign-up",
    "guide:home", "guide:check", "guide:find", "guide:who", "guide:figures", "guide:routes", "guide:routes-in", "guide:review", "guide:pages-json", "guide:review-of",
    "guide:leaf",
    "guide:leaf-json", "guide:leaf-text",
    "figures:home", "figures:download", "figures:method",
    "signing:sign-in", "signing:unlock", "signing:sign-out", "signing:recover", "signing:second-step", "signing:gone",
    "recovery:ask", "recovery:wait",
})  # fmt: skip
PASSPHRASE = "four small green words"
WORDS = "He was outside my building with a yellow umbrella."
FILLED = {
    "<slug:kind>/<str:item>": "note/1", "<slug:kind>": "note", "<str:item>": "1",
    "<str:kind>/<str:id>": "incident/i1", "<str:kind>/new": "person/new", "<str:part>": "who", "<path:place>": "notes/add",
    "<str:id>": "i1", "<slug:of>/<mark:named>": "behaviour/" + mark_of("silent_calls"), "<slug:where>": "scotland",
    "<slug:concern>": "flagged", "<slug:finding>": "f1", "<mark:script>": mark_of("police_101"),
    "<str:helpline>": "0" * 32, "<str:share>": "0" * 32, "<str:name>": "AB-1", "<str:file_id>": "0" * 32,
    "<str:reference>": "K7M2QX", "<str:case>": "0" * 32,
}  # fmt: skip


def addresses(
    patterns: list[URLPattern | URLResolver], before: str = "/", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Every address with its name, with the ids of the owner's things where it takes one."""
    for it in patterns:
        here = before + str(it.pattern)
        if isinstance(it, URLResolver):
            yield from addresses(it.url_patterns, here, f"{it.app_name}:" if it.app_name else space)
        else:
            for variable, value in FILLED.items():
                here = here.replace(variable, value)
            yield f"{space}{it.name}", here


def in_every_language() -> Iterator[tuple[str, str]]:
    """The addresses as they are in each language that there is."""
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            yield from addresses(get_resolver().url_patterns)


ALL = sorted(set(in_every_language()))
FOR_OWNERS = [address for name, address in ALL if name not in FOR_ANYBODY]


@pytest.fixture
def owner(someone):
    """Somebody with an entry whose words nobody else may see."""
    someone.browser.post("/notes/add/", {"account": WORDS, "exact": "now"})
    photograph = SimpleUploadedFile("umbrella.txt", WORDS.encode())
    someone.browser.post("/files/add/", {"file": [photograph], "description": WORDS})
    assert someone.case.case.exhibits
    return someone


def told(answer) -> str:
    if answer.status_code >= 300:
        return ""
    return b"".join(answer.streaming_content).decode(errors="replace") if answer.streaming else answer.content.decode()


def test_every_address_is_filled_in():
    assert len(ALL) > 25
    assert not [address for _, address in ALL if "<" in address]


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_and_who_signed_out_are_sent_to_the_sign_in(owner, method):
    signed_out = owner.browser
    signed_out.post("/me/out/")
    for browser in (Client(SERVER_NAME="127.0.0.1"), signed_out):
        for address in FOR_OWNERS:
            answer = getattr(browser, method)(address)
            assert answer.status_code in (302, 405), address
            assert answer.status_code == 405 or answer["Location"] == "/me/in/", address


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_gave_the_passphrase_and_not_the_second_step_gets_no_page(owner, method):
    add_passkey(by=owner.account, private=owner.private, label="key", host="localhost", credential=b"")
    browser = Client(SERVER_NAME="127.0.0.1")
    given = browser.post("/me/in/", {"user_name": owner.account.user_name, "passphrase": PASSPHRASE})
    assert given["Location"] == "/me/in/second/"
    assert "k" in browser.cookies
    for address in FOR_OWNERS:
        answer = getattr(browser, method)(address)
        assert answer.status_code in (302, 405), address
        assert answer.status_code == 405 or answer["Location"] == "/me/in/", address
    assert browser.get("/me/in/second/").status_code == 200
    assert WORDS not in told(browser.get("/"))


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_person_sees_nothing_of_it(owner, another, method):
    for _, address in ALL:
        if address == "/me/out/":
            continue
        answer = getattr(another.browser, method)(address)
        assert answer.status_code in (200, 204, 302, 404, 405, 422), address
        assert WORDS not in told(answer), address
    assert WORDS in owner.browser.get("/notes/").content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_locked_diary_shows_nothing_to_its_own_browser(owner, method):
    del owner.browser.cookies["k"]
    for address in FOR_OWNERS:
        answer = getattr(owner.browser, method)(address)
        assert answer.status_code in (302, 405), address
        assert answer.status_code == 405 or answer["Location"].startswith("/me/unlock/"), address


def test_every_page_forbids_caches_and_frames(owner):
    for _, address in ALL:
        answer = owner.browser.get(address)
        assert answer["Cache-Control"] == "no-store", address
        assert (
            answer["Content-Security-Policy"] == "sandbox" or "default-src 'none'" in answer["Content-Security-Policy"]
        ), address
        if address == "/weather":
            break


def test_a_form_from_somewhere_else_is_refused(owner):
    strict = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    strict.cookies = owner.browser.cookies
    answer = strict.post("/notes/add/", {"account": "forged", "exact": "now"})
    assert answer.status_code == 403
    assert len(owner.case.case.incidents) == 1
