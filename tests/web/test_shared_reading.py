"""What an adviser reads of a shared diary: who may, what stands there and what never does, and the account of every opening."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from readers import MINE, PNG, WORDS, account_of, answer, case_of, give, now, take, write_diary
from staff import new_helpline, new_worker
from throughline.casework.coding import encode
from throughline.casework.let_in import Emergency
from throughline.web.desk.actions import record_in_case
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import open_helpline_case
from throughline.web.helplines import actions as helplines
from throughline.web.helplines.ledgers import Line
from throughline.web.helplines.models import LedgerEntryRow, Role
from throughline.web.shared_reading.queries import last_seen
from throughline.web.sharing import actions
from throughline.web.sharing.models import Share
from throughline.web.sharing.queries import account_for_desk

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("", "order/", "entry/i1/", "one/f1/", "points/", "since/", "answers/", "files/", "files/AB-2/")
FILES = ("files/AB-1/content", "files/AB-1/copy", "files/AB-1/clean", "files/AB-1/view")


@pytest.fixture
def diary(someone):
    return write_diary(someone)


@pytest.fixture
def reader(helpline):
    return new_worker(helpline[1])


@pytest.fixture
def shared(diary, helpline, reader):
    """A share with everything in it, and the case of it, which is the reader's."""
    share = give(diary, helpline[0])
    return share, take(reader, case_of(share))


def at(case: HelplineCase, place: str = "") -> str:
    return f"/desk/shared/{case.pk}/{place}"


def text(answer) -> str:
    return b"".join(answer.streaming_content).decode("latin-1") if answer.streaming else answer.content.decode()


def test_an_adviser_reads_every_page_of_it(shared, reader):
    _, case = shared
    for place in PAGES:
        page = reader.browser.get(at(case, place))
        assert page.status_code == 200, place
        assert "For me alone" not in text(page), place
        assert MINE not in text(page), place
        assert "/notes/" not in text(page).partition("<main")[2].partition("</main>")[0], place
    assert WORDS in text(reader.browser.get(at(case, "order/")))
    entry = text(reader.browser.get(at(case, "entry/i1/")))
    assert "Jo" in entry
    assert at(case, "files/AB-1/") in entry


def test_a_finding_opens_to_its_entries_and_they_to_its_words(shared, reader):
    _, case = shared
    page = text(reader.browser.get(at(case, "one/f1/")))
    for heading in ("The entries behind it", "What would make it stronger", "What would make it weaker"):
        assert heading in page
    assert at(case, "entry/i") in page


def test_an_entry_tells_how_it_was_told_before(shared, diary, reader):
    _, case = shared
    typed = {"account": "He was outside with a red umbrella.", "exact": "minute", "date": "2026-03-02", "time": "19:40"}
    diary.browser.post("/notes/i2/change/", typed)
    page = text(reader.browser.get(at(case, "entry/i2/")))
    assert "red umbrella" in page
    assert "yellow umbrella" in page
    diary.browser.post("/notes/i3/more/private/", {"private_note": "For me alone, too."})
    assert "How it was told" not in text(reader.browser.get(at(case, "entry/i3/")))


def test_files_are_shown_and_saved_by_their_own_key(shared, reader):
    _, case = shared
    inside, saved = (reader.browser.get(at(case, f"files/AB-1/{it}")) for it in ("content", "copy"))
    assert b"".join(inside.streaming_content) == PNG
    assert inside["Content-Disposition"].startswith("inline")
    assert b"".join(saved.streaming_content) == PNG
    assert saved["Content-Disposition"] == 'attachment; filename="AB-1.png"'
    assert "I saw you at the market." in text(reader.browser.get(at(case, "files/AB-2/")))
    assert reader.browser.get(at(case, "files/AB-1/clean")).status_code == 200


def test_every_opening_and_every_saving_is_in_the_account(shared, diary, reader):
    share, case = shared
    reader.browser.get(at(case))
    everything = [(f"part:{it}", "opened") for it in ("diary", "messages", "milestones", "questions")]
    assert account_of(diary, share)[1:] == everything
    reader.browser.get(at(case, "order/"))
    assert account_of(diary, share)[1:] == everything
    reader.browser.get(at(case, "files/AB-1/"))
    opened = [*everything, ("part:files", "opened"), ("exhibit:AB/1", "opened")]
    assert account_of(diary, share)[1:] == opened
    for place in ("files/AB-1/copy", "files/AB-1/clean"):
        reader.browser.get(at(case, place))
    assert account_of(diary, share)[1:] == [*opened, ("exhibit:AB/1", "exported"), ("exhibit:AB/1", "copied")]
    told = text(diary.browser.get(f"/sharing/{share.pk}/"))
    assert "Kit opened your file AB/1." in told
    assert "Kit saved your file AB/1 as it is." in told


def test_a_file_that_no_page_shows_counts_as_saved(shared, diary, reader):
    share, case = shared
    answer = reader.browser.get(at(case, "files/AB-2/content"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert account_of(diary, share)[-1] == ("exhibit:AB/2", "exported")


def test_nobody_else_gets_a_page(shared, diary, reader, helpline, another):
    share, case = shared
    before = account_of(diary, share)
    _, elsewhere = new_helpline("Another Helpline")
    colleague, manager = new_worker(helpline[1]), new_worker(helpline[1], Role.MANAGER)
    answer(colleague, case)
    for place in (*PAGES, *FILES):
        address = at(case, place)
        assert elsewhere.browser.get(address).status_code == 404, place
        assert another.browser.get(address).status_code == 404, place
        assert Client(SERVER_NAME="127.0.0.1").get(address)["Location"] == "/me/in/", place
        for who in (colleague, manager, helpline[1]):
            page = who.browser.get(address)
            assert page.status_code == 403 or page["Location"].split("?")[0] == f"/desk/cases/{case.pk}/", place
            assert "umbrella" not in text(page), place
    assert account_of(diary, share) == before


def test_who_knows_somebody_in_it_or_was_not_asked_reads_nothing(diary, helpline, reader):
    share = give(diary, helpline[0])
    case = take(reader, case_of(share), knows=None)
    for place in (*PAGES, *FILES):
        page = reader.browser.get(at(case, place))
        assert page["Location"].split("?")[0] == f"/desk/cases/{case.pk}/", place
    answer(reader, case, "yes")
    for place in (*PAGES, *FILES):
        page = reader.browser.get(at(case, place))
        assert page.status_code == 403, place
        assert "You know somebody in this case" in text(page)
    assert account_of(diary, share) == [("share:1", "given")]


def test_a_case_in_the_queue_is_nobodys_to_read(diary, helpline, reader):
    case = case_of(give(diary, helpline[0]))
    answer(reader, case)
    assert reader.browser.get(at(case)).status_code == 403


def test_what_was_taken_back_or_has_ended_is_one_plain_page(shared, diary, reader):
    share, case = shared
    assert reader.browser.get(at(case)).status_code == 200
    actions.withdraw(by=diary.account, case=diary.case, share=share)
    for place in (*PAGES, *FILES):
        page = reader.browser.get(at(case, place))
        assert page.status_code == 403, place
        assert "The person withdrew what they shared." in text(page)
        assert "umbrella" not in text(page)


def test_a_share_that_ended_by_the_clock_is_not_read_before_it_is_swept(shared, reader):
    share, case = shared
    Share.objects.filter(pk=share.pk).update(ends_at=now() - timedelta(seconds=1))
    page = reader.browser.get(at(case))
    assert page.status_code == 403
    assert "has ended" in text(page)


def test_taken_back_between_the_question_and_the_opening_is_no_error(shared, diary, reader, monkeypatch):
    from throughline.web.shared_reading import access

    share, case = shared
    asked = access.state_of

    def and_then_it_is_taken_back(*given):
        state = asked(*given)
        actions.withdraw(by=diary.account, case=diary.case, share=share)
        return state

    monkeypatch.setattr(access, "state_of", and_then_it_is_taken_back)
    page = reader.browser.get(at(case))
    assert page.status_code == 403
    assert "took this back" in text(page)


def test_a_part_that_was_not_shared_has_no_page(diary, helpline, reader):
    share = give(diary, helpline[0], ("diary",))
    case = take(reader, case_of(share))
    for place in ("files/", "files/AB-1/", "answers/", "reading/", *FILES):
        page = reader.browser.get(at(case, place))
        assert page.status_code == 403, place
        assert "did not share this part" in text(page)
    home = text(reader.browser.get(at(case)))
    assert at(case, "files/") not in home
    assert account_of(diary, share)[1:] == [("part:diary", "opened")]


def test_a_leaver_reads_nothing_from_then_on(shared, helpline, reader):
    _, case = shared
    assert reader.browser.get(at(case)).status_code == 200
    helplines.end_staff(by=helpline[1].desk, staff=reader.staff)
    assert reader.browser.get(at(case)).status_code in (302, 404)


def test_what_came_since_they_last_looked(shared, diary, reader, monkeypatch):
    from throughline.web.shared_reading import queries

    _, case = shared
    assert "You have not looked at this before" in text(reader.browser.get(at(case, "since/")))
    monkeypatch.setattr(queries, "SITTING", timedelta(0))
    diary.browser.post("/notes/add/", {"account": "Flowers on the step.", "exact": "now"})
    diary.browser.post("/notes/i2/change/", {"account": "A red umbrella.", "exact": "minute", "date": "2026-03-02", "time": "19:40"})  # fmt: skip
    diary.browser.post("/notes/i3/more/private/", {"private_note": "For me alone, too."})
    page = text(reader.browser.get(at(case, "since/")))
    assert at(case, "entry/i3/") not in page
    new, _, otherwise = page.partition("Told otherwise")
    assert "Flowers on the step." in new
    assert "A red umbrella." in otherwise


@pytest.mark.parametrize("ledger", ["content_id", "account_id"])
def test_what_was_tampered_with_is_not_shown(shared, reader, ledger):
    share, case = shared
    LedgerEntryRow.objects.filter(ledger=getattr(share, ledger)).order_by("-number").first().delete()
    page = reader.browser.get(at(case))
    assert page.status_code == 500
    assert "umbrella" not in text(page)
    assert "This is not as you left it" in text(page)


def test_a_sitting_is_not_what_somebody_saw_before_it(shared, reader):
    share, case = shared
    reader.browser.get(at(case))
    desk = reader.desk
    account = account_for_desk(desk, share)
    opened = account[-1].recorded_at
    assert last_seen(account, desk.staff.id, opened + timedelta(minutes=59)) is None
    assert last_seen(account, desk.staff.id, opened + timedelta(hours=2)) == opened
    assert last_seen(account, "somebody else", opened + timedelta(hours=2)) is None


CHAT = (
    b"02/03/2026, 10:00 - Sam: I will kill you & everyone in there <b>soon</b>\n"
    b"13/03/2026, 10:00 - Alex: please stop writing to me\n"
)


@pytest.mark.parametrize("parts", [("diary", "messages"), ("messages", "files")])
def test_messages_are_read_in_order_and_in_the_order_to_read_them(someone, helpline, reader, parts):
    brought = someone.browser.post("/bring-in/", {"file": SimpleUploadedFile("WhatsApp Chat with Sam.txt", CHAT)})
    someone.browser.post(brought["Location"], {"them": "Sam", "person": "new:"})
    share = give(someone, helpline[0], parts)
    case = take(reader, case_of(share))
    page = text(reader.browser.get(at(case, "order/")))
    assert "I will kill you &amp; everyone in there &lt;b&gt;soon&lt;/b&gt;" in page
    for _ in range(90):
        page = text(reader.browser.get(at(case, "reading/")))
        if "Look again" not in page:
            break
        time.sleep(1)
    assert "May threaten to hurt somebody" in page
    assert f"{at(case, 'order/')}?at=" in page
    assert ("part:messages", "opened") in account_of(someone, share)


def test_an_emergency_opens_it_for_reading_and_for_nothing_that_leaves(shared, diary, helpline):
    share, case = shared
    colleague = new_worker(helpline[1], known_as="Max")
    answer(colleague, case)
    begun = Emergency("They rang and the line was cut.", now() - timedelta(minutes=5), now() + timedelta(minutes=50))
    record_in_case(
        by=colleague.desk, case=open_helpline_case(colleague.desk, case.pk),
        lines=[Line("emergency:1", "recorded", {"value": encode(begun)})],
    )  # fmt: skip
    assert WORDS in text(colleague.browser.get(at(case, "order/")))
    for place in ("files/AB-1/copy", "files/AB-1/clean"):
        assert colleague.browser.get(at(case, place)).status_code == 403
    assert colleague.browser.get(f"/desk/referrals/{case.pk}/new/").status_code == 403
    assert ("part:diary", "opened") in account_of(diary, share)
    assert not [it for it in account_of(diary, share) if it[1] in ("exported", "copied")]
