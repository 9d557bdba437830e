"""`throughline check`: everything that is wrong with a case file, each with its place."""

from __future__ import annotations

import argparse
from pathlib import Path

from throughline.cli.terminal import counted, one_line, say, say_json

SUMMARY = "Say everything that is wrong with a case file."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of contract cli.md."""
    parser.add_argument("case", metavar="CASE", type=Path, help="a folder, a .zip or a bare case.json")
    parser.add_argument(
        "--json",
        action="store_true",
        help="one JSON object a line: place, why, stops (from being read), note (no fault)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print each fault, and what else to know. Gives 1 where anything is not as the format says or a file not as it was."""
    from throughline.casefile.checking import check_case_file

    wrongs = check_case_file(arguments.case)
    for wrong in wrongs:
        if arguments.json:
            say_json({"place": wrong.place, "why": wrong.why, "stops": wrong.stops, "note": wrong.is_note})
        else:
            say(one_line(f"{wrong.place} {wrong.why}"))
    to_mend = sum(not wrong.is_note for wrong in wrongs)
    if not arguments.json:
        say(f"{counted(to_mend, 'thing')} to mend." if to_mend else "The case file is as the format says.")
    return 1 if to_mend else 0
