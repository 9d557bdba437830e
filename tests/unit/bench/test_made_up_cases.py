"""Made-up cases are the same every time, differ between splits, and hold what their truth says."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import pytest
from worlds.planted import GRAVER
from worlds.processes import HELD_OUT, OPEN
from worlds.record import NEAR
from worlds.splits import SIZES, SPLITS, WORLDS, Seed, deal, make
from worlds.truth import MadeCase, Truth

ZONE = "Europe/London"


def a_case(world: str, number: int = 0, size: int = 60, split: str = "dev", process: str = "poisson") -> MadeCase:
    return make(Seed(split, world, process, size, number))


def moments(made: MadeCase) -> list[Any]:
    """When anything came from somebody of the case, local, in order, where the hours are known."""
    values = [it.value for person in made.case.people for it in person.identifiers]
    theirs = made.communications.filter(pl.col("party_value").is_in(values), pl.col("direction") == "incoming")
    spans = [it.occurred.span(made.case.zone) for it in made.case.incidents]
    exact = [span.earliest for span in spans if span is not None and span.latest - span.earliest < timedelta(hours=7)]
    known = [*theirs["earliest"], *exact]
    return sorted(moment.astimezone(made.case.zone) for moment in known)


def since(made: MadeCase) -> date:
    return date.fromisoformat(made.truth.planted[0].since or "")


@pytest.mark.parametrize("world", WORLDS)
def test_the_same_seed_gives_the_same_case_and_another_number_another(world: str) -> None:
    first, again, other = a_case(world), a_case(world), a_case(world, number=1)
    assert first.case == again.case
    assert first.communications.equals(again.communications)
    assert first.truth == again.truth
    assert (first.case, first.communications.to_dicts()) != (other.case, other.communications.to_dicts())


def test_splits_share_no_case_and_held_out_ones_share_no_process() -> None:
    dealt = {split: set(deal(split, 25, tuple(WORLDS))) for split in SPLITS}
    names = [seed.name for seeds in dealt.values() for seed in seeds]
    assert len(names) == len(set(names))
    assert not set(HELD_OUT) & set(OPEN)
    assert {seed.process for seed in dealt["held-out"]} == set(HELD_OUT)
    assert {seed.process for split in ("dev", "test") for seed in dealt[split]} == set(OPEN)
    assert a_case("steady", split="dev").case != a_case("steady", split="test").case


@pytest.mark.parametrize("split", SPLITS)
def test_every_process_comes_with_every_size(split: str) -> None:
    dealt = {(seed.process, seed.size) for seed in deal(split, 25, ("steady",))}
    assert dealt == {(process, size) for process in (HELD_OUT if split == "held-out" else OPEN) for size in SIZES}


@pytest.mark.parametrize("world", WORLDS)
def test_everything_the_truth_names_is_in_the_case(world: str) -> None:
    made = a_case(world)
    ids = {*(it.id for it in made.case.incidents), *(it.id for it in made.case.milestones), *made.communications["id"]}
    named = {id for of in made.truth.exact.values() for some in of.values() for id in some}
    assert named <= ids
    assert all(map(made.truth.holds, ids))
    assert sum(made.truth.ids.values()) == len(ids)
    assert {it.person for it in made.truth.planted} <= {person.id for person in made.case.people}
    assert Truth.from_json(made.truth.to_json("any")) == made.truth


def test_contact_rises_three_times_where_the_truth_says_so() -> None:
    ratios = []
    for number in range(12):
        made = a_case("rising", number, size=200)
        days = np.array([(moment.date() - since(made)).days for moment in moments(made)])
        before = (days < 0).sum() / -(days.min() - 1)
        ratios.append((days >= 0).sum() / (days.max() + 1) / before)
    assert 2.3 < np.median(ratios) < 3.7


def test_a_silence_ends_on_the_day_the_truth_says() -> None:
    for number in range(6):
        made = a_case("returning", number, size=200)
        came = [moment.date() for moment in moments(made)]
        gaps = [(after - before, after) for before, after in pairwise(came)]
        longest, ended = max(gaps)
        assert longest >= timedelta(days=40)
        assert abs((ended - since(made)).days) <= 7


def test_nights_are_full_where_the_rhythm_is_planted_and_not_elsewhere() -> None:
    def at_night(world: str) -> float:
        hours = [moment.hour for number in range(6) for moment in moments(a_case(world, number))]
        return float(np.mean([hour >= 21 or hour < 3 for hour in hours]))

    assert at_night("nightly") > 0.7
    assert at_night("steady") < 0.45


def test_later_entries_are_graver_where_that_is_planted() -> None:
    made = a_case("worsening", size=200)
    spans = [(it, it.occurred.span(made.case.zone)) for it in made.case.incidents]
    later = {True: [0, 0], False: [0, 0]}
    for incident, span in spans:
        if span is not None:
            tally = later[span.earliest.astimezone(made.case.zone).date() >= since(made)]
            tally[0] += not set(GRAVER).isdisjoint(incident.behaviours)
            tally[1] += 1
    assert later[True][0] / later[True][1] > later[False][0] / later[False][1] + 0.25


def test_a_diary_that_is_begun_late_holds_more_after_it_was_begun_though_the_pace_is_the_same() -> None:
    made = a_case("diary begins", size=200)
    begun = made.case.milestones[0].at.span(made.case.zone).latest
    spans = [span for it in made.case.incidents if (span := it.occurred.span(made.case.zone)) is not None]
    before = [span for span in spans if span.latest < begun]
    assert len(spans) - len(before) > 2 * len(before) > 0
    assert made.truth.planted == ()
    recalled = [it for it in made.case.incidents if "remember" in it.account]
    assert all(it.recorded_at is not None and it.recorded_at.span(made.case.zone).latest > begun for it in recalled)


def test_times_are_rounded_vague_or_missing_and_some_entries_tell_of_an_imported_message() -> None:
    cases = [a_case("steady", number, size=200) for number in range(6)]
    assert {it.occurred.precision for made in cases for it in made.case.incidents} >= {
        "minute", "hour", "part_of_day", "day", "unknown"
    }  # fmt: skip
    texts = {state for made in cases for state in made.communications["state"]}
    assert "deleted" in texts
    again = [
        made.communications.filter(pl.col("exhibit") == "AB/3")["at"].is_in(
            made.communications.filter(pl.col("exhibit") == "AB/1")["at"].implode()
        )
        for made in cases
    ]
    assert sum(map(len, again)) > 0
    assert all(it.all() for it in again)


def test_an_order_on_the_day_clocks_change_binds_from_its_minute_to_the_end_of_its_last_day() -> None:
    made = [a_case("ordered", number) for number in range(8)]
    assert {it.case.milestones[0].at.text[5:7] for it in made} == {"03", "10"}
    for it in made:
        milestone = it.case.milestones[0]
        assert milestone.order is not None
        assert milestone.order.ends is not None
        until = milestone.order.ends.span(it.case.zone).latest
        contacts = it.communications.filter(pl.col("id").is_in(it.truth.exact["order_breach"]["t1"]))
        assert contacts["earliest"].min() > milestone.at.span(it.case.zone).latest
        assert contacts["latest"].max() <= until
        assert set(contacts["channel"]) == {"whatsapp", "sms"}
        forbidden = {id for term, ids in it.truth.exact["order_breach"].items() if term.startswith("t2") for id in ids}
        assert all(NEAR & set(incident.behaviours) for incident in it.case.incidents if incident.id in forbidden)
