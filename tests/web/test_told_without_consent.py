"""Somebody is told of a person without their consent: what is written down, who looks at it, and when the person reads of it."""

from __future__ import annotations

import logging
import re
import runpy
from datetime import timedelta
from pathlib import Path

import pytest

from readers import account_of, answer, case_of, give, now, take, write_diary
from staff import PASSPHRASE, new_helpline, new_worker
from throughline.casework.checks import TIME_ZONE
from throughline.casework.without_consent import SecondLook, WithoutConsent
from throughline.domain.errors import NotAllowed
from throughline.web.cases.deletion import forget_journal
from throughline.web.desk.actions import begin_helpline_case
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import open_helpline_case
from throughline.web.desk.standing import told
from throughline.web.helplines import actions as helplines
from throughline.web.helplines.models import Role
from throughline.web.sharing import actions as sharing
from throughline.web.supervision.actions import break_glass
from throughline.web.supervision.models import Kind, Visit
from throughline.web.supervision.telling import look_at, tell

pytestmark = pytest.mark.django_db(transaction=True)

WHY = "They said on the telephone that he was at the door with a knife."
WHAT = "Their name, and where they were."
TOLD = {"to": "police_999", "named": "Example Police", "why": "life", "words": WHY, "what": WHAT, "knows": "told"}
DANGER = {"knows": "not_safe", "why_not_told": "He reads their phone."}


@pytest.fixture
def diary(someone):
    return write_diary(someone)


@pytest.fixture
def shared(diary, helpline, kit):
    share = give(diary, helpline[0])
    return share, take(kit, case_of(share))


@pytest.fixture
def caller(kit):
    """A case of somebody who called and shares nothing."""
    case = begin_helpline_case(by=kit.desk).row
    answer(kit, case)
    return HelplineCase.objects.get(pk=case.pk)


def at_now() -> dict[str, str]:
    wall = now().astimezone(TIME_ZONE)
    return {"date": f"{wall:%Y-%m-%d}", "time": f"{wall:%H:%M}"}


def page(worker, address: str) -> str:
    return worker.browser.get(address).content.decode()


def write(worker, case, **more: str):
    return worker.browser.post(f"/desk/referrals/{case.pk}/without/", {**TOLD, **at_now(), **more})


def tellings(worker, case) -> list[WithoutConsent]:
    return list(told(open_helpline_case(worker.desk, case.pk)).values_of(WithoutConsent))


def id_of(worker, case) -> str:
    return told(open_helpline_case(worker.desk, case.pk)).of(WithoutConsent)[-1].id


def look(worker, case, **said: str):
    """A second member of staff answers whether they know anybody in it, and looks."""
    address = f"/desk/review/{case.pk}/told/{id_of(worker, case)}/"
    if 'name="knows"' in page(worker, address):
        worker.browser.post(address, {"knows": "no"})
    return worker.browser.post(address, {"words": "It had to be.", **said})


def read_by_person(diary, share) -> str:
    return page(diary, f"/sharing/{share.pk}/")


def of_it(diary, share) -> list[tuple[str, str]]:
    """What of it stands in the account that the person can open, whatever a page shows."""
    return [it for it in account_of(diary, share) if it[0].startswith("without_consent")]


# --- what is written down, and who reads it


@pytest.mark.parametrize(
    "knows", [{"knows": "told"}, {"knows": "may_know", "why_not_told": "The line dropped."}], ids=["told", "may know"]
)
def test_it_is_written_down_and_the_person_reads_at_once_to_whom_and_why(shared, diary, kit, knows):
    share, case = shared
    assert write(kit, case, **knows).status_code == 302
    [value] = tellings(kit, case)
    assert (value.to, value.named, value.why, value.words, value.what) == (
        "police_999",
        "Example Police",
        "life",
        WHY,
        WHAT,
    )
    assert value.knows == knows["knows"]
    account = read_by_person(diary, share)
    assert "without your consent: The police, on 999 (Example Police), on " in account
    assert WHY in account
    assert WHAT not in account
    at_desk = page(kit, f"/desk/referrals/{case.pk}/")
    for words in (WHY, WHAT, "Written down by Kit.", "No second member of staff has looked at it yet."):
        assert words in at_desk


def test_where_knowing_would_put_them_in_danger_nothing_of_it_is_theirs_until_a_supervisor_agrees(
    shared, diary, kit, robin
):
    share, case = shared
    write(kit, case, **DANGER)
    assert of_it(diary, share) == []
    assert "They read nothing of it here until a supervisor agrees" in page(kit, f"/desk/referrals/{case.pk}/")
    assert look(robin, case, may_know="no").status_code == 302
    assert of_it(diary, share) == []
    assert "without your consent" not in read_by_person(diary, share)
    assert "Look at it" in page(robin, "/desk/review/")
    assert look(robin, case, may_know="yes").status_code == 302
    assert [it[1] for it in of_it(diary, share)] == ["told"]
    assert WHY in read_by_person(diary, share)
    assert "He reads their phone." not in read_by_person(diary, share)
    assert "None waits." in page(robin, "/desk/review/")
    assert "Robin looked at it on" in page(kit, f"/desk/referrals/{case.pk}/")


def test_after_a_share_is_taken_back_the_person_still_reads_that_somebody_was_told(shared, diary, kit):
    share, case = shared
    sharing.withdraw(by=diary.account, case=diary.case, share=share)
    assert write(kit, case).status_code == 302
    assert WHY in read_by_person(diary, share)


@pytest.mark.parametrize("missing", ["to", "named", "why", "words", "what", "date", "time", "knows"])
def test_it_needs_all_of_it(caller, kit, missing):
    assert write(kit, caller, **{missing: " "}).status_code == 200
    assert tellings(kit, caller) == []
    assert not Visit.objects.exists()


def test_no_field_takes_more_than_a_case_can_hold(caller, kit):
    for name in ("named", "words", "what", "why_not_told"):
        assert write(kit, caller, knows="not_safe", **{"why_not_told": "x", name: "x" * 50_001}).status_code == 200, (
            name
        )
    assert tellings(kit, caller) == []


@pytest.mark.parametrize("knows", ["may_know", "not_safe"])
def test_where_they_were_not_told_it_says_why(caller, kit, knows):
    assert "Say why they were not told." in write(kit, caller, knows=knows, why_not_told=" ").content.decode()
    assert tellings(kit, caller) == []


def test_what_is_still_to_come_was_not_told(caller, kit):
    later = {"date": f"{now().date() + timedelta(days=1):%Y-%m-%d}", "time": "12:00"}
    assert "still to come" in write(kit, caller, **later).content.decode()
    assert tellings(kit, caller) == []


# --- the second look


def test_it_stands_in_the_week_until_a_second_member_of_staff_looked_at_it(caller, kit, robin):
    write(kit, caller, **DANGER)
    week = page(robin, "/desk/review/")
    assert "Written down by Kit." in week
    assert WHY not in week
    assert "None waits." not in week
    assert look(robin, caller, may_know="no").status_code == 302
    assert "None waits." in page(robin, "/desk/review/")  # they share nothing, so nobody would read of it here
    review = page(robin, f"/desk/review/{caller.pk}/")
    assert "Robin looked at it, " in review
    assert WHY not in review
    said = told(open_helpline_case(robin.desk, caller.pk)).versions_of(SecondLook)
    assert [(it.by_name, it.value.words) for it in said] == [("Robin", "It had to be.")]


def test_it_stands_there_also_when_whoever_told_has_left_and_deleted_their_account(caller, kit, robin):
    write(kit, caller)
    helplines.end_staff(by=robin.desk, staff=kit.staff)
    kit.browser.post("/me/in/", {"user_name": kit.someone.account.user_name, "passphrase": PASSPHRASE})
    assert kit.browser.post("/me/delete/", {"what": "account", "passphrase": PASSPHRASE})["Location"] == "/me/gone/"
    assert "Written down by Somebody who has left." in page(robin, "/desk/review/")
    assert "Written down by Kit, " in page(robin, f"/desk/review/{caller.pk}/")
    assert look(robin, caller).status_code == 302
    assert "None waits." in page(robin, "/desk/review/")


def test_whoever_told_is_not_the_second_to_look(robin):
    case = begin_helpline_case(by=robin.desk).row
    answer(robin, case)
    write(robin, case)
    assert "Somebody else has to do this for you." in look(robin, case).content.decode()
    assert Visit.objects.get(kind=Kind.TOLD).ends_at is None
    second = new_worker(robin, Role.SUPERVISOR, "Sol")
    assert look(second, case).status_code == 302
    assert Visit.objects.get(kind=Kind.TOLD).ends_at is not None


def test_two_who_look_at_the_same_moment_are_both_written_down_and_the_person_reads_it_once(shared, diary, kit, robin):
    share, case = shared
    write(kit, case, **DANGER)
    second = new_worker(robin, Role.SUPERVISOR, "Sol")
    for worker in (robin, second):
        answer(worker, case)
    before = [(worker, open_helpline_case(worker.desk, case.pk)) for worker in (robin, second)]
    for worker, opened in before:
        look_at(by=worker.desk, case=opened, id=id_of(kit, case), words="Yes.", may_know=True, now=now())
    assert len(told(open_helpline_case(kit.desk, case.pk)).of(SecondLook)) == 2
    assert len(of_it(diary, share)) == 1


def test_two_who_tell_at_the_same_moment_are_both_written_down(shared, diary, kit):
    share, case = shared
    opened = open_helpline_case(kit.desk, case.pk)
    for named in ("Example Police", "Example Ambulance"):
        value = WithoutConsent("other", named, "law", WHY, WHAT, now(), "told")
        tell(by=kit.desk, case=opened, value=value, now=now())
    assert {it.named for it in tellings(kit, case)} == {"Example Police", "Example Ambulance"}
    assert len(of_it(diary, share)) == 2
    assert Visit.objects.filter(kind=Kind.TOLD).count() == 2


# --- who may


def test_nobody_else_writes_it_reads_it_or_looks_at_it(shared, kit, robin, another):
    _, case = shared
    write(kit, case)
    _, elsewhere = new_helpline("Another Helpline")
    colleague, manager = new_worker(robin, known_as="Lou"), new_worker(robin, Role.MANAGER, "Max")
    answer(colleague, case)
    form, second = f"/desk/referrals/{case.pk}/without/", f"/desk/review/{case.pk}/told/{id_of(kit, case)}/"
    for address, who, refused in (
        (form, elsewhere, {404}), (form, another, {404}), (form, colleague, {403}), (form, manager, {403}), (form, robin, {302, 403}),
        (second, elsewhere, {404}), (second, another, {404}), (second, colleague, {403}), (second, manager, {403}), (second, kit, {403}),
    ):  # fmt: skip
        for send in (
            who.browser.get,
            lambda it, who=who: who.browser.post(it, {**TOLD, **at_now(), "may_know": "yes"}),
        ):
            found = send(address)
            assert found.status_code in refused, (address, who)
            assert WHY not in found.content.decode()
    assert len(tellings(kit, case)) == 1
    assert Visit.objects.get(kind=Kind.TOLD).ends_at is None


def test_who_knows_somebody_in_the_case_neither_tells_nor_looks(caller, kit, robin):
    write(kit, caller)
    address = f"/desk/review/{caller.pk}/told/{id_of(kit, caller)}/"
    assert WHY not in page(robin, address)
    robin.browser.post(address, {"knows": "yes"})
    assert robin.browser.post(address, {"words": "It had to be."}).status_code == 403
    answer(kit, caller, "yes")
    assert write(kit, caller).status_code == 403
    assert len(tellings(robin, caller)) == 1


def test_whoever_opened_the_case_in_an_emergency_may_write_it_down(shared, robin):
    _, case = shared
    lou = new_worker(robin, known_as="Lou")
    assert write(lou, case).status_code in (302, 403)
    assert tellings(robin, case) == []
    answer(lou, case)
    break_glass(by=lou.desk, case=open_helpline_case(lou.desk, case.pk), reason="They are on the telephone.", now=now())
    assert write(lou, case).status_code == 302
    assert len(tellings(robin, case)) == 1


def test_the_actions_ask_for_themselves(caller, kit, robin):
    lou = new_worker(robin, known_as="Lou")
    value = WithoutConsent("ambulance", "Example Ambulance", "life", WHY, WHAT, now(), "told")
    with pytest.raises(NotAllowed):
        tell(by=lou.desk, case=open_helpline_case(lou.desk, caller.pk), value=value, now=now())
    id = tell(by=kit.desk, case=open_helpline_case(kit.desk, caller.pk), value=value, now=now())
    for worker in (kit, lou):
        with pytest.raises(NotAllowed):
            look_at(
                by=worker.desk,
                case=open_helpline_case(worker.desk, caller.pk),
                id=id,
                words="Yes.",
                may_know=True,
                now=now(),
            )
    assert told(open_helpline_case(kit.desk, caller.pk)).of(SecondLook) == ()


# --- what it shows of the person, and where


def test_nothing_of_what_they_share_is_on_its_pages(shared, kit, robin):
    _, case = shared
    write(kit, case)
    answer(robin, case)
    for worker, address in (
        (kit, f"/desk/referrals/{case.pk}/without/"),
        (robin, f"/desk/review/{case.pk}/told/{id_of(kit, case)}/"),
    ):
        assert "umbrella" not in page(worker, address)


def test_no_word_of_it_lies_anywhere_in_plain_text(shared, caller, kit, robin, tmp_path, caplog, settings):
    canary, found = runpy.run_path(str(Path(__file__).with_name("test_canary.py"))), "zanzibar-lighthouse"
    caplog.set_level(logging.DEBUG)
    forget_journal()
    words = {name: f"{found} {name}" for name in ("named", "words", "what", "why_not_told")}
    for case in (shared[1], caller):
        kit.browser.post(f"/notes/draft/desk/referrals/{case.pk}/without/", {"what": f"{found} draft"})
        assert f"{found} draft" in page(kit, f"/desk/referrals/{case.pk}/without/")
        write(kit, case, **words, knows="not_safe")
        look(robin, case, words=f"{found} look", may_know="yes")
        shown = set(re.findall(rf"{found} \w+", page(kit, f"/desk/referrals/{case.pk}/")))
        assert shown == {*words.values(), f"{found} look"}
    assert canary["rows_with"](found) == []
    assert canary["places_with"](found, tmp_path, settings.DATA) == []
    assert found not in caplog.text
