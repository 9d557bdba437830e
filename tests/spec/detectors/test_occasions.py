"""occasions: how many, over how long, of how many kinds."""

from __future__ import annotations

import pytest

from small_cases import incident, lay_out, milestone, told
from throughline.patterns.detectors import occasions

ONE_CHANNEL = """
c1 | 2026-03-01T10:00:00 | p1 | sms
c2 | 2026-03-01T10:29:59 | p1 | sms
c3 | 2026-03-01T10:59:58 | p1 | sms
c4 | 2026-03-01T11:29:58 | p1 | sms
"""


def test_contacts_under_30_minutes_apart_are_one_occasion_and_30_minutes_are_two() -> None:
    assert told(occasions, lay_out(came=ONE_CHANNEL)) == [
        ("Your record shows Sam on 2 separate occasions on 1 March 2026, of 1 kind: text messages.", ("c1", "c4"))
    ]


def test_channels_and_people_are_counted_apart_and_kinds_are_named_in_order_of_appearance() -> None:
    came = """
    c1 | 2026-03-01T10:00:00 | p1 | sms
    c2 | 2026-03-01T10:01:00 | p1 | whatsapp
    c3 | 2026-03-03T10:02:00 | p2 | sms
    """
    case = lay_out(incident("i1", "2026-03-02T19:40", "loitering"), came=came)
    assert told(occasions, case) == [
        (
            "Your record shows Sam on 3 separate occasions over 2 days, from 1 March 2026 to 2 March 2026, of 3 kinds: "
            "text messages, WhatsApp and waiting around near you.",
            ("c1", "c2", "i1"),
        ),
        ("Your record shows Kit on 1 occasion on 3 March 2026, of 1 kind: text messages.", ("c3",)),
    ]


def test_an_incident_that_tells_of_an_imported_contact_is_counted_with_it() -> None:
    case = lay_out(incident("i1", "2026-03-01T10:10", "messages"), came="c1 | 2026-03-01T10:00:00 | p1 | sms")
    assert [because for _, because in told(occasions, case)] == [("c1",)]


def test_withheld_numbers_are_put_down_to_nobody() -> None:
    came = "c1 | 2026-03-01T23:50:00 | withheld | phone\nc2 | 2026-03-02T00:25:00 | withheld | phone"
    assert told(occasions, lay_out(came=came)) == [
        (
            "Calls with the number withheld came on 2 separate occasions over 2 days, from 1 March 2026 to 2 March 2026. "
            "A withheld number does not show who it was.",
            ("c1", "c2"),
        )
    ]
    assert [finding.person for finding in occasions.detect(lay_out(came=came))] == [None]


def test_incidents_put_down_to_nobody_and_without_a_time_are_said_to_be() -> None:
    case = lay_out(
        incident("i1", None, "damage", person=None), incident("i2", "2026-03-02", person=None, precision="day")
    )
    assert told(occasions, case) == [
        (
            "Your diary names nobody for 2 separate occasions on 2 March 2026 (1 of them with no time "
            "noted), of 1 kind: damage to your things.",
            ("i2", "i1"),
        )
    ]


def test_a_span_of_days_that_is_not_known_exactly_is_an_interval() -> None:
    case = lay_out(incident("i1", "2026-03", "damage", precision="month"), incident("i2", "2026-04-10T09:00", "damage"))
    ((statement, _),) = told(occasions, case)
    assert "over 11 to 41 days, from 1 March 2026 to 10 April 2026" in statement


def test_days_are_those_of_the_case_not_of_greenwich() -> None:
    # 23:30 UTC in July is half past midnight of the next day in London.
    ((statement, _),) = told(occasions, lay_out(came="c1 | 2026-07-01T23:30:00+00:00 | p1 | sms"))
    assert "on 2 July 2026" in statement


@pytest.mark.parametrize(
    ("jurisdiction", "law"),
    [
        ("england_wales", ("ew.pha1997.s7",)),
        ("scotland", ("sct.cjla2010.s39", "sct.pha1997.s8")),
        ("northern_ireland", ("ni.pho1997.art3", "ni.psa2022.s1")),
        (None, ("ew.pha1997.s7", "sct.cjla2010.s39", "sct.pha1997.s8", "ni.pho1997.art3", "ni.psa2022.s1")),
    ],
)
def test_the_law_of_where_it_happened_is_named_and_all_three_where_nobody_said(
    jurisdiction: str | None, law: tuple[str, ...]
) -> None:
    (finding,) = occasions.detect(lay_out(came=ONE_CHANNEL, jurisdiction=jurisdiction))
    assert finding.law == law


def test_what_the_user_sent_and_what_strangers_sent_is_no_occasion() -> None:
    came = "c1 | 2026-03-01T10:00:00 | me | sms\nc2 | 2026-03-01T12:00:00 | someone | sms"
    assert told(occasions, lay_out(milestone("m1", "2026-03-01", "blocked"), came=came)) == []
