"""What an adviser types is nowhere on the disk in plain text: not in the database, the folders of the service, or the log."""

from __future__ import annotations

import logging
import re

import pytest
from django.conf import settings
from test_canary import CANARY, places_with, rows_with

from filled import forms_of
from staff import new_helpline, new_worker
from throughline.web.cases.deletion import forget_journal

pytestmark = pytest.mark.django_db(transaction=True)
CHOSEN = {
    "presence": "present", "source": "their_words", "what": "hearing", "to": "3", "given": "not_yet", "done": "open",
    "outcome": "open", "call": "yes", "any_time": "yes", "knows": "no", "went": "through", "way": "call",
    "speaker": "client", "under_18": "no", "relationship": "unknown", "post": "no", "email": "no", "text": "no", "voicemail": "no",
}  # fmt: skip
KINDS = ("note", "formulation", "action", "promise", "trigger_date", "raised", "contact")


OF_A_KIND = {"date": "2026-03-01", "datetime-local": "2026-03-01T10:00", "number": "30"}


def say(field) -> str | list[str] | None:
    """The word in every field that words go into; something that stands in the others."""
    if field.name == "number":
        return f"07700 900123 {CANARY}"
    if field.kind in ("text", "textarea"):
        return f"{CANARY} {field.name}"
    if field.kind == "checkbox":
        return ["on"] if field.name == "emergency" else []
    if field.name in ("kept_at", "given_at"):
        return ""
    return OF_A_KIND.get(field.kind) or CHOSEN.get(field.name)


@pytest.fixture
def typed(tmp_path, caplog):
    """Somebody at a desk who typed the word into every field of every form of a call and a case; gives how many forms took it."""
    forget_journal()
    caplog.set_level(logging.DEBUG)
    _, supervisor = new_helpline()
    adviser = new_worker(supervisor)
    browser = adviser.browser
    call = browser.post("/desk/calls/new/", {"do": "begin"})["Location"]
    (form,) = (it for it in forms_of(browser.get(call).content, call) if "told" in {field.name for field in it.fields})
    words = form.filled(say)
    assert browser.post(call, words).status_code == 204
    assert browser.post(call, {**words, "do": "emergency"}).status_code == 302
    ended = browser.post(call, {**words, "do": "finish"})
    assert ended.status_code == 302, re.findall(r"<li><a href=.*?</li>|error-message.*?</p>", ended.content.decode())
    case = call.replace("calls", "cases")
    taken = 3
    for where in (
        *(f"new/{kind}/" for kind in KINDS),
        "client/1/",
        "safe_contact/1/",
        "found_by/1/",
        "risk/threats/",
        "summary/",
    ):
        address = case + where
        if where == "summary/":
            page = browser.post(address, {"do": "begin"}).content
        else:
            page = browser.get(address).content
        (form,) = (it for it in forms_of(page, address) if {"made_from"} & {field.name for field in it.fields})
        answer = browser.post(address, {**form.filled(say), "do": "save"})
        assert answer.status_code == 302, (where, re.findall(r"error-message.*?</p>", answer.content.decode()))
        assert CANARY in browser.get(case).content.decode()
        taken += 1
    return taken, tmp_path, caplog


def test_no_word_of_an_adviser_lies_anywhere_in_plain_text(typed):
    taken, folder, caplog = typed
    assert taken == 3 + len(KINDS) + 5
    assert rows_with(CANARY) == []
    assert places_with(CANARY, folder, settings.FILES, settings.HEADS) == []
    assert CANARY not in caplog.text
