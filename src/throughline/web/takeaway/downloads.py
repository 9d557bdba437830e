"""Downloads written as they are sent: neither a pack nor a case file is ever whole in memory or on a disk of the service."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from queue import Full, Queue
from typing import IO

_PIECE_BYTES = 256 * 1024
_PIECES = 8


class Abandoned(Exception):
    """Whoever was downloading went away."""


def streamed(write: Callable[[IO[bytes]], object]) -> Iterator[bytes]:
    """What `write` writes to the stream it is given, piece by piece, as it is asked for.

    It runs in a thread of its own, and never more than a few pieces ahead. Where it fails the download breaks off: a zip
    without its end is none.
    """
    pieces: Queue[bytes | BaseException | None] = Queue(_PIECES)
    left = threading.Event()

    def work() -> None:
        sink = _Sink(pieces, left)
        try:
            write(sink)  # type: ignore[arg-type]
            sink.send()
            _put(pieces, None, left)
        except Abandoned:
            return
        except BaseException as failed:  # it is raised again where the download is
            _put(pieces, failed, left)

    threading.Thread(target=work, daemon=True).start()
    try:
        while (piece := pieces.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        left.set()


def _put(
    pieces: Queue[bytes | BaseException | None], piece: bytes | BaseException | None, left: threading.Event
) -> None:
    while not left.is_set():
        try:
            pieces.put(piece, timeout=1)
            return
        except Full:  # look again whether somebody still reads
            continue


class _Sink(io.RawIOBase):
    """The writing end. It cannot seek."""

    def __init__(self, pieces: Queue[bytes | BaseException | None], left: threading.Event) -> None:
        self._pieces, self._left, self._waiting = pieces, left, bytearray()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, block: bytes) -> int:  # type: ignore[override]
        self._waiting += block
        if len(self._waiting) >= _PIECE_BYTES:
            self.send()
        return len(block)

    def send(self) -> None:
        """Pass on what waits."""
        if self._left.is_set():
            raise Abandoned
        _put(self._pieces, bytes(self._waiting), self._left)
        self._waiting.clear()
