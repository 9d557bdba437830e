"""Start the service: the database as this version has it, the style sheets where they are served from, then the server, and
beside it the worker that reads what is brought in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.core.management import call_command

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

STALE_SECONDS = 24 * 60 * 60
KEEPER = [sys.executable, "-m", "throughline.web.keeping"]


def bring_up_to_date() -> None:
    """Make or change the tables, put the style sheets in place, and drop what was left behind."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    sweep()


def sweep() -> None:
    """End deletions that were cut off; drop sessions that ended, and what unfinished uploads and imports left, once it is a day
    old. The worker does it every hour as well."""
    from throughline.vault.store import DiskStore
    from throughline.web.cases.actions import drop_unnamed_files, drop_waiting_files
    from throughline.web.cases.deletion import finish_deletions
    from throughline.web.sharing.actions import end_shares

    finish_deletions()
    end_shares(now=datetime.now(UTC))
    call_command("clearsessions", verbosity=0)
    stale = time.time() - STALE_SECONDS
    drop_waiting_files(before=datetime.fromtimestamp(stale, UTC))
    if settings.FILES.is_dir():
        store = DiskStore(settings.FILES)
        store.sweep(stale)
        drop_unnamed_files(store.written_before(stale))


def serve(port: int) -> None:
    """Serve on 127.0.0.1 until interrupted, with a worker beside. Nothing is logged about who asks for what."""
    from granian.constants import Interfaces
    from granian.server import Server

    from throughline.web.memory import forbid_core_dumps

    forbid_core_dumps()
    # A process, not a thread: the server forks, and a fork of a process with threads can hang.
    keeper = subprocess.Popen([*KEEPER, str(os.getpid())], stdin=subprocess.DEVNULL)  # noqa: S603 (our own interpreter)
    try:
        Server(
            "throughline.web.starting:beside_a_terminal",
            factory=True,
            address="127.0.0.1",
            port=port,
            interface=Interfaces.WSGI,
            blocking_threads=16,  # a slow upload holds one for as long as it takes
            workers_kill_timeout=5,  # one that is told to end while it begins does not hear it, and would be waited for
            log_access=False,
            log_enabled=False,
        ).serve()
    finally:
        keeper.terminate()
        keeper.wait()


def beside_a_terminal() -> WSGIHandler:
    """The service for a worker of the server. Ctrl-C is for the server, which then has the worker end: told twice at the same
    moment, it can fail to hear either."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    from throughline.web.wsgi import application

    return application


def work() -> None:
    """Be a worker alone, where web and worker run as services of their own, until told to end. Raises InputError where the
    database is not as this version has it: the web server brings it up to date."""
    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from throughline.domain.errors import InputError
    from throughline.web.imports import worker
    from throughline.web.memory import forbid_core_dumps

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise InputError("The database is not as this version has it; start the web server first.")

    forbid_core_dumps()
    worker.run(sweep=sweep)
