"""The options that say how an export is to be read, shared by `read` and `import`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.domain.errors import InputError

if TYPE_CHECKING:
    from throughline.importers.base import Importer, Options
    from throughline.importers.original import Original


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add FILE… and the reading options of contract cli.md."""
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="an export from a phone or a mailbox")
    parser.add_argument(
        "--as", dest="format", metavar="FORMAT", help="the format, where the file does not say it itself"
    )
    parser.add_argument("--owner", metavar="NAME-OR-NUMBER", help="who you are in the export")
    parser.add_argument("--zone", metavar="ZONE", help="the time zone the phone was in (Europe/London)")
    orders = ("day-first", "month-first", "year-first")
    parser.add_argument("--date-order", choices=orders, help="how dates are written, where the file does not settle it")


def options_from(arguments: argparse.Namespace, zone: str = "Europe/London") -> Options:
    """The importer's options from the command line. `zone` holds where none was given."""
    from throughline.importers.base import Options

    try:
        return Options(owner=arguments.owner, zone=arguments.zone or zone, date_order=arguments.date_order)
    except ValueError as refused:
        raise InputError(f"{refused}.") from None


def open_export(path: Path, format: str | None) -> tuple[Original, Importer]:
    """The original at a path and the importer for it: the named one, or the one that recognises it."""
    from throughline.importers.listing import importer_for, importer_named
    from throughline.importers.original import open_original

    named = None if format is None else importer_named(format)
    original = open_original(path)
    return original, named or importer_for(original)
