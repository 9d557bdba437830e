"""`python -m throughline.web.working ID KEEPER [BEFORE]`: a worker that another process keeps (`keeping`), and that ends with it."""

from __future__ import annotations

import os
import signal
import sys

import django

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which has this ended
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
    django.setup()
    from throughline.web.imports import worker
    from throughline.web.starting import sweep

    id, keeper, *before = sys.argv[1:]
    worker.run(sweep=sweep, kept=worker.Kept(id, int(keeper), next(iter(before), None)))
