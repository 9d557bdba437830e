"""Findings name the law of the place where it happened: provisions that the guidance has, for behaviours that those list."""

from __future__ import annotations

import pytest

from small_cases import incident, lay_out
from throughline.domain.case import Case
from throughline.domain.milestone import Order
from throughline.domain.vocabulary import BEHAVIOUR_NAMES, JURISDICTIONS
from throughline.guidance.load import load_content
from throughline.patterns import law
from throughline.patterns.detectors import first_of_kind
from throughline.patterns.names import NAMED_ORDERS, ORDER_NAMED

CONTENT = load_content()


def case(place: str | None) -> Case:
    return Case("Europe/London", place)  # type: ignore[arg-type]


def named_in(place: str) -> set[str]:
    """Every id that can stand in a finding of that place."""
    points = (*law.PROVISIONS[place], *law.EXAMPLES["scotland"])  # type: ignore[index]
    orders = [Order(kind, name) for kind in ORDER_NAMED for name in ("", *NAMED_ORDERS)]  # type: ignore[arg-type]
    of_orders = (id for order in orders for id in law.law_of_order(case(place), order))
    return {*law.law_for(case(place), *points), *of_orders}


@pytest.mark.parametrize("place", JURISDICTIONS)
def test_every_provision_is_one_of_the_guidance_and_of_that_place(place):
    named = named_in(place)
    assert len(named) > 10
    assert {CONTENT.law[id].jurisdiction for id in named} == {place}


@pytest.mark.parametrize("place", JURISDICTIONS)
@pytest.mark.parametrize("behaviour", sorted(BEHAVIOUR_NAMES - {"other"}))
def test_a_behaviour_is_put_to_an_example_that_lists_it(place, behaviour):
    examples = {id for id in law.EXAMPLES[place].values() if behaviour in CONTENT.law[id].behaviours}
    found = law.examples_of(case(place), {behaviour})
    assert set(found) <= examples
    assert bool(found) == bool(examples)


def test_where_nobody_said_where_it_happened_the_law_of_all_three_is_named():
    everywhere = law.law_for(case(None), "occasions")
    assert everywhere == tuple(id for place in JURISDICTIONS for id in law.law_for(case(place), "occasions"))
    assert {CONTENT.law[id].jurisdiction for id in everywhere} == set(JURISDICTIONS)


def test_a_finding_in_scotland_carries_the_scottish_list():
    called = [incident(f"i{day}", f"2026-03-0{day}T19:40", "silent_calls") for day in range(1, 6)]
    happened = incident("i9", "2026-03-09T19:40", "entry", "gifts_left")
    found = list(first_of_kind.detect(lay_out(*called, happened, jurisdiction="scotland")))
    named = {id for it in found for id in it.law}
    assert {"sct.cjla2010.s39_6.enter", "sct.cjla2010.s39_6.leave"} <= named


@pytest.mark.parametrize(
    ("place", "kind", "name", "expected"),
    [
        ("scotland", "other", "Non-harassment order", ("sct.pha1997.s9", "sct.nho_criminal")),
        ("scotland", "injunction", "interdict", ("sct.interdict",)),
        ("scotland", "bail", "special bail conditions", ("sct.bail",)),
        ("scotland", "non_molestation", "", ()),
        ("northern_ireland", "stalking_protection", "", ("ni.psa2022.s13",)),
        ("england_wales", "other", "occupation order", ("ew.fla1996.occupation",)),
        ("england_wales", "restraining", "Restraining order of 3 March", ("ew.sa2020.s363",)),
        ("england_wales", "other", "a paper from the court", ()),
    ],
)
def test_what_stands_on_breaking_an_order_goes_by_its_name_and_else_by_its_kind(place, kind, name, expected):
    assert law.law_of_order(case(place), Order(kind, name)) == expected
