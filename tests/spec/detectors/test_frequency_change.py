"""Contact days became more frequent: said when they plainly did, and not when they did not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.communication import Communication, Party
from throughline.domain.people import Identifier, Person
from throughline.patterns.chronology import build_chronology
from throughline.patterns.detectors import frequency_change
from throughline.patterns.engine import keep_together

SAM = Person("p1", "Sam", identifiers=(Identifier("phone", "07700 900123"),))
CASE = Case("Europe/London", people=(SAM,))
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def found(days: list[int]):
    values = [
        Communication(
            f"c{day}", START + timedelta(days=day), "incoming", "message", "sms", Party("phone", "+447700900123")
        )
        for day in days
    ]
    return keep_together(frequency_change.detect(build_chronology(CASE, table.from_values(values))))


def test_a_plain_rise_is_told_with_its_size_its_date_and_its_chance() -> None:
    (finding,) = found([*range(0, 84, 7), *range(84, 124)])
    assert finding.sort == "inference"
    assert finding.measure is not None
    assert finding.measure.chance is not None
    assert finding.measure.chance <= 0.01
    assert finding.measure.low is not None
    assert finding.measure.high is not None
    assert finding.measure.low < 7 < finding.measure.high * 1.5
    assert finding.statement.startswith("Since ")
    assert len(finding.because) == len(set(finding.because))


@pytest.mark.parametrize(
    "days",
    [
        [*range(0, 150, 3)],  # even
        [*range(40), *range(47, 130, 7)],  # less often
        [0, 7, 14, 15, 16],  # too few to say
        [],
    ],
)
def test_nothing_is_said_of_what_did_not_become_more_frequent(days: list[int]) -> None:
    assert found(days) == []


def test_what_is_said_stays_the_same_until_there_is_a_third_more() -> None:
    days = [*range(0, 84, 7), *range(84, 110)]
    assert [it.statement for it in found(days)] == [it.statement for it in found([*days, 110])]
