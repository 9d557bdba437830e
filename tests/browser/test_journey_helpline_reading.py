"""A share, an adviser's reading, and a referral with consent and a pack: by keyboard alone and without script; every page of it without a
fault that axe knows, on a phone and on a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from browsing import NARROW, PASSPHRASE, PHONE, a_page, needs_axe, over_the_edge
from browsing import faults_of as faults_at
from people import new_person
from readers import case_of, give, take, write_diary
from staff import new_helpline, new_worker
from throughline.packs.verify import main as verify

pytestmark = pytest.mark.django_db(transaction=True)
FOCUSED = """() => { const it = document.activeElement, label = it.labels && it.labels.length ? it.labels[0].textContent : "";
  return (label + " " + it.textContent + " " + (it.name || "") + " " + (it.value || "")).replace(/\\s+/g, " ").trim() }"""


class Keys:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page) -> None:
        self.page = page

    def to(self, words: str) -> None:
        """Go on with Tab until what has the focus is called so."""
        for _ in range(250):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(FOCUSED).startswith(words):
                return
        pytest.fail(f"no Tab leads to “{words}” on {self.page.url}")

    def follow(self, words: str) -> None:
        """Go to a link or a button, and press Enter."""
        self.to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, words: str, downs: int = 0) -> None:
        """Tick what is called so; in a group of radio buttons `downs` further on."""
        self.to(words)
        self.page.keyboard.press("Space")
        for _ in range(downs):
            self.page.keyboard.press("ArrowDown")

    def type(self, field: str, words: str) -> None:
        """Go to a field, and type."""
        self.to(field)
        self.page.keyboard.type(words)


@pytest.fixture
def shared(transactional_db, settings):
    """A diary that is shared with a helpline, and somebody who works there."""
    row, first = new_helpline()
    diary = write_diary(new_person())
    share = give(diary, row)
    return diary, share, new_worker(first)


def sign_in(page, account) -> None:
    page.goto("/me/in/")
    page.fill("[name=user_name]", account.user_name)
    page.fill("[name=passphrase]", PASSPHRASE)
    with page.expect_navigation():
        page.click("main button")


def test_an_adviser_reads_and_refers_by_keyboard_alone_without_script(chromium, live_server, shared, tmp_path: Path):
    diary, share, reader = shared
    page = a_page(chromium, live_server, script=False)
    keys, case = Keys(page), case_of(share)
    sign_in(page, reader.someone.account)
    page.goto(f"/desk/cases/{case.pk}/")
    keys.choose("No")
    keys.follow("Take this case")
    keys.follow("Read what they share")
    assert "you cannot change anything" in page.inner_text("main")
    keys.follow("Everything in order")
    keys.follow("On 1 March 2026")
    assert "yellow umbrella. Day 1." in page.inner_text("main")
    assert "Seen at the door" in page.inner_text("main")
    keys.follow("What they share")
    keys.follow("Look closer")
    assert "What would make it weaker" in page.inner_text("main")
    keys.follow("What they share")
    keys.follow("The case")
    keys.follow("Referrals")
    keys.follow("Refer")
    keys.choose("The police")
    keys.type("Which one?", "Sussex Police")
    keys.choose("They said so")
    keys.type("What did they agree to?", "The police get a pack of the diary.")
    keys.follow("Write down their consent")
    keys.follow("Make a pack of what they share")
    keys.follow("See what it will reveal")
    told = page.inner_text("main")
    assert "A pack is not sealed." in told
    assert "Nobody has asked whether it is safe to call" in told
    keys.choose("I looked through it")
    keys.to("Download the pack")
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    path = tmp_path / "pack.zip"
    coming.value.save_as(path)
    assert verify([str(path)]) == 0
    page.goto(page.url)
    keys.follow("The referral")
    keys.follow("Write down what was sent")
    keys.type("What was sent, and how?", "The pack, by hand at the station.")
    keys.follow("Save")
    assert "An answer is expected by" in page.inner_text("main")
    person = a_page(chromium, live_server, script=False)
    sign_in(person, diary.account)
    person.goto(f"/sharing/{share.pk}/")
    account = person.inner_text("main")
    for words in ("Kit opened", "Sussex Police", "The police get a pack of the diary.", "by hand at the station"):
        assert words in account


def steps_of_a_referral(reader, case) -> list[str]:
    """The pages of a case's referrals, with one that was sent and is late."""
    consent = {
        "to": "police",
        "named": "Sussex Police",
        "how": "spoken",
        "to_what": "A pack.",
        "date": "2026-03-01",
        "time": "12:00",
    }
    home = f"/desk/referrals/{case.pk}/"
    one = reader.browser.post(f"{home}new/", consent)["Location"]
    reader.browser.post(f"{one}pack/", {"make": "yes", "looked": "on", "address": "on"})
    sent = {"sent": "The pack", "date": "2026-03-02", "time": "12:00", "answer_by": "2026-03-03"}
    assert reader.browser.post(f"{one}sent/", sent).status_code == 302
    told = {
        "to": "police_999",
        "named": "Sussex Police",
        "why": "life",
        "words": "He was at the door.",
        "what": "Where they were.",
    }
    danger = {"knows": "not_safe", "why_not_told": "He reads their phone.", "date": "2026-03-02", "time": "12:00"}
    assert reader.browser.post(f"{home}without/", {**told, **danger}).status_code == 302
    return [
        home,
        f"{home}new/",
        f"{home}without/",
        *(one + it for it in ("", "pack/", "letter/", "second/", "sent/", "chase/", "answer/", "back/")),
    ]


def faults_of(page, size) -> list[tuple[str, str, str]]:
    """What axe finds on the page with everything on it opened, and whether it runs over the edge."""
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
    return faults_at(page) + over_the_edge(page, NARROW, size)


@pytest.mark.parametrize("size", [PHONE], ids=["phone"])
def test_no_page_of_it_has_a_fault(chromium, live_server, shared, size):
    needs_axe()
    _, share, reader = shared
    case = take(reader, case_of(share))
    page, faults = a_page(chromium, live_server, size=size), []
    sign_in(page, reader.someone.account)
    places = (
        "",
        "order/",
        "entry/i1/",
        "one/f1/",
        "points/",
        "since/",
        "reading/",
        "answers/",
        "files/",
        "files/AB-1/",
    )
    for address in (*(f"/desk/shared/{case.pk}/{it}" for it in places), *steps_of_a_referral(reader, case)):
        page.goto(address)
        assert "That cannot be done" not in page.inner_text("main"), address
        faults += faults_of(page, size)
        if address.endswith(("/pack/", "/letter/")):
            with page.expect_navigation():
                page.click("main form[method=post] >> nth=-1 >> button[type=submit] >> nth=0")
            assert "reveal" in page.inner_text("main") or "as it goes" in page.inner_text("main")
            faults += faults_of(page, size)
    assert not faults, "\n".join(map(str, faults))
