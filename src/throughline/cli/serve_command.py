"""`throughline serve`: the service on this machine."""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from throughline.cli.terminal import say
from throughline.domain.errors import InputError

SUMMARY = (
    "Run the web service on this machine: a sealed diary in the browser, and the worker that reads what is brought in."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of contract cli.md."""
    parser.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (8000)")
    add_data(parser)


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the folder that the service keeps everything in."""
    parser.add_argument(
        "--data", type=Path, default=Path("throughline-data"), help="the folder of all it keeps (throughline-data)"
    )


def prepare(data: Path) -> None:
    """Have the settings know the folder. Raises InputError where the service is not installed."""
    if find_spec("granian") is None or find_spec("django") is None:
        raise InputError("The service is not installed; install throughline[web].")
    os.environ["THROUGHLINE_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")


def run(arguments: argparse.Namespace) -> int:
    """Bring the data folder up to date, then serve until interrupted."""
    if not 1 <= arguments.port <= 65535:
        raise InputError("A port is a number from 1 to 65535; give another one with --port.")
    prepare(arguments.data)
    from throughline.web.memory import has_plain_swap
    from throughline.web.starting import bring_up_to_date, serve

    bring_up_to_date()
    say(f"The diary is at http://127.0.0.1:{arguments.port}/ and what it keeps, sealed, in {arguments.data}.")
    if has_plain_swap():
        say(
            "This machine may write memory to its disk (swap). Turn that off or seal it: words can lie there in plain text."
        )
    say("Ctrl-C ends it.")
    sys.stdout.flush()  # the server forks, and each would say it again
    serve(arguments.port)
    return 0
