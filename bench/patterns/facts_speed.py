"""How long each detector of facts takes on 100,000 and on 1,000,000 generated communications, once they are laid out.

Run: PYTHONPATH=src python bench/patterns/facts_speed.py [rows …]
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from types import ModuleType

import numpy as np
import polars as pl

from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.incident import Incident, Occurred
from throughline.domain.milestone import Milestone, Order, OrderTerm
from throughline.domain.people import Identifier, Person, Place
from throughline.domain.timing import WrittenTime
from throughline.patterns.chronology import Chronology, build_chronology

KINDS = (
    "occasions", "first_of_kind", "after_stop", "burst", "channel_switch", "place_pattern", "third_party", "order_breach",
    "recorded_late", "impact",
)  # fmt: skip
TEXT_KINDS = ("repeated_words", "knows_too_much")
START = datetime(2022, 1, 1, tzinfo=UTC)
DAYS = 1_000


def write_case() -> Case:
    """Two people, 120 incidents, 8 milestones: what a long case has beside its exports."""
    sam = Person("p1", "Sam", identifiers=tuple(Identifier("phone", f"+4477009001{n:02}") for n in range(6)))
    kit = Person("p2", "Kit", identifiers=(Identifier("phone", "+447700900201"),))
    behaviours = ("messages", "loitering", "silent_calls", "watching", "emails", "turning_up")
    incidents = tuple(
        Incident(
            f"i{n}",
            Occurred(WrittenTime(day_of(8 * n) + "T19:40")),
            None,
            (behaviours[n % 6],),
            "p1",
            "seen",
            place="home",
        )
        for n in range(120)
    )
    order = Order(
        "non_molestation",
        WrittenTime(day_of(900)),
        (OrderTerm("t1", "no_contact"), OrderTerm("t2", "zone", places=("home",))),
    )
    kinds = ("told_to_stop", "blocked", "police_spoke_to_them", "changed_number", "blocked", "told_to_stop")
    milestones = [
        Milestone(f"m{n}", WrittenTime(day_of(300 + 40 * n) + "T18:00"), kind, "p1") for n, kind in enumerate(kinds)
    ]
    made = Milestone("m9", WrittenTime(day_of(600)), "order_made", "p1", order=order)
    return Case(
        "Europe/London",
        people=(sam, kit),
        places=(Place("home", "home", "Home"),),
        milestones=(*milestones, made),
        incidents=incidents,
    )


def day_of(number: int) -> str:
    """The date so many days after the start."""
    return (START + timedelta(days=number)).date().isoformat()


def generate(rows: int) -> pl.DataFrame:
    """Communications both ways with two people on seven numbers and four channels, in bursts over about three years."""
    random = np.random.default_rng(7)
    beginnings = np.sort(random.uniform(0, DAYS * 86_400, rows // 8))
    seconds = np.sort(np.repeat(beginnings, 8) + random.exponential(600, (rows // 8) * 8)).astype(np.int64)
    number = len(seconds)
    numbers = [*(f"+4477009001{n:02}" for n in range(6)), "+447700900201"]
    frame = pl.DataFrame({
        "id": [f"c{n}" for n in range(number)],
        "earliest": pl.Series(seconds * 1_000_000 + int(START.timestamp() * 1e6)).cast(table.INSTANT),
        "direction": random.choice(["incoming", "outgoing"], number, p=[0.6, 0.4]),
        "channel": random.choice(["sms", "whatsapp", "phone", "email"], number, p=[0.2, 0.6, 0.15, 0.05]),
        "party_value": random.choice(numbers, number),
        "text": [f"message {n % 9_001} with some ordinary words in it" for n in range(number)],
    })  # fmt: skip
    absent = {name: pl.lit(None, dtype=kind) for name, kind in table.SCHEMA.items() if name not in frame.columns}
    whole = frame.with_columns(**absent).with_columns(
        kind=pl.when(pl.col("channel") == "phone").then(pl.lit("call")).otherwise(pl.lit("message")), party_kind=pl.lit("phone"),
        latest=pl.col("earliest"),
    )  # fmt: skip
    return whole.with_columns(pl.col(name).cast(kind) for name, kind in table.SCHEMA.items())


def run(detector: ModuleType, chronology: Chronology) -> int:
    """How many findings a detector has."""
    return len(list(detector.detect(chronology)))


def seconds_of(work: Callable[[], object]) -> float:
    """The quickest of three runs."""
    took = []
    for _ in range(3):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return min(took)


def main(sizes: list[int]) -> None:
    """Print one column a size: laying out, each detector, and all that compare no words together."""
    case = write_case()
    for rows in sizes:
        communications = generate(rows)
        chronology = build_chronology(case, communications)
        print(f"\n{len(communications):,} communications, {len(chronology.occasions):,} occasions")
        print(f"{'laying out':16}{seconds_of(partial(build_chronology, case, communications)):8.3f} s")
        total = 0.0
        for kind in (*KINDS, *TEXT_KINDS):
            detector = importlib.import_module(f"throughline.patterns.detectors.{kind}")
            took = seconds_of(partial(run, detector, chronology))
            total += took if kind in KINDS else 0.0
            print(f"{kind:16}{took:8.3f} s   {run(detector, chronology)} findings")
        print(f"{'all without text':16}{total:8.3f} s")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [100_000, 1_000_000])
