"""`python -m throughline.web begin_figures KEY`: make the key of a set of figures, and begin to collect for it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.domain.errors import InputError
from throughline.web.figures.actions import make_box
from throughline.web.figures.key_files import write_new_key


class Command(BaseCommand):
    """The private half goes into the file alone. Nothing is collected before this was done."""

    help = "Make the key of the public's figures, or of a helpline's, and begin to collect. Then take the key file off this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the key goes, and whose figures it is for."""
        parser.add_argument("key", type=Path, help="the new file that the key is written to")
        parser.add_argument("--helpline", default="", help="the id of a helpline; without it, the public's figures")

        parser.add_argument(
            "--drop-waiting", action="store_true",
            help="the key of before is lost: destroy what waits under it; whoever agreed can agree again",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and say what to do with it."""
        path: Path = options["key"]
        try:
            identity = write_new_key(path)
            try:
                make_box(by=identity.public, helpline=options["helpline"], drops_waiting=options["drop_waiting"])
            except InputError:
                path.unlink()
                raise
        except InputError as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(
            f"The key is in {path}. Take it off this machine and give it to somebody who does not run it."
        )
        self.stdout.write("Without it nothing of what people agree to can be counted, and there is no second one.")
