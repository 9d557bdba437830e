"""Messages between a person who shares and the helpline, as the desk has them; and a summary that is left as one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desks import state_of
from staff import new_helpline, new_worker
from throughline.casework.writing import Advice
from throughline.web.desk.models import HelplineCase
from throughline.web.helplines.models import LedgerEntryRow
from throughline.web.sharing import actions
from throughline.web.sharing.models import Share
from throughline.web.sharing.queries import account_of_share, keys_of, words_of

pytestmark = pytest.mark.django_db(transaction=True)
THEIRS, OURS = "Can you ring me on Friday?", "Yes, at ten."


@pytest.fixture
def shared(someone):
    """Somebody who shares, the adviser who took their case, its id, and the supervisor."""
    helpline, supervisor = new_helpline()
    adviser = new_worker(supervisor)
    actions.give(
        by=someone.account,
        case=someone.case,
        helpline=helpline,
        parts={"diary"},
        purpose="advice",
        ends_at=None,
        called="Ash",
    )
    case = HelplineCase.objects.get().pk
    adviser.browser.post(f"/desk/cases/{case}/in/", {"knows": "no", "take": "yes"})
    return someone, adviser, case, supervisor


def told(someone) -> list[str]:
    """Every message that the person finds."""
    account = account_of_share(keys_of(someone.case, Share.objects.get()).account)
    return [words_of(it)["words"] for it in account if it.item.startswith("message:")]


def test_a_message_is_read_and_answered_and_nothing_of_it_is_plain(shared):
    someone, adviser, case, _ = shared
    actions.write_to_helpline(by=someone.account, case=someone.case, share=Share.objects.get(), words=THEIRS)
    assert "1 not read yet" in adviser.browser.get(f"/desk/cases/{case}/").content.decode()
    assert THEIRS in adviser.browser.get(f"/desk/cases/{case}/messages/").content.decode()
    assert "not read yet" not in adviser.browser.get(f"/desk/cases/{case}/").content.decode()
    adviser.browser.post(f"/desk/cases/{case}/messages/", {"words": OURS})
    assert told(someone) == [THEIRS, OURS]
    assert Share.objects.get().waiting_for_person == 1
    sealed = [bytes(it.sealed) for it in LedgerEntryRow.objects.all()]
    assert not any(words.encode() in it for it in sealed for words in (THEIRS, OURS))


def test_after_a_withdrawal_the_messages_stay_readable_and_no_more_reach_them(shared):
    someone, adviser, case, _ = shared
    adviser.browser.post(f"/desk/cases/{case}/messages/", {"words": OURS})
    actions.withdraw(by=someone.account, case=someone.case, share=Share.objects.get())
    page = adviser.browser.get(f"/desk/cases/{case}/messages/").content.decode()
    assert OURS in page
    assert "Leave it for them" not in page
    assert adviser.browser.post(f"/desk/cases/{case}/messages/", {"words": "More."}).status_code == 403
    assert told(someone) == [OURS]


def test_a_summary_is_left_as_a_message_and_noted_as_given(shared):
    someone, adviser, case, _ = shared
    address = adviser.browser.post(
        f"/desk/cases/{case}/summary/", {"do": "save", "words": "Keep the door locked.", "given": "not_yet"}
    )["Location"]
    assert adviser.browser.post(f"{address}message/").status_code == 302
    assert told(someone) == ["Keep the door locked."]
    (advice,) = state_of(adviser, case).values_of(Advice)
    assert advice.given == "in_service"


def test_days_that_they_share_stand_among_those_that_are_coming_and_that_they_were_read_is_told(someone):
    helpline, supervisor = new_helpline()
    soon = date.today() + timedelta(days=5)
    someone.browser.post(
        "/notes/milestone/new/", {"kind": "court_hearing", "date": soon.isoformat(), "note": "County court"}
    )
    share = actions.give(
        by=someone.account, case=someone.case, helpline=helpline, parts={"milestones"}, purpose="advice", ends_at=None, called="Ash"
    )  # fmt: skip
    case = HelplineCase.objects.get().pk
    supervisor.browser.post(f"/desk/cases/{case}/in/", {"knows": "no", "take": "yes"})
    assert "County court" in supervisor.browser.get(f"/desk/cases/{case}/").content.decode()
    account = account_of_share(keys_of(someone.case, share).account)
    assert ("part:milestones", "opened") in {(it.item, it.action) for it in account}
    actions.withdraw(by=someone.account, case=someone.case, share=share)
    assert "County court" not in supervisor.browser.get(f"/desk/cases/{case}/").content.decode()


def test_a_colleague_reads_and_writes_no_message(shared):
    someone, _, case, supervisor = shared
    colleague = new_worker(supervisor, known_as="Lee")
    colleague.browser.post(f"/desk/cases/{case}/in/", {"knows": "no"})
    assert colleague.browser.get(f"/desk/cases/{case}/messages/").status_code == 302
    assert colleague.browser.post(f"/desk/cases/{case}/messages/", {"words": "Hello."}).status_code == 302
    _, other = new_helpline("Another Helpline")
    assert other.browser.get(f"/desk/cases/{case}/messages/").status_code == 404
    assert other.browser.post(f"/desk/cases/{case}/messages/", {"words": "Hello."}).status_code == 404
    assert told(someone) == []
