"""`throughline verify`: check a pack with nothing but what is in it."""

from __future__ import annotations

import argparse

SUMMARY = "Check that an evidence pack is whole and unaltered."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of contract cli.md."""
    parser.add_argument("pack", metavar="PACK.zip", help="the pack, as a .zip or unzipped")
    parser.add_argument("--json", action="store_true", help="one JSON object with every file and what became of it")


def run(arguments: argparse.Namespace) -> int:
    """Run the very verifier that lies in every pack."""
    from throughline.packs import verify

    return verify.main([arguments.pack, *(["--json"] if arguments.json else [])])
