"""The reading list in the diary: made beside the pages, kinds first, words behind an element that opens without script."""

from __future__ import annotations

import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.web.overview import reading

CHAT = (
    b"01/03/2026, 10:00 - Sam: are you coming to choir on thursday\n"
    b"02/03/2026, 10:00 - Sam: I will kill you & everyone in there <b>soon</b>\n"
    b"13/03/2026, 10:00 - Alex: please stop writing to me\n"
    b"14/03/2026, 10:00 - Sam: the bins go out tonight\n"
)


@pytest.fixture(autouse=True)
def nothing_made_before():
    reading._making.clear()
    yield
    reading._making.clear()


def bring_in(person) -> None:
    answer = person.browser.post("/bring-in/", {"file": SimpleUploadedFile("WhatsApp Chat with Sam.txt", CHAT)})
    person.browser.post(answer["Location"], {"them": "Sam", "person": "new:"})


def page_when_ready(person) -> str:
    for _ in range(90):
        page = person.browser.get("/overview/reading/").content.decode()
        if "Look again" not in page:
            return page
        time.sleep(1)
    raise AssertionError("the list was never ready")


def test_kinds_come_first_and_the_words_are_behind_an_element_that_opens(someone):
    bring_in(someone)
    assert "/overview/reading/" in someone.browser.get("/overview/").content.decode()
    page = page_when_ready(someone)
    kinds = re.findall(r"<li id=\"e-([^\"]+)\">([^<]+)\. It came on", page)
    assert len(kinds) == 3
    assert kinds[0][1] == "May threaten to hurt somebody"
    before = page[: page.index("I will kill you &amp; everyone in there &lt;b&gt;soon&lt;/b&gt;")]
    assert before.count("<details") == before.count("</details>") + 1
    assert "Nobody has read the others" in page
    assert "please stop writing" not in page


def test_what_is_kept_in_memory_has_no_words(someone):
    bring_in(someone)
    page_when_ready(someone)
    ((_, future),) = reading._making.values()
    probability, placed = future.result()
    assert 0 < probability < 1
    assert all(isinstance(at, int) and kind.replace("_", "").isalpha() for at, kind, _ in placed)


def test_while_it_is_made_the_page_says_so_at_once(someone, monkeypatch):
    bring_in(someone)
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 0.0)
    page = someone.browser.get("/overview/reading/").content.decode()
    assert "Look again" in page
    assert "I will kill you" not in page
    page_when_ready(someone)


def test_a_failure_is_tried_again_and_shows_no_words(someone, monkeypatch):
    bring_in(someone)
    monkeypatch.setattr(reading.sys, "executable", "/nowhere/python")
    assert "Look again" in someone.browser.get("/overview/reading/").content.decode()
    monkeypatch.undo()
    assert "May threaten" in page_when_ready(someone)


def test_without_messages_it_says_how_to_bring_some(someone):
    assert "Bring in the messages" in someone.browser.get("/overview/reading/").content.decode()
