"""return_after_quiet: contact came again after a silence that the usual pace does not explain."""

from __future__ import annotations

import pytest

from small_cases import contacts, incident, lay_out
from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.finding import Finding
from throughline.domain.people import Identifier, Person
from throughline.patterns.chronology import Chronology, build_chronology
from throughline.patterns.detectors import return_after_quiet
from throughline.patterns.engine import keep_together

EVERY_FEW_DAYS = [0, 2, 3, 6, 8, 12, 14, 15, 19, 21, 23, 26]
AFTER = [87, 90, 91, 95, 97]


def day(number: int) -> str:
    """2026-01-01 and so many days."""
    return str(table.pl.select(table.pl.date(2026, 1, 1) + table.pl.duration(days=number)).item())


def came(days: list[int], exhibit: str = "AB/1", who: str = "p1") -> table.pl.DataFrame:
    lines = "\n".join(f"{exhibit}-{who}-{it:03} | {day(it)}T10:00:00 | {who} | sms" for it in days)
    return contacts(lines).with_columns(exhibit=table.pl.lit(exhibit))


def build(*frames: table.pl.DataFrame, name: str = "Sam", incidents: tuple = ()) -> Chronology:
    people = (Person("p1", name, identifiers=(Identifier("phone", "+447700900101"),)),)
    return build_chronology(Case("Europe/London", people=people, incidents=incidents), table.pl.concat(frames))


def told(chronology: Chronology) -> list[Finding]:
    return keep_together(return_after_quiet.detect(chronology))


def test_it_says_how_long_and_when_contact_came_again() -> None:
    (finding,) = told(build(came([*EVERY_FEW_DAYS, *AFTER])))
    assert finding.statement.startswith(
        "Contact from Sam came again on 29 March 2026, after 60 days with none. The next longest of the 13 breaks was 3 days. "
        "At their usual pace, a record would show as much about 1 time in "
    )
    assert (finding.start, finding.end) == ("2026-01-27", "2026-03-29")
    assert finding.sort == "inference"


def test_somebody_without_a_name_is_them() -> None:
    (finding,) = told(build(came([*EVERY_FEW_DAYS, *AFTER]), name=""))
    assert finding.statement.startswith("Contact from them came again")


def test_it_is_told_on_the_day_contact_comes_again_and_stays() -> None:
    statements = [it.statement for many in (0, 1, 2) for it in told(build(came([*EVERY_FEW_DAYS, *AFTER[:many]])))]
    assert len(statements) == 2
    assert statements[0] == statements[1]


@pytest.mark.parametrize(
    "days",
    [
        [*range(0, 200, 9)],  # even
        [0, 30, 32, 60, 61, 63, 99, 101, 103, 140, 144, 146, 150, 152],  # such breaks are usual
        [0, 2, 80, 82, 85],  # too few to say
        [0, 60, *range(62, 90, 2), *range(93, 120, 3)],  # at the beginning: there is no earlier pace
    ],
)  # fmt: skip
def test_nothing_is_said_of_breaks_that_the_pace_explains(days: list[int]) -> None:
    assert told(build(came(days))) == []


def test_two_exports_with_nothing_between_them_are_no_silence() -> None:
    first, second = came(EVERY_FEW_DAYS), came(AFTER, "AB/2")
    assert told(build(first, second)) == []
    others = came([10, 40, 70, 95], "AB/3", "p2")
    assert told(build(first, second, others)) == []  # the person is not in that one
    whole = came([8, 95], "AB/4")
    assert len(told(build(first, second, whole.with_columns(at=table.pl.col("at").str.replace("T10", "T12"))))) == 1


@pytest.mark.parametrize(
    "between",
    [
        incident("i1", day(50), "loitering", precision="day"),
        incident("i1", "2026-02", "loitering", precision="month"),
        incident("i1", day(20), "tracker", precision="day", to=day(60)),
    ],
    ids=["a day", "some day of a month", "a time that lasted"],
)
def test_an_incident_in_it_is_no_silence(between: object) -> None:
    said = told(build(came([*EVERY_FEW_DAYS, *AFTER]), incidents=(between,)))
    assert [it for it in said if "60 days" in it.statement] == []


@pytest.mark.parametrize("at", [None, "2026-01", "2026-03"])
def test_an_incident_that_may_have_been_in_it_is_spoken_of(at: str | None) -> None:
    perhaps = incident("i1", at, "loitering", precision="month")
    (finding,) = told(build(came([*EVERY_FEW_DAYS, *AFTER]), incidents=(perhaps,)))
    assert "whose day is not known may have been in it" in finding.caveat


def test_a_diary_counts_from_the_day_it_was_begun() -> None:
    def diary(begun: int) -> list[Finding]:
        days = [*EVERY_FEW_DAYS, *AFTER]
        return told(lay_out(*(
            incident(f"i{it}", f"{day(it)}T10:00", "loitering", recorded=f"{day(max(it, begun))}T20:00:00+00:00") for it in days
        )))  # fmt: skip

    (finding,) = diary(0)
    assert "counted from your diary" in finding.caveat
    assert diary(88) == []
