"""The guidance inside the diary: beside an entry, after saving it, and the scripts filled in from what is recorded."""

from __future__ import annotations

import pytest
from lxml import html

from throughline.guidance.load import load_content
from throughline.guidance.wording import plain
from throughline.web.guidance.leaves import address_of, mark_of

CONTENT = load_content()
AT = {"exact": "minute", "date": "2026-03-01", "time": "19:40"}


def told(answer) -> str:
    return " ".join(html.fromstring(answer.content.decode()).xpath("//main")[0].text_content().split())


def say(script: str) -> str:
    """Where a script stands, filled in."""
    return f"/overview/say/{mark_of(script)}/"


def record(someone, account: str, **more: object):
    """Save an entry with everything on one page, and go where saving leads."""
    answer = someone.browser.post("/notes/add/", {"account": account, "everything": "yes", **AT, **more}, follow=True)
    assert answer.status_code == 200
    return answer


def test_saving_leads_to_the_next_safe_step_and_three_lines_of_each_behaviour(someone):
    page = record(someone, "Nobody spoke.", behaviours=["silent_calls", "loitering"])
    for name in ("silent_calls", "loitering"):
        behaviour = CONTENT.behaviours[name]
        for point in (behaviour.next_safe_step, *behaviour.in_short):
            assert plain(point.body)[:40] in told(page)
        assert f'href="{address_of("behaviour", name)}"' in page.content.decode()
    assert "same day" not in told(page)


def test_an_entry_without_a_kind_has_nothing_beside_it(someone):
    assert "What can help with this" not in told(record(someone, "They were there."))


def test_an_order_that_is_said_to_be_broken_leads_to_reporting_it_the_same_day(someone):
    page = record(someone, "They waved from over the road.", behaviours=["order_breach"])
    assert "Report each breach on the same day" in told(page)
    assert f'href="{say("police_101")}"' in page.content.decode()


def test_an_entry_that_a_finding_counts_as_a_possible_breach_leads_there_too(someone):
    first = record(someone, "They called me.", behaviours=["repeated_calls"], new_person="D", attribution="seen")
    assert "same day" not in told(first)
    order = {
        "kind": "order_made",
        "date": "2026-02-01",
        "person": "p1",
        "order_kind": "restraining",
        "no_contact": "yes",
    }
    assert someone.browser.post("/notes/milestone/new/", order).status_code == 302
    breaches = {id for it in someone.case.findings.findings if it.kind == "order_breach" for id in it.because}
    assert "i1" in breaches
    assert "Report each breach on the same day" in told(someone.browser.get("/notes/i1/"))


@pytest.mark.parametrize("script", ["police_101", "police_desk"])
def test_a_script_has_what_the_diary_knows_and_gaps_where_it_does_not(someone, script):
    report = {"report_to": "police", "report_date": "2026-03-02", "report_reference": "CR/12/26"}
    record(someone, "They stood outside.", behaviours=["loitering"], fear="3", **report)
    record(someone, "A card under the door.", behaviours=["letters"], date="2026-03-09", time="08:00")
    page = someone.browser.get(say(script))
    words = told(page)
    assert page["Cache-Control"] == "no-store"
    assert "1 March 2026" in words
    assert "A card under the door." in words
    assert "CR/12/26 (" in words
    assert "quite afraid" in words
    assert CONTENT.scripts[script].gaps["feared"] in words
    assert CONTENT.scripts[script].gaps["contact"] in words
    filled = html.fromstring(page.content.decode()).xpath("//main//p//strong/text()")
    assert "2" in filled


def test_what_is_private_is_in_no_script(someone):
    record(someone, "They stood outside.", behaviours=["loitering"])
    record(someone, "A secret of mine.", behaviours=["threats"], date="2026-03-20", private="yes")
    words = told(someone.browser.get(say("police_101")))
    assert someone.case.case.incidents[1].private
    assert "A secret" not in words
    assert "threat" not in words.lower().split("if there is an order")[0]


def test_an_empty_diary_gives_the_script_with_every_gap_open(someone):
    words = told(someone.browser.get(say("police_101")))
    assert all(gap in words for gap in CONTENT.scripts["police_101"].gaps.values())


def test_there_is_no_other_script(someone):
    assert someone.browser.get("/overview/say/anything/").status_code == 404


def test_the_overview_leads_to_the_scripts_and_to_the_routes(someone):
    record(someone, "They stood outside.")
    page = someone.browser.get("/overview/").content.decode()
    assert f'href="{say("police_101")}"' in page
    assert 'href="/guide/routes/"' in page
    assert f'href="{say("police_desk")}"' in someone.browser.get(address_of("script", "police_desk")).content.decode()


def test_guidance_is_read_with_the_diary_open_and_never_kept_with_anything_of_it(someone):
    page = someone.browser.get("/guide/").content.decode()
    assert "Lock" in page
    from throughline.web.guidance.same_for_all import _kept

    assert not any(b"data-lock" in bodies[""] for _, bodies in _kept.values())
