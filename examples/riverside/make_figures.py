"""Fill the figures page of an example with made-up people, by the same actions that real ones go through.

    python examples/riverside/make_figures.py build/example-diary [--seed 6] [--quarters 5]

The people are drawn from the seed, so they are the same each time. The noise is not: nothing can seed it. The page says that all of
it is made up. Does nothing where the folder has figures already, and refuses one that collects real ones.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

SEED, QUARTERS, PEOPLE = 6, 5, (380, 620)
SHARES: dict[str, dict[str, float]] = {
    "relationship": {"former_partner": 44, "partner": 3, "family": 5, "known_otherwise": 22, "work": 7, "stranger": 11, "not_known": 8},
    "length": {"under_month": 9, "month_to_half": 25, "half_to_year": 21, "one_to_two": 19, "over_two": 22, "not_known": 4},
    "reported": {"police": 41, "others": 27, "not_noted": 32},
    "age": {"under_18": 3, "18_24": 19, "25_34": 26, "35_44": 20, "45_54": 13, "55_64": 6, "65_over": 3, "not_said": 10},
    "region": {
        "north_east": 4, "north_west": 11, "yorkshire": 8, "east_midlands": 7, "west_midlands": 8, "east": 8, "london": 13,
        "south_east": 13, "south_west": 8, "wales": 4, "scotland": 5, "northern_ireland": 2, "not_said": 9,
    },
}  # fmt: skip
"""Of 100 people. Made up, and near to nothing in particular."""
CHANCES: dict[str, dict[str, float]] = {
    "behaviours": {
        "contact": 0.86, "following": 0.55, "online": 0.41, "property": 0.18, "others": 0.37, "courts": 0.12, "violence": 0.33,
    },
    "effects": {"social": 0.46, "ways": 0.39, "number": 0.34, "home": 0.22, "work": 0.09, "sleep": 0.52},
}  # fmt: skip


def people(chosen: random.Random, number: int) -> Iterator[Any]:
    """Made-up people, each as the codes that would be counted of them."""
    from throughline.statistics.coding import Coded

    for _ in range(number):
        one = {table: chosen.choices(list(of), list(of.values()))[0] for table, of in SHARES.items()}
        several = {
            table: frozenset(it for it, chance in of.items() if chosen.random() < chance)
            for table, of in CHANCES.items()
        }
        yield Coded(**one, **several)  # type: ignore[arg-type]


def make_figures(*, seed: int = SEED, quarters: int = QUARTERS, now: datetime | None = None) -> bool:
    """Collect and publish that many quarters before this one; False where there are made-up figures already. Raises RuntimeError
    where real ones are collected. The key is thrown away: nothing can be added to these figures."""
    from django.db import transaction

    from throughline.statistics.quarters import Quarter, quarter_of, quarters_between
    from throughline.vault.identity import new_identity
    from throughline.web.figures.actions import make_box, publish_ended, put_in
    from throughline.web.figures.queries import box_of

    there = box_of()
    if there is not None and there.is_made_up:
        return False
    if there is not None:
        raise RuntimeError("This installation collects figures of real people. The example needs one of its own.")
    now, chosen, identity = now or datetime.now(UTC), random.Random(seed), new_identity()
    this = quarter_of(now.date())
    first_year, at = divmod(this.year * 4 + this.number - 1 - quarters, 4)
    first = Quarter(first_year, at + 1)
    with transaction.atomic():
        box = make_box(by=identity.public, now=datetime(first.year, at * 3 + 1, 1, tzinfo=UTC), is_made_up=True)
        for quarter in quarters_between(first, this):
            for coded in people(chosen, chosen.randint(*PEOPLE)):
                put_in(box=box, quarter=quarter, coded=coded)
        publish_ended(by=identity.private, now=now)
    return True


def main(arguments: list[str]) -> int:
    """Bring the folder up to date and fill its figures."""
    parser = argparse.ArgumentParser(description="Fill the figures page of an example with made-up people.")
    parser.add_argument("folder", help="the data folder of the example")
    parser.add_argument("--seed", type=int, default=SEED, help=f"what the people are drawn from ({SEED})")
    parser.add_argument("--quarters", type=int, default=QUARTERS, help=f"how many quarters back ({QUARTERS})")
    asked = parser.parse_args(arguments)
    os.environ["THROUGHLINE_DATA"] = asked.folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    make_figures(seed=asked.seed, quarters=asked.quarters)
    print("  figures:    /figures/ (made up)", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
