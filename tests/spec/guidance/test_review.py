"""The maintainers' list: past its day, overtaken by the law, not sure. The day is always given, never read off a clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from throughline.guidance.load import load_content
from throughline.guidance.review import TO_MEND, Due, due

CONTENT = load_content()
CHECKED = max(it.checked_on for it in (*CONTENT.entries(), *CONTENT.pages()))
DAY = timedelta(days=1)


def listed(found: tuple[Due, ...], concern: str) -> list[str]:
    return [it.place for it in found if it.concern == concern]


def test_on_the_day_it_was_checked_nothing_is_past_or_overtaken():
    assert [it for it in due(CONTENT, CHECKED) if it.concern in TO_MEND] == []


def test_everything_is_listed_the_day_after_its_review_and_not_on_the_day():
    guide = CONTENT.guides["danger_now"]
    assert "guide danger_now" not in listed(due(CONTENT, guide.review_by), "past_review")
    assert "guide danger_now" in listed(due(CONTENT, guide.review_by + DAY), "past_review")
    every = len(CONTENT.entries()) + len(CONTENT.pages())
    assert len(listed(due(CONTENT, date(2030, 1, 1)), "past_review")) == every


def test_a_change_in_the_law_lists_what_rests_on_it_until_it_is_checked_again():
    change = replace(CONTENT.changes["cpa2026_royal_assent"], law=("ew.fla1996.s42a",), happened_on=CHECKED + DAY)
    changed = replace(CONTENT, changes={change.id: change})
    assert listed(due(changed, CHECKED), "law_changed") == [], "not before it happens"
    assert listed(due(changed, CHECKED + DAY), "law_changed") == [
        "law ew.fla1996.s42a", "route ew.fla1996.s42", "behaviour order_breach",
    ]  # fmt: skip
    page = replace(CONTENT.behaviours["order_breach"], checked_on=CHECKED + DAY)
    again = replace(changed, behaviours={**CONTENT.behaviours, page.id: page})
    assert listed(due(again, CHECKED + DAY), "law_changed") == ["law ew.fla1996.s42a", "route ew.fla1996.s42"]


def test_a_route_is_overtaken_with_its_law():
    change = replace(CONTENT.changes["cpa2026_royal_assent"], law=("ew.pha1997.s3",), happened_on=CHECKED + DAY)
    found = listed(due(replace(CONTENT, changes={change.id: change}), CHECKED + DAY), "law_changed")
    assert {"law ew.pha1997.s3", "route ew.pha1997.s3"} <= set(found)


def test_every_point_and_entry_that_is_not_sure_is_listed_with_what_it_says_and_where_to_look():
    found = [it for it in due(CONTENT, CHECKED) if it.concern not in TO_MEND]
    points = [point for page in CONTENT.pages() for point in page.points]
    points += [point for route in CONTENT.routes.values() for point in route.points()]
    assert len(found) == sum(it.certainty != "verified" for it in (*CONTENT.entries(), *points))
    assert all(it.words and it.sources and it.why for it in found)
    assert len({it.place for it in found}) == len(found)


def test_the_gravest_stand_first():
    order = ["past_review", "law_changed", "conflicting", "flagged", "unverified", "secondary"]
    concerns = [it.concern for it in due(CONTENT, date(2030, 1, 1))]
    assert concerns == sorted(concerns, key=order.index)
