"""Domain values check themselves: what would mislead a reader cannot be built."""

import pytest

from throughline.domain.case import Case
from throughline.domain.exhibit import Exhibit
from throughline.domain.finding import Finding, Measure
from throughline.domain.incident import Impact, Incident, Occurred
from throughline.domain.milestone import Milestone, Order
from throughline.domain.timing import WrittenTime, zone_named

LONDON = zone_named("Europe/London")
MINUTE = WrittenTime("2026-03-01T19:40")


def test_a_finding_needs_something_behind_it() -> None:
    with pytest.raises(ValueError, match="nothing behind it"):
        Finding("occasions", "fact", "occasions/1", "Something.", because=())


def test_an_inference_needs_its_chance() -> None:
    with pytest.raises(ValueError, match="chance"):
        Finding("reaction", "inference", "reaction/1", "Something.", ("i1",), measure=Measure("followed", 3))


def test_a_chance_is_between_nothing_and_certain() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Measure("followed", 3, chance=1.2)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Impact(fear=5),
        lambda: Impact(changes=("Stopped going out!",)),
        lambda: Incident("i1", Occurred(MINUTE), behaviours=("stalking",)),
        lambda: Milestone("m1", MINUTE, "blocked", order=Order()),
        lambda: Exhibit("AB/1", file="exhibits/../case.json"),
        lambda: Exhibit("AB/1", file="/exhibits/photo.jpg"),
        lambda: Exhibit("AB/1", file="photo.jpg"),
        lambda: Exhibit("AB/1", sha256="abc"),
        lambda: Case(timezone="Mars/Olympus"),
    ],
)
def test_what_cannot_be_is_refused(build: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        build()  # type: ignore[operator]


def test_about_seven_is_an_hour_wide_and_an_evening_six() -> None:
    about = Occurred(MINUTE, precision="hour").span(LONDON)
    evening = Occurred(MINUTE, precision="part_of_day").span(LONDON)
    assert about is not None
    assert evening is not None
    assert (about.latest - about.earliest).total_seconds() == 3600 + 59
    assert (evening.latest - evening.earliest).total_seconds() == 6 * 3600 + 59


def test_a_day_is_the_whole_day_however_it_was_typed() -> None:
    typed_as_minute = Occurred(MINUTE, precision="day").span(LONDON)
    assert typed_as_minute == Occurred(WrittenTime("2026-03-01"), precision="day").span(LONDON)


def test_an_unknown_time_has_no_span() -> None:
    assert Occurred(None, None, "unknown").span(LONDON) is None
    assert Occurred(None, MINUTE, "minute").span(LONDON) is None


def test_what_lasted_spans_to_its_end() -> None:
    lasted = Occurred(MINUTE, WrittenTime("2026-03-01T20:10")).span(LONDON)
    assert lasted is not None
    assert (lasted.latest - lasted.earliest).total_seconds() == 30 * 60 + 59
