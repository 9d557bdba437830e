"""The diary through its pages: what is typed is there, what is changed keeps its history, what is wrong is said beside it."""

from __future__ import annotations

import pytest
from lxml import html

from throughline.web.cases.models import DraftRow, EntryRow
from throughline.web.diary.actions import amend_incident, delete_item, record_incident

NOTE = {"account": "He was outside my building again.", "exact": "now", "new_place": "Home"}


def test_something_that_just_happened_is_saved_with_three_answers(someone):
    answer = someone.browser.post("/notes/add/", NOTE)
    assert answer.status_code == 302
    incident = someone.case.case.incidents[0]
    assert incident.account == NOTE["account"]
    assert incident.occurred.precision == "minute"
    assert someone.case.case.places[0].label == "Home"
    assert incident.place == someone.case.case.places[0].id


def test_each_question_adds_to_the_entry_and_takes_nothing_from_it(someone):
    someone.browser.post("/notes/add/", NOTE)
    someone.browser.post("/notes/i1/more/who/", {"new_person": "D", "attribution": "seen"})
    someone.browser.post("/notes/i1/more/kind/", {"behaviours": ["loitering", "watching"]})
    someone.browser.post(
        "/notes/i1/more/effect/", {"fear": "3", "changes": ["lost_sleep"], "impact_note": "I moved the bed."}
    )
    someone.browser.post("/notes/i1/more/others/", {"witnesses": "Neighbour at no. 4\nPostman", "report_to": "police"})
    someone.browser.post("/notes/i1/more/private/", {"private_note": "Ask Jo."})
    incident = someone.case.case.incidents[0]
    assert incident.account == NOTE["account"]
    assert someone.case.case.people[0].name == "D"
    assert (incident.attribution, incident.behaviours) == ("seen", ("loitering", "watching"))
    assert incident.impact.fear == 3
    assert incident.impact.changes == ("lost_sleep",)
    assert incident.witnesses == ("Neighbour at no. 4", "Postman")
    assert incident.reports[0].to == "police"
    assert incident.private_note == "Ask Jo."


def test_an_amendment_shows_the_old_words_beside_the_new(someone):
    someone.browser.post("/notes/add/", NOTE)
    changed = {"account": "He was outside again, with a torch.", "exact": "day", "date": "2026-03-01", "fear": ""}
    assert someone.browser.post("/notes/i1/change/", changed).status_code == 302
    page = someone.browser.get("/notes/i1/before/").content.decode()
    assert "with a torch" in page
    assert NOTE["account"] in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"account": "", "exact": "now"}, "Write a few words"),
        ({"account": "x", "exact": "day"}, "Put in the date"),
        ({"account": "x", "exact": "minute", "date": "2026-03-01"}, "Put in the time"),
        ({"account": "x", "exact": "day", "date": "2126-03-01"}, "still to come"),
        ({"account": "x", "exact": "day", "date": "yesterday"}, "Write the date like"),
        ({"account": "x" * 100_001, "exact": "now"}, "at most"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_still_there(someone, typed, said):
    answer = someone.browser.post("/notes/add/", typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert typed["account"] in page
    assert someone.case.case.incidents == ()


def test_a_deleted_entry_is_gone_from_every_page(someone):
    someone.browser.post("/notes/add/", NOTE)
    someone.browser.post("/notes/incident/i1/delete/")
    assert someone.browser.get("/notes/i1/").status_code == 404
    assert NOTE["account"] not in someone.browser.get("/notes/").content.decode()


def test_a_milestone_with_an_order_reads_back_as_it_was_typed(someone):
    someone.browser.post("/notes/place/new/", {"label": "Home", "kind": "home"})
    typed = {
        "kind": "order_made", "date": "2026-03-04", "time": "18:00", "order_kind": "non_molestation",
        "order_ends": "2027-03-04", "no_contact": "Not to contact me", "stay_away": "Not within 100 metres",
        "zone_places": ["place1"], "other_terms": "Not to post about me", "exceptions": "The children's app",
    }  # fmt: skip
    someone.browser.post("/notes/milestone/new/", typed)
    order = someone.case.case.milestones[0].order
    assert [term.kind for term in order.terms] == ["no_contact", "zone", "other"]
    assert order.terms[1].places == ("place1",)
    page = someone.browser.get("/notes/milestone/m1/edit/").content.decode()
    assert all(typed[name] in page for name in ("no_contact", "stay_away", "other_terms"))


@pytest.mark.parametrize(
    ("chosen", "name", "kind", "named"),
    [
        ("non-harassment order", "", "other", "non-harassment order"), ("interdict", "", "injunction", "interdict"),
        ("special bail conditions", "", "bail", "special bail conditions"), ("restraining", "", "restraining", ""),
        ("other", "Emergency barring order", "other", "Emergency barring order"),
    ],
)  # fmt: skip
def test_an_order_the_case_file_has_no_word_for_keeps_a_word_of_it_and_its_name(someone, chosen, name, kind, named):
    typed = {"kind": "order_made", "date": "2026-03-04", "order_kind": chosen, "order_name": name}
    someone.browser.post("/notes/milestone/new/", typed)
    order = someone.case.case.milestones[0].order
    assert (order.kind, order.name) == (kind, named)
    page = html.fromstring(someone.browser.get("/notes/milestone/m1/edit/").content.decode())
    again = {"order_kind": page.xpath("//select[@name='order_kind']/option[@selected]/@value")[0],
             "order_name": page.xpath("//input[@name='order_name']/@value")}  # fmt: skip
    assert again == {"order_kind": chosen, "order_name": [name] if name else []}


def test_a_place_that_is_deleted_is_named_by_nothing(someone):
    someone.browser.post("/notes/add/", NOTE)
    someone.browser.post("/notes/place/place1/delete/")
    assert someone.case.case.places == ()
    assert someone.case.case.incidents[0].place is None


def test_what_was_being_typed_when_the_diary_locked_is_there_again(someone):
    session = someone.browser.session
    session["seen"] = 0
    session.save()
    answer = someone.browser.post("/notes/add/", NOTE)
    assert answer["Location"].startswith("/me/unlock/")
    assert b"outside" not in bytes(DraftRow.objects.get().sealed)
    someone.browser.post(answer["Location"], {"passphrase": "four small green words"})
    page = someone.browser.get("/notes/add/").content.decode()
    assert NOTE["account"] in page
    assert someone.case.case.incidents == ()


def test_two_requests_at_once_lose_nothing_of_each_other(someone):
    first, second = someone.case, someone.case
    for case, words in ((first, "The first."), (second, "The second.")):
        told = {"account": words, "occurred": {"precision": "unknown"}}
        record_incident(by=someone.account, case=case, told=told)
    assert [it.account for it in someone.case.case.incidents] == ["The first.", "The second."]


def test_a_deletion_destroys_words_that_came_after_its_page_was_opened(someone):
    someone.browser.post("/notes/add/", NOTE)
    opened_before = someone.case
    amend_incident(by=someone.account, case=someone.case, id="i1", told={"account": "More words."})
    delete_item(by=someone.account, case=opened_before, kind="incident", id="i1")
    kept = EntryRow.objects.exclude(sealed=None).order_by("number")
    assert [someone.case.state.history["incident", "i1"][-1].action, len(kept)] == ["deleted", 2]


def test_nobody_sees_another_persons_entry(someone, another):
    someone.browser.post("/notes/add/", NOTE)
    for address in ("/notes/i1/", "/notes/i1/change/", "/notes/i1/before/", "/notes/incident/i1/delete/"):
        assert another.browser.get(address).status_code == 404
