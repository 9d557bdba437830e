"""Whole cases through the whole engine: what it says falsely at the end and over the life of a case, what it finds, what is
exact, and how long it takes. Naive methods stand beside it on the same cases.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import naive
import polars as pl
from figures import Figure, on_all_cores
from scoring import FALSE_IN_A_CASE, Finding, Verdict, false_lines, found_lines, judge, score
from worlds.benign import BENIGN
from worlds.planted import PLANTED
from worlds.processes import OPEN
from worlds.splits import LARGE_SIZES, LARGE_WORLDS, Seed, deal, make
from worlds.truth import INFERENCES, MadeCase

from throughline.domain.case import Case
from throughline.patterns.chronology import build_chronology
from throughline.patterns.engine import find, keep_together
from throughline.patterns.listing import DETECTORS, TEXT_DETECTORS

OURS = "throughline"
EVER = "<= .10"
SECONDS = {100_000: "<= 0.4", 1_000_000: "<= 1.5"}
SPLITS = ("test", "held-out")
LIVES = 4
"""One in so many cases is lived through day by day: each is read dozens of times."""
INFERRING = tuple(it for it in (*DETECTORS, *TEXT_DETECTORS) if it.KIND in INFERENCES)
BENCH = Path(__file__).resolve().parents[1]
_TIMED = """
import sys; import engine
rows = int(sys.argv[1]); case, communications = engine.write_case(), engine.generate(rows)
print(min(engine.seconds_of(lambda: engine.find(case, communications, with_text=False)) for _ in range(2)))
"""


def figures(cases: int) -> Iterator[Figure]:
    """Every line on whole cases, `cases` of each world."""
    if "naive: ruptures, defaults" not in naive.methods():
        print("ruptures is not installed (dependency group bench), so its lines are left out.", file=sys.stderr)
    answers = on_all_cores(read_at_its_end, _seeds(cases, (*BENIGN, *PLANTED)))
    yield from score([beside[OURS] for beside in answers], OURS)
    for method in naive.methods():
        yield from _naive_lines([beside[method] for beside in answers], method)
    yield from _ever(cases)
    yield from _large(max(2, cases // 100))
    yield from _speed()


def _seeds(cases: int, worlds: tuple[str, ...]) -> list[Seed]:
    """So many cases of each world, half of them held out."""
    each = max(1, cases // len(SPLITS))
    return [seed for split in SPLITS for seed in deal(split, each, worlds)]


def read_at_its_end(seed: Seed) -> dict[str, Verdict]:
    """What the engine, and each naive method, say of a whole case, by method."""
    made = make(seed)
    verdicts = {OURS: judge(made.truth, [it.to_json() for it in find(made.case, made.communications)])}
    for name, method in naive.methods().items():
        verdicts[name] = judge(made.truth, _inferences(method(made.case, made.communications)))
    return verdicts


def _inferences(told: Iterable[tuple[str, str | None]]) -> list[Finding]:
    return [{"kind": kind, "sort": "inference", "person": person} for kind, person in told]


def _naive_lines(verdicts: list[Verdict], method: str) -> Iterator[Figure]:
    """False inferences of a method over all benign worlds, and what it found of the kind it is for."""
    yield next(false_lines([it for it in verdicts if it.truth.benign], method))._replace(goal="")
    kinds = {kind for it in verdicts for kind, _ in it.inferred}
    yield from (line for line in found_lines(verdicts, method) if line.what.removeprefix("found ") in kinds)


def _ever(cases: int) -> Iterator[Figure]:
    verdicts = on_all_cores(live_through, _seeds(cases // LIVES, tuple(BENIGN)))
    for line in false_lines(verdicts, OURS, "ever a false inference, re-run daily"):
        if line.what.startswith("ever"):
            yield line._replace(goal=EVER if line.goal == FALSE_IN_A_CASE else "")
        else:
            yield line._replace(what=f"ever {line.what}", goal="")


def live_through(seed: Seed) -> Verdict:
    """Every inference that is ever told while a case grows, looked at on each evening on which there is something new."""
    made = make(seed)
    told: set[tuple[str, str | None]] = set()
    for evening in evenings(made):
        chronology = build_chronology(*as_of(made, evening))
        found = keep_together(finding for detector in INFERRING for finding in detector.detect(chronology))
        told |= {(it.kind, it.person) for it in found if it.sort == "inference"}
    return judge(made.truth, _inferences(told))


def evenings(made: MadeCase) -> list[datetime]:
    """The end (UTC) of each day on which somebody of the case was in touch, or something was written down."""
    zone = made.case.zone
    values = [it.value for person in made.case.people for it in person.identifiers]
    theirs = made.communications.filter(pl.col("party_value").is_in(values))["earliest"].to_list()
    recorded = [it.recorded_at.span(zone).earliest for it in made.case.incidents if it.recorded_at is not None]
    moments = (*theirs, *recorded, *(it.at.span(zone).latest for it in made.case.milestones))
    days = sorted({moment.astimezone(zone).date() for moment in moments})
    return [datetime.combine(day + timedelta(days=1), datetime.min.time(), zone).astimezone(UTC) for day in days]


def as_of(made: MadeCase, moment: datetime) -> tuple[Case, pl.DataFrame]:
    """The case as it was known at a moment."""
    case, zone = made.case, made.case.zone
    known = replace(
        case,
        incidents=tuple(
            it for it in case.incidents if it.recorded_at is None or it.recorded_at.span(zone).latest < moment
        ),
        milestones=tuple(it for it in case.milestones if it.at.span(zone).latest < moment),
    )
    return known, made.communications.filter(pl.col("latest") < moment)


def _large(cases: int) -> Iterator[Figure]:
    """False inferences in benign cases of tens of thousands of messages, words left out."""
    seeds = list(deal("test", cases * len(LARGE_SIZES) * len(OPEN), LARGE_WORLDS, LARGE_SIZES))
    yield from (line for line in false_lines(on_all_cores(read_without_words, seeds), OURS) if line.n is not None)


def read_without_words(seed: Seed) -> Verdict:
    """What the engine says of a large case, words left out."""
    made = make(seed)
    return judge(made.truth, [it.to_json() for it in find(made.case, made.communications, with_text=False)])


def _speed() -> Iterator[Figure]:
    """Seconds for all but what compares words, once the communications are loaded, in a process of its own."""
    for rows, goal in SECONDS.items():
        done = subprocess.run(
            [sys.executable, "-c", _TIMED, str(rows)], cwd=BENCH, capture_output=True, text=True, check=True
        )
        seconds = float(done.stdout)
        yield Figure(
            "seconds without words, best of 6", OURS, "two people, seven numbers", rows, seconds, seconds, seconds, goal
        )
