"""Days on which several channels were used together.

Channels are those of imported occasions whose day is sure. Whether they come together more often than by chance is tested by
shuffling them among neighbouring occasions (`statistics.together`). It is looked for when the occasions have grown by 30 % since the last
time, and on what there was then.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np
import polars as pl

from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.chronology import Chronology
from throughline.patterns.law import law_for
from throughline.patterns.names import CHANNEL_NAMED
from throughline.patterns.spans import across
from throughline.patterns.statistics.looks import latest_look
from throughline.patterns.statistics.together import LEAST_OCCASIONS, chance_of_days_shared
from throughline.patterns.wording import at_start, count, listed, spoken_chance

KIND: FindingKind = "many_channels_day"
RULE = "many_channels_day/1"
LOOK_CHANCE = 0.005
"""Told at or below this chance at each look; people do not use their channels quite apart from each other."""
LEAST_DAYS = 2
_MANY = 3
_CAVEAT = (
    "Somebody who calls after an unanswered message uses two ways on one day for no other reason. Days are those of the case's time "
    "zone."
)


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each person who may have used channels together, from two such days, however likely by chance."""
    for person in chronology.case.people:
        occasions = _dated(chronology, person.id)
        look = latest_look(occasions.height, first=LEAST_OCCASIONS)
        if look is None:
            continue
        found = occasions.head(look)
        days, channels = (found[name].to_physical().to_numpy().astype(np.int64) for name in ("day", "channel"))
        chance = chance_of_days_shared(days, channels, seed=zlib.crc32(days.tobytes() + channels.tobytes()))
        together = _together(found)
        if chance is not None and together["day"].n_unique() >= LEAST_DAYS:
            yield _finding(chronology, person.id, together, found["day"].n_unique(), chance)


def most_chance(_inference: Finding) -> float:
    """Channels used together are told at or below the chance of a look."""
    return LOOK_CHANCE


def _dated(chronology: Chronology, person: str) -> pl.DataFrame:
    """The occasions whose day is sure, in order, with their `day`."""
    imported = chronology.counted_of(person).drop_nulls(["channel", "day"])
    return imported.with_columns(named="channel", channel=pl.col("channel").rank("dense"))


def _together(occasions: pl.DataFrame) -> pl.DataFrame:
    """The first occasion of each channel on the days with three channels or more; where there are few such days, with two."""
    channels = pl.col("channel").n_unique().over("day")
    many = occasions.filter(channels >= _MANY)
    days = many if many["day"].n_unique() >= LEAST_DAYS else occasions.filter(channels >= 2)
    return days.unique(["day", "channel"], keep="first", maintain_order=True)


def _finding(chronology: Chronology, person: str, together: pl.DataFrame, of: int, chance: float) -> Finding:
    days = together["day"].n_unique()
    least = min(together.group_by("day").len()["len"].to_list())
    ways = listed([CHANNEL_NAMED[name] for name in together["named"].unique(maintain_order=True)])
    statement = (
        f"On {count(days, 'day')} of {of}, contact from {chronology.name(person)} came in {least} ways or more: {ways}. "
        f"If each way had been used apart from the others, {spoken_chance(chance)}."
    )
    start, end = across(together, chronology)
    return Finding(
        KIND, "inference", RULE, at_start(statement), tuple(together["id"].to_list()), person, start=start, end=end,
        measure=Measure("days", days, of=of, chance=chance), caveat=_CAVEAT,
        law=law_for(chronology.case, "occasions", "contact"), risk=("persistence",),
    )  # fmt: skip
