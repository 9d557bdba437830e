"""Contact days became more frequent: said when they plainly did, and not when they did not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from small_cases import incident, lay_out
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


def came(day: int, *, exhibit: str, number: str = "+447700900123", channel: str = "sms") -> Communication:
    at = START + timedelta(days=day)
    return Communication(
        f"{exhibit}-{day}-{number[-3:]}",
        at,
        "incoming",
        "message",
        channel,
        Party("phone", number),
        exhibit=exhibit,  # type: ignore[arg-type]
    )


def test_an_export_that_begins_late_is_no_rise() -> None:
    chat = [came(day, exhibit="AB/1", channel="whatsapp") for day in range(0, 180, 8)]
    begins_late = [came(day, exhibit="AB/2") for day in range(100, 180, 2)]
    others = [came(day, exhibit="AB/2", number="+447700900999") for day in range(95, 180, 9)]
    assert told_of([*chat, *begins_late, *others]) == []
    assert told_of([*chat, *begins_late]) == []  # a chat with one person may have been kept from then on only
    assert told_of([replace(it, exhibit="AB/1") for it in [*chat, *begins_late]]) != []  # one export holds it all


def test_a_rise_while_the_same_exports_run_is_told_and_says_from_when_it_looks() -> None:
    chat = [came(day, exhibit="AB/1", channel="whatsapp") for day in range(0, 40, 13)]
    backup = [came(day, exhibit="AB/2") for day in [*range(40, 124, 7), *range(124, 164)]]
    others = [came(day, exhibit="AB/2", number="+447700900999") for day in range(39, 160, 9)]
    (finding,) = told_of([*chat, *backup, *others])
    assert finding.start == "2026-02-09"
    assert "the same exports hold everything" in finding.caveat


def test_somebody_who_comes_up_long_after_an_export_begins_did_begin_late() -> None:
    chat = [came(day, exhibit="AB/1", channel="whatsapp") for day in range(0, 180, 8)]
    backup = [came(day, exhibit="AB/2") for day in range(100, 180, 2)]
    others = [came(day, exhibit="AB/2", number="+447700900999") for day in range(80, 180, 9)]
    (finding,) = told_of([*chat, *backup, *others])
    assert finding.start == "2026-01-01"


def told_of(values: list[Communication]):
    ordered = sorted(values, key=lambda it: it.at)
    return keep_together(frequency_change.detect(build_chronology(CASE, table.from_values(ordered))))


def diary(days: list[int], *, written: dict[int, int] | None = None, late: range | list[int] = ()):
    """Incidents on those days at noon, each written down the same evening, or on the day `written` says, or 30 days `late`."""
    entries = []
    for day in days:
        at = (START + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M")
        on = (written or {}).get(day, day + 30 if day in late else day)
        recorded = (START + timedelta(days=on, hours=8)).isoformat()
        entries.append(incident(f"i{day}", at, "loitering", recorded=recorded))
    return keep_together(frequency_change.detect(lay_out(*entries)))


REMEMBERED, KEPT = list(range(0, 90, 15)), list(range(90, 150, 2))
RISE = [*range(0, 84, 7), *range(84, 124)]


def test_what_is_remembered_from_before_the_diary_was_begun_does_not_make_a_rise() -> None:
    assert diary([*REMEMBERED, *KEPT], written=dict.fromkeys(REMEMBERED, 90)) == []
    assert diary([*REMEMBERED, *KEPT]) != []  # written down as they happened, the same days are a rise


def test_a_diary_is_kept_from_its_first_prompt_entry_not_from_the_day_memories_were_written() -> None:
    remembered = [*REMEMBERED, *range(90, 120, 6)]
    kept = list(range(120, 170, 2))
    written = {day: 90 if day < 90 else 119 for day in remembered if day < 110}
    assert diary([*remembered, *kept], written=written | dict.fromkeys([114], 130)) == []


def test_late_entries_neither_make_a_rise_nor_hide_one() -> None:
    even = list(range(0, 160, 8))
    added = [day for day in range(100, 150) if day not in even]
    assert diary(sorted([*even, *added]), late=added) == []  # memories of the last weeks, added all at once
    assert diary(RISE, late=RISE[20::9]) != []
    assert diary(list(range(0, 160, 2)), late=range(2, 90, 4)) == []  # of the first months half was remembered later


def test_a_rise_in_a_diary_is_told_with_a_caution() -> None:
    (finding,) = diary(RISE)
    assert "counted from your diary" in finding.caveat


def test_where_no_entry_says_when_it_was_written_all_are_counted() -> None:
    entries = [incident(f"i{day}", f"{START + timedelta(days=day):%Y-%m-%dT%H:%M}", "loitering") for day in RISE]
    assert keep_together(frequency_change.detect(lay_out(*entries))) != []
