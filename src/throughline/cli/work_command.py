"""`throughline work`: the worker alone, for a service whose web server is started by other means."""

from __future__ import annotations

import argparse
import sys

from throughline.cli.serve_command import add_data, prepare
from throughline.cli.terminal import say

SUMMARY = "Read what people bring in, beside a web server that is started on its own. `serve` does both."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_data(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read until interrupted."""
    prepare(arguments.data)
    from throughline.web.starting import work

    say("Ctrl-C ends it.")
    sys.stdout.flush()
    work()
    return 0
