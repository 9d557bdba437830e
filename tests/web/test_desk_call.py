"""A call at the desk: begun, kept while they talk, an emergency, ended, taken over, and the caller who rings back."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from desks import SAFE, WORDS
from staff import new_helpline, new_worker
from throughline.casework.contact import Client, Contact
from throughline.casework.planning import Promise
from throughline.casework.safe_contact import SafeContact
from throughline.casework.urgency import RANKS
from throughline.web.desk.models import CallDraft, CallerMark, HelplineCase
from throughline.web.desk.queries import open_helpline_case, queue
from throughline.web.desk.standing import told
from throughline.web.helplines.models import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    """Somebody at the desk of a helpline, and their supervisor."""
    _, supervisor = new_helpline()
    return new_worker(supervisor), supervisor


def begin(worker) -> str:
    """Begin a call; gives its address."""
    return worker.browser.post("/desk/calls/new/", {"do": "begin"})["Location"]


def state(worker, address: str):
    return told(open_helpline_case(worker.desk, address.split("/")[3]))


def end(worker, address: str, **typed: str):
    return worker.browser.post(address, {"do": "finish", "told": WORDS, "went": "through", "knows": "no", **typed})


def test_what_is_typed_is_kept_and_there_again_and_nobody_else_reads_it(desk):
    adviser, _ = desk
    address = begin(adviser)
    assert adviser.browser.post(address, {"told": WORDS}).status_code == 204
    assert WORDS in adviser.browser.get(address).content.decode()
    assert WORDS.encode() not in bytes(CallDraft.objects.get().sealed)


def test_a_call_that_ends_is_in_the_case_with_safe_contact_and_call_back(desk):
    adviser, _ = desk
    address = begin(adviser)
    answer = end(adviser, address, name="Sam", call_back="2026-12-01T10:00", **SAFE)
    assert answer["Location"].startswith("/desk/cases/")
    case = state(adviser, address)
    assert [it.told for it in case.values_of(Contact)] == [WORDS]
    assert case.values_of(Contact)[0].ended is not None
    assert case.values_of(Client)[0].name == "Sam"
    assert case.values_of(SafeContact)[0].call == "yes"
    assert case.values_of(Promise)[0].due == datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert not CallDraft.objects.exists()
    page = adviser.browser.get(answer["Location"]).content.decode()
    assert page.index("07700 900123") < page.index(WORDS)
    assert "the dentist" in page


@pytest.mark.parametrize("went", ["silent", "dropped"])
def test_a_call_in_which_nobody_spoke_needs_nothing_else(desk, went):
    adviser, _ = desk
    address = begin(adviser)
    assert adviser.browser.post(address, {"do": "finish", "went": went, "knows": "no"}).status_code == 302
    (contact,) = state(adviser, address).values_of(Contact)
    assert (contact.went, contact.told) == (went, "")


def test_without_safe_contact_no_number_is_shown(desk):
    adviser, _ = desk
    address = begin(adviser)
    case = end(adviser, address, number="07700 900123", call="unknown")["Location"]
    page = adviser.browser.get(case).content.decode()
    assert "Nobody has asked whether it is safe to call" in page
    assert page.count("07700 900123") == 1  # among all that they said, under its own heading
    assert "Before you dial" not in page


def test_an_emergency_is_at_the_head_of_the_queue_while_they_talk(desk):
    adviser, supervisor = desk
    end(adviser, begin(adviser))
    address = begin(adviser)
    answer = adviser.browser.post(address, {"do": "emergency", "told": WORDS})
    assert answer.status_code == 302
    first = queue(supervisor.desk, datetime.now(UTC))[0]
    assert (first.pk, RANKS[first.rank]) == (address.split("/")[3], "Emergency now")
    page = adviser.browser.get(address).content.decode()
    assert "This call is an emergency" in page
    assert WORDS in page
    end(adviser, address, emergency_done="They called 999 and the police came.")
    (contact,) = state(adviser, address).values_of(Contact)
    assert contact.emergency
    assert queue(supervisor.desk, datetime.now(UTC)).get(pk=first.pk).rank == 3


def test_what_to_do_in_an_emergency_is_on_the_page_with_a_key_and_a_link(desk):
    adviser, _ = desk
    page = adviser.browser.get(begin(adviser)).content.decode()
    assert 'href="#emergency" accesskey="9"' in page
    assert 'id="emergency"' in page
    assert "press 55" in page


def test_a_colleague_goes_on_with_a_call_at_the_end_of_a_shift(desk):
    adviser, supervisor = desk
    address = begin(adviser)
    adviser.browser.post(address, {"told": WORDS})
    assert "Take it over" in supervisor.browser.get("/desk/").content.decode()
    draft = CallDraft.objects.get()
    assert supervisor.browser.post(f"/desk/calls/{draft.pk}/over/")["Location"] == address
    assert WORDS in supervisor.browser.get(address).content.decode()
    late = "They also said this."
    assert adviser.browser.post(address, {"told": late}).status_code == 204
    kept = {it.staff_id for it in CallDraft.objects.all()}
    assert kept == {adviser.staff.pk, supervisor.staff.pk}
    end(supervisor, address)
    assert late in adviser.browser.get(address).content.decode()


def test_who_rings_back_is_found_by_both_and_by_neither_alone(desk):
    adviser, supervisor = desk
    address = begin(adviser)
    reference = re.search(r'name="reference" value="([^"]+)"', adviser.browser.get(address).content.decode())[1]
    end(adviser, address, reference=reference, word="Blue Heron", **SAFE)

    def found(worker, **given: str) -> str:
        answer = worker.browser.post("/desk/calls/new/", {"do": "find", **given})
        return answer.headers.get("Location", "")

    assert found(adviser, reference=reference.lower().replace("-", " "), word=" blue  heron ") == address
    assert found(supervisor, reference=reference, word="Blue Heron") == address
    for wrong in ({"word": "Blue Heron"}, {"reference": reference}, {"reference": reference, "word": "grey"},
                  {"reference": "07700 900123", "word": "Blue Heron"}, {"reference": "07700 900123", "word": "07700 900123"}):  # fmt: skip
        assert found(adviser, **wrong) == "", wrong
    _, other = new_helpline("Another Helpline")
    assert found(other, reference=reference, word="Blue Heron") == ""
    assert reference not in CallerMark.objects.get().mark


def test_a_colleague_who_takes_the_call_back_adds_to_the_case_and_reads_nothing_of_it(desk):
    adviser, supervisor = desk
    address = begin(adviser)
    reference = re.search(r'name="reference" value="([^"]+)"', adviser.browser.get(address).content.decode())[1]
    end(adviser, address, reference=reference, word="heron", **SAFE)
    supervisor.browser.post("/desk/calls/new/", {"do": "find", "reference": reference, "word": "heron"})
    page = supervisor.browser.get(address).content.decode()
    assert WORDS not in page
    assert "07700 900123" not in page
    supervisor.browser.post(address, {"do": "finish", "told": "They rang again.", "went": "through", "knows": "no"})
    assert {it.told for it in state(adviser, address).values_of(Contact)} == {WORDS, "They rang again."}


def test_who_knows_somebody_in_the_call_hands_it_on_and_cannot_open_it(desk):
    adviser, supervisor = desk
    address = begin(adviser)
    assert end(adviser, address, knows="yes")["Location"] == "/desk/"
    case = address.replace("calls", "cases")
    assert HelplineCase.objects.get().adviser is None
    assert adviser.browser.get(case).status_code == 403
    assert "Take this case" in supervisor.browser.get(case).content.decode()
    supervisor.browser.post(f"{case}in/", {"knows": "no", "take": "yes"})
    assert WORDS in supervisor.browser.get(case).content.decode()


def test_a_manager_and_another_helpline_take_no_call(desk):
    adviser, supervisor = desk
    address = begin(adviser)
    manager = new_worker(supervisor, Role.MANAGER, "Mo")
    assert manager.browser.post("/desk/calls/new/", {"do": "begin"}).status_code == 403
    _, other = new_helpline("Another Helpline")
    assert other.browser.get(address).status_code == 404
    assert other.browser.get(address.replace("calls", "cases")).status_code == 404


def test_a_lock_in_mid_call_loses_nothing(desk):
    adviser, _ = desk
    address = begin(adviser)
    adviser.browser.post(f"/lock{address}".rstrip("/"), {"told": WORDS})
    assert adviser.browser.get(address).status_code == 302
    adviser.browser.post("/me/unlock/", {"passphrase": "four small green words"})
    assert WORDS in adviser.browser.get(address).content.decode()
