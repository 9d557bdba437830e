"""The timeline and its table say the same, and every entry behind a finding leads somewhere."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from throughline.web.overview.timeline import timeline_of

TOLD = {"exact": "minute", "everything": "yes", "time": "19:30"}


def write(someone, date: str, *behaviours: str) -> None:
    typed = {"account": "Outside.", "date": date, "behaviours": list(behaviours), **TOLD}
    assert someone.browser.post("/notes/add/", typed).status_code == 302


def test_an_empty_diary_has_no_picture_and_no_day_has_no_place_in_one(someone):
    assert timeline_of(someone.case) is None
    someone.browser.post("/notes/add/", {"account": "Some time.", "exact": "unknown"})
    assert timeline_of(someone.case) is None


@pytest.mark.parametrize(("last", "step"), [("2026-03-20", "week"), ("2026-12-01", "month")])
def test_dots_and_words_have_the_same_numbers(someone, last, step):
    write(someone, "2026-01-05", "loitering")
    write(someone, "2026-01-06", "loitering", "silent_calls")
    write(someone, last) if last < "2026-11" else someone.browser.post(
        "/notes/milestone/new/", {"kind": "anniversary", "date": "2026-01-01"}
    )
    write(someone, "2025-12-28" if step == "week" else "2025-02-01", "damage")
    timeline = timeline_of(someone.case)
    assert timeline is not None
    assert timeline.step == step
    drawn = {lane.name: sum(dot.count for dot in lane.dots) for lane in timeline.lanes}
    told: Counter[str] = Counter()
    for _, counts in timeline.periods:
        told.update(dict(counts))
    assert drawn == dict(told)
    assert drawn["Being followed or watched"] == 2
    assert all(dot.x - dot.radius >= 0 and dot.x + dot.radius <= 360 for lane in timeline.lanes for dot in lane.dots)


def test_a_milestone_alone_is_a_picture_of_one_period(someone):
    someone.browser.post("/notes/milestone/new/", {"kind": "moved", "date": "2026-02-01"})
    timeline = timeline_of(someone.case)
    assert timeline is not None
    assert [(lane.name, [dot.count for dot in lane.dots]) for lane in timeline.lanes] == [("What changed things", [1])]


def test_every_entry_behind_a_finding_or_a_point_of_law_leads_to_its_page(someone):
    for day in ("2026-03-01", "2026-03-02", "2026-03-03"):
        write(someone, day, "loitering")
    for address in ("/overview/", "/overview/points/"):
        page = someone.browser.get(address).content.decode()
        behind = re.findall(r'class="govuk-list tl-behind">(.*?)</ul>', page, re.DOTALL)
        links = re.findall(r'href="([^"]+)"', "".join(behind))
        assert links, address
        assert all(someone.browser.get(link).status_code == 200 for link in set(links))


def test_days_are_told_in_words(someone):
    write(someone, "2026-03-01", "loitering")
    for address in (
        "/notes/",
        "/notes/i1/",
        "/notes/i1/before/",
        "/overview/",
        "/overview/order/",
        "/overview/points/",
    ):
        seen = re.sub(r"<[^>]*>", "", someone.browser.get(address).content.decode())
        assert not re.search(r"\b20\d\d-\d\d", seen), address
