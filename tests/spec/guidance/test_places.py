"""No text that is read in one place tells of the law of another."""

from __future__ import annotations

import re

import pytest

from throughline.guidance.load import load_content

CONTENT = load_content()
NAMES = {
    "england_wales": r"England|Wales|Welsh|English",
    "scotland": r"Scotland|Scottish|sheriff|procurator fiscal",
    "northern_ireland": r"Northern Ireland",
}


@pytest.mark.parametrize("route", CONTENT.routes.values(), ids=lambda it: it.id)
def test_a_route_and_its_elements_name_no_other_place(route):
    elements = [CONTENT.elements[id] for id in route.elements]
    told = [route.title, route.body, *(it.body for it in route.points())]
    told += [text for it in elements for text in (it.title, it.body, *(question.ask for question in it.asks))]
    others = "|".join(names for place, names in NAMES.items() if place != route.jurisdiction)
    assert [text for text in told if re.search(others, text)] == []


@pytest.mark.parametrize("what", CONTENT.recognitions.values(), ids=lambda it: it.id)
def test_what_is_recognised_is_told_without_naming_a_place(what):
    assert not re.search("|".join(NAMES.values()), what.title + what.body)
