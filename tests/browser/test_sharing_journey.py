"""A person shares with a helpline, reads the answer, sees who opened what, and takes it back: on a telephone, without script."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from browsing import AXE, PHONE, a_page, begin, faults_of, write_down
from staff import new_helpline
from throughline.web.helplines.models import Helpline
from throughline.web.sharing import actions
from throughline.web.sharing.models import Share

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_sharing_reading_the_answer_and_taking_it_back(chromium, live_server, script):
    _row, robin = new_helpline()
    Helpline.objects.update(about="For anybody whom somebody will not leave alone. On weekdays from 9 to 5.")
    page = a_page(chromium, live_server, script=script, size=PHONE)
    begin(page)
    write_down(page, "They stood at the gate.")
    page.goto("/take-away/")
    page.click("text=Share with a helpline")
    looked_at(page, script)
    page.click("text=Share with The Example Helpline")
    page.fill("[name=called]", "Ash")
    page.check("[name=call][value=yes]")
    if not page.locator("[name=number]").is_visible():
        page.click("text=How to call you safely")
    page.fill("[name=number]", "07700 900123")
    page.check("[name=times][value=weekday_mornings]")
    page.fill("[name=code_word]", "teapot")
    looked_at(page, script)
    page.click("main button:has-text('See what it would be')")
    page.wait_for_selector("h1:has-text('would read')")
    assert "As it is now: 1 entry." in page.inner_text("main")
    looked_at(page, script)
    page.click("button:has-text('Share it')")
    page.wait_for_selector("h1:text-is('The Example Helpline')")
    share = Share.objects.get()
    actions.note_opening(by=robin.desk, share=share, part="diary", now=datetime.now(UTC))
    actions.write_to_person(by=robin.desk, share=share, words="Thank you. Is Friday at ten safe?")
    page.goto("/notes/")
    page.click("text=1 message waits for you")
    page.click("main article >> text=The Example Helpline")
    page.wait_for_selector("h1:text-is('The Example Helpline')")
    told = page.inner_text("main")
    assert "Is Friday at ten safe?" in told
    assert "Robin opened" in told
    looked_at(page, script)
    page.fill("[name=words]", "Yes.")
    page.click("text=Leave it for them")
    page.wait_for_selector("text=It waits for them")
    assert Share.objects.get().waiting_for_helpline == 1
    page.click("text=Take it back")
    page.wait_for_selector("h1:text-is('Take it back')")
    looked_at(page, script)
    page.click("text=Take it back now")
    page.wait_for_selector("text=You took it back")
    assert "not shared any more" in page.inner_text("main")
    assert Share.objects.get().content is None


def looked_at(page, script: bool) -> None:
    """No fault that axe knows, and nothing over the edge."""
    if script and AXE.exists():
        assert not faults_of(page)
