"""Safe while watched: the questions come first, the way out is explained, and no page promises what it cannot keep."""

from __future__ import annotations

from django.test import Client

QUESTIONS = ("unlock", "set_up", "shared", "knows", "work")


def test_nobody_begins_before_the_questions_about_the_device(transactional_db):
    browser = Client(SERVER_NAME="127.0.0.1")
    typed = {"word": "maple", "passphrase": "four small green words", "again": "four small green words"}
    assert browser.post("/me/new/", typed)["Location"] == "/me/begin/"
    unanswered = browser.post("/me/begin/", {"unlock": "no"})
    assert unanswered.content.decode().count("Choose an answer") >= 4
    assert browser.get("/me/new/").status_code == 302
    assert browser.post("/me/begin/", dict.fromkeys(QUESTIONS, "no"))["Location"] == "/way-out"
    assert browser.get("/me/new/").status_code == 200


def test_any_doubt_leads_to_help_first(transactional_db):
    for doubtful in QUESTIONS:
        browser = Client(SERVER_NAME="127.0.0.1")
        answers = dict.fromkeys(QUESTIONS, "no") | {doubtful: "maybe"}
        assert browser.post("/me/begin/", answers)["Location"] == "/me/begin/help/"


def test_the_answers_are_kept_nowhere(transactional_db):
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.post("/me/begin/", dict.fromkeys(QUESTIONS, "yes"))
    assert {key: value for key, value in browser.session.items() if not key.startswith("_")} == {"device_asked": True}


def test_the_pages_say_what_they_cannot_do(client, db):
    way_out, care = (client.get(address).content.decode() for address in ("/way-out", "/care"))
    assert "can stay in the list of pages that were visited" in way_out
    for said in ("Private window", "Downloads", "Keyboard", "cloud", "Notices", "It cannot"):
        assert said in care


def test_hidden_entries_are_on_no_page_of_the_list_until_they_are_asked_for(someone):
    someone.browser.post("/notes/add/", {"account": "Outside with a lantern.", "exact": "now"})
    someone.browser.post("/notes/cover/")
    hidden = someone.browser.get("/notes/").content.decode()
    assert "lantern" not in hidden
    assert "lantern" not in someone.browser.post("/notes/", {"words": "lantern"}).content.decode()
    someone.browser.post("/notes/cover/")
    assert "lantern" in someone.browser.get("/notes/").content.decode()
