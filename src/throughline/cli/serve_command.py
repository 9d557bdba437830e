"""`throughline serve`: the service on this machine."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec
from pathlib import Path

from throughline.cli.terminal import say
from throughline.domain.errors import InputError

SUMMARY = "Run the web service on this machine: a sealed diary in the browser."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of contract cli.md."""
    parser.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (8000)")
    parser.add_argument(
        "--data", type=Path, default=Path("throughline-data"), help="the folder of all it keeps (throughline-data)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Bring the data folder up to date, then serve until interrupted."""
    if find_spec("granian") is None or find_spec("django") is None:
        raise InputError("The service is not installed; install throughline[web].")
    if not 1 <= arguments.port <= 65535:
        raise InputError("A port is a number from 1 to 65535; give another one with --port.")
    os.environ["THROUGHLINE_DATA"] = str(arguments.data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
    from throughline.web.memory import has_plain_swap
    from throughline.web.starting import bring_up_to_date, serve

    bring_up_to_date()
    say(f"The diary is at http://127.0.0.1:{arguments.port}/ and what it keeps, sealed, in {arguments.data}.")
    if has_plain_swap():
        say(
            "This machine may write memory to its disk (swap). Turn that off or seal it: words can lie there in plain text."
        )
    say("Ctrl-C ends it.")
    serve(arguments.port)
    return 0
