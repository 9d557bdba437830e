"""The page of a case at the desk: safe contact first, each kind of thing written down, and two advisers at once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from desks import WORDS, state_of, take_call
from staff import new_helpline, new_worker
from throughline.casework.let_in import Emergency, Opening
from throughline.casework.planning import PlannedAction, Promise, Raised, TriggerDate
from throughline.casework.risk import OUTCOMES, RiskFactor
from throughline.casework.safe_contact import SafeContact
from throughline.casework.since_seen import Change
from throughline.casework.state import KIND_OF, KINDS, Item, Version
from throughline.casework.writing import Advice, Formulation, Note
from throughline.web.desk.actions import record_in_case
from throughline.web.desk.letting_in import note_opened
from throughline.web.desk.models import HelplineCase, PromiseRow
from throughline.web.desk.queries import open_helpline_case
from throughline.web.desk.showing import change_words
from throughline.web.desk.writing import line_of
from throughline.web.helplines.models import LedgerEntryRow
from throughline.web.supervision.queries import openings_of

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date.today()
SOON = TODAY + timedelta(days=3)


@pytest.fixture
def desk():
    """Somebody at a desk with a case of theirs, the id of it, and their supervisor."""
    _, supervisor = new_helpline()
    adviser = new_worker(supervisor)
    return adviser, take_call(adviser), supervisor


def page(worker, address: str) -> str:
    return worker.browser.get(address).content.decode()


def made_from(worker, address: str) -> str:
    return re.search(r'name="made_from" value="([^"]*)"', page(worker, address))[1]


WRITTEN = [
    ("new/note", {"words": "She sounded tired."}, Note, "She sounded tired."),
    ("new/formulation", {"words": "He cannot let go.", "on": "2026-03-01"}, Formulation, "He cannot let go."),
    ("risk/threats", {"presence": "present", "on": "2026-03-01", "source": "their_words", "reason": "He said he would."}, RiskFactor,
     "He said he would."),
    ("new/action", {"what": "Change the locks", "who": "The landlord", "due": SOON.isoformat(), "done": "open"}, PlannedAction, "The landlord"),
    ("new/trigger_date", {"what": "hearing", "on": SOON.isoformat(), "words": "County court"}, TriggerDate, "County court"),
    ("new/raised", {"to": "3", "why": "Her voice."}, Raised, "Her voice."),
    ("client/1", {"name": "Sam", "under_18": "no", "relationship": "stranger", "about": "The man from number 4"}, None, "The man from number 4"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "typed", "kind", "shown"), WRITTEN, ids=lambda it: it if isinstance(it, str) else "")
def test_each_kind_of_thing_is_written_down_and_shown_and_sealed(desk, where, typed, kind, shown):
    adviser, case, _ = desk
    answer = adviser.browser.post(f"/desk/cases/{case}/{where}/", typed)
    assert answer.status_code == 302, re.findall(r"govuk-error-message.*", answer.content.decode())
    told = page(adviser, f"/desk/cases/{case}/")
    assert shown in told
    assert "Kit" in told
    assert kind is None or len(state_of(adviser, case).values_of(kind)) == 1
    assert not any(shown.encode() in bytes(it.sealed) for it in LedgerEntryRow.objects.all())


def test_safe_contact_stands_before_everything_else_on_every_page_of_a_case(desk):
    adviser, case, _ = desk
    adviser.browser.post(f"/desk/cases/{case}/new/note/", {"words": "A note."})
    (note,) = state_of(adviser, case).of(Note)
    for address in ("", "factors/", "summary/", "new/note/", "risk/threats/", f"note/{note.id}/", "safe_contact/1/"):
        told = page(adviser, f"/desk/cases/{case}/{address}")
        assert 'id="safe-contact"' in told, address
        before = told[told.index("<main") : told.index('id="safe-contact"')]
        assert "<form" not in before, address
        assert told.index("the dentist") < told.index("07700 900123"), address


def test_factors_stand_by_outcome_with_a_reason_and_without_a_total(desk):
    adviser, case, _ = desk
    for factor in ("threats", "weapon_at_hand"):
        adviser.browser.post(
            f"/desk/cases/{case}/risk/{factor}/",
            {"presence": "present", "on": "2026-03-01", "source": "judgement", "reason": f"Because of {factor}."},
        )
    told = page(adviser, f"/desk/cases/{case}/")
    assert all(words in told for words in OUTCOMES.values())
    assert "Before all others" in told
    assert not re.search(r"\b(total|score|low risk|medium risk|high risk)\b[^.]*\d", told)
    missing = adviser.browser.post(
        f"/desk/cases/{case}/risk/threats/", {"presence": "present", "on": "2026-03-01", "source": "judgement"}
    )
    assert missing.status_code == 422
    assert adviser.browser.get(f"/desk/cases/{case}/risk/a_total/").status_code == 404


def test_a_call_back_is_booked_kept_and_leaves_its_times_for_the_queue(desk):
    adviser, case, _ = desk
    typed = {
        "what": "Call back",
        "due": "2026-03-01T10:00",
        "by": adviser.staff.pk,
        "within_minutes": "30",
        "outcome": "open",
    }
    adviser.browser.post(f"/desk/cases/{case}/new/promise/", typed)
    assert "missed" in page(adviser, "/desk/?by=promise")
    (item,) = state_of(adviser, case).of(Promise)
    address = f"/desk/cases/{case}/promise/{item.id}/"
    kept = {**typed, "outcome": "kept", "kept_at": "2026-03-01T10:10", "made_from": made_from(adviser, address)}
    assert adviser.browser.post(address, kept).status_code == 302
    row = PromiseRow.objects.get()
    assert (row.outcome, row.kept_at is not None) == ("kept", True)
    assert "Nothing is owed." in page(adviser, "/desk/?by=promise")


def test_two_advisers_at_once_lose_nothing_of_each_others(desk):
    adviser, case, supervisor = desk
    open_in_an_emergency(supervisor, case)
    adviser.browser.post(f"/desk/cases/{case}/new/formulation/", {"words": "The first.", "on": "2026-03-01"})
    (item,) = state_of(adviser, case).of(Formulation)
    address = f"/desk/cases/{case}/formulation/{item.id}/"
    before = {worker: made_from(worker, address) for worker in (adviser, supervisor)}
    answers = [
        worker.browser.post(address, {"words": words, "on": "2026-03-02", "made_from": before[worker]})
        for worker, words in ((adviser, "One of two."), (supervisor, "Two of two."))
    ]
    assert [it["Location"] for it in answers] == [f"/desk/cases/{case}/", address]  # the second is shown both
    for worker in (adviser, supervisor):
        told = page(worker, address)
        assert "Two people wrote this at the same time" in told
        assert "One of two." in told
        assert "Two of two." in told
    assert "Two people wrote to the same thing" in page(adviser, "/desk/")
    both = {"words": "Both together.", "on": "2026-03-02", "made_from": made_from(adviser, address)}
    adviser.browser.post(address, both)
    assert [it.words for it in state_of(adviser, case).values_of(Formulation)] == ["Both together."]
    told = page(adviser, address)
    assert all(words in told for words in ("The first.", "One of two.", "Two of two."))


def open_in_an_emergency(worker, case: str) -> None:
    """Somebody else's case, opened with a reason for an hour."""
    now = datetime.now(UTC)
    worker.browser.post(f"/desk/cases/{case}/in/", {"knows": "no"})
    glass = Emergency("They ring and say that he is at the door.", now, now + timedelta(hours=1))
    record_in_case(by=worker.desk, case=open_helpline_case(worker.desk, case), lines=[line_of(glass, "e1")])


def test_of_two_safe_contacts_at_once_no_number_is_shown_that_one_does_not_allow(desk):
    adviser, case, _ = desk
    address = f"/desk/cases/{case}/safe_contact/1/"
    before = made_from(adviser, address)
    adviser.browser.post(address, {"call": "no", "any_time": "unknown", "made_from": before})
    adviser.browser.post(address, {"call": "yes", "number": "07700 900999", "any_time": "yes", "made_from": before})
    assert len(state_of(adviser, case).agreed) == 2
    told = page(adviser, f"/desk/cases/{case}/")
    assert "They said not to call." in told
    assert "Before you dial" not in told


def test_safe_hours_are_kept_and_shown(desk):
    adviser, case, _ = desk
    address = f"/desk/cases/{case}/safe_contact/1/"
    typed = {
        "call": "yes", "number": "07700 900123", "any_time": "no", "windows_0_days": ["mon", "tue"], "windows_0_start": "09:00",
        "windows_0_to": "12:00", "made_from": made_from(adviser, address),
    }  # fmt: skip
    assert adviser.browser.post(address, typed).status_code == 302
    (contact,) = state_of(adviser, case).values_of(SafeContact)
    assert [it.told() for it in contact.windows] == ["Monday, Tuesday from 09:00 to 12:00"]
    assert 'name="windows_1_start"' in page(adviser, address)
    half = {**typed, "windows_0_to": "", "made_from": made_from(adviser, address)}
    assert adviser.browser.post(address, half).status_code == 422


def test_advice_from_the_guidance_becomes_a_summary_that_can_be_read_aloud(desk):
    adviser, case, _ = desk
    address = f"/desk/cases/{case}/summary/"
    begun = adviser.browser.post(address, {"do": "begin", "behaviours": ["silent_calls"]}).content.decode()
    assert "Stay silent, put the phone down" in begun
    typed = {"do": "save", "behaviours": ["silent_calls"], "words": "Put the phone down, Sam.", "given": "not_yet"}
    answer = adviser.browser.post(address, typed)
    (advice,) = state_of(adviser, case).values_of(Advice)
    assert (advice.words, advice.drawn_from) == ("Put the phone down, Sam.", ("silent_calls",))
    aloud = page(adviser, answer["Location"])
    assert "Put the phone down, Sam." in aloud
    assert "Nobody has asked whether e-mail is safe. Send none." in aloud


def test_what_was_written_in_error_is_taken_back_and_stays_in_the_history(desk):
    adviser, case, _ = desk
    adviser.browser.post(f"/desk/cases/{case}/new/note/", {"words": "About another case."})
    (item,) = state_of(adviser, case).of(Note)
    adviser.browser.post(f"/desk/cases/{case}/note/{item.id}/back/")
    assert "About another case." not in page(adviser, f"/desk/cases/{case}/")
    assert "About another case." in page(adviser, f"/desk/cases/{case}/note/{item.id}/")


def test_changes_since_somebody_last_looked_stand_until_they_say_that_they_saw_them(desk):
    _, case, supervisor = desk
    HelplineCase.objects.filter(pk=case).update(adviser=supervisor.staff)
    supervisor.browser.post(f"/desk/cases/{case}/in/", {"knows": "no"})
    address = f"/desk/cases/{case}/"
    assert "Since you last looked" in page(supervisor, address)
    assert "Since you last looked" in page(supervisor, address)
    supervisor.browser.post(f"{address}seen/")
    assert "Since you last looked" not in page(supervisor, address)


@pytest.mark.parametrize("kind", [it for it in KINDS if it != KIND_OF[Opening]])
def test_a_change_of_every_kind_has_words(kind):
    version = Version(1, datetime.now(UTC), "id", "Kit", "recorded", (), None)
    words, _by, _at = change_words(Change(Item(kind, "1", (version,), ()), (version,)))
    assert words[0].isupper()
    assert words != kind


@pytest.mark.parametrize(
    ("first", "asked", "not_yet"),
    [("new/promise/", "due", "kept_at"), ("summary/", "words", "given_at")],
)
def test_what_cannot_be_known_yet_is_not_asked_when_it_is_written_down_first(desk, first, asked, not_yet):
    adviser, case, _ = desk
    address = f"/desk/cases/{case}/{first}"
    told = (
        adviser.browser.post(address, {"do": "begin"}).content.decode()
        if first == "summary/"
        else page(adviser, address)
    )
    assert f'name="{asked}"' in told
    assert f'name="{not_yet}"' not in told


def test_how_a_summary_was_given_is_asked_when_it_is_changed(desk):
    adviser, case, _ = desk
    typed = {"do": "save", "words": "Put the phone down, Sam."}
    adviser.browser.post(f"/desk/cases/{case}/summary/", typed)
    (item,) = state_of(adviser, case).of(Advice)
    address = f"/desk/cases/{case}/advice/{item.id}/"
    told = page(adviser, address)
    assert 'name="given"' in told
    changed = {"words": "Put the phone down, Sam.", "given": "read_aloud", "made_from": made_from(adviser, address)}
    refused = adviser.browser.post(address, changed)
    assert "Say how they got it and when." in refused.content.decode()


def openings(worker, case: str) -> list[tuple[str, datetime]]:
    return openings_of(open_helpline_case(worker.desk, case))


def test_an_adviser_who_opens_their_own_case_is_in_its_ledger_once_an_hour_and_a_supervisor_reads_it(desk):
    adviser, case, supervisor = desk
    page(adviser, f"/desk/cases/{case}/")
    before = openings(adviser, case)
    assert [name for name, _ in before] == ["Kit"]
    entries = LedgerEntryRow.objects.count()
    columns = HelplineCase.objects.values().get(pk=case)
    pages = (
        "cases/{}/",
        "cases/{}/factors/",
        "cases/{}/new/note/",
        "cases/{}/summary/",
        "referrals/{}/",
        "review/{}/opinion/",
    )
    for address in pages:
        assert adviser.browser.get(f"/desk/{address.format(case)}").status_code == 200, address
    assert openings(adviser, case) == before
    assert LedgerEntryRow.objects.count() == entries
    opened = open_helpline_case(adviser.desk, case)
    for after, more in ((timedelta(minutes=59), 0), (timedelta(minutes=61), 1), (timedelta(minutes=62), 1)):
        note_opened(by=adviser.desk, case=opened, now=before[0][1] + after)
        opened = open_helpline_case(adviser.desk, case)
        assert len(openings(adviser, case)) == len(before) + more
    assert HelplineCase.objects.values().get(pk=case) == columns
    assert not state_of(adviser, case).item(Opening, adviser.staff.pk).is_contested
    read = page(supervisor, f"/desk/review/{case}/")
    assert read.count("<li>Kit: ") == len(before) + 1
    assert "Robin: " not in read


def test_whoever_opens_somebody_elses_case_is_in_its_ledger_by_name_and_who_is_refused_is_not(desk):
    adviser, case, supervisor = desk
    lou = new_worker(supervisor, known_as="Lou")
    lou.browser.get(f"/desk/cases/{case}/")
    assert openings(adviser, case) == []
    open_in_an_emergency(lou, case)
    assert lou.browser.get(f"/desk/cases/{case}/factors/").status_code == 200
    assert [name for name, _ in openings(adviser, case)] == ["Lou"]
    call = adviser.browser.post(f"/desk/cases/{case}/call/")["Location"]
    adviser.browser.get(call)
    assert [name for name, _ in openings(adviser, case)] == ["Kit", "Lou"]
    assert "opening" not in page(adviser, f"/desk/cases/{case}/")


def test_two_pages_opened_at_once_are_one_opening(desk):
    adviser, case, _ = desk
    later = datetime.now(UTC) + timedelta(hours=2)
    before = len(openings(adviser, case))
    seen_by_both = open_helpline_case(adviser.desk, case)
    for _page in range(2):
        note_opened(by=adviser.desk, case=seen_by_both, now=later)
    assert len(openings(adviser, case)) == before + 1


def test_days_that_are_coming_stand_in_order(desk):
    adviser, case, _ = desk
    for days, words in ((9, "The later one"), (2, "The sooner one")):
        typed = {"what": "hearing", "on": (TODAY + timedelta(days=days)).isoformat(), "words": words}
        adviser.browser.post(f"/desk/cases/{case}/new/trigger_date/", typed)
    told = page(adviser, f"/desk/cases/{case}/")
    assert told.index("The sooner one") < told.index("The later one")


def test_what_was_typed_when_the_desk_was_locked_is_there_again(desk):
    adviser, case, _ = desk
    address = f"/desk/cases/{case}/new/note/"
    adviser.browser.post(f"/lock{address}".rstrip("/"), {"words": "Half a note", "of": address})
    adviser.browser.post("/me/unlock/", {"passphrase": "four small green words"})
    assert "Half a note" in page(adviser, address)
    adviser.browser.post(address, {"words": "A whole note"})
    assert "Half a note" not in page(adviser, address)


def test_nobody_else_of_the_helpline_nor_of_another_sees_a_word(desk):
    adviser, case, supervisor = desk
    colleague = new_worker(supervisor, known_as="Lee")
    _, other = new_helpline("Another Helpline")
    assert "Before you open this case" in page(colleague, f"/desk/cases/{case}/")
    for address in ("", "factors/", "summary/", "new/note/", "client/1/", "risk/threats/"):
        for worker, status in ((colleague, 200), (other, 404)):
            answer = worker.browser.get(f"/desk/cases/{case}/{address}")
            assert answer.status_code == status, address
            assert WORDS not in answer.content.decode()
            assert "Sam" not in answer.content.decode()
    led_on = colleague.browser.post(f"/desk/cases/{case}/in/", {"knows": "no"}, follow=True)
    assert led_on.redirect_chain[-1][0].endswith("/emergency/")
    assert WORDS not in led_on.content.decode()
    assert "Sam" in page(adviser, "/desk/")
    assert "Sam" not in page(colleague, "/desk/")
