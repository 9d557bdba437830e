"""Pictures of findings: well-formed, whole in numbers, and free of anything but what is behind the finding."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from small_cases import incident, lay_out, milestone
from throughline.domain.finding import Finding, Measure
from throughline.patterns.chronology import Chronology
from throughline.patterns.pictures.kinds import picture_of

CAME = """
c1 | 2026-03-01T10:00 | p1 | sms | hello
c2 | 2026-03-01T10:20 | p1 | sms | hello
c3 | 2026-03-20T22:10 | p1b | sms | <b>&"
c4 | 2026-03-29T03:30 | p1b | sms
"""
BLOCKED = milestone("m1", "2026-03-20T21:00", "blocked")


def finding(kind: str, *because: str, **more: object) -> Finding:
    told = Finding("occasions", "fact", f"{kind}/1", "Something.", because, "p1")
    return replace(told, kind=kind, **more)  # type: ignore[arg-type]


@pytest.fixture
def case() -> Chronology:
    return lay_out(BLOCKED, incident("i1", "2026-03-05T19:40", "watching"), incident("i2", None, "watching"), came=CAME)


@pytest.mark.parametrize("kind", ["occasions", "rhythm", "burst", "return_after_quiet", "channel_switch", "reaction"])
def test_every_picture_is_well_formed_and_says_what_it_is(case: Chronology, kind: str) -> None:
    picture = picture_of(case, finding(kind, "c1", "i1", "m1", "c3", "c4"))
    assert picture is not None
    drawn = ElementTree.fromstring(picture.svg)
    assert drawn.attrib["role"] == "img"
    assert drawn.attrib["aria-label"] == picture.says
    assert {shape.tag.rpartition("}")[2] for shape in drawn.iter()} <= {"svg", "text", "rect", "line", "circle"}
    assert all(len(row) == len(picture.heads) for row in picture.rows)
    assert picture.rows


def test_the_numbers_are_those_of_what_is_behind_it_and_an_entry_without_a_time_is_left_out(case: Chronology) -> None:
    picture = picture_of(case, finding("occasions", "c1", "c2", "i1", "i2", "c3"))
    assert picture is not None
    assert picture.rows == (
        ("Week from 23 February 2026", "2"), ("Week from 2 March 2026", "1"), ("Week from 16 March 2026", "1"),
    )  # fmt: skip


def test_the_time_of_a_change_is_marked(case: Chronology) -> None:
    chance = Measure("ratio", 2, low=1, high=3, chance=0.01)
    changed = finding(
        "frequency_change", "c1", "i1", "c3", "c4", since=("2026-03-10", "2026-03-17"), sort="inference", measure=chance
    )
    picture = picture_of(case, changed)
    assert picture is not None
    assert "changed in the shaded time" in picture.svg


def test_the_first_contact_after_each_moment_is_told_with_its_delay(case: Chronology) -> None:
    picture = picture_of(case, finding("reaction", "m1", "c3"))
    assert picture is not None
    assert picture.rows == (("20 Mar 2026 21:00", "70 minutes"),)


def test_hours_are_local_also_on_the_night_the_clocks_change(case: Chronology) -> None:
    picture = picture_of(case, finding("rhythm", "c4"))
    assert picture is not None
    assert picture.rows == (("03:00 to 03:59", "1"), ("Sunday", "1"))


def test_the_ladder_has_every_number_and_the_longest_quiet_is_told(case: Chronology) -> None:
    ladder = picture_of(case, finding("channel_switch", "m1", "c3"))
    assert ladder is not None
    assert [row[0] for row in ladder.rows] == ["+447700900101", "+447700900102"]
    quiet = picture_of(case, finding("return_after_quiet", "c2", "c3"))
    assert quiet is not None
    assert quiet.rows[-1] == ("20 March 2026 22:10", "19 days")


def test_kinds_without_a_picture_and_findings_with_too_little_have_none(case: Chronology) -> None:
    assert picture_of(case, finding("impact", "i1")) is None
    assert picture_of(case, finding("occasions", "i2")) is None
    assert picture_of(case, finding("rhythm", "i2")) is None
