"""What is typed is never lost: on a page that locked, that expired, or that was left."""

from __future__ import annotations

import pytest
from django.test import Client

from throughline.web.cases.models import DraftRow

PASSPHRASE = {"passphrase": "four small green words"}
FORMS = {
    "/notes/person/new/": ("name", "The man from number 4"),
    "/notes/place/new/": ("label", "The bus stop by the mill"),
    "/notes/milestone/new/": ("note", "I wrote to say stop"),
    "/notes/i1/more/others/": ("witnesses", "Neighbour at no. 4"),
    "/files/AB-1/words/": ("description", "The van at the gate"),
    "/files/add/": ("description", "The letter on the mat"),
    "/settings/": ("initials", "QZQZQ"),
}


@pytest.mark.parametrize("address", FORMS)
def test_a_form_sent_to_a_locked_diary_is_there_again_after_unlocking(someone, address):
    from django.core.files.uploadedfile import SimpleUploadedFile

    someone.browser.post("/notes/add/", {"account": "Outside.", "exact": "now"})
    someone.browser.post("/files/add/", {"file": [SimpleUploadedFile("a.txt", b"words")]})
    name, words = FORMS[address]
    session = someone.browser.session
    session["seen"] = 0
    session.save()
    answer = someone.browser.post(address, {name: words})
    assert answer["Location"].startswith("/me/unlock/")
    assert words.encode() not in bytes(DraftRow.objects.get().sealed)
    back = someone.browser.post(answer["Location"], PASSPHRASE)
    page = someone.browser.get(back["Location"]).content.decode()
    assert words in page
    assert "is here again" in page
    assert "govuk-error-summary" not in page, "nobody is told off for a sentence they have not finished"


def test_a_draft_is_thrown_away_when_that_is_asked_and_goes_when_it_is_saved(someone):
    someone.browser.post("/notes/draft/notes/add", {"account": "Half a sent"})
    assert "Half a sent" in someone.browser.get("/notes/add/").content.decode()
    assert someone.browser.post("/notes/draft/notes/add", {"forget": "yes"})["Location"] == "/notes/add/"
    assert "Half a sent" not in someone.browser.get("/notes/add/").content.decode()
    someone.browser.post("/notes/draft/notes/person/new", {"name": "Half a na"})
    someone.browser.post("/notes/person/new/", {"name": "Half a name", "relationship": "unknown"})
    assert DraftRow.objects.count() == 0


def test_lock_shuts_at_once_and_comes_back_to_the_page(someone):
    answer = someone.browser.post("/lock/notes/add", {"account": "Half a sent"})
    assert answer["Location"] == "/me/unlock/?next=%2Fnotes%2Fadd%2F"
    assert someone.browser.get("/notes/").status_code == 302
    assert DraftRow.objects.count() == 1


@pytest.mark.parametrize(("site", "is_shown"), [("same-origin", True), ("cross-site", False), ("", False)])
def test_an_expired_form_shows_what_was_typed_again_and_only_to_its_own_page(someone, site, is_shown):
    strict = Client(
        SERVER_NAME="127.0.0.1", enforce_csrf_checks=True, headers={"sec-fetch-site": site} if site else None
    )
    strict.cookies = someone.browser.cookies
    typed = {"account": "They were outside again.", "passphrase": "not to be shown again"}
    answer = strict.post("/notes/add/", typed)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert ("They were outside again." in page) is is_shown
    assert "not to be shown again" not in page


def test_a_passphrase_is_no_draft(someone):
    someone.browser.post(
        "/lock/me/passphrase", {"current": "four small green words", "passphrase": "another one altogether"}
    )
    assert DraftRow.objects.count() == 0
