"""`throughline pack`: carry a case out, whole and checkable."""

from __future__ import annotations

import argparse
from pathlib import Path

from throughline.cli.terminal import counted, say, say_json, warn

SUMMARY = "Build an evidence pack that anyone can verify."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of contract cli.md."""
    parser.add_argument("case", metavar="CASE", type=Path, help="a folder, a .zip or a bare case.json")
    parser.add_argument("--out", metavar="PACK.zip", type=Path, required=True, help="where to write the pack")
    parser.add_argument(
        "--for", dest="recipient", choices=("police", "solicitor", "self"), default="police", help="who it is for"
    )
    parser.add_argument("--withhold", metavar="ID", nargs="+", default=[], help="ids of entries to leave out")
    parser.add_argument(
        "--with-answers", action="store_true", help="put in what the person answered to the questions about danger"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object: pack, exhibits, withheld, warnings, fingerprint"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the pack and say what it is, what to know before handing it over, and the number to write down."""
    from throughline.casefile.reading import read_case_file
    from throughline.packs.making import make_pack

    made = make_pack(
        read_case_file(arguments.case),
        arguments.out,
        recipient=arguments.recipient,
        withheld_ids=frozenset(arguments.withhold),
        with_answers=arguments.with_answers,
    )
    if arguments.json:
        say_json({
            "pack": str(arguments.out), "exhibits": made.exhibits, "withheld": made.withheld,
            "warnings": list(made.warnings), "fingerprint": made.fingerprint,
        })  # fmt: skip
        return 0
    say(
        f"The pack is {arguments.out}, with {counted(made.exhibits, 'exhibit')}. It is not encrypted: whoever has it can read it."
    )
    if made.withheld:
        say(f"{counted(made.withheld, 'entry', 'entries')} left out; the pack says how many, not what.")
    for warning in made.warnings:
        warn(f"Before you hand it over: {warning}")
    say(f"Fingerprint, to write down somewhere else: {made.fingerprint}")
    return 0
