"""The questions in the diary: answered, kept if the person chooses, told again when it is time, and never in a pack unasked."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from throughline.domain.timing import WrittenTime
from throughline.web.asking.queries import today_of

AGAIN = "A good time to look at the questions"
ENTRY = {"account": "Outside again.", "exact": "unknown", "behaviours": ["loitering"], "everything": "yes"}


def told(answer) -> str:
    return " ".join(html.fromstring(answer.content.decode()).xpath("//main")[0].text_content().split())


def overview(someone) -> str:
    return told(someone.browser.get("/overview/"))


def hearing(someone, days: int) -> None:
    day = today_of(someone.case) + timedelta(days=days)
    given = {"kind": "court_hearing", "date": f"{day:%Y-%m-%d}"}
    assert someone.browser.post("/notes/milestone/new/", given).status_code == 302


@pytest.fixture
def writing(someone):
    """Somebody with an entry."""
    someone.browser.post("/notes/add/", ENTRY)
    return someone


def test_answers_that_are_kept_count_on_the_overview_and_carry_their_day(writing):
    assert "weapon" not in overview(writing)
    page = told(writing.browser.post("/questions/", {"weapons": "not_sure", "danger_now": "no", "keep": "on"}))
    assert "Tell the police today" in page
    assert "kept in your diary" in page
    today = WrittenTime(f"{today_of(writing.case):%Y-%m-%d}")
    kept = writing.case.case.questions
    assert [(it.question, it.answer, it.at) for it in kept.answers] == [("weapons", "not_sure", today)]
    assert kept.looked_at == today
    assert "You mentioned a weapon" in overview(writing)


def test_answers_that_are_not_kept_are_told_once_and_only_the_day_stays(writing):
    page = told(writing.browser.post("/questions/", {"danger_now": "yes"}))
    assert page.index("999") < page.index("101")
    assert "Only the day is kept" in page
    assert writing.case.case.questions.answers == ()
    assert writing.case.case.questions.looked_at is not None
    assert "You said that something may be going on now" not in overview(writing)


def test_what_the_diary_says_is_not_lowered_by_any_answer(writing):
    writing.browser.post(
        "/notes/add/", {**ENTRY, "behaviours": ["threats"], "account": "They said they would hurt me."}
    )
    questions = dict.fromkeys(("threats", "danger_now", "very_afraid"), "no")
    assert "Tell the police today" in told(writing.browser.post("/questions/", {**questions, "keep": "on"}))
    assert writing.case.findings.next_steps.level == "today"


def test_answering_again_takes_the_place_of_what_was_kept_and_leaving_the_box_open_does_not(writing):
    writing.browser.post("/questions/", {"weapons": "yes", "car": "yes", "keep": "on"})
    writing.browser.post("/questions/", {"weapons": "no"})
    assert {it.question for it in writing.case.case.questions.answers} == {"weapons", "car"}
    writing.browser.post("/questions/", {"car": "yes", "keep": "on"})
    assert {it.question for it in writing.case.case.questions.answers} == {"car"}


def test_answers_can_be_taken_out_with_every_word_about_them(writing):
    writing.browser.post("/questions/", {"weapons": "yes", "keep": "on"})
    writing.browser.post("/questions/", {"forget": "yes"})
    case = writing.case
    assert case.case.questions is None
    assert [it.action for it in case.state.history["questions", "case"]] == ["deleted"]


def test_answers_can_be_kept_and_taken_out_again_and_again_and_the_diary_opens(writing):
    for _ in range(3):
        writing.browser.post("/questions/", {"weapons": "yes", "keep": "on"})
        assert writing.case.case.questions is not None
        writing.browser.post("/questions/", {"forget": "yes"})
        assert writing.case.case.questions is None
    assert len(writing.case.case.incidents) == 1


def test_an_answer_that_there_is_not_is_refused_and_nothing_is_kept(writing):
    page = writing.browser.post("/questions/", {"weapons": "perhaps", "keep": "on"}).content.decode()
    assert "valid choice" in page
    assert writing.case.case.questions is None


def test_a_hearing_that_is_near_says_gently_that_it_is_time(writing):
    assert AGAIN not in overview(writing)
    hearing(writing, 5)
    page = overview(writing)
    assert AGAIN in page
    assert "The police or a court stepped in" in page
    assert page.index("In danger now") < page.index(AGAIN)
    assert AGAIN not in told(writing.browser.get("/notes/"))


def test_what_was_put_away_stays_away_until_something_else_comes(writing):
    hearing(writing, 5)
    assert writing.browser.post("/questions/", {"away": "yes"})["Location"] == "/overview/"
    assert AGAIN not in overview(writing)
    hearing(writing, 3)
    assert AGAIN in overview(writing)


def test_who_has_just_looked_is_not_asked_again_for_what_was_there(writing):
    hearing(writing, 5)
    writing.browser.post("/notes/add/", {**ENTRY, "behaviours": ["threats"]})
    writing.browser.post("/questions/", {})
    assert AGAIN not in overview(writing)
    writing.browser.post("/notes/add/", {**ENTRY, "behaviours": ["entry"]})
    assert "Something more serious was written down" in overview(writing)


def test_weeks_after_the_last_look_it_is_time_and_says_since_when(writing, monkeypatch):
    writing.browser.post("/questions/", {})
    later = today_of(writing.case) + timedelta(weeks=4)
    monkeypatch.setattr("throughline.web.asking.queries.today_of", lambda case: later)
    assert "Some weeks have gone by" in overview(writing)


def test_kept_answers_stay_out_of_a_pack_unless_they_are_asked_for(writing):
    writing.browser.post("/questions/", {"weapons": "yes", "keep": "on"})
    hearing(writing, 5)
    writing.browser.post("/questions/", {"away": "yes"})
    assert (
        b"What you answered to the questions"
        not in writing.browser.post("/take-away/pack/", {"recipient": "police"}).content
    )
    for given, expected in (({}, None), ({"answers": "on"}, {"looked_at": ANY, "answers": [ANY]})):
        answer = writing.browser.post("/take-away/pack/", {"recipient": "police", "make": "yes", **given})
        pack = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        name = next(it for it in pack.namelist() if it.endswith("case/case.json"))
        assert json.loads(pack.read(name)).get("questions") == expected
        page = pack.read(name.replace("case/case.json", "index.html")).decode()
        assert ("You mentioned a weapon" in page) == bool(given)


def test_everything_goes_out_and_comes_back_with_a_whole_diary(writing, another):
    hearing(writing, 5)
    writing.browser.post("/questions/", {"weapons": "yes", "keep": "on"})
    given = {"jurisdiction": "scotland", "timezone": "Europe/London", "under_18": "not_sure"}
    writing.browser.post("/settings/", given)
    whole = b"".join(writing.browser.post("/take-away/all/").streaming_content)
    another.browser.post("/settings/first/", {"back": "diary", "under_18": "yes", "jurisdiction": "england_wales"})
    sent = another.browser.post("/bring-in/whole/", {"file": SimpleUploadedFile("notes.zip", whole)})
    assert another.browser.post(sent["Location"])["Location"] == "/notes/"
    assert writing.case.case.questions.put_away
    assert another.case.case == writing.case.case


def test_an_answer_given_before_a_diary_comes_in_stays_where_that_says_nothing(writing, another):
    whole = b"".join(writing.browser.post("/take-away/all/").streaming_content)
    another.browser.post("/settings/first/", {"back": "diary", "under_18": "yes", "jurisdiction": "scotland"})
    sent = another.browser.post("/bring-in/whole/", {"file": SimpleUploadedFile("notes.zip", whole)})
    another.browser.post(sent["Location"])
    assert [it.question for it in another.case.case.questions.answers] == ["under_18"]
    assert another.case.case.jurisdiction == "scotland"
    assert another.case.case.incidents == writing.case.case.incidents


def test_where_it_happened_is_asked_once_and_can_be_skipped(writing):
    for address in ("/overview/", "/overview/points/"):
        assert "Where did most of it happen?" in told(writing.browser.get(address)), address
    page = told(writing.browser.get("/overview/points/"))
    assert "law of all three places" in page
    for place in ("England and Wales:", "Scotland:", "Northern Ireland:"):
        assert place in page
    assert writing.browser.post("/settings/first/", {"back": "law", "skip": "yes"})["Location"] == "/overview/points/"
    page = told(writing.browser.get("/overview/points/"))
    assert "Where did most of it happen?" not in page
    assert "law of all three places" in page
    assert writing.case.case.jurisdiction is None


def test_saying_where_shows_the_law_of_that_place_alone(writing):
    given = {"back": "law", "jurisdiction": "scotland", "under_18": "yes"}
    writing.browser.post("/settings/first/", given)
    page = told(writing.browser.get("/overview/points/"))
    assert "law of all three places" not in page
    assert "Criminal Justice and Licensing (Scotland) Act 2010" in page
    assert "Northern Ireland" not in page
    assert "England" not in page
    assert "Childline" in overview(writing)


def test_an_empty_diary_leads_to_the_two_questions(someone):
    assert "/settings/first/" in someone.browser.get("/notes/").content.decode()
    assert "Where did most of it happen?" in told(someone.browser.get("/settings/first/"))
    someone.browser.post("/settings/first/", {"back": "diary", "under_18": "yes"})
    assert "Childline" in overview(someone)
    assert someone.browser.get("/settings/first/")["Location"] == "/settings/"


def test_the_age_that_was_said_can_be_taken_back_under_settings(someone):
    settings = {"jurisdiction": "", "timezone": "Europe/London"}
    someone.browser.post("/settings/", {**settings, "under_18": "yes"})
    assert [it.question for it in someone.case.case.questions.answers] == ["under_18"]
    someone.browser.post("/settings/", {**settings, "under_18": "skip"})
    assert not (someone.case.case.questions and someone.case.case.questions.answers)
