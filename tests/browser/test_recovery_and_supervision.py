"""In a browser: getting back in with a helpline, without script and by two of its staff; and a supervisor's week, checked by axe."""

from __future__ import annotations

import re

import pytest

from browsing import AXE, NARROW, PASSPHRASE, PHONE, SCREEN, a_page, faults_of, over_the_edge, somebody
from staff import Worker, new_helpline, new_worker
from throughline.web.cases.queries import open_case
from throughline.web.desk.letting_in import answer_conflict
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import open_helpline_case
from throughline.web.sharing.actions import give
from throughline.web.sharing.projection import PARTS

pytestmark = pytest.mark.django_db(transaction=True)

WORD, NUMBER = "marmalade skies", "07700 900123, after six"
NEW = "five other purple words"


def look(page, name: str, *, script: bool = True) -> None:
    """Nothing runs over the edge, on a phone, the narrowest one and a screen; and axe, which is a script, knows no fault."""
    assert not over_the_edge(page, NARROW, SCREEN, PHONE), name
    if script and AXE.exists():
        assert not faults_of(page), name


def signed_in(chromium, live_server, worker: Worker, *, script: bool = True):
    page = a_page(chromium, live_server, script=script)
    page.goto("/me/in/")
    page.fill("[name=user_name]", worker.someone.account.user_name)
    page.fill("[name=passphrase]", PASSPHRASE)
    page.click("main button")
    page.wait_for_url("**/desk/**")
    return page


def go_on(page, words: str) -> None:
    with page.expect_navigation():
        page.click(f"main button:has-text('{words}')")


def confirm(page, reference: str, script: bool) -> None:
    """What a member of staff does, as the pages lead."""
    page.goto("/desk/recovery/")
    look(page, "desk-find", script=script)
    page.fill("[name=reference]", reference)
    go_on(page, "Find it")
    look(page, "desk-knows", script=script)
    page.check("[name=knows][value=no]")
    go_on(page, "Go on")
    look(page, "desk-code-word", script=script)
    page.fill("[name=heard]", WORD.upper())
    go_on(page, "Go on")
    assert NUMBER in page.inner_text("#ring-back")
    look(page, "desk-ring-back", script=script)
    go_on(page, "I rang them there")
    look(page, "desk-confirm", script=script)
    go_on(page, "I confirm")


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with"])
def test_somebody_who_lost_everything_gets_back_in(chromium, live_server, script: bool):
    helpline, robin = new_helpline()
    kit = new_worker(robin)
    page = a_page(chromium, live_server, script=script)
    person = somebody(page)
    page.goto("/me/")
    page.click("text=A helpline can help you back in")
    look(page, "person-before", script=script)
    page.click("text=Set it up")
    look(page, "person-set-up", script=script)
    page.check(f"[name=helpline][value='{helpline.pk}']")
    for name, value in (("called", "Ash"), ("code_word", WORD), ("ring_back", NUMBER), ("passphrase", PASSPHRASE)):
        page.fill(f"[name={name}]", value)
    go_on(page, "Show me my code")
    code = page.inner_text("#half-code")
    look(page, "person-code", script=script)

    lost = a_page(chromium, live_server, script=script)
    lost.goto("/me/code/")
    lost.click("text=get back in with a helpline")
    look(lost, "lost-ask", script=script)
    lost.fill("[name=user_name]", person.account.user_name)
    lost.fill("[name=code]", code)
    go_on(lost, "Go on")
    reference = lost.inner_text("#reference")
    assert re.fullmatch(r"[0-9A-Z]{3}-[0-9A-Z]{3}", reference)
    look(lost, "lost-wait", script=script)

    first = signed_in(chromium, live_server, kit, script=script)
    confirm(first, reference, script)
    look(first, "desk-confirmed", script=script)
    lost.click("text=Look whether they have agreed")
    assert "Now ring the helpline" in lost.inner_text("h1")
    second = signed_in(chromium, live_server, robin, script=script)
    confirm(second, reference, script)
    look(second, "desk-released", script=script)
    lost.click("text=Look whether they have agreed")
    look(lost, "lost-released", script=script)
    lost.fill("[name=passphrase]", NEW)
    lost.fill("[name=again]", NEW)
    go_on(lost, "Open my notes")
    assert len(lost.inner_text("#recovery-code")) == 49
    lost.goto("/me/recovery-with-helpline/")
    look(lost, "person-account", script=script)
    assert "Kit confirmed that it was you" in lost.inner_text("main")


def test_a_supervisors_week(chromium, live_server):
    helpline, robin = new_helpline()
    kit, lou = new_worker(robin), new_worker(robin, known_as="Lou")
    page = a_page(chromium, live_server)
    person = somebody(page)
    give(
        by=person.account, case=open_case(person.account, person.private), helpline=helpline, parts=set(PARTS), purpose="advice",
        ends_at=None, called="Ash",
    )  # fmt: skip
    HelplineCase.objects.update(adviser=kit.staff)
    row = HelplineCase.objects.get()
    answer_conflict(by=kit.desk, case=open_helpline_case(kit.desk, row.pk), knows_somebody=False)

    at_lou = signed_in(chromium, live_server, lou)
    at_lou.goto(f"/desk/review/{row.pk}/emergency/")
    look(at_lou, "emergency-knows")
    at_lou.check("[name=knows][value=no]")
    go_on(at_lou, "Go on")
    look(at_lou, "emergency-why")
    at_lou.fill("[name=reason]", "They are on the telephone and Kit is away.")
    go_on(at_lou, "Open it")
    look(at_lou, "emergency-open")
    go_on(at_lou, "I am done")

    at_kit = signed_in(chromium, live_server, kit)
    at_kit.goto(f"/desk/review/{row.pk}/opinion/")
    at_kit.select_option("[name=to]", label="Lou")
    at_kit.fill("[name=question]", "Would you tell them to move?")
    look(at_kit, "opinion-ask")
    go_on(at_kit, "Ask them")
    look(at_kit, "opinion-asked")
    at_lou.goto("/desk/asked/")
    look(at_lou, "asked")
    at_lou.click("main >> text=asks for yours")
    at_lou.fill("[name=answer]", "Not before the hearing.")
    look(at_lou, "opinion-answer")
    go_on(at_lou, "Give it")

    page.goto(f"/sharing/{row.share_id}/")
    assert "Lou, who does not have your case, opened it in an emergency" in page.inner_text("main")
    look(page, "person-reads")

    at_kit.goto(f"/desk/referrals/{row.pk}/")
    at_kit.click("text=Tell somebody without their consent")
    look(at_kit, "told-form")
    for name, value in (("to", "police_999"), ("why", "life"), ("knows", "not_safe")):
        at_kit.check(f"[name={name}][value={value}]")
    for name, value in (
        ("named", "Sussex Police"),
        ("words", "He was at the door."),
        ("what", "Where they were."),
        ("why_not_told", "He reads it."),
    ):
        at_kit.fill(f"[name={name}]", value)
    go_on(at_kit, "Write it down")
    look(at_kit, "told-written")
    page.reload()
    assert "without your consent" not in page.inner_text("main")

    week = signed_in(chromium, live_server, robin)
    week.goto("/desk/review/")
    look(week, "week")
    week.click("main >> text=Look at it")
    week.check("[name=knows][value=no]")
    week.click("main form button")
    look(week, "told-look")
    week.fill("[name=words]", "It had to be.")
    week.check("[name=may_know][value=yes]")
    go_on(week, "I have looked at it")
    page.reload()
    assert "without your consent: The police, on 999 (Sussex Police)" in page.inner_text("main")
    look(page, "person-reads-told")
    assert "Lou opened a case of Kit" in week.inner_text("main")
    week.click("main >> text=Review it")
    look(week, "review")
    assert "Ash" not in week.inner_text("main")
    week.check("[name=kind][value=quality]")
    week.fill("[name=words]", "Ask whether it is safe to call.")
    go_on(week, "Write it into the case")
    week.click("text=Give the case to somebody else")
    look(week, "give")
    week.select_option("[name=to]", label="Lou")
    go_on(week, "Give it")
    week.goto("/desk/review/of/nobody/")
    look(week, "cases")
    week.goto("/desk/staff/")
    look(week, "staff")
    week.click("text=Settings of the helpline")
    look(week, "settings")
    week.fill("[name=about]", "On weekdays from 9 to 5.")
    go_on(week, "Save")
    week.click("text=Invite somebody")
    look(week, "invite")
    go_on(week, "Show me a code")
    code = week.inner_text("#invitation")
    look(week, "invitation")
    page.goto("/desk/join/")
    page.fill("[name=code]", code)
    page.fill("[name=known_as]", "Sky")
    look(page, "join")
    go_on(page, "Join")
    figures = page.inner_text("#fingerprint")
    look(page, "joined")
    week.goto("/desk/staff/")
    week.click("text=Sky")
    assert week.inner_text("#fingerprint") == figures
    look(week, "let-in")
    go_on(week, "It is the same")
    week.click("text=Sky")
    look(week, "member")
    go_on(week, "End their access now")
    assert "left on" in week.inner_text("main")
