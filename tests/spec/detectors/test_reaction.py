"""Contact follows blocks and refusals sooner than the usual pace: said when it plainly does, and not for chance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.communication import Communication, Party
from throughline.domain.milestone import Milestone
from throughline.domain.people import Identifier, Person
from throughline.domain.timing import WrittenTime
from throughline.patterns.chronology import build_chronology
from throughline.patterns.detectors import reaction
from throughline.patterns.engine import keep_together

SAM = Person("p1", "Sam", identifiers=(Identifier("phone", "07700 900123"),))
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
USUAL = [timedelta(days=day, hours=day % 7) for day in range(0, 90, 6)]
BLOCKS = [timedelta(days=day, hours=9) for day in (15, 33, 51, 69, 87)]


def found(contacts: list[timedelta], *, written: str = "%Y-%m-%dT%H:%M"):
    milestones = tuple(
        Milestone(f"m{n}", WrittenTime((START + block).strftime(written)), "blocked", "p1")
        for n, block in enumerate(BLOCKS)
    )
    values = [
        Communication(f"c{n}", START + moment, "incoming", "message", "sms", Party("phone", "+447700900123"))
        for n, moment in enumerate(sorted(contacts))
    ]
    case = Case("Europe/London", people=(SAM,), milestones=milestones)
    return keep_together(reaction.detect(build_chronology(case, table.from_values(values))))


def test_contact_within_the_hour_of_every_block_is_told_with_delays_and_chance() -> None:
    soon = [block + timedelta(minutes=17 + 5 * n) for n, block in enumerate(BLOCKS)]
    (finding,) = found([*USUAL, *soon])
    assert finding.measure is not None
    assert finding.measure.value == finding.measure.of
    assert finding.measure.chance is not None
    assert finding.measure.chance <= 0.03
    assert "17 minutes" in finding.statement
    assert {id for id in finding.because if id.startswith("m")} <= {f"m{n}" for n in range(5)}


def test_the_usual_pace_is_not_told_as_a_reaction() -> None:
    assert found(USUAL) == []


def test_blocks_known_only_by_their_day_are_left_out() -> None:
    soon = [block + timedelta(minutes=17) for block in BLOCKS]
    assert found([*USUAL, *soon], written="%Y-%m-%d") == []
