"""Bringing in, in a real browser on a phone, with and without JavaScript: a long chat is read by the worker while its page says
how far it is; dates are asked about; a whole diary comes back in."""

from __future__ import annotations

from pathlib import Path

import pytest

from browsing import PHONE, a_page, begin, faults_of, needs_axe
from throughline.web.imports import worker, workers

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "".join(
    f"{13 + n // 400:02}/03/2026, {n // 60 % 24:02}:{n % 60:02} - {('Sam', 'Alex')[n % 2]}: {'hello ' * 60}\n"
    for n in range(4000)
)
UNCLEAR = "".join(f"0{1 + n}/02/2026, 10:00 - {('Sam', 'Alex')[n % 2]}: hello\n" for n in range(9))


def choose(page, tmp_path: Path, name: str, content: str) -> None:
    """Bring in a file of that name."""
    path = tmp_path / name
    path.write_text(content)
    page.click("nav >> text=Bring in")
    page.set_input_files("[name=file]", path)
    page.click("main button >> text=Look at it")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_long_chat_is_read_while_somebody_looks_and_is_kept_when_they_say_so(chromium, live_server, tmp_path, script):
    at_work = worker.Work(workers.enrol())
    page = a_page(chromium, live_server, script=script, size=PHONE)
    begin(page)
    choose(page, tmp_path, "WhatsApp Chat with Sam.txt", LONG)
    page.wait_for_selector("h1 >> text=Reading “WhatsApp Chat with Sam.txt”")
    assert "waits for its turn" in page.inner_text("main")
    page.click("nav >> text=Diary")
    page.click("nav >> text=Bring in")
    assert "waits for its turn" in page.inner_text("main")
    page.click("main >> text=WhatsApp Chat with Sam.txt")
    assert worker.work_once(at_work)
    if script:
        page.wait_for_selector("text=Is this right?")
    else:
        page.click("text=Look again")
    said = page.inner_text("main")
    assert "4,000 messages and calls, over 10 days, from 13 March 2026 to 22 March 2026" in said
    assert "15/01 is read as 15 January" in said
    assert page.is_checked("input[name=person][value='new:']")
    page.check("input[name=them][value=Sam]")
    page.click("text=Keep it")
    assert "Kept as AB/1: 4,000 added." in page.inner_text("main")
    assert {url.split("/")[2] for url in page.asked} == {live_server.url.split("/")[2]}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_long_chat_can_be_stopped(chromium, live_server, tmp_path, script):
    page = a_page(chromium, live_server, script=script, size=PHONE)
    begin(page)
    choose(page, tmp_path, "WhatsApp Chat with Sam.txt", LONG)
    page.click("text=Stop, and do not keep it")
    assert "Nothing of that file was kept." in page.inner_text("main")
    assert "Sam.txt" not in page.inner_text("main")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_dates_are_asked_about_and_can_be_turned_round(chromium, live_server, tmp_path, script):
    page = a_page(chromium, live_server, script=script, size=PHONE)
    begin(page)
    choose(page, tmp_path, "chat.txt", UNCLEAR)
    page.wait_for_selector("text=How are its dates written?")
    page.check("input[value=month-first]")
    page.click("text=Read it so")
    assert "from 2 January 2026 to 2 September 2026" in page.inner_text("main")
    page.click("text=The dates are the wrong way round")
    page.check("input[value=day-first]")
    page.click("text=Read it again")
    assert "from 1 February 2026 to 9 February 2026" in page.inner_text("main")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_whole_diary_comes_back_in(chromium, live_server, tmp_path, script):
    page = a_page(chromium, live_server, script=script, size=PHONE)
    begin(page)
    choose(page, tmp_path, "WhatsApp Chat with Sam.txt", LONG[:3000].rpartition("\n")[0] + "\n")
    page.check("input[name=them][value=Sam]")
    page.click("text=Keep it")
    page.click("nav >> text=Take away")
    with page.expect_download() as coming:
        page.click("text=Download everything")
    coming.value.save_as(tmp_path / "notes.zip")
    another = a_page(chromium, live_server, script=script, size=PHONE)
    begin(another)
    another.click("nav >> text=Bring in")
    another.click("text=Bring it back in")
    another.set_input_files("[name=file]", tmp_path / "notes.zip")
    another.click("text=Look at it")
    another.wait_for_selector("text=Is this your diary?")
    assert "Files: 1" in another.inner_text("main")
    another.click("text=Bring it in")
    assert "Your diary is here." in another.inner_text("main")
    another.click("nav >> text=Files")
    assert "AB/1" in another.inner_text("main")
    another.goto("/bring-in/whole/")
    assert "can only be brought into an empty one" in another.inner_text("main")


def test_no_page_of_bringing_in_has_a_fault_that_axe_knows(chromium, live_server, tmp_path):
    needs_axe()
    at_work = worker.Work(workers.enrol())
    page = a_page(chromium, live_server, script=True, size=PHONE)
    begin(page)
    faults = {}

    def look(what: str) -> None:
        faults[what] = faults_of(page)

    page.goto("/bring-in/whole/")
    look("whole diary")
    choose(page, tmp_path, "chat.txt", UNCLEAR)
    page.wait_for_selector("text=How are its dates written?")
    look("order")
    page.click("text=Read it so")
    page.wait_for_selector("text=Choose how the dates are written.")
    look("order with a fault")
    choose(page, tmp_path, "nothing.txt", "nothing at all")
    page.wait_for_selector("text=This could not be read")
    look("refused")
    choose(page, tmp_path, "WhatsApp Chat with Sam.txt", LONG)
    page.wait_for_selector("text=Reading “")
    look("reading")
    page.goto("/bring-in/")
    look("home with what waits")
    page.click("main >> text=WhatsApp Chat with Sam.txt")
    assert worker.work_once(at_work)
    page.wait_for_selector("text=Is this right?")
    page.click("text=Keep it")
    page.wait_for_selector(".govuk-error-summary >> text=Choose which of these is them")
    look("review with a fault")
    assert {what: found for what, found in faults.items() if found} == {}
