"""The benchmark of the pattern engine: one command, one table.

    python bench/patterns                                  every topic, 2,000 cases a cell (hours)
    python bench/patterns --cases 200 --only whole burst   less exactly, and only some
    python bench/patterns --write docs/explanation/benchmark-table.md

A topic is a module beside this one with a function `figures(cases)` that gives the lines of the table.
"""

from __future__ import annotations

import argparse
import importlib
import shlex
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from figures import Figure
from table import goals_met, heads, line, page

import throughline

HERE = Path(__file__).resolve().parent
CASES = 2_000


def topics() -> tuple[str, ...]:
    """The modules beside this one that give lines of the table."""
    return tuple(
        path.stem for path in sorted(HERE.glob("*.py")) if "\ndef figures(cases: int)" in path.read_text("utf-8")
    )


def measure(topic: str, cases: int) -> Iterator[Figure]:
    """The lines of one topic, as they come."""
    yield from importlib.import_module(topic).figures(cases)


def run(chosen: argparse.Namespace) -> int:
    """Measure the topics one after another and print their table as it grows. 1 where one of them broke."""
    measured: dict[str, list[Figure]] = {}
    broken: list[str] = []
    for topic in chosen.only or topics():
        started = time.perf_counter()
        print(f"\n{topic}; {chosen.cases} cases a cell\n\n{heads()}", flush=True)
        measured[topic] = []
        try:
            for figure in measure(topic, chosen.cases):
                measured[topic].append(figure)
                print(line(figure), flush=True)
        except Exception:
            traceback.print_exc()
            broken.append(topic)
        print(f"\n({time.perf_counter() - started:.0f} s)")
    met, of = goals_met(figure for lines in measured.values() for figure in lines)
    print(f"\n{met} of {of} goals are met." + (f" These topics broke: {', '.join(broken)}." if broken else ""))
    if chosen.write and not broken:
        command = shlex.join(["python", "bench/patterns", "--cases", str(chosen.cases)])
        chosen.write.write_text(page(measured, command, f"throughline {throughline.__version__}") + "\n", "utf-8")
    return 1 if broken else 0


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(
        prog="python bench/patterns", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(run=run)
    parser.add_argument("--cases", type=int, default=CASES, help="histories or cases a cell (2,000)")
    parser.add_argument("--only", nargs="+", choices=topics(), metavar="TOPIC", help=", ".join(topics()))
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the table as a page of the documents")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    asked = read_arguments(sys.argv[1:])
    sys.exit(asked.run(asked))
