"""The pages on which a person shares a diary, reads who opened it, writes, and takes it back."""

from __future__ import annotations

import logging
import runpy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from throughline.casework.safe_contact import may_dial
from throughline.casework.state import fold
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import open_helpline_case
from throughline.web.helplines.actions import found_helpline
from throughline.web.sharing import actions
from throughline.web.sharing.models import Share
from throughline.web.sharing.queries import account_for_desk, open_shared

_SEARCH = runpy.run_path(str(Path(__file__).with_name("test_canary.py")))
rows_with, places_with = _SEARCH["rows_with"], _SEARCH["places_with"]
pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "zanzibar-lighthouse"
CHOSEN = {
    "called": "Ash", "parts": ["diary", "files"], "purpose": "advice", "ends": "91", "call": "unknown", "voicemail": "no",
}  # fmt: skip


@pytest.fixture
def diary(someone):
    someone.browser.post("/notes/add/", {"account": "At the gate.", "exact": "now"})
    someone.browser.post("/notes/add/", {"account": CANARY, "exact": "now"})
    someone.browser.post("/notes/i2/more/private/", {"private": "on"})
    return someone


def page(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_helpline_that_has_no_staff_yet_cannot_be_shared_with(diary):
    row, _code = found_helpline(name="Not Yet")
    assert "Not Yet" not in page(diary.browser.get("/sharing/"))
    assert diary.browser.get(f"/sharing/new/{row.pk}/").status_code == 404


def test_nothing_is_shared_before_the_second_page_was_read(diary, helpline):
    new = f"/sharing/new/{helpline[0].pk}/"
    looked = page(diary.browser.post(new, CHOSEN))
    assert not Share.objects.exists()
    assert "1 entry that you marked private" in looked
    assert CANARY not in looked
    assert "would read" in looked
    changed = page(diary.browser.post(new, {**CHOSEN, "change": "yes"}))
    assert 'value="Ash"' in changed
    assert not Share.objects.exists()
    answer = diary.browser.post(new, {**CHOSEN, "give": "yes"})
    share = Share.objects.get()
    assert answer["Location"] == f"/sharing/{share.pk}/"
    assert share.ends_at is not None
    assert timedelta(days=90) < share.ends_at - datetime.now(UTC) < timedelta(days=92)


def test_who_is_not_told_that_calling_is_safe_sees_no_number(diary, helpline):
    new = f"/sharing/new/{helpline[0].pk}/"
    diary.browser.post(new, {**CHOSEN, "give": "yes", "number": "07700 900123"})
    case = open_helpline_case(helpline[1].desk, HelplineCase.objects.get().pk)
    assert may_dial(fold(case.entries).agreed, datetime.now(UTC)).number is None


def test_a_yes_needs_a_number_and_a_time_and_then_is_what_the_desk_goes_by(diary, helpline):
    new = f"/sharing/new/{helpline[0].pk}/"
    refused = page(diary.browser.post(new, {**CHOSEN, "call": "yes", "give": "yes"}))
    assert "Write the number that they may call" in refused
    assert not Share.objects.exists()
    yes = {"call": "yes", "number": "07700 900123", "times": ["any"], "code_word": "teapot"}
    diary.browser.post(new, {**CHOSEN, **yes, "give": "yes"})
    case = open_helpline_case(helpline[1].desk, HelplineCase.objects.get().pk)
    dial = may_dial(fold(case.entries).agreed, datetime.now(UTC))
    assert dial.number == "07700 900123"
    assert "Code word: teapot" in dial.before


def test_who_opened_what_stands_on_the_page_and_survives_taking_it_back(diary, helpline):
    diary.browser.post(f"/sharing/new/{helpline[0].pk}/", {**CHOSEN, "give": "yes"})
    share = Share.objects.get()
    actions.note_opening(by=helpline[1].desk, share=share, part="diary", now=datetime.now(UTC))
    assert "Robin opened" in page(diary.browser.get(f"/sharing/{share.pk}/"))
    assert "Robin opened it once" in page(diary.browser.get(f"/sharing/{share.pk}/back/"))
    assert open_shared(helpline[1].desk, share, datetime.now(UTC)).case.incidents
    diary.browser.post(f"/sharing/{share.pk}/back/")
    told = page(diary.browser.get(f"/sharing/{share.pk}/"))
    assert "Robin opened" in told
    assert "You took it back" in told
    assert "not shared any more" in told
    assert "Not shared any more" in page(diary.browser.get("/sharing/"))


def test_messages_both_ways(diary, helpline):
    diary.browser.post(f"/sharing/new/{helpline[0].pk}/", {**CHOSEN, "give": "yes"})
    share = Share.objects.get()
    diary.browser.post(f"/sharing/{share.pk}/", {"words": f"Can we talk? {CANARY}"})
    assert account_for_desk(helpline[1].desk, share)[-1].content["words"] == f"Can we talk? {CANARY}"
    actions.write_to_person(by=helpline[1].desk, share=share, words="Yes, on Friday.")
    assert "1 message waits for you" in page(diary.browser.get("/sharing/"))
    assert "1 message waits for you" in page(diary.browser.get("/notes/"))
    told = page(diary.browser.get(f"/sharing/{share.pk}/"))
    assert "Yes, on Friday." in told
    assert CANARY in told
    assert "waits for you" not in page(diary.browser.get("/sharing/"))


def test_no_word_typed_into_a_form_of_sharing_lies_anywhere_in_plain_text(diary, helpline, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    new = f"/sharing/new/{helpline[0].pk}/"
    word = "quetzal-semaphore"
    told = dict.fromkeys(("called", "number", "code_word", "if_somebody_else", "avoid"), word) | {"number": f"0 {word}"}
    diary.browser.post(f"/notes/draft{new}", {**CHOSEN, **told})
    diary.browser.post(new, {**CHOSEN, **told, "call": "yes", "times": ["any"], "give": "yes"})
    share = Share.objects.get()
    assert diary.browser.post(f"/sharing/{share.pk}/", {"words": word}).status_code == 302
    actions.write_to_person(by=helpline[1].desk, share=share, words=word)
    assert word in page(diary.browser.get(f"/sharing/{share.pk}/"))
    assert rows_with(word) == []
    assert places_with(word, Path(settings.DATA), tmp_path) == []
    assert word not in caplog.text


def test_a_share_is_not_there_for_anybody_else(diary, another, helpline):
    diary.browser.post(f"/sharing/new/{helpline[0].pk}/", {**CHOSEN, "give": "yes"})
    share = Share.objects.get()
    assert another.browser.get(f"/sharing/{share.pk}/").status_code == 404
    assert another.browser.post(f"/sharing/{share.pk}/back/").status_code == 404
    assert helpline[1].browser.get(f"/sharing/{share.pk}/").status_code == 404
    share.refresh_from_db()
    assert share.withdrawn_at is None


def test_who_is_asked_whether_they_know_anybody_is_told_whom(diary, helpline):
    diary.browser.post("/notes/person/new/", {"name": "Sam of the yellow umbrella"})
    diary.browser.post(f"/sharing/new/{helpline[0].pk}/", {**CHOSEN, "give": "yes"})
    asked = page(helpline[1].browser.get(f"/desk/cases/{HelplineCase.objects.get().pk}/"))
    assert "Do you know anybody in this case" in asked
    assert "Ash, Sam of the yellow umbrella" in asked
    assert "At the gate." not in asked
