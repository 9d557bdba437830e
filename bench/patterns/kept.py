"""Records that are not kept evenly, of a pace that does not change: a diary begun half-way, entries written down late, an export of
the last part only. And one true rise in a diary kept evenly, so that it shows what the detector still finds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import families as made
import numpy as np

from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.communication import Communication, Party
from throughline.domain.incident import Incident, Occurred
from throughline.domain.people import Identifier, Person
from throughline.domain.timing import WrittenTime
from throughline.patterns.chronology import build_chronology
from throughline.patterns.detectors import frequency_change
from throughline.patterns.engine import keep_together

START = datetime(2026, 1, 1, tzinfo=UTC)
NUMBER = "+447700900101"
PERSON = Person("p1", "Sam", "former_partner", (Identifier("phone", NUMBER),))
COUNT, REMEMBERED, REMEMBERED_LATELY = 90, 0.3, 0.5
RISE = "a rise in a diary kept evenly"
WAYS = (
    "a diary begun half-way, memories before", "memories written down in two sittings", "missed entries of the last weeks added",
    "an export of the last part beside one of all", "a backup of the last part beside a diary", RISE,
)  # fmt: skip
TRUE = (RISE,)


def is_told(way: str, case: int) -> bool:
    """Whether a rise is told in a record kept this way."""
    rng = np.random.default_rng([case, WAYS.index(way), 9])
    pace = made.make_pace(COUNT, 5.0 if way == RISE else 1.0)
    times = made.poisson(rng, pace)
    incidents, communications = _record(way, rng, times)
    case_file = Case("Europe/London", people=(PERSON,), incidents=tuple(incidents))
    values = table.from_values(sorted(communications, key=lambda it: it.at))
    return bool(keep_together(frequency_change.detect(build_chronology(case_file, values))))


def _record(way: str, rng: np.random.Generator, times: np.ndarray) -> tuple[list[Incident], list[Communication]]:
    half = made.DAYS / 2
    is_late, luck = times >= half, rng.random(times.size)
    if way == RISE:
        return _diary(times, times), []
    if way == WAYS[0]:
        told = times[is_late | (luck < REMEMBERED)]
        return _diary(told, np.maximum(told, half)), []
    if way == WAYS[1]:
        told = times[(times >= 120) | (luck < np.where(is_late, REMEMBERED_LATELY, REMEMBERED))]
        return _diary(told, np.where(told < half, half, np.where(told < 120, 120, told))), []
    if way == WAYS[2]:
        is_prompt = luck < REMEMBERED_LATELY
        is_told = is_prompt | (times >= 140)
        return _diary(times[is_told], np.where(is_prompt, times, made.DAYS)[is_told]), []
    if way == WAYS[3]:
        other = made.poisson(rng, made.make_pace(COUNT))
        return [], [*_export(times, "AB/1", "sms"), *_export(other[other >= half], "AB/2", "whatsapp")]
    return _diary(times[luck < REMEMBERED], times[luck < REMEMBERED]), _export(times[is_late], "AB/1", "sms")


def _diary(happened: np.ndarray, written: np.ndarray) -> list[Incident]:
    return [
        Incident(f"i{number}", Occurred(_at(day), None, "minute"), _at(on + 0.01), ("loitering",), "p1", "seen")
        for number, (day, on) in enumerate(zip(happened, written, strict=True))
    ]


def _at(day: float) -> WrittenTime:
    return WrittenTime((START + timedelta(days=float(day))).isoformat(timespec="minutes"))


def _export(times: np.ndarray, exhibit: str, channel: str) -> list[Communication]:
    return [
        Communication(f"{exhibit}-{number}", START + timedelta(days=float(day)), "incoming", "message", channel,
                      Party("phone", NUMBER), exhibit=exhibit)  # type: ignore[arg-type]
        for number, day in enumerate(times)
    ]  # fmt: skip
