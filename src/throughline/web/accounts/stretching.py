"""How many secrets are stretched at once: each takes `ARGON2_MEMORY_MIB` for a fraction of a second.

Eight more may wait, which is a matter of a second or two. Whoever comes after them is told to try again, so that people who are signed in are not left without a
thread of the server.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from django.conf import settings

from throughline.domain.errors import Busy

MAY_WAIT = 8
LONGEST_WAIT_SECONDS = 10


@cache
def _doors() -> tuple[BoundedSemaphore, BoundedSemaphore]:
    """(the waiting room with all that is behind it, the places behind it)."""
    return BoundedSemaphore(settings.ARGON2_AT_ONCE + MAY_WAIT), BoundedSemaphore(settings.ARGON2_AT_ONCE)


@contextmanager
def place_to_stretch() -> Iterator[None]:
    """Hold one of the places while a secret is stretched. Raises Busy where none becomes free."""
    room, places = _doors()
    if not room.acquire(blocking=False):
        raise Busy
    try:
        if not places.acquire(timeout=LONGEST_WAIT_SECONDS):
            raise Busy
        try:
            yield
        finally:
            places.release()
    finally:
        room.release()
