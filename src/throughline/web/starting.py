"""Start the service: the database as this version has it, the style sheets where they are served from, then the server."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings
from django.core.management import call_command

STALE_SECONDS = 24 * 60 * 60


def bring_up_to_date() -> None:
    """Make or change the tables, put the style sheets in place, and drop what unfinished uploads left."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("clearsessions", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    from throughline.vault.store import DiskStore
    from throughline.web.cases.actions import drop_waiting_files

    if settings.FILES.is_dir():
        DiskStore(settings.FILES).sweep(time.time() - STALE_SECONDS)
    drop_waiting_files(before=datetime.now(UTC) - timedelta(seconds=STALE_SECONDS))


def serve(port: int) -> None:
    """Serve on 127.0.0.1 until interrupted. Nothing is logged about who asks for what."""
    from granian.constants import Interfaces
    from granian.server import Server

    from throughline.web.memory import forbid_core_dumps

    forbid_core_dumps()
    Server(
        "throughline.web.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=16,  # a slow upload holds one for as long as it takes
        log_access=False,
        log_enabled=False,
    ).serve()
