"""`throughline read`: an export as its communications, every item accounted for."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from throughline.cli.reading_options import add_reading_options, open_export, options_from
from throughline.cli.terminal import counted, one_line, say, warn, with_progress
from throughline.domain.communication import Communication, Problem
from throughline.domain.errors import NothingReadable

if TYPE_CHECKING:
    from pathlib import Path

    from throughline.importers.base import Item, Options

SUMMARY = "Read an export and print what is in it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of contract cli.md."""
    add_reading_options(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line, and a summary last")


def run(arguments: argparse.Namespace) -> int:
    """Print every file's items, then its summary. Gives 1 where a file holds nothing that can be read."""
    options = options_from(arguments)
    codes = [_read(path, arguments.format, options, as_json=arguments.json) for path in arguments.files]
    return max(codes)


def _read(path: Path, format: str | None, options: Options, *, as_json: bool) -> int:
    from throughline.cli.tally import Tally

    original, importer = open_export(path, format)
    reading = importer.read(original, options)
    tally = Tally()
    shown = reading.items if sys.stdout.isatty() else with_progress(reading.items, path.name)
    for item in shown:
        tally.count(item)
        if as_json:
            _write_json(item)
        else:
            _write_lines(item)
    summary = tally.summary(importer.name, original.sha256, reading.learned, reading.warnings)
    if as_json:
        _out(json.dumps({"summary": summary}, ensure_ascii=False).encode() + b"\n")
    else:
        _say_summary(path.name, importer.title, summary)
    if not tally.communications and not tally.notices:
        warn(NothingReadable(f"Nothing in “{path.name}” can be read as {importer.title}; export it again.").message)
        return NothingReadable.exit_code
    return 0


def _out(line: bytes) -> None:
    sys.stdout.buffer.write(line)


def _write_json(item: Item) -> None:
    from throughline.communications import rows

    if isinstance(item, Communication):
        _out(rows.to_line(item, wrap=True))
    elif isinstance(item, Problem):
        problem = {"problem": {"position": item.position, "why": item.why}}
        _out(json.dumps(problem, ensure_ascii=False).encode() + b"\n")
    else:
        from throughline.communications import ndjson

        ndjson.write_table(item, sys.stdout.buffer, wrap=True)


def _write_lines(item: Item) -> None:
    if isinstance(item, Problem):
        warn(f"{item.position}: {item.why}")
    elif isinstance(item, Communication):
        say(_line(item))
    else:
        from throughline.communications.table import to_values

        for communication in to_values(item):
            say(_line(communication))


_MOST_PARTIES = 20
_ARROWS = {"incoming": "<-", "outgoing": "->", "unknown": "--"}


def _line(value: Communication) -> str:
    who = value.party_name or (value.party and (value.party.value or "number withheld")) or ""
    what = value.text if value.text is not None else f"[{value.kind.replace('_', ' ')}]"
    if value.duration_seconds is not None:
        what += f" ({value.duration_seconds:g} s)"
    if value.state is not None:
        what += f" [{value.state.replace('_', ' ')}]"
    return f"{value.at:%Y-%m-%d %H:%M:%S}  {_ARROWS[value.direction]} {who}: {what}"


def _say_summary(name: str, title: str, summary: dict[str, Any]) -> None:
    read = counted(summary["communications"], "communication")
    rest = f"{counted(summary['notices'], 'notice')}, {counted(summary['problems'], 'problem')}"
    period = f", from {summary['from']} to {summary['to']}" if summary["from"] else ""
    warn(f"\n{one_line(name)}: {title}: {read}, {rest}{period}.")
    parties = [
        f"{party['name'] or party['value'] or 'number withheld'} ({party['communications']:,})"
        for party in summary["parties"]
    ]
    if parties:
        more = f" and {len(parties) - _MOST_PARTIES:,} more" if len(parties) > _MOST_PARTIES else ""
        warn(f"In it: {', '.join(parties[:_MOST_PARTIES])}{more}.")
    for remark in summary["warnings"]:
        warn(remark)
