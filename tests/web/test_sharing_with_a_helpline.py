"""A diary shared with a helpline: what goes on and what does not, withdrawing, ending, and the account of who opened it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from staff import new_helpline, new_worker
from throughline.casework.contact import Client
from throughline.casework.state import fold
from throughline.domain.errors import MissingKey, Tampered
from throughline.web.cases.actions import record
from throughline.web.cases.state import KINDS, Change
from throughline.web.cases.wholeness import look_over
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import open_helpline_case
from throughline.web.helplines import actions as helplines
from throughline.web.helplines.access import desk_of
from throughline.web.helplines.models import LedgerEntryRow, LedgerRow, Role, StaffKey
from throughline.web.sharing import actions
from throughline.web.sharing.models import Share
from throughline.web.sharing.projection import KIND_PARTS, PARTS
from throughline.web.sharing.queries import account_for_desk, account_of_share, keys_of, open_shared
from throughline.web.takeaway.queries import VaultHolding

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "He was outside my building with a yellow umbrella."
MINE = "I have not told my sister."


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def diary(someone):
    """Somebody with an entry, a private note to it, a private entry and a file."""
    someone.browser.post("/notes/add/", {"account": WORDS, "exact": "now"})
    someone.browser.post("/notes/i1/more/private/", {"private_note": MINE})
    someone.browser.post("/notes/add/", {"account": "For me alone.", "exact": "now"})
    someone.browser.post("/notes/i2/more/private/", {"private": "on"})
    someone.browser.post("/files/add/", {"file": [SimpleUploadedFile("a.txt", b"umbrella")], "description": "A note"})
    return someone


def give(diary, helpline, parts=PARTS, ends_at=None) -> Share:
    return actions.give(
        by=diary.account, case=diary.case, helpline=helpline, parts=set(parts), purpose="advice", ends_at=ends_at,
        called="Ash",
    )  # fmt: skip


def everything_in(case) -> str:
    return repr((case.case, case.state.history, case.state.kept))


def test_an_adviser_reads_what_was_shared_and_nothing_private(diary, helpline):
    share = give(diary, helpline[0])
    shared = open_shared(helpline[1].desk, share, now())
    assert [it.account for it in shared.case.incidents] == [WORDS]
    assert MINE not in everything_in(shared)
    assert "For me alone" not in everything_in(shared)
    assert shared.case.incidents[0].occurred == diary.case.case.incidents[0].occurred
    assert shared.findings.looked_at.incidents == 1


def test_the_time_of_recording_is_the_diarys_own(diary, helpline):
    shared = open_shared(helpline[1].desk, give(diary, helpline[0]), now())
    key = ("incident", "i1")
    assert shared.state.history[key][0].recorded_at == diary.case.state.history[key][0].recorded_at


def test_a_shared_file_opens_and_one_that_is_not_shared_has_no_key(diary, helpline):
    shared = open_shared(helpline[1].desk, give(diary, helpline[0]), now())
    with VaultHolding(shared).open(shared.case.exhibits[0].file) as stream:
        assert stream.read() == b"umbrella"
    without = open_shared(helpline[1].desk, give(diary, helpline[0], ["diary"]), now())
    assert not without.case.exhibits
    kept = diary.case.state.kept["exhibit", "AB/1" if ("exhibit", "AB/1") in diary.case.state.kept else next(
        id for kind, id in diary.case.state.kept if kind == "exhibit")]  # fmt: skip
    with pytest.raises(MissingKey):
        without.file_key(kept["files"]["original"], 1)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_all_that_goes(diary, helpline, part):
    diary.browser.post("/notes/milestone/new/", {"kind": "told_to_stop", "date": "2026-03-01", "note": "By text."})
    shared = open_shared(helpline[1].desk, give(diary, helpline[0], [part]), now()).case
    assert bool(shared.incidents) == (part == "diary")
    assert bool(shared.exhibits) == (part == "files")
    assert bool(shared.milestones) == (part == "milestones")


def test_what_comes_after_goes_on_and_what_is_deleted_is_destroyed_there(diary, helpline):
    share = give(diary, helpline[0])
    diary.browser.post("/notes/add/", {"account": "Again.", "exact": "now"})
    shared = open_shared(helpline[1].desk, share, now())
    assert [it.account for it in shared.case.incidents] == [WORDS, "Again."]
    diary.browser.post("/notes/incident/i1/delete/", {"sure": "on"})
    assert len(diary.case.case.incidents) == 2
    shared = open_shared(helpline[1].desk, share, now())
    assert [it.account for it in shared.case.incidents] == ["Again."]
    assert WORDS not in everything_in(shared)


def test_what_becomes_private_is_destroyed_there(diary, helpline):
    share = give(diary, helpline[0])
    diary.browser.post("/notes/i1/more/private/", {"private": "on"})
    shared = open_shared(helpline[1].desk, share, now())
    assert not shared.case.incidents
    assert WORDS not in everything_in(shared)


def test_what_becomes_private_and_is_shown_again_and_again_leaves_both_records_whole(diary, helpline):
    share = give(diary, helpline[0])
    for _ in range(3):
        diary.browser.post("/notes/i1/more/private/", {"private": "on"})
        assert not open_shared(helpline[1].desk, share, now()).case.incidents
        diary.browser.post("/notes/i1/more/private/", {})
        assert [it.id for it in open_shared(helpline[1].desk, share, now()).case.incidents] == ["i1"]
    assert len(diary.case.case.incidents) == 2


def test_after_withdrawing_nobody_opens_it_and_the_account_stays_for_both(diary, helpline):
    share = give(diary, helpline[0])
    desk = helpline[1].desk
    actions.note_opening(by=desk, share=share, part="diary", now=now())
    actions.note_opening(by=desk, share=share, part="diary", now=now())
    content = share.content_id
    actions.withdraw(by=diary.account, case=diary.case, share=share)
    with pytest.raises(MissingKey):
        open_shared(desk, share, now())
    assert not LedgerRow.objects.filter(pk=content).exists()
    assert not LedgerEntryRow.objects.filter(ledger=content).exists()
    share.refresh_from_db()
    told = [(it.item, it.action) for it in account_of_share(keys_of(diary.case, share).account)]
    assert told == [("share:1", "given"), ("part:diary", "opened"), ("share:1", "withdrawn")]
    assert told == [(it.item, it.action) for it in account_for_desk(desk, share)]
    diary.browser.post("/notes/add/", {"account": "After.", "exact": "now"})
    assert LedgerRow.objects.count() == 2  # the account, and the helpline's own case


def test_a_share_ends_by_the_clock_and_its_content_is_destroyed_by_the_next_sweep(diary, helpline):
    ends = now() + timedelta(days=7)
    share = give(diary, helpline[0], ends_at=ends)
    open_shared(helpline[1].desk, share, ends - timedelta(seconds=1))
    with pytest.raises(MissingKey):
        open_shared(helpline[1].desk, share, ends)
    assert actions.end_shares(now=ends - timedelta(seconds=1)) == 0
    assert actions.end_shares(now=ends) == 1
    assert not LedgerRow.objects.filter(pk=share.content_id).exists()


def test_another_helpline_sees_nothing(diary, helpline):
    other, supervisor = new_helpline("Another Helpline")
    share = give(diary, helpline[0])
    with pytest.raises(Share.DoesNotExist):
        open_shared(supervisor.desk, share, now())
    case = HelplineCase.objects.get(share=share)
    with pytest.raises(HelplineCase.DoesNotExist):
        open_helpline_case(supervisor.desk, case.pk)
    with pytest.raises(MissingKey):
        account_for_desk(supervisor.desk, share)
    assert other.cases.count() == 0


def test_a_shared_diary_waits_in_the_queue(diary, helpline):
    share = give(diary, helpline[0])
    case = open_helpline_case(helpline[1].desk, HelplineCase.objects.get(share=share).pk)
    assert [it.name for it in fold(case.entries).values_of(Client)] == ["Ash"]


def test_a_leaver_loses_access_at_once_and_the_key_is_turned(diary, helpline):
    row, supervisor = helpline
    adviser = new_worker(supervisor)
    share = give(diary, row)
    assert open_shared(adviser.desk, share, now()).case.incidents
    before = row.epoch
    helplines.end_staff(by=supervisor.desk, staff=adviser.staff)
    row.refresh_from_db()
    assert row.epoch == before + 1
    assert desk_of(adviser.someone.account, adviser.someone.private) is None
    assert not StaffKey.objects.filter(staff=adviser.staff).exists()
    assert open_shared(supervisor.desk, share, now()).case.incidents
    assert open_shared(supervisor.desk, give(diary, row), now()).case.incidents


def test_a_manager_holds_no_key(diary, helpline):
    manager = new_worker(helpline[1], Role.MANAGER)
    share = give(diary, helpline[0])
    assert manager.desk.keys == {}
    with pytest.raises(MissingKey):
        open_shared(manager.desk, share, now())


def test_messages_go_there_and_back_and_wait_behind_the_sign_in(diary, helpline):
    share = give(diary, helpline[0])
    actions.write_to_helpline(by=diary.account, case=diary.case, share=share, words="Can we talk on Friday?")
    actions.write_to_person(by=helpline[1].desk, share=share, words="Yes, at ten.")
    share.refresh_from_db()
    assert (share.waiting_for_person, share.waiting_for_helpline) == (1, 1)
    told = [it.content["words"] for it in account_for_desk(helpline[1].desk, share) if it.action == "written"]
    assert told == ["Can we talk on Friday?", "Yes, at ten."]
    actions.withdraw(by=diary.account, case=diary.case, share=share)
    with pytest.raises(MissingKey):
        actions.write_to_person(by=helpline[1].desk, share=share, words="Too late.")


def test_an_entry_of_the_account_that_was_taken_out_is_noticed(diary, helpline):
    share = give(diary, helpline[0])
    actions.note_opening(by=helpline[1].desk, share=share, part="diary", now=now())
    LedgerEntryRow.objects.filter(ledger=share.account_id).order_by("-number").first().delete()
    with pytest.raises(Tampered):
        account_for_desk(helpline[1].desk, share)


def test_looking_over_sees_a_ledger_whose_entry_was_taken_out(diary, helpline):
    share = give(diary, helpline[0])
    found = look_over()
    assert found.is_whole
    assert found.ledgers == 3
    LedgerEntryRow.objects.filter(ledger=share.account_id).order_by("-number").first().delete()
    assert share.account_id in look_over().altered


def test_every_kind_of_item_is_said_to_be_shared_or_to_stay():
    assert set(KIND_PARTS) == set(KINDS)


def test_a_note_of_the_service_alone_stays_behind(diary, helpline):
    share = give(diary, helpline[0])
    noted = Change("counted", "public", "recorded", {"quarter": "2026-Q4"})
    record(by=diary.account, case=diary.case, changes=[noted])
    assert "2026-Q4" not in everything_in(open_shared(helpline[1].desk, share, now()))
    assert "2026-Q4" not in everything_in(open_shared(helpline[1].desk, give(diary, helpline[0]), now()))


def test_deleting_the_diary_ends_the_share(diary, helpline):
    share = give(diary, helpline[0])
    diary.browser.post("/me/delete/", {"what": "diary", "passphrase": "four small green words"})
    with pytest.raises(MissingKey):
        open_shared(helpline[1].desk, share, now())
