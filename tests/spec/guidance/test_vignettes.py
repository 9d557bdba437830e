"""The stories of `vignettes/`: the steps, pages, law and elements that a careful adviser would expect of each (see its README)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from throughline.communications.table import empty
from throughline.domain.case import Case
from throughline.domain.incident import Impact, Incident, Occurred
from throughline.domain.milestone import Milestone
from throughline.domain.people import Person
from throughline.domain.timing import WrittenTime
from throughline.domain.vocabulary import BEHAVIOURS
from throughline.guidance.elements import elements
from throughline.guidance.load import load_content
from throughline.guidance.self_check import self_check
from throughline.guidance.triage import next_steps

FOLDER = Path(__file__).with_name("vignettes")
CONTENT = load_content()
KEYS = {"id", "story", "place", "answers", "level", "first", "steps", "behaviours", "recognised", "law", "triggers",
        "diary", "diary_level", "diary_steps", "shows", "asks"}  # fmt: skip


def read_vignettes() -> list[dict[str, Any]]:
    return [
        vignette
        for path in sorted(FOLDER.glob("*.toml"))
        for vignette in tomllib.loads(path.read_text("utf-8"))["vignette"]
    ]


VIGNETTES = read_vignettes()
WITH_DIARY = [it for it in VIGNETTES if "diary" in it]


def name(vignette: dict[str, Any]) -> str:
    return str(vignette["id"])


def rules_of(reasons) -> set[str]:
    by_why = {rule.why: id for id, rule in CONTENT.steps.items()}
    return {by_why[reason.why] for reason in reasons}


@dataclass
class Diary:
    """What the product says of the story as it was written down."""

    level: str
    steps: set[str]
    shown: set[str]
    asked: set[str]
    routes: set[str]


def read_diary(vignette: dict[str, Any]) -> Diary:
    told = vignette["diary"]
    things = tuple(incident(n, **thing) for n, thing in enumerate(told["things"]))
    days = tuple(
        Milestone(f"m{n}", WrittenTime(day["at"]), day["kind"], "p1") for n, day in enumerate(told.get("days", []))
    )
    place = vignette.get("place", "england_wales")
    case = Case("Europe/London", place, (Person("p1", "them", told["them"]),), milestones=days, incidents=things)
    steps, found = next_steps(case, empty(), ()), elements(case, empty(), ())
    return Diary(
        level=steps.level,
        steps=rules_of(steps.reasons),
        shown={f"{it.route} {it.element}" for it in found if it.may_help_show},
        asked={f"{it.route} {it.element}" for it in found if it.missing},
        routes={it.route for it in found},
    )


def incident(
    number: int, *, at: str, kinds: list[str], known: str, fear: int | None = None, account: str = "",
    changes: tuple[str, ...] = (), written: str | None = None,
) -> Incident:  # fmt: skip
    """A thing that happened; written down two days later unless the story says when."""
    precision = {len("2026-03"): "month", len("2026-03-01"): "day"}.get(len(at), "minute")
    later = datetime.fromisoformat(f"{at}-01" if precision == "month" else at).replace(tzinfo=UTC) + timedelta(days=40)
    return Incident(
        f"i{number}", Occurred(WrittenTime(at), precision=precision), WrittenTime(written or later.isoformat()),
        tuple(kinds), "p1", known, account=account, impact=Impact(fear, tuple(changes)),
    )  # fmt: skip


def test_there_are_sixty_stories_and_each_key_in_them_is_looked_at():
    assert len(VIGNETTES) >= 60
    assert len({it["id"] for it in VIGNETTES}) == len(VIGNETTES)
    assert [it["id"] for it in VIGNETTES if set(it) - KEYS] == []
    assert {it.get("place") for it in VIGNETTES} == {None, "england_wales", "scotland", "northern_ireland"}


@pytest.mark.parametrize("vignette", VIGNETTES, ids=name)
def test_the_self_check_says_what_an_adviser_would(vignette):
    found = self_check(vignette["answers"], jurisdiction=vignette.get("place"))
    named = {id for it in found.recognised for id in it.law}
    assert found.steps.level == vignette["level"]
    assert found.steps.routes[0] == vignette.get("first", found.steps.routes[0])
    assert set(vignette["steps"]) - rules_of(found.steps.reasons) == set()
    assert set(vignette.get("behaviours", [])) - set(found.behaviours) == set()
    assert set(vignette.get("recognised", [])) - {it.what.id for it in found.recognised} == set()
    assert set(vignette.get("law", [])) - named == set()
    assert set(vignette.get("triggers", [])) - {it.id for it in found.triggers} == set()
    assert {CONTENT.law[id].jurisdiction for id in named} <= {vignette.get("place")}


@pytest.mark.parametrize("vignette", WITH_DIARY, ids=name)
def test_the_diary_says_what_an_adviser_would(vignette):
    diary = read_diary(vignette)
    assert diary.level == vignette.get("diary_level", vignette["level"])
    assert set(vignette.get("diary_steps", [])) - diary.steps == set()
    assert set(vignette.get("shows", [])) - diary.shown == set()
    assert set(vignette.get("asks", [])) - diary.asked == set()
    assert {CONTENT.routes[id].jurisdiction for id in diary.routes} == {vignette.get("place", "england_wales")}


@pytest.mark.parametrize("vignette", VIGNETTES, ids=name)
def test_one_worry_more_never_lowers_a_story(vignette):
    levels = list(CONTENT.urgencies)
    before = self_check(vignette["answers"])
    for id in CONTENT.questions.keys() - vignette["answers"].keys():
        after = self_check({**vignette["answers"], id: "not_sure"})
        assert levels.index(after.steps.level) <= levels.index(before.steps.level)


def test_every_rule_question_behaviour_and_route_is_met_in_some_story():
    steps = {id for it in VIGNETTES for id in (*it["steps"], *it.get("diary_steps", []))}
    asked = {id for it in VIGNETTES for id, answer in it["answers"].items() if answer != "no"}
    pages = {id for it in VIGNETTES for id in it.get("behaviours", [])}
    routes = {told.split()[0] for it in WITH_DIARY for told in (*it.get("shows", []), *it.get("asks", []))}
    assert sorted(set(CONTENT.steps) - steps) == []
    assert sorted(set(CONTENT.questions) - asked) == []
    assert sorted(set(BEHAVIOURS.values()) - pages) == []
    assert sorted(set(CONTENT.routes) - routes) == []
