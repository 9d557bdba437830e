"""Contact after certain moments is told from contact that would have come anyway."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from throughline.patterns.statistics.reaction import LOOK_CHANCE, Reaction, reaction, reaction_at_latest_look

HOUR, DAY = 3600.0, 86_400.0
SPAN = (0.0, 180 * DAY)
WEEKLY = np.arange(1, 26) * 7 * DAY
Times = NDArray[np.float64]


def sorted_with(*parts: Times | list[float]) -> Times:
    return np.sort(np.concatenate([np.asarray(part, dtype=np.float64) for part in parts]))


def react(contacts: Times, anchors: list[float], span: tuple[float, float] = SPAN) -> Reaction:
    found = reaction(contacts, np.array(anchors), span=span, seed=1)
    assert found is not None
    return found


ANCHORS = [30.5 * DAY, 61.5 * DAY, 100.5 * DAY, 150.5 * DAY]
FOLLOWING = [30.5 * DAY + 17 * 60, 61.5 * DAY + 40 * 60, 150.5 * DAY + 6 * HOUR]


def test_contact_soon_after_three_of_four_anchors_in_a_weekly_pace_is_found() -> None:
    found = react(sorted_with(WEEKLY, FOLLOWING), ANCHORS)
    assert (found.followed, found.of) == (3, 4)
    assert found.contacts == (1, 1, 0, 1)
    assert found.delays == (pytest.approx(17 * 60), pytest.approx(40 * 60), None, pytest.approx(6 * HOUR))
    assert found.chance <= 0.02


def test_the_same_contact_in_a_dense_pace_is_not_found() -> None:
    dense = np.arange(1, 360) * 0.5 * DAY
    assert react(sorted_with(dense, FOLLOWING), ANCHORS).chance > 0.05


def test_anchors_inside_bursts_are_not_a_reaction() -> None:
    starts = np.arange(1, 17) * 11 * DAY
    bursts = sorted_with(*(starts + delay * HOUR for delay in (0, 1, 3, 6)))
    anchors = [float(start + 0.5 * HOUR) for start in starts[[2, 5, 9, 13]]]
    found = react(bursts, anchors)
    assert (found.followed, found.of) == (4, 4)
    assert found.chance > 0.05


def test_contact_at_the_very_moment_of_an_anchor_does_not_follow_it() -> None:
    at_anchor = react(sorted_with(WEEKLY, FOLLOWING, [100.5 * DAY]), ANCHORS)
    assert at_anchor.contacts == (1, 1, 0, 1)


def test_a_burst_that_goes_on_after_every_moment_is_no_answer_where_there_are_no_other_bursts() -> None:
    starts = np.array([20.0, 70.0, 120.0]) * DAY
    bursts = sorted_with(*(starts + delay * HOUR for delay in (0, 1, 2.5, 4, 6)))
    found = react(bursts, [float(start + 0.5 * HOUR) for start in starts])
    assert found.followed == 3
    assert found.chance > LOOK_CHANCE


def test_contact_at_the_end_of_the_window_counts_and_just_after_does_not() -> None:
    on_time = react(sorted_with(WEEKLY, FOLLOWING, [100.5 * DAY + 24 * HOUR]), ANCHORS)
    late = react(sorted_with(WEEKLY, FOLLOWING, [100.5 * DAY + 24 * HOUR + 1]), ANCHORS)
    assert (on_time.contacts[2], late.contacts[2]) == (1, 0)


def test_a_contact_counts_once_where_windows_overlap() -> None:
    blocked_twice = [*ANCHORS, 30.5 * DAY + 10 * 60]
    found = react(sorted_with(WEEKLY, FOLLOWING), blocked_twice)
    assert found.of == 5
    assert found.contacts == (0, 1, 1, 0, 1)
    assert found.delays[:2] == (None, pytest.approx(7 * 60))


def test_equal_anchors_are_one_and_those_outside_the_span_are_left_out() -> None:
    found = react(sorted_with(WEEKLY, FOLLOWING), [*ANCHORS, ANCHORS[0], -DAY, 181 * DAY])
    assert found.anchors == tuple(ANCHORS)


def test_anchors_before_the_first_contact_can_be_followed() -> None:
    contacts = sorted_with(WEEKLY + 60 * DAY, [10 * DAY, 20 * DAY])
    found = react(contacts[contacts < SPAN[1]], [10 * DAY - HOUR, 20 * DAY - HOUR])
    assert found.contacts == (1, 1)


@pytest.mark.parametrize(
    ("contacts", "anchors"),
    [
        (sorted_with(WEEKLY[:2], FOLLOWING), ANCHORS),
        (sorted_with(WEEKLY, FOLLOWING), ANCHORS[:1]),
        (sorted_with(WEEKLY, FOLLOWING[:1]), ANCHORS),
        (np.array([]), ANCHORS),
        (WEEKLY, []),
    ],
)
def test_too_little_says_nothing(contacts: Times, anchors: list[float]) -> None:
    assert reaction(contacts, np.array(anchors), span=SPAN, seed=1) is None


def test_unsorted_contacts_and_empty_windows_are_refused() -> None:
    with pytest.raises(ValueError, match="sorted"):
        reaction(WEEKLY[::-1], np.array(ANCHORS), span=SPAN, seed=1)
    with pytest.raises(ValueError, match="longer than nothing"):
        reaction(WEEKLY, np.array(ANCHORS), window_hours=0, span=SPAN, seed=1)


def test_what_comes_after_a_look_does_not_change_it() -> None:
    contacts, anchors = sorted_with(WEEKLY, FOLLOWING), np.array([*ANCHORS, 170.5 * DAY, 175.5 * DAY])
    before = reaction_at_latest_look(contacts, anchors[:4], span=(0.0, 160 * DAY), seed=1)
    more = sorted_with(contacts, 165 * DAY + np.arange(40) * HOUR)
    assert before is not None
    assert reaction_at_latest_look(more, anchors[:4], span=SPAN, seed=1) == before
    later = reaction_at_latest_look(more, anchors, span=(0.0, 172 * DAY), seed=1)
    assert later != before


def test_an_anchor_whose_window_is_not_over_waits() -> None:
    contacts, anchors = sorted_with(WEEKLY, FOLLOWING), np.array(ANCHORS)
    early = reaction_at_latest_look(contacts, anchors, span=(0.0, ANCHORS[3] + 7 * HOUR), seed=1)
    assert early is not None
    assert early.of == 3


def test_a_million_episodes_are_enough_time_for_an_answer() -> None:
    rng = np.random.default_rng(1)
    contacts = np.sort(rng.uniform(0, 1e10, 1_000_000))
    anchors = rng.uniform(0, 1e10, 20)
    found = reaction(
        sorted_with(contacts, *(anchors + delay for delay in (60, 2000, 4000, 9000, 12_000, 20_000))),
        anchors,
        span=(0, 1e10),
        seed=1,
    )
    assert found is not None
    assert found.chance <= 0.005
