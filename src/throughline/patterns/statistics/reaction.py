"""Whether contact follows certain moments (blocks, refusals, reports, posts, hearings) sooner than the usual pace.

People block or report right after something happened, and what happens comes in clusters, so contact soon after is to be
expected. The null therefore starts from the contacts before each moment: a self-exciting model of this history
(`history.fit_history`), fitted to all of it, says how many contacts would come in each window anyway. The fit allows for
answers: without that they are taken for a habit of bursts, which then explains them, and one in three that could be found
is lost where moments follow incidents. Fitting without the windows would find more still, but in bursts of hours it is wrong
too often when moments follow incidents within the hour; and a model that takes the first contact of a burst for any other is
wrong in almost half of cases when people block at the first of five messages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughline.patterns.statistics.history import (
    Counts,
    Posterior,
    Series,
    Watched,
    draw_counts,
    excitement_at,
    find_openings,
    fit_history,
)
from throughline.patterns.statistics.looks import latest_look
from throughline.patterns.statistics.rhythm import by_rhythm, fit_rhythm

WINDOW_HOURS = 24.0
LEAST_EPISODES = 6
LEAST_ANCHORS = 2
LEAST_FOLLOWED = 2
LOOK_CHANCE = 0.03
"""Keep a reaction only at or below this chance, at the looks of `reaction_at_latest_look`: then at most one history in ten
without a reaction ever shows one over 17 anchors, whatever the family it comes from. `seed` must not depend on what came
after the look, or the chance changes a little from run to run.
"""
FIRST_LOOK = 2
"""Look when there have been 2, 3, 4, 5, 6, 8, 10, 13, … anchors whose window is over (`looks.geometric_looks`)."""

_SOON_HOURS = 12.0
_MOST_COUNTED = 8
_BURST_HOURS = 3.0
_DENSEST = 2.0
"""Episodes an hour, in several channels at once all day and night: every moment is followed by one, and nothing can be told."""
_EPISODES_BEFORE_EACH = 60
_LEARNT_ANCHORS = 10
_EXCITING_EPISODES = 2000
_FIRST_DRAWS, _MORE_DRAWS = 199, 1800
_HOPELESS = 20
_HOUR_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Reaction:
    """What followed the anchors.

    `anchors` are the distinct anchor times used (seconds), in order. `delays` are the seconds to the first contact after
    each, within the window and before the next anchor, or None; `contacts` how many episodes began there. `followed` of
    `of` anchors have one. `chance` is the probability, under this history's own null, of as many contacts in these windows,
    those within twelve hours counted twice.
    """

    anchors: tuple[float, ...]
    delays: tuple[float | None, ...]
    contacts: tuple[int, ...]
    followed: int
    of: int
    chance: float


def reaction(
    contact_times_seconds: Series,
    anchor_times: Series,
    *,
    window_hours: float = WINDOW_HOURS,
    span: tuple[float, float],
    seed: int,
) -> Reaction | None:
    """Test whether contact follows the anchors sooner than the usual pace.

    Takes sorted starts of episodes of contact and anchor times in any order (seconds on one clock), and the `span` in which
    every contact is known (from, to). Anchors outside the span are left out, equal ones are one, and a window ends at the
    next anchor or the end of the span: a contact counts once, for the latest anchor strictly before it. None means nothing
    can be said: fewer than six episodes, two anchors, or two of them followed. Raises ValueError where the contact times
    are not sorted, or the window is not positive. The same input gives the same answer.
    """
    if window_hours <= 0:
        raise ValueError("The window must be longer than nothing.")
    known = np.asarray(contact_times_seconds, dtype=np.float64)
    if known.size and np.any(np.diff(known) < 0):
        raise ValueError("Contact times must be sorted.")
    times = known[(known >= span[0]) & (known <= span[1])]
    anchors = _distinct_within(anchor_times, span)
    if times.size < LEAST_EPISODES or anchors.size < LEAST_ANCHORS:
        return None
    lengths = np.minimum(np.diff(anchors, append=span[1]), window_hours * _HOUR_SECONDS)
    contacts, delays = _count_after(times, anchors, lengths)
    followed = int(np.count_nonzero(contacts))
    if followed < LEAST_FOLLOWED:
        return None
    return Reaction(
        anchors=tuple(float(anchor) for anchor in anchors),
        delays=delays,
        contacts=tuple(int(count) for count in contacts),
        followed=followed,
        of=int(anchors.size),
        chance=_chance_of_contacts(times, anchors, lengths, span, seed),
    )


def reaction_at_latest_look(
    contact_times_seconds: Series,
    anchor_times: Series,
    *,
    window_hours: float = WINDOW_HOURS,
    span: tuple[float, float],
    seed: int,
) -> Reaction | None:
    """`reaction` as it stood at the latest of the looks (2, 3, 4, 5, 6, 8, 10, 13, … anchors whose window is over).

    Uses the first so many anchors and what was known when the window of the last of them was over, so that the answer
    stays the same from one look to the next. None before the first look, and as for `reaction`.
    """
    window_seconds = window_hours * _HOUR_SECONDS
    anchors = _distinct_within(anchor_times, span)
    look = latest_look(int(np.count_nonzero(anchors + window_seconds <= span[1])), first=FIRST_LOOK)
    if look is None:
        return None
    then = (span[0], float(anchors[look - 1] + window_seconds))
    return reaction(contact_times_seconds, anchors[:look], window_hours=window_hours, span=then, seed=seed)


def _distinct_within(anchor_times: Series, span: tuple[float, float]) -> Series:
    anchors = np.unique(np.asarray(anchor_times, dtype=np.float64))
    return anchors[(anchors >= span[0]) & (anchors < span[1])]


def _count_after(times: Series, anchors: Series, lengths: Series) -> tuple[Counts, tuple[float | None, ...]]:
    """Contacts strictly after each anchor and within its window, and the seconds to the first."""
    first = np.searchsorted(times, anchors, side="right")
    contacts = np.searchsorted(times, anchors + lengths, side="right") - first
    delays = tuple(
        float(times[at] - anchor) if count else None for at, anchor, count in zip(first, anchors, contacts, strict=True)
    )
    return contacts.astype(np.int64), delays


def _chance_of_contacts(times: Series, anchors: Series, lengths: Series, span: tuple[float, float], seed: int) -> float:
    """The chance of as many contacts, by the model fitted to this history. All in seconds.

    Those in the first half of a day count twice: an answer comes sooner than what would have come anyway.
    """
    soon = np.minimum(lengths, _SOON_HOURS * _HOUR_SECONDS)
    counted = _count_after(times, anchors, lengths)[0] + _count_after(times, anchors, soon)[0]
    pace = times.size / (span[1] - span[0]) * _HOUR_SECONDS
    if pace > _DENSEST:
        return 1.0
    rhythm = fit_rhythm(times / _HOUR_SECONDS)

    def measured(seconds: Series) -> Series:
        return by_rhythm(rhythm, seconds / _HOUR_SECONDS)

    hours, starts = measured(times), measured(anchors)
    windows = measured(anchors + lengths) - starts
    begin, end = measured(np.array(span))
    watched = _choose_watched(hours, starts, windows, (float(begin), float(end)))
    excitement = excitement_at(hours, starts, _EXCITING_EPISODES)
    return _chance_of_counts(
        fit_history(watched, _apart_from_openings(hours, starts)),
        excitement,
        (windows, measured(anchors + soon) - starts),
        pace,
        counted,
        seed,
    )


def _apart_from_openings(hours: Series, moments: Series) -> Series:
    """The moments whose answers can be told from a burst: those with no opening of one in the hours before."""
    openings = hours[find_openings(hours)]
    upto = np.searchsorted(openings, moments, side="right")
    opened_at = np.concatenate([[-np.inf], openings])[upto]
    apart: Series = moments[moments - opened_at > _BURST_HOURS]
    return apart


def _choose_watched(times: Series, anchors: Series, lengths: Series, span: tuple[float, float]) -> Watched:
    """The stretches to learn the usual pace from: all of a short history, else what led up to each anchor.

    The last sixty episodes before each anchor and its window, of ten anchors at most from first to last, bound the time
    taken, and follow a pace that changes over the months.
    """
    if times.size <= _EPISODES_BEFORE_EACH:
        return Watched(times, np.array([span[0]]), np.array([span[1]]))
    every = -(-anchors.size // _LEARNT_ANCHORS)
    anchors, lengths = anchors[::-every][::-1], lengths[::-every][::-1]
    upto = np.searchsorted(times, anchors, side="right")
    earliest = upto - _EPISODES_BEFORE_EACH
    begins = np.where(earliest > 0, times[np.maximum(earliest, 0)], span[0])
    starts, ends = _join_stretches(begins, anchors + lengths)
    inside = np.searchsorted(starts, times, side="right") - 1
    kept = (inside >= 0) & (times <= ends[np.maximum(inside, 0)])
    return Watched(times[kept], starts, ends)


def _join_stretches(begins: Series, closes: Series) -> tuple[Series, Series]:
    """Stretches sorted by their beginning and by their end, with those that overlap made one."""
    is_new = np.concatenate([[True], begins[1:] > closes[:-1]])
    is_last = np.concatenate([is_new[1:], [True]])
    return begins[is_new], closes[is_last]


def _chance_of_counts(
    posterior: Posterior, excitement: Series, windows: tuple[Series, Series], pace: float, counted: Counts, seed: int
) -> float:
    """Share of draws with as many contacts in the windows (their lengths, and how much of each is soon).

    In one window no more are counted than eight beyond twice the usual `pace` (contacts an hour): one burst is no habit of
    answering. Stops early where the share is plainly large.
    """
    rng = np.random.default_rng(seed)
    most = _MOST_COUNTED + 2 * pace * windows[0]
    observed = float(np.minimum(counted, most).sum())
    as_many, drawn = 0, 0
    for draws in (_FIRST_DRAWS, _MORE_DRAWS):
        counts = draw_counts(posterior, excitement, *windows, draws, rng)
        as_many += int(np.count_nonzero(np.minimum(counts, most).sum(axis=1) >= observed))
        drawn += draws
        if as_many >= _HOPELESS:
            break
    return (1 + as_many) / (1 + drawn)
