"""The benchmark of the pattern engine: one command, one table.

    python bench/patterns                                  every topic, 2,000 cases a cell (hours)
    python bench/patterns --cases 200 --only whole burst   less exactly, and only some
    python bench/patterns --write docs/explanation/benchmark-table.md

    python bench/patterns export FOLDER --split dev        cases as case files, with truth.jsonl, for a method of your own
    python bench/patterns ask my_method.py:find FOLDER     put every case to a Python callable; its findings as lines of JSON
    python bench/patterns score FINDINGS.jsonl TRUTH.jsonl what it said falsely, and what it found


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

import outside
import pictures
from figures import Figure
from table import goals_met, heads, line, page
from worlds.splits import SPLITS

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
        write(chosen.write, measured, shlex.join(["python", "bench/patterns", "--cases", str(chosen.cases)]))
    return 1 if broken else 0


def write(where: Path, measured: dict[str, list[Figure]], command: str) -> None:
    """The table as a page of the documents, and its pictures in the folder `pictures` beside that of the page."""
    folder = where.resolve().parent.parent / "pictures" / "benchmark"
    drawn = {topic: pictures.draw(topic, lines, folder) for topic, lines in measured.items()}
    addresses = {topic: [f"../pictures/benchmark/{path.name}" for path in paths] for topic, paths in drawn.items()}
    where.write_text(page(measured, addresses, command, f"throughline {throughline.__version__}") + "\n", "utf-8")


def run_export(chosen: argparse.Namespace) -> int:
    """Write cases for a method of one's own."""
    number = outside.export(chosen.folder, chosen.split, chosen.cases)
    print(
        f"{number:,} cases in {chosen.folder / outside.CASES}, and what is in them in {chosen.folder / outside.TRUTH}."
    )
    return 0


def run_ask(chosen: argparse.Namespace) -> int:
    """Print what a callable says of each case."""
    for answer in outside.ask(outside.load(chosen.method), chosen.folder):
        print(answer, flush=True)
    return 0


def run_score(chosen: argparse.Namespace) -> int:
    """Print the table for a method's findings."""
    print(heads())
    for figure in outside.score_files(chosen.findings, chosen.truth, chosen.name or chosen.findings.stem):
        print(line(figure))
    return 0


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(
        prog="python bench/patterns", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(run=run)
    parser.add_argument("--cases", type=int, default=CASES, help="histories or cases a cell (2,000)")
    parser.add_argument("--only", nargs="+", choices=topics(), metavar="TOPIC", help=", ".join(topics()))
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the table as a page of the documents")
    tasks = parser.add_subparsers(metavar="")
    export = tasks.add_parser("export", help="cases for a method of your own")
    export.set_defaults(run=run_export)
    export.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that does not exist yet")
    export.add_argument("--split", choices=SPLITS, default="dev")
    export.add_argument("--cases", type=int, default=20, help="cases of each world (20)")
    ask = tasks.add_parser("ask", help="put exported cases to a Python callable")
    ask.set_defaults(run=run_ask)
    ask.add_argument(
        "method", metavar="FILE.py:NAME", help="takes the folder of a case file, gives findings as objects"
    )
    ask.add_argument("folder", type=Path, metavar="FOLDER")
    score = tasks.add_parser("score", help="score the findings of a method")
    score.set_defaults(run=run_score)
    score.add_argument("findings", type=Path, metavar="FINDINGS.jsonl")
    score.add_argument("truth", type=Path, metavar="TRUTH.jsonl")
    score.add_argument("--name", help="what the method is called in the table")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    asked = read_arguments(sys.argv[1:])
    try:
        sys.exit(asked.run(asked))
    except (OSError, ValueError) as wrong:
        sys.exit(f"Stopped: {wrong}")
