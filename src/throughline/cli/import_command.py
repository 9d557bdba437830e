"""`throughline import`: put exports into a case file, originals and all."""

from __future__ import annotations

import argparse
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from throughline.cli.reading_options import add_reading_options, open_export, options_from
from throughline.cli.terminal import counted, one_line, say, say_json, warn, with_progress
from throughline.domain.errors import NothingReadable

if TYPE_CHECKING:
    from throughline.casefile.intake import Export, TakenIn
    from throughline.importers.base import Options

SUMMARY = "Add exports to a case file: the originals untouched, their communications joined to a person."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of contract cli.md."""
    parser.add_argument("case", metavar="CASE", type=Path, help="the folder of the case file")
    add_reading_options(parser)
    parser.add_argument("--person", metavar="ID", help="the person in the case whose messages these are")
    parser.add_argument("--them", metavar="PARTY", help="which name or number in the export is theirs")
    parser.add_argument(
        "--json",
        action="store_true",
        help="one JSON object a file: file, exhibit, added, notices, known, settled, person",
    )


def run(arguments: argparse.Namespace) -> int:
    """Read every export to its end, then write: all of them or none."""
    from throughline.casefile.alone import alone_in

    with alone_in(arguments.case):
        return _import(arguments)


def _import(arguments: argparse.Namespace) -> int:
    from throughline.casefile.intake import take_in
    from throughline.casefile.reading import read_case_file

    case_file = read_case_file(arguments.case)
    options = options_from(arguments, case_file.case.timezone)
    exports = [_read_whole(path, arguments.format, options) for path in arguments.files]
    for export, taken in zip(
        exports, take_in(case_file, exports, person=arguments.person, them=arguments.them), strict=True
    ):
        if arguments.json:
            say_json({
                "file": str(export.path), "exhibit": taken.exhibit, "added": taken.added, "notices": taken.notices,
                "known": taken.known, "settled": taken.settled, "person": taken.person,
            })  # fmt: skip
        else:
            _report(arguments.case, export, taken)
    return 0


def _read_whole(path: Path, format: str | None, options: Options) -> Export:
    from throughline.casefile.intake import Export
    from throughline.importers.gathering import gather

    original, importer = open_export(path, format)
    reading = importer.read(original, options)
    communications = gather(
        with_progress(reading.items, path.name), lambda problem: warn(f"{path.name}, {problem.position}: {problem.why}")
    )
    for remark in reading.warnings:
        warn(f"{path.name}: {remark}")
    if communications.is_empty():
        raise NothingReadable(f"Nothing in “{path.name}” can be read as {importer.title}; export it again.")
    return Export(path, original.sha256, importer.title, communications)


def _report(case: Path, export: Export, taken: TakenIn) -> None:
    added = f"{counted(taken.added, 'communication')} added"
    notices = f", {taken.notices:,} of them {'a notice' if taken.notices == 1 else 'notices'}" if taken.notices else ""
    known = f"; {taken.known:,} already there" if taken.known else ""
    say(f"{one_line(export.path.name)} is exhibit {taken.exhibit}: {added}{notices}{known}.")
    if taken.settled:
        say(f"In {counted(taken.settled, 'communication')} it is settled now who wrote to whom.")
    if taken.person is None and taken.added:
        again = f"{quote(str(case))} {quote(str(export.path))} --them NAME-OR-NUMBER"
        say(f"Nobody is named yet; say whose it is with: throughline import {again}")
