"""`python -m throughline.web publish_figures KEY`: publish every quarter that is over, once."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.domain.errors import ThroughlineError
from throughline.web.figures.actions import publish_ended
from throughline.web.figures.key_files import read_key


class Command(BaseCommand):
    """Run again, it publishes nothing a second time."""

    help = "Open what people agreed to, count it, publish every quarter that is over and destroy what was opened."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The key, and whose figures."""
        parser.add_argument("key", type=Path, help="the file with the key that begin_figures made")
        parser.add_argument("--helpline", default="", help="the id of a helpline; without it, the public's figures")

        parser.add_argument(
            "--leave-out-broken",
            action="store_true",
            help="do not count what was altered on the disk, rather than stop at it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and say what. How many people are in it is said nowhere."""
        try:
            done = publish_ended(
                by=read_key(options["key"]), helpline=options["helpline"], leaves_out_broken=options["leave_out_broken"]
            )
        except ThroughlineError as refused:
            raise CommandError(refused.message) from None
        for quarter in done:
            self.stdout.write(f"Published: {quarter.words}.")
        if not done:
            self.stdout.write("Every quarter that is over was published before.")
