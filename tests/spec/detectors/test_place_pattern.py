"""place_pattern: where somebody was near, at how many places, how often."""

from __future__ import annotations

from small_cases import found, incident, lay_out, told
from throughline.patterns.detectors import place_pattern


def test_encounters_are_counted_by_place() -> None:
    case = lay_out(
        incident("i1", "2026-03-01T19:40", "loitering", place="home"), incident("i2", "2026-03-02T19:40", "watching", place="home"),
        incident("i3", "2026-03-03T19:40", "turning_up", "approaches", place="lido"),
    )  # fmt: skip
    assert told(place_pattern, case) == [
        (
            "You wrote that Sam was near you or your things at 2 places: “Home” twice and “Parkside Lido” once.",
            ("i1", "i2", "i3"),
        )
    ]
    (finding,) = found(place_pattern, case)
    assert finding.law == ("ew.pha1997.s2a3.a", "ew.pha1997.s2a3.e", "ew.pha1997.s2a3.g")
    assert finding.risk == ("following_or_spying",)


def test_one_encounter_contact_and_incidents_without_a_place_are_no_pattern() -> None:
    assert told(place_pattern, lay_out(incident("i1", "2026-03-01T19:40", "loitering", place="home"))) == []
    messages = [incident(f"i{n}", "2026-03-01T19:40", "messages", place="home") for n in range(3)]
    assert told(place_pattern, lay_out(*messages)) == []
    nowhere = [incident(f"i{n}", "2026-03-01T19:40", "loitering") for n in range(3)]
    assert told(place_pattern, lay_out(*nowhere)) == []


def test_people_are_told_apart_and_nobody_stays_nobody() -> None:
    happened = [
        incident(f"i{n}", "2026-03-01T19:40", "loitering", place="home", person=who)
        for n, who in enumerate(["p1", None, None])
    ]
    assert told(place_pattern, lay_out(*happened)) == [
        ("You wrote that somebody you did not name was near you or your things at 1 place: “Home” twice.", ("i1", "i2"))
    ]
