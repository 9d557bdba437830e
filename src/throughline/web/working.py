"""`python -m throughline.web.working`: the worker that `serve` keeps beside the web server, and that ends with it."""

from __future__ import annotations

import os
import signal

import django

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends this
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
    django.setup()
    from throughline.web.imports import worker
    from throughline.web.starting import sweep

    worker.run(sweep=sweep, ends_with_parent=True)
