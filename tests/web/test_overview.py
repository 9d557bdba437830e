"""Put together: what the pages say is what the engine says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from throughline.patterns.about import about_kinds
from throughline.web.overview import views

PAGES = ("/overview/", "/overview/order/", "/overview/points/", "/overview/since/", "/overview/reading/")


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_diary_has_a_page_that_helps(someone, address):
    assert someone.browser.get(address).status_code == 200


def test_the_findings_and_next_steps_are_those_of_the_engine(someone):
    for at in ("18:00", "19:30", "21:00"):
        typed = {"account": "He stood at the bus stop.", "exact": "minute", "date": "2026-03-01", "time": at}
        someone.browser.post("/notes/add/", typed)
    findings = someone.case.findings
    page = someone.browser.get("/overview/").content.decode()
    assert findings.findings
    assert all(finding.statement in page for finding in findings.findings if "’" not in finding.statement)
    assert all(reason.why in page for reason in findings.next_steps.reasons)
    assert "cannot tell you that you are safe" in page


def test_the_picture_and_its_table_have_the_same_numbers(someone):
    typed = {"account": "A call in the night.", "exact": "minute", "date": "2026-03-02", "time": "02:10"}
    someone.browser.post("/notes/add/", typed)
    page = someone.browser.get("/overview/").content.decode()
    assert page.count('class="tl-week__5"') == 1
    assert page.count('class="tl-week__0"') == 7 * 24 - 1


def write_down(someone, *times):
    for at in times:
        someone.browser.post(
            "/notes/add/",
            {"account": "He stood at <b>the bus stop</b>.", "exact": "minute", "date": "2026-03-01", "time": at},
        )


def test_every_finding_opens_to_a_page_that_says_what_it_looked_at_and_what_it_cannot_know(someone):
    write_down(someone, "18:00", "19:30", "21:00")
    for finding in someone.case.findings.findings:
        page = someone.browser.get(f"/overview/one/{finding.id}/").content.decode()
        assert about_kinds()[finding.kind].cannot in page
        assert f"Rule:</strong> {finding.rule}" in page
        assert "<b>the bus" not in page
    assert someone.browser.get("/overview/one/f999/").status_code == 404


def test_a_picture_stands_on_the_page_with_its_numbers(someone):
    write_down(someone, "18:00", "19:30", "21:00")
    id = next(it.id for it in someone.case.findings.findings if it.kind == "occasions")
    page = someone.browser.get(f"/overview/one/{id}/").content.decode()
    assert 'role="img"' in page
    assert "Week from 23 February 2026" in page


def test_what_changed_lately_is_told_with_why_also_after_something_was_deleted(someone, monkeypatch):
    write_down(someone, "18:00", "19:30")
    long_ago = views.datetime.now(UTC) + timedelta(days=40)

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return long_ago.astimezone(tz)

    monkeypatch.setattr(views, "datetime", Later)
    someone.browser.post("/notes/i2/delete/", {"sure": "yes"})
    page = someone.browser.get("/overview/since/?days=30").content.decode()
    assert "says nothing about how safe you are" in page
    monkeypatch.undo()
    page = someone.browser.get("/overview/since/?days=nonsense").content.decode()
    assert "What changed in 7 days" in page
    assert "behind it that were behind nothing before" in page
