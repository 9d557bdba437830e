"""Put together: what the pages say is what the engine says."""

from __future__ import annotations

import pytest

PAGES = ("/overview/", "/overview/order/", "/overview/points/", "/overview/reading/")


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
