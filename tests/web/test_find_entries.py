"""A long diary: a page at a time, and an entry found again by its words, its kind or its month, never by an address."""

from __future__ import annotations

import re

import pytest

from throughline.web.cases.actions import record
from throughline.web.cases.state import Change

ANY = {"words": "", "group": "", "month": ""}


@pytest.fixture
def long_diary(someone):
    """A thousand entries over three years, one of which has a lantern in it."""
    changes = []
    for number in range(1000):
        at = f"{2023 + number % 3}-{1 + number % 12:02d}-{1 + number % 28:02d}T{number % 24:02d}:15"
        value = {"id": f"i{number}", "occurred": {"from": at, "precision": "minute"}, "account": f"Entry {number}."}
        if number == 517:
            value |= {"account": "They had a Lantern.", "behaviours": ["loitering"], "witnesses": ["Postman"]}
        changes.append(Change("incident", f"i{number}", "recorded", value))
    record(by=someone.account, case=someone.case, changes=changes)
    return someone


def accounts(page: str) -> list[str]:
    return re.findall(r'tl-words">([^<]*)<', page)


def test_every_entry_is_on_one_page_and_only_one(long_diary):
    seen = [
        it for page in range(1, 26) for it in accounts(long_diary.browser.get(f"/notes/?page={page}").content.decode())
    ]
    assert len(seen) == len(set(seen)) == 1000
    assert len(long_diary.browser.get("/notes/").content) < 150_000


@pytest.mark.parametrize(
    "wanted", [{"words": "lantern"}, {"words": "POSTMAN had"}, {"group": "Being followed or watched"}]
)
def test_an_entry_is_found_by_words_anywhere_in_it_and_by_kind(long_diary, wanted):
    page = long_diary.browser.post("/notes/", {**ANY, **wanted}).content.decode()
    assert "1 of 1,000 entries" in page
    assert accounts(page) == ["They had a Lantern."]


def test_a_month_is_narrowed_to_and_paged_without_an_address(long_diary):
    first = long_diary.browser.post("/notes/", {**ANY, "month": "2023-01"})
    assert "of 1,000 entries" in first.content.decode()
    assert first.request["QUERY_STRING"] == ""
    second = long_diary.browser.post("/notes/", {**ANY, "month": "2023-01", "page": "2"}).content.decode()
    assert not set(accounts(first.content.decode())) & set(accounts(second))


def test_nothing_found_is_said_kindly(long_diary):
    page = long_diary.browser.post("/notes/", {**ANY, "words": "unicorn"}).content.decode()
    assert "No entry has all of that in it" in page


def test_save_pressed_twice_records_once(someone):
    typed = {"account": "Outside again.", "exact": "now", "as": "i1"}
    first, second = (someone.browser.post("/notes/add/", typed) for _ in range(2))
    assert (first.status_code, second["Location"]) == (302, "/notes/i1/")
    someone.browser.post("/notes/add/", {**typed, "account": "Something else."})
    assert [it.account for it in someone.case.case.incidents] == ["Outside again.", "Something else."]
