"""One change to a case file at a time: whoever comes second waits, and then sees what the first has done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system without locks of this kind: one person, one window
    fcntl = None  # type: ignore[assignment]


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder of a case file until done. The lock goes when the process does, however it ends."""
    if fcntl is None or not folder.is_dir():
        yield
        return
    # The folder itself is locked: a lock file of our own would be one more thing to find in a case, and to be left behind.
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
