"""The queue: the order of the rules at any moment without opening a case, by adviser, by promise, page by page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desks import state_of, take_call
from staff import new_helpline, new_worker
from throughline.casework.standing_reasons import reasons
from throughline.casework.urgency import RULES, urgency
from throughline.web.desk.actions import begin_helpline_case
from throughline.web.desk.columns import around_of
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import queue
from throughline.web.desk.views import queue as pages
from throughline.web.sharing import actions

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def desk():
    _, supervisor = new_helpline()
    return new_worker(supervisor), supervisor


def write(worker, case: str, where: str, **typed: str) -> None:
    assert worker.browser.post(f"/desk/cases/{case}/{where}/", typed).status_code == 302


def test_the_database_alone_gives_at_any_moment_the_order_that_the_rules_give(desk):
    adviser, _ = desk
    now = datetime.now(UTC)
    hearing = (date.today() + timedelta(days=10)).isoformat()
    cases = [take_call(adviser) for _ in range(4)]
    cases.append(begin_helpline_case(by=adviser.desk).row.pk)
    write(adviser, cases[0], "new/trigger_date", what="hearing", on=hearing)
    due = (now + 5 * HOUR).strftime("%Y-%m-%dT%H:%M")
    write(
        adviser, cases[1], "new/promise", what="Call", due=due, by=adviser.staff.pk, within_minutes="30", outcome="open"
    )
    write(
        adviser,
        cases[2],
        "risk/they_are_near",
        presence="present",
        on="2026-03-01",
        source="their_words",
        reason="At the door.",
    )
    found = {id: reasons(state_of(adviser, id), around_of(HelplineCase.objects.get(pk=id))) for id in cases}
    moves = set()
    for hours in (0, 4, 6, 7, 23, 25, 24 * 3, 24 * 4, 24 * 20):
        moment = datetime.now(UTC) + hours * HOUR
        rows = list(queue(adviser.desk, moment))
        assert {it.pk: it.rank for it in rows} == {id: urgency(why, moment).rank for id, why in found.items()}
        assert [it.rank for it in rows] == sorted((it.rank for it in rows), reverse=True)
        moves.add(tuple(it.pk for it in rows))
    assert len(moves) > 2


def test_each_case_is_shown_with_every_rule_that_speaks_and_the_rules_stand_below(desk):
    adviser, _ = desk
    case = take_call(adviser)
    write(
        adviser,
        case,
        "risk/they_are_near",
        presence="present",
        on="2026-03-01",
        source="their_words",
        reason="At the door.",
    )
    told = adviser.browser.get("/desk/").content.decode()
    assert RULES["imminent_danger"].words in told[: told.index("By which rules")]
    assert all(rule.words in told[told.index("By which rules") :] for rule in RULES.values())
    assert "At the door." not in told


def test_a_case_that_nothing_speaks_for_promises_nothing(desk):
    adviser, _ = desk
    take_call(adviser)
    told = adviser.browser.get("/desk/").content.decode()
    assert "Waiting its turn" in told
    assert "That says nothing about danger." in told


def test_by_adviser_mine_and_nobodys(desk):
    adviser, supervisor = desk
    mine, theirs, nobodys = take_call(adviser), take_call(supervisor), take_call(supervisor, knows="yes")
    for whose, shown in (
        ("mine", {mine}),
        ("nobody", {nobodys}),
        (supervisor.staff.pk, {theirs}),
        ("all", {mine, theirs, nobodys}),
    ):
        told = adviser.browser.get("/desk/", {"whose": whose}).content.decode()
        assert set(re.findall(r"/desk/cases/(\w+)/", told)) == shown


def test_closed_cases_and_those_of_other_helplines_are_not_in_it(desk):
    adviser, _ = desk
    case = take_call(adviser)
    _, other = new_helpline("Another Helpline")
    assert case not in other.browser.get("/desk/").content.decode()
    HelplineCase.objects.update(stage="closed")
    assert case not in adviser.browser.get("/desk/").content.decode()


def test_forty_cases_stand_on_pages_without_one_left_out_or_twice(desk, monkeypatch):
    adviser, _ = desk
    monkeypatch.setattr(pages, "PAGE", 3)
    cases = {begin_helpline_case(by=adviser.desk).row.pk for _ in range(8)}
    shown = []
    for number in (1, 2, 3):
        told = adviser.browser.get("/desk/", {"page": number}).content.decode()
        assert f"Page {number} of 3" in told
        shown += re.findall(r'tl-card__link" href="/desk/cases/(\w+)/', told)
    assert len(shown) == 8
    assert set(shown) == cases


def test_a_message_that_waits_raises_a_case_without_opening_it(desk, someone):
    adviser, _ = desk
    share = actions.give(
        by=someone.account, case=someone.case, helpline=adviser.desk.helpline, parts={"diary"}, purpose="advice", ends_at=None, called="Ash"
    )  # fmt: skip
    take_call(adviser)
    assert "They wrote a message" not in adviser.browser.get("/desk/").content.decode().split("By which rules")[0]
    actions.write_to_helpline(by=someone.account, case=someone.case, share=share, words="Can you ring?")
    told = adviser.browser.get("/desk/").content.decode().split("By which rules")[0]
    assert "They wrote a message that nobody has read." in told
    assert "Can you ring?" not in told
    assert "Ash" not in told


def test_a_queue_asks_the_database_the_same_number_of_times_however_many_cases(desk):
    adviser, _ = desk
    counts = []
    for _ in range(2):
        for _ in range(3):
            begin_helpline_case(by=adviser.desk)
        with CaptureQueriesContext(connection) as asked:
            adviser.browser.get("/desk/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_something_graver_that_they_share_raises_the_case_until_an_adviser_reads_it(desk, someone):
    adviser, _ = desk
    helpline, supervisor = adviser.desk.helpline, desk[1]
    someone.browser.post(
        "/notes/add/",
        {"account": "A silent call.", "exact": "now", "everything": "yes", "behaviours": ["silent_calls"]},
    )
    share = actions.give(
        by=someone.account, case=someone.case, helpline=helpline, parts={"diary"}, purpose="advice", ends_at=None, called="Ash"
    )  # fmt: skip
    case = HelplineCase.objects.get(share=share)

    def rank() -> int:
        return queue(supervisor.desk, datetime.now(UTC)).get(pk=case.pk).rank

    assert rank() == 0
    told = {"exact": "now", "everything": "yes", "behaviours": ["assault"]}
    someone.browser.post("/notes/add/", {"account": "He held me by the neck.", **told})
    assert rank() == 3
    page = adviser.browser.get("/desk/").content.decode().split("By which rules")[0]
    assert RULES["graver_incident"].words in page
    assert "neck" not in page
    actions.note_opening(by=supervisor.desk, share=share, part="diary", now=datetime.now(UTC))
    assert rank() == 0
    someone.browser.post("/notes/add/", {"account": "He did it again.", **told})
    assert rank() == 0
    someone.browser.post(
        "/notes/add/", {"account": "He came in spite of the order.", **told, "behaviours": ["order_breach"]}
    )
    page = adviser.browser.get("/desk/").content.decode().split("By which rules")[0]
    assert RULES["order_broken"].words in page


def test_what_stays_private_raises_nothing(desk, someone):
    adviser, _ = desk
    share = actions.give(
        by=someone.account, case=someone.case, helpline=adviser.desk.helpline, parts={"diary"}, purpose="advice", ends_at=None, called="Ash"
    )  # fmt: skip
    typed = {
        "account": "He held me by the neck.",
        "exact": "now",
        "everything": "yes",
        "behaviours": ["assault"],
        "private": "on",
    }
    someone.browser.post("/notes/add/", typed)
    assert HelplineCase.objects.get(share=share).graver_at is None
