"""The questions in the diary, in a real browser and without JavaScript: answered, told, put away."""

from __future__ import annotations

import pytest

from browsing import a_page, faults_of, needs_axe, somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("script", [True, False])
def test_the_questions_are_answered_kept_and_there_again(chromium, live_server, script):
    page = a_page(chromium, live_server, script=script)
    somebody(page)
    page.goto("/overview/")
    page.click("main >> text=Questions about danger")
    page.check("input[name=danger_now][value=not_sure]")
    page.check("input[name=keep]")
    page.click("main >> text=Show me what I can do >> nth=-1")
    assert page.inner_text("main section .tl-dial") == "999"
    page.goto("/questions/")
    assert page.is_checked("input[name=danger_now][value=not_sure]")
    page.goto("/overview/")
    assert "something may be going on now" in page.inner_text("main")


def test_a_parting_asks_gently_and_can_be_put_away(chromium, live_server):
    page = a_page(chromium, live_server, script=False)
    somebody(page)
    page.goto("/notes/")
    page.click("main >> text=Say where it happened")
    page.check("input[name=jurisdiction][value=scotland]")
    page.click("main >> text=Save")
    page.goto("/notes/milestone/new/")
    page.check("input[name=kind][value=relationship_ended]")
    page.fill("input[name=date]", page.evaluate("new Date().toISOString().slice(0, 10)"))
    page.click("main >> text=Save")
    page.goto("/overview/")
    assert "A good time to look at the questions" in page.inner_text("main")
    page.click("text=Put this away until something else comes")
    assert page.url.endswith("/overview/")
    assert "A good time to look at the questions" not in page.inner_text("main")


def test_what_the_questions_answer_with_has_no_fault(chromium, live_server):
    needs_axe()
    page = a_page(chromium, live_server)
    somebody(page)
    page.goto("/questions/")
    with page.expect_navigation():
        page.click("main >> text=Show me what I can do >> nth=-1")
    assert faults_of(page) == []
