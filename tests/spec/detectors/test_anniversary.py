"""anniversary: contact on dates the person listed, more than on other days near them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from small_cases import incident, lay_out, milestone
from throughline.domain.finding import Finding
from throughline.domain.milestone import Milestone
from throughline.patterns.chronology import Chronology
from throughline.patterns.detectors import anniversary
from throughline.patterns.engine import keep_together

LISTED = ("2025-01-20", "2025-03-03", "2025-04-21", "2025-06-02", "2025-07-14")
BESIDES = ("2025-01-02", "2025-02-06", "2025-03-28", "2025-05-09", "2025-06-20", "2025-08-19")


def told(chronology: Chronology) -> list[Finding]:
    return keep_together(anniversary.detect(chronology))


def came(*days: str) -> str:
    return "".join(f"c{at} | {at}T10:00:00 | p1 | sms\n" for at in sorted(days))


def marked(*days: str, kind: str = "anniversary", person: str | None = "p1") -> list[Milestone]:
    return [milestone(f"m{at}", at, kind, person) for at in days]


def next_day(at: str) -> str:
    return (date.fromisoformat(at) + timedelta(days=1)).isoformat()


def test_it_says_how_many_of_the_dates_and_names_them() -> None:
    (finding,) = told(lay_out(*marked(*LISTED), came=came(*LISTED[:4], *BESIDES)))
    assert finding.statement.startswith(
        "Contact or incidents from Sam came on 4 of the 5 dates you listed. If they could have been any days near these, "
    )
    assert finding.because == (*(f"m{at}" for at in LISTED), *(f"c{at}" for at in LISTED[:4]))
    assert (finding.start, finding.end) == (LISTED[0], LISTED[-1])


def test_the_day_after_is_told_as_within_a_day() -> None:
    (finding,) = told(lay_out(*marked(*LISTED), came=came(*map(next_day, LISTED), *BESIDES)))
    assert "came on or within a day of all 5 dates you listed" in finding.statement


def test_incidents_count_as_contact() -> None:
    seen = [incident(f"i{at}", at, "loitering", precision="day") for at in LISTED]
    (finding,) = told(lay_out(*marked(*LISTED), *seen, came=came(*BESIDES)))
    assert f"i{LISTED[0]}" in finding.because


def test_a_birthday_comes_every_year_and_a_split_in_later_years() -> None:
    besides = [f"{year}-{month:02}-15" for year in (2022, 2023, 2024, 2025, 2026) for month in (1, 3, 6, 9, 12)]
    on = [f"{year}-05-05" for year in (2022, 2023, 2024, 2025, 2026)]
    for kind, of in (("anniversary", 5), ("relationship_ended", 4)):
        (finding,) = told(lay_out(*marked("2022-05-05", kind=kind), came=came(*besides, *on)))
        assert finding.measure is not None
        assert finding.measure.of == of


def test_a_hearing_is_its_own_day_only() -> None:
    assert told(lay_out(*marked("2022-05-05", kind="court_hearing"), came=came(*BESIDES, *LISTED))) == []
    assert len(told(lay_out(*marked(*LISTED, kind="court_hearing"), came=came(*BESIDES, *LISTED)))) == 1


@pytest.mark.parametrize(
    "dates",
    [
        marked(*LISTED[:2]),  # two dates
        marked(*LISTED, person="p2"),  # they concern somebody else
        marked(*(at[:7] for at in LISTED)),  # months
        marked(*LISTED, kind="blocked"),  # what happened in the case
        marked("2025-01-11", "2025-02-19", "2025-04-07", "2025-05-22", "2025-07-30"),  # nothing came on them
    ],
    ids=["two", "of another", "months", "blocks", "others"],
)
def test_nothing_is_said_of_these(dates: list[Milestone]) -> None:
    assert told(lay_out(*dates, came=came(*LISTED, *BESIDES))) == []


def test_the_29th_of_february_is_the_last_of_february() -> None:
    on = ["2023-02-28", "2024-02-29", "2025-02-28", "2026-02-28"]
    besides = [f"{year}-{month:02}-15" for year in (2022, 2023, 2024, 2025, 2026) for month in (1, 3, 6, 9)]
    (finding,) = told(lay_out(*marked("2024-02-29"), came=came(*besides, *on)))
    assert "on 4 of the 5 dates" in finding.statement
