"""`python -m throughline.web look_over`: is everything there, and does every record go on from where it was last seen?"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.web.cases.wholeness import LookedOver, accept_older, look_over


class Command(BaseCommand):
    """Needs no key and opens nothing. Ends with 1 where something is missing, older or altered."""

    help = "Look over every record and every sealed file, without opening any. Do it after each restore."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What it does only when it is asked to."""
        parser.add_argument(
            "--accept-older", action="store_true",
            help="take records that are older than when they were last seen as they are: you put an older backup back",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, say, and do what was asked."""
        found = look_over()
        for line in _lines(found):
            self.stdout.write(line)
        if options["accept_older"] and found.older:
            refused = accept_older(found.older)
            self.stdout.write(f"Taken as they are. What was remembered of them is kept in {refused.name}.")
            found = look_over()
        if not found.is_whole:
            raise CommandError("Not all is as it should be. docs/how-to/back-up.md says what to do.", returncode=1)


def _lines(found: LookedOver) -> list[str]:
    ledgers = f" and {found.ledgers} ledgers of helplines" if found.ledgers else ""
    lines = [f"Looked at {found.cases} diaries{ledgers}, with {found.entries} entries and {found.files} sealed files."]
    lines += [f"Missing: sealed file {id} is named and is not there." for id in found.missing]
    lines += [
        f"Older: the record {head.case_id} had {witness.count} entries when it was last seen; it has {head.count}."
        for head, witness in found.older
    ]
    lines += [f"Altered: the record {id} does not follow from what was seen of it." for id in found.altered]
    if found.is_whole:
        lines.append("Every file that is named is there, and every record goes on from where it was last seen.")
    return lines
