"""`throughline new`: begin an empty case file."""

from __future__ import annotations

import argparse
from pathlib import Path
from shlex import quote

from throughline.cli.terminal import say, say_json
from throughline.domain.vocabulary import Jurisdiction, words

SUMMARY = "Begin an empty case file."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of contract cli.md."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where the case is to lie; it is made")
    parser.add_argument("--zone", default="Europe/London", help="the time zone you live in (Europe/London)")
    parser.add_argument(
        "--jurisdiction", choices=words(Jurisdiction), default="england_wales", help="whose law applies"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object: case, timezone, jurisdiction")


def run(arguments: argparse.Namespace) -> int:
    """Make the folder and say what it is: plain text that anybody with the device can open."""
    from throughline.casefile.beginning import begin_case

    case = begin_case(arguments.folder, arguments.zone, arguments.jurisdiction)
    if arguments.json:
        say_json({"case": str(arguments.folder), "timezone": case.timezone, "jurisdiction": case.jurisdiction})
        return 0
    say(f"The case is begun in {arguments.folder}. It is plain text: anyone who can open this device can read it.")
    say(f"Next: throughline import {quote(str(arguments.folder))} FILE --them NAME-OR-NUMBER")
    return 0
