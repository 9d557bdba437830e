"""How long the engine takes on 100,000 and on 1,000,000 generated communications once they are loaded, and where it goes.

Run: python bench/engine.py [rows …]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.incident import Incident, Occurred
from throughline.domain.milestone import Milestone, Order, OrderTerm
from throughline.domain.people import Identifier, Person, Place
from throughline.domain.timing import WrittenTime
from throughline.patterns.chronology import Chronology, build_chronology
from throughline.patterns.engine import find
from throughline.patterns.listing import DETECTORS, TEXT_DETECTORS, Detector
from throughline.together import put_together

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
        ends=WrittenTime(day_of(900)),
        terms=(OrderTerm("t1", "no_contact"), OrderTerm("t2", "zone", places=("home",))),
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


def one_chat(rows: int) -> pl.DataFrame:
    """The same moments, all from one number in one channel: the longest runs there can be."""
    return generate(rows).with_columns(
        channel=pl.lit("whatsapp"), kind=pl.lit("message"), party_value=pl.lit("+447700900100")
    )


def seconds_of(work: Callable[[], object]) -> float:
    """The quickest of three runs."""
    took = []
    for _ in range(3):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return min(took)


def found_by(detector: Detector, chronology: Chronology) -> int:
    """How many findings a detector has."""
    return len(list(detector.detect(chronology)))


def show(title: str, case: Case, communications: pl.DataFrame, *, is_whole: bool) -> None:
    """Print what the engine takes beside one sort of the same table, which nothing that reads an order can do without."""
    shuffled = communications.sample(fraction=1.0, shuffle=True, seed=1)
    sort = seconds_of(lambda: shuffled.sort("earliest"))
    print(f"\n{title}: {len(communications):,} communications\n{'':28}{'seconds':>9}{'sorts':>8}{'findings':>10}")

    def line(name: str, seconds: float, findings: int | str = "") -> None:
        print(f"{name:28}{seconds:9.3f}{seconds / sort:8.1f}{findings:>10}")

    line("one sort by time", sort)
    line("findings, no words compared", seconds_of(lambda: find(case, communications, with_text=False)),
         len(find(case, communications, with_text=False)))  # fmt: skip
    line("put together, no words", seconds_of(lambda: put_together(case, communications, with_text=False)))
    if is_whole:
        line("put together, whole", seconds_of(lambda: put_together(case, communications)))
    chronology = build_chronology(case, communications)
    line("  laying out", seconds_of(lambda: build_chronology(case, communications)))
    for detector in (*DETECTORS, *(TEXT_DETECTORS if is_whole else ())):
        line(
            f"  {detector.KIND}",
            seconds_of(lambda it=detector: found_by(it, chronology)),
            found_by(detector, chronology),
        )


def main(sizes: list[int]) -> None:
    """Print one table for each size and shape; the words are compared up to a hundred thousand only."""
    for rows in sizes:
        show("two people, seven numbers", write_case(), generate(rows), is_whole=rows <= 100_000)
        show("one chat", write_case(), one_chat(rows), is_whole=False)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [100_000, 1_000_000])
