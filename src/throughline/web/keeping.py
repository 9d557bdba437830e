"""`python -m throughline.web.keeping SERVER`: keeps one worker running beside the web server that started it, and ends with it.

A worker that dies is begun anew, after a pause that grows while it dies at once, and is told who died, so that what that one
was reading is taken up at once.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from types import FrameType

WORKER = [sys.executable, "-m", "throughline.web.working"]
_LOOK_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 60.0
_TO_END_SECONDS = 10.0


class _Ended(Exception):
    """The web server told this process to end, or is gone."""


def keep(server: int) -> None:
    """Start a worker, wait for its end, and again."""
    pause, before = 1.0, list[str]()
    while True:
        begun, id = time.monotonic(), secrets.token_hex(16)
        worker = subprocess.Popen([*WORKER, id, str(os.getpid()), *before], stdin=subprocess.DEVNULL)  # noqa: S603
        try:
            while worker.poll() is None:
                _wait(_LOOK_SECONDS, server)
            sys.stderr.write(f"The worker ended ({worker.returncode}) and is started again.\n")
            pause = 1.0 if time.monotonic() - begun > _LONGEST_PAUSE_SECONDS else min(2 * pause, _LONGEST_PAUSE_SECONDS)
            until = time.monotonic() + pause
            while time.monotonic() < until:
                _wait(_LOOK_SECONDS, server)
        except _Ended:
            _end(worker)
            return
        before = [id]


def _wait(seconds: float, server: int) -> None:
    if os.getppid() != server:
        raise _Ended
    time.sleep(seconds)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(_TO_END_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()


def _told_to_end(_signal: int, _frame: FrameType | None) -> None:
    raise _Ended


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends this
    signal.signal(signal.SIGTERM, _told_to_end)
    try:
        keep(int(sys.argv[1]))
    except _Ended:  # between two looks
        sys.exit(0)
