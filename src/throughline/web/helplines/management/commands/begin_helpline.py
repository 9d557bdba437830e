"""`python -m throughline.web begin_helpline NAME`: a helpline, and the code with which its first supervisor joins."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughline.web.helplines.actions import found_helpline
from throughline.web.helplines.models import Helpline


class Command(BaseCommand):
    """For whoever runs the service. They never have the helpline's key: it is made when the first supervisor joins."""

    help = "Begin a helpline; prints the code with which its first supervisor joins, once, within a week."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Its name, and what people read of it."""
        parser.add_argument("name", help="what people see, such as “The Example Helpline”")
        parser.add_argument("--about", default="", help="a sentence or two on whom it helps, and when it answers")

    def handle(self, *args: Any, name: str, about: str, **options: Any) -> None:
        """Begin it, and print the code."""
        if Helpline.objects.filter(name=name).exists():
            raise CommandError("There is a helpline of that name already.", returncode=1)
        _helpline, code = found_helpline(name=name, about=about)
        self.stdout.write(code)
