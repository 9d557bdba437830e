"""A helpline's staff and their supervision, by its pages: who joins, who may see what, and what the person reads of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from desks import take_call
from people import PASSPHRASE, new_person
from staff import Worker, new_helpline, new_worker
from throughline.casework.coding import encode
from throughline.casework.let_in import Held
from throughline.casework.planning import Promise
from throughline.casework.safe_contact import SafeContact
from throughline.casework.state import fold
from throughline.domain.errors import NotAllowed
from throughline.web.accounts.second_steps import add_passkey
from throughline.web.desk.actions import record_in_case
from throughline.web.desk.letting_in import answer_conflict
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import open_helpline_case
from throughline.web.desk.standing import require
from throughline.web.helplines.ledgers import Line
from throughline.web.helplines.models import Helpline, LedgerRow, Role, Staff, StaffKey, Standing
from throughline.web.sharing import actions as sharing
from throughline.web.sharing.projection import PARTS
from throughline.web.supervision import actions
from throughline.web.supervision.actions import assign, close, reopen
from throughline.web.supervision.models import Visit

pytestmark = pytest.mark.django_db(transaction=True)

WHY = "They are on the telephone and their adviser is away."
WORDS = "He stood outside with a yellow umbrella."


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def lou(robin):
    """Another adviser."""
    return new_worker(robin, known_as="Lou")


@pytest.fixture
def shared(someone, helpline, kit):
    """A case that somebody shares and that Kit has."""
    someone.browser.post("/notes/add/", {"account": WORDS, "exact": "now"})
    share = sharing.give(
        by=someone.account, case=someone.case, helpline=helpline[0], parts=set(PARTS), purpose="advice", ends_at=None, called="Ash"
    )  # fmt: skip
    HelplineCase.objects.update(adviser=kit.staff)
    row = HelplineCase.objects.get(share=share)
    answer_conflict(by=kit.desk, case=open_helpline_case(kit.desk, row.pk), knows_somebody=False)
    return row


def told(worker: Worker, address: str, **sent: str) -> str:
    answer = worker.browser.post(address, sent, follow=True) if sent else worker.browser.get(address)
    return answer.content.decode()


def may(worker: Worker, deed, row) -> bool:
    try:
        require(deed, worker.desk, open_helpline_case(worker.desk, row.pk), now(), part="diary")
    except NotAllowed:
        return False
    return True


def account_of(someone) -> str:
    return someone.browser.get(f"/sharing/{HelplineCase.objects.exclude(share=None).get().share_id}/").content.decode()


# --- staff


def test_somebody_is_invited_by_hand_joins_compares_the_figures_and_is_let_in(robin):
    code = re.search(r'id="invitation" dir="ltr">([^<]+)<', told(robin, "/desk/staff/invite/", role="adviser"))[1]
    person = new_person("hazel")
    waits = person.browser.post("/desk/join/", {"code": code.lower(), "known_as": "Kit"}, follow=True).content.decode()
    figures = re.search(r'id="fingerprint" dir="ltr">([^<]+)<', waits)[1]
    assert person.browser.get("/desk/staff/").status_code == 404
    row = Staff.objects.get(known_as="Kit")
    assert not row.keys.exists()
    page = told(robin, f"/desk/staff/{row.pk}/")
    assert figures in page
    assert "They are let in" in told(robin, f"/desk/staff/{row.pk}/", do="let-in")
    assert person.browser.get("/desk/staff/").status_code == 200
    again = new_person("oak").browser.post("/desk/join/", {"code": code, "known_as": "Oak"})
    assert "does not let you join" in again.content.decode()


def test_a_manager_sees_staff_and_counts_and_nothing_of_a_case(robin, shared):
    manager = new_worker(robin, Role.MANAGER, "Max")
    assert not StaffKey.objects.filter(staff=manager.staff).exists()
    for address in ("/desk/staff/", "/desk/staff/invite/", "/desk/review/"):
        assert manager.browser.get(address).status_code == 200
    assert str(shared.pk) not in told(manager, "/desk/review/")
    for address in (
        "review/of/nobody/",
        f"review/{shared.pk}/",
        f"review/{shared.pk}/emergency/",
        f"review/{shared.pk}/give/",
        "asked/",
        "recovery/",
    ):
        assert manager.browser.get(f"/desk/{address}").status_code == 403, address


def test_an_adviser_does_not_invite_end_or_review(robin, kit, shared):
    for address in ("staff/invite/", "review/", f"review/{shared.pk}/", "review/of/nobody/"):
        assert kit.browser.get(f"/desk/{address}").status_code == 403, address
    assert kit.browser.post(f"/desk/staff/{robin.staff.pk}/", {"do": "end"}).status_code == 403
    assert robin.staff.standing == Standing.ACTIVE


def test_nobody_ends_themselves_and_the_last_supervisor_stays(robin):
    manager = new_worker(robin, Role.MANAGER, "Max")
    assert robin.browser.post(f"/desk/staff/{robin.staff.pk}/", {"do": "end"}).status_code == 403
    answer = manager.browser.post(f"/desk/staff/{robin.staff.pk}/", {"do": "end"})
    assert "no supervisor left" in answer.content.decode()
    assert robin.staff.standing == Standing.ACTIVE


def test_a_leaver_is_out_at_once_their_cases_wait_and_the_key_is_turned(robin, kit, lou, shared):
    before = robin.desk.helpline.epoch
    told(robin, f"/desk/staff/{kit.staff.pk}/", do="end")
    assert kit.browser.get("/desk/staff/")["Location"] == "/me/in/"
    assert not StaffKey.objects.filter(staff=kit.staff).exists()
    shared.refresh_from_db()
    assert shared.adviser is None
    assert max(lou.desk.keys) == before + 1


def whose(worker, row) -> list[tuple[str, str, bool]]:
    """Who wrote whose a case is, whose it was then, and whether it was closed."""
    held = fold(open_helpline_case(worker.desk, row.pk).entries).item(Held, "1")
    return [] if held is None else [(it.by_name, it.value.known_as, it.value.is_closed) for it in held.versions]


@pytest.mark.parametrize("how", [{"do": "end"}, {"do": "role", "role": "manager"}], ids=["leaves", "becomes a manager"])
def test_each_case_of_a_leaver_says_in_its_ledger_that_it_went_back(robin, kit, lou, shared, someone, how):
    called = HelplineCase.objects.get(pk=take_call(kit))
    others = HelplineCase.objects.get(pk=take_call(lou))
    close(by=kit.desk, case=open_helpline_case(kit.desk, called.pk), now=now())
    told(robin, f"/desk/staff/{kit.staff.pk}/", **how)
    assert whose(robin, shared) == [("Robin", "", False)]
    assert whose(robin, called) == [("Kit", "Kit", True), ("Robin", "", True)]
    assert whose(robin, others) == []
    assert "Robin put your case back, so that somebody else can take it." in account_of(someone)
    told(lou, f"/desk/cases/{shared.pk}/in/", knows="no", take="yes")
    assert whose(robin, shared)[1:] == [("Lou", "Lou", False)]


def test_a_case_that_does_not_open_keeps_no_leaver_in(robin, kit, shared, someone, caplog):
    called = HelplineCase.objects.get(pk=take_call(kit))
    LedgerRow.objects.filter(pk=shared.ledger_id).update(mac=b"x" * 32)
    told(robin, f"/desk/staff/{kit.staff.pk}/", do="end")
    assert kit.staff.standing == Standing.LEFT
    assert not HelplineCase.objects.filter(adviser=kit.staff).exists()
    assert whose(robin, called) == [("Robin", "", False)]
    assert "put your case back" not in account_of(someone)
    assert "its ledger does not say so" in caplog.text


def test_a_manager_ends_an_access_although_they_can_write_in_no_case(robin, kit, shared):
    manager = new_worker(robin, Role.MANAGER, "Max")
    told(manager, f"/desk/staff/{kit.staff.pk}/", do="end")
    assert HelplineCase.objects.get().adviser is None
    assert whose(robin, shared) == []
    assert kit.staff.left_at is not None


def test_who_becomes_a_manager_loses_the_keys_and_a_manager_waits_to_become_more(robin, kit, shared):
    told(robin, f"/desk/staff/{kit.staff.pk}/", do="role", role="manager")
    assert not StaffKey.objects.filter(staff=kit.staff).exists()
    assert HelplineCase.objects.get().adviser is None
    told(robin, f"/desk/staff/{kit.staff.pk}/", do="role", role="adviser")
    assert kit.staff.standing == Standing.WAITING
    assert kit.browser.get("/desk/staff/").status_code == 404
    told(robin, f"/desk/staff/{kit.staff.pk}/", do="let-in")
    assert kit.browser.get("/desk/staff/").status_code == 200


def test_an_account_on_the_staff_is_deleted_only_once_its_access_has_ended(robin, kit, shared):
    gone = {"what": "account", "passphrase": PASSPHRASE}
    assert "Ask a supervisor" in told(kit, "/me/delete/", **gone)
    told(robin, f"/desk/staff/{kit.staff.pk}/", do="end")
    browser = kit.someone.browser
    browser.post("/me/in/", {"user_name": kit.someone.account.user_name, "passphrase": PASSPHRASE})
    assert browser.post("/me/delete/", gone)["Location"] == "/me/gone/"
    assert not Staff.objects.filter(known_as="Kit").exists()
    assert robin.browser.get(f"/desk/review/{shared.pk}/").status_code == 200


def test_another_helplines_staff_and_cases_are_not_there(robin, kit, shared):
    other = new_helpline("Another Helpline")[1]
    for address in (
        f"staff/{kit.staff.pk}/",
        f"review/{shared.pk}/",
        f"review/{shared.pk}/emergency/",
        f"review/of/{kit.staff.pk}/",
    ):
        assert other.browser.get(f"/desk/{address}").status_code == 404, address
    assert "Kit" not in told(other, "/desk/staff/") + told(other, "/desk/review/")


# --- conflict of interest, emergencies, opinions


def test_who_knows_somebody_in_it_never_opens_it_however_often_they_are_asked(robin, lou, shared):
    page = told(lou, f"/desk/review/{shared.pk}/emergency/")
    assert "Do you know anybody" in page
    assert "Ash" in page
    assert "Why do you open it" not in told(lou, f"/desk/review/{shared.pk}/emergency/", knows="yes")
    for sent in ({"knows": "no"}, {"reason": WHY}):
        assert "you know somebody in this case" in told(lou, f"/desk/review/{shared.pk}/emergency/", **sent).lower()
    assert not may(lou, "see_shared", shared)
    with pytest.raises(NotAllowed, match="know somebody"):
        actions.assign(by=robin.desk, case=open_helpline_case(robin.desk, shared.pk), to=lou.staff, now=now())


def test_an_emergency_needs_a_reason_ends_and_is_read_by_the_person_and_a_supervisor(robin, lou, shared, someone):
    assert not may(lou, "see_shared", shared)
    told(lou, f"/desk/review/{shared.pk}/emergency/", knows="no")
    assert "Why do you open it" in told(lou, f"/desk/review/{shared.pk}/emergency/", reason="urgent")
    assert not may(lou, "see_shared", shared)
    assert "open to you" in told(lou, f"/desk/review/{shared.pk}/emergency/", reason=WHY)
    assert may(lou, "see_shared", shared)
    assert not may(lou, "refer", shared)
    assert WHY in account_of(someone)
    assert "Lou opened a case of Kit" in told(robin, "/desk/review/")
    assert "Open until" in told(lou, "/desk/asked/")
    told(lou, f"/desk/review/{shared.pk}/emergency/", do="end")
    assert not may(lou, "see_shared", shared)
    assert "Lou was done with the emergency" in account_of(someone)


def test_an_emergency_is_over_after_an_hour_without_anybody_doing_anything(lou, shared):
    case = open_helpline_case(lou.desk, shared.pk)
    answer_conflict(by=lou.desk, case=case, knows_somebody=False)
    long_ago = now() - timedelta(minutes=61)
    with pytest.raises(NotAllowed, match="Say first"):
        require("open_case", lou.desk, case, now())
    actions.break_glass(by=lou.desk, case=open_helpline_case(lou.desk, shared.pk), reason=WHY, now=long_ago)
    assert not may(lou, "open_case", shared)


def test_a_second_opinion_opens_the_case_to_one_colleague_until_they_answer(robin, kit, lou, shared, someone):
    page = told(kit, f"/desk/review/{shared.pk}/opinion/", to=lou.staff.pk, question="Would you tell her to move?")
    assert "Would you tell her to move?" in page
    visit = Visit.objects.get()
    answering = f"/desk/review/{shared.pk}/opinion/{visit.pk}/"
    assert answering in told(lou, "/desk/asked/")
    assert "Do you know anybody" in told(lou, answering)
    assert not may(lou, "see_shared", shared)
    assert "Would you tell her to move?" in told(lou, answering, knows="no")
    assert may(lou, "see_shared", shared)
    assert not may(lou, "message_person", shared)
    assert "Kit asked Lou for a second opinion" in account_of(someone)
    told(lou, answering, answer="Not before the hearing.")
    assert not may(lou, "see_shared", shared)
    assert "Not before the hearing." in told(kit, f"/desk/review/{shared.pk}/opinion/")
    assert lou.browser.get(f"/desk/review/{shared.pk}/opinion/").status_code == 403


def test_an_opinion_that_is_taken_back_closes_the_case_to_whoever_was_asked(kit, lou, shared):
    told(kit, f"/desk/review/{shared.pk}/opinion/", to=lou.staff.pk, question="What do you think?")
    answer_conflict(by=lou.desk, case=open_helpline_case(lou.desk, shared.pk), knows_somebody=False)
    assert may(lou, "open_case", shared)
    told(kit, f"/desk/review/{shared.pk}/opinion/", back=Visit.objects.get().pk)
    assert not may(lou, "open_case", shared)


# --- a supervisor's week


def test_a_supervisor_reads_how_a_case_was_worked_on_and_no_word_of_it(robin, shared, someone):
    page = told(robin, f"/desk/review/{shared.pk}/")
    assert "Nobody has asked whether it is safe to call" in page
    assert "You shared it." in page
    for words in (WORDS, "Ash", someone.account.user_name):
        assert words not in page
    assert not may(robin, "see_shared", shared)
    page = told(robin, f"/desk/review/{shared.pk}/", kind="quality", words="Ask about voicemail.")
    assert "It is in the case now" in page
    assert "Ask about voicemail." not in page
    assert "Reviews" in page


def test_a_case_is_given_to_somebody_else_and_the_person_reads_who_has_it(robin, kit, lou, shared, someone):
    assert "Kit" in told(robin, "/desk/review/")
    told(robin, f"/desk/review/{shared.pk}/give/", to=lou.staff.pk)
    assert not may(kit, "open_case", shared)
    answer_conflict(by=lou.desk, case=open_helpline_case(lou.desk, shared.pk), knows_somebody=False)
    assert may(lou, "open_case", shared)
    assert "gave your case to Lou" in account_of(someone)
    told(lou, f"/desk/review/{shared.pk}/give/", to="nobody")
    assert HelplineCase.objects.get().adviser is None
    assert "1 case waits" in told(robin, "/desk/review/")


def test_how_we_keep_up_counts_cases_and_call_backs_and_shows_no_word(robin, kit, shared):
    case = open_helpline_case(kit.desk, shared.pk)
    owed = Promise("Call back about the yellow umbrella", now() - timedelta(hours=5), kit.staff.id)
    coming = Promise("Call back", now() + timedelta(hours=5), kit.staff.id)
    lines = [Line(f"promise:{number}", "recorded", {"value": encode(it)}) for number, it in enumerate((owed, coming))]
    record_in_case(by=kit.desk, case=case, lines=lines)
    page = told(robin, "/desk/review/work/")
    figures = dict(re.findall(r'scope="row">([^<]+)</th><td[^>]*>([^<]+)<', page))
    assert figures["Calls and messages"] == "1"
    assert (figures["Call-backs promised"], figures["Missed"], figures["Still to come"]) == ("2", "1", "1")
    assert figures["Open"] == "1"
    assert "umbrella" not in page
    assert kit.browser.get("/desk/review/work/").status_code == 403


def test_who_works_here_comes_to_the_desk_and_everybody_else_to_their_diary(kit, someone):
    assert kit.browser.get("/")["Location"] == "/desk/"
    assert someone.browser.get("/")["Location"] == "/notes/"
    signed_in = kit.browser.post("/me/in/", {"user_name": kit.someone.account.user_name, "passphrase": PASSPHRASE})
    assert signed_in["Location"] == "/desk/"


def test_a_closed_case_is_read_and_not_written_in_until_it_is_opened_again(robin, kit, shared):
    assert "It is closed. Everything in it stays" in told(kit, f"/desk/review/{shared.pk}/close/", close="yes")
    assert may(kit, "open_case", shared)
    assert not may(kit, "write_note", shared)
    assert f"/desk/review/{shared.pk}/" in told(robin, f"/desk/review/of/{kit.staff.pk}/")
    assert "open it again" in told(robin, f"/desk/review/{shared.pk}/")
    told(robin, f"/desk/review/{shared.pk}/close/", again="yes")
    assert may(kit, "write_note", shared)


def test_a_colleague_who_is_asked_for_an_opinion_sees_no_number(kit, lou, shared):
    safe = SafeContact("yes", "07700 900123", any_time="yes", code_word="teapot")
    lines = [Line("safe_contact:1", "recorded", {"value": encode(safe)})]
    record_in_case(by=kit.desk, case=open_helpline_case(kit.desk, shared.pk), lines=lines)
    told(kit, f"/desk/review/{shared.pk}/opinion/", to=lou.staff.pk, question="Would you tell her to move?")
    told(lou, f"/desk/review/{shared.pk}/opinion/{Visit.objects.get().pk}/", knows="no")
    case = f"/desk/cases/{shared.pk}/"
    assert "07700 900123" in told(kit, case)
    page = told(lou, case)
    assert "Safe contact" in page
    assert "07700 900123" not in page
    assert "teapot" not in page


def test_who_said_that_they_know_somebody_is_not_asked_again(kit, shared):
    told(kit, f"/desk/cases/{shared.pk}/in/", knows="yes")
    answer = kit.browser.get(f"/desk/cases/{shared.pk}/")
    assert "Do you know anybody" not in answer.content.decode()
    assert answer.status_code in (302, 403)


def test_whose_a_case_was_and_whether_it_was_open_stands_in_its_ledger(robin, kit, lou, shared):
    assign(by=robin.desk, case=open_helpline_case(robin.desk, shared.pk), to=lou.staff, now=now())
    assign(by=robin.desk, case=open_helpline_case(robin.desk, shared.pk), to=None, now=now())
    told(kit, f"/desk/cases/{shared.pk}/in/", knows="no", take="yes")
    close(by=kit.desk, case=open_helpline_case(kit.desk, shared.pk), now=now())
    reopen(by=kit.desk, case=open_helpline_case(kit.desk, shared.pk), now=now())
    held = fold(open_helpline_case(robin.desk, shared.pk).entries).item(Held, "1")
    said = [(it.by_name, it.value.known_as, it.value.is_closed) for it in held.versions]
    assert said == [
        ("Robin", "Lou", False), ("Robin", "", False), ("Kit", "Kit", False), ("Kit", "Kit", True), ("Kit", "Kit", False),
    ]  # fmt: skip
    assert not held.is_contested


def test_the_figures_of_a_helpline_stand_at_its_desk_and_are_agreed_to_by_its_people(robin, kit, shared, someone):
    address = f"/sharing/{shared.share_id}/figures/"
    assert "These are the figures of The Example Helpline" in someone.browser.get(address).content.decode()
    assert "There are no figures yet" in told(robin, "/desk/review/figures/")
    assert kit.browser.get("/desk/review/figures/").status_code == 403


def asked(worker: Worker, **more: str):
    return worker.browser.post("/desk/staff/settings/", {"about": "On weekdays.", **more})


def test_a_helpline_says_whom_it_helps(robin, kit):
    assert asked(robin)["Location"] == "/desk/staff/"
    assert Helpline.objects.get().about == "On weekdays."
    assert b"Settings of the helpline" not in kit.browser.get("/desk/staff/").content
    assert asked(kit, about="Mine.").status_code == 403
    assert Helpline.objects.get().about == "On weekdays."


def test_who_has_no_second_step_is_shut_out_where_one_is_asked_for(robin, kit):
    assert b"Set up a second step of your own first" in asked(robin, asks_second_step="on").content
    assert kit.browser.get("/desk/").status_code == 200
    with_second_step(robin)
    assert asked(robin, asks_second_step="on")["Location"] == "/desk/staff/"
    assert robin.browser.get("/desk/").status_code == 200
    for address in ("/desk/", "/desk/calls/new/", "/desk/staff/", "/desk/review/"):
        shut = kit.browser.get(address)
        assert shut.status_code == 403
        assert b"Set up a second step first" in shut.content
    assert kit.browser.get("/notes/").status_code == 200
    with_second_step(kit)
    assert kit.browser.get("/desk/").status_code == 200


def with_second_step(worker: Worker) -> None:
    someone = worker.someone
    add_passkey(by=someone.account, private=someone.private, label="key", host="localhost", credential=b"")
