"""Small cases with what a careful reader would say of them, over all facts at once: kinds, counts and evidence."""

from __future__ import annotations

import pytest

from small_cases import contacts, incident, lay_out, milestone
from throughline.communications import table
from throughline.domain.people import Identifier, Person
from throughline.patterns.engine import find

Said = dict[tuple[str, str | None], tuple[float, str]]


def said(*items, came: str = "", **more) -> Said:
    """By kind and person: the measure and the evidence, each kind standing once."""
    case = lay_out(*items, came=came, **more).case
    findings = find(case, contacts(came) if came.strip() else table.empty())
    assert len({(it.kind, it.person) for it in findings}) == len(findings)
    return {(it.kind, it.person): (it.measure.value if it.measure else 0, " ".join(it.because)) for it in findings}


HALF_HOURS = "c1|2026-03-01T10:00:00|p1|sms\nc2|2026-03-01T10:30:00|p1|sms\nc3|2026-03-01T10:59:59|p1|sms"
OVER_MIDNIGHT = "c1|2026-03-01T23:50:00|p1|sms\nc2|2026-03-02T00:10:00|p1|sms"
AUTUMN = "c1|2026-10-25T01:50:00+01:00|p1|sms\nc2|2026-10-25T01:10:00+00:00|p1|sms\nc3|2026-10-25T01:55:00+00:00|p1|sms"
TWO = "c1|2026-03-01T10:00:00|p1|sms\nc2|2026-03-01T10:05:00|p2|sms\nc3|2026-03-03T10:05:00|p2|sms"
BOTH_WAYS = "c1|2026-03-01T10:00:00|p1|sms\nc2|2026-03-01T10:05:00|me|sms\nc3|2026-03-03T10:05:00|p1|sms"


@pytest.mark.parametrize(
    ("items", "came", "expected"),
    [
        ((), HALF_HOURS, {("occasions", "p1"): (2, "c1 c2")}),
        ((), OVER_MIDNIGHT, {("occasions", "p1"): (1, "c1")}),
        ((), AUTUMN, {("occasions", "p1"): (2, "c1 c3")}),  # 20 minutes lie between the first two, 45 before the third
        ((), TWO, {("occasions", "p1"): (1, "c1"), ("occasions", "p2"): (2, "c2 c3")}),
        (
            (milestone("m1", "2026-03-01T09:00", "told_to_stop"),), BOTH_WAYS,
            {("after_stop", "p1"): (2, "m1 c1 c3"), ("occasions", "p1"): (2, "c1 c3")},
        ),
        ((milestone("m1", "2026-03-01T09:00", "blocked", "p2"),), HALF_HOURS, {("occasions", "p1"): (2, "c1 c2")}),
        (  # a refusal on a day: only what surely came later counts
            (
                milestone("m1", "2026-03-04", "told_to_stop"), incident("i1", "2026-03-04T22:00", "messages"),
                incident("i2", "2026-03-05T00:10", "messages", precision="hour"),
                incident("i3", "2026-03-05", "loitering", precision="day"),
                incident("i4", "2026-03", "loitering", precision="month"), incident("i5", None, "loitering"),
            ), "",
            {("after_stop", "p1"): (1, "m1 i3"), ("occasions", "p1"): (5, "i4 i1 i2 i3 i5")},
        ),
        (  # the user says who the silent call was from; the export does not
            (incident("i1", "2026-03-01T02:00", "silent_calls"),),
            "c1|2026-03-01T02:00:10|withheld|phone\nc2|2026-03-01T03:00:10|withheld|phone",
            {("occasions", "p1"): (1, "i1"), ("occasions", None): (2, "c1 c2")},
        ),
        (  # written down a day and a minute later counts, a day to the minute does not, nor what may be less
            (
                incident("i1", "2026-03-01T10:00", "loitering", recorded="2026-03-02T10:00Z"),
                incident("i2", "2026-03-01T10:00", "loitering", recorded="2026-03-02T10:01Z"),
                incident("i3", "2026-03-01", "loitering", precision="day", recorded="2026-03-02T23:59Z"),
            ), "",
            {("occasions", "p1"): (3, "i3 i1 i2"), ("recorded_late", None): (1, "i2")},
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_a_small_case(items: tuple[object, ...], came: str, expected: Said) -> None:
    assert said(*items, came=came) == expected


@pytest.mark.parametrize(
    "written", ["07700 900101", "+44 7700 900101", "0044 7700 900101", "+44 (0)7700 900101", "07700-900-101"]
)
def test_a_number_is_known_in_each_way_people_write_it(written: str) -> None:
    sam = Person("p1", "Sam", "other", (Identifier("phone", written),))
    assert said(came=HALF_HOURS, people=(sam,)) == {("occasions", "p1"): (2, "c1 c2")}


def test_messages_in_the_diary_are_no_second_kind_beside_imported_ones() -> None:
    case = lay_out(incident("i1", "2026-03-01T10:10", "messages", "loitering"), came=HALF_HOURS).case
    (occasions,) = [it for it in find(case, contacts(HALF_HOURS)) if it.kind == "occasions"]
    assert "of 2 kinds: text messages and waiting around near you" in occasions.statement
