"""How far the reading of a file is, and whether it is still wanted: told by who reads, looked at by another thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path


class NoLongerWanted(Exception):
    """Whoever asked for it stopped it, or it was given to another."""


@dataclass(slots=True)
class Watch:
    """`done` tells how many bytes of the file have been read, `count` how many communications were found."""

    done: Callable[[], int] = field(default=lambda: 0)
    count: int = 0
    is_over: bool = False

    def add(self, count: int) -> None:
        """So many more were found. Raises NoLongerWanted."""
        self.count += count
        if self.is_over:
            raise NoLongerWanted


def read_to(descriptor: int) -> int | None:
    """How far this process has read the file of a descriptor, wherever it has opened it again: whoever reads it need not say.
    None where it is not open anywhere else.

    Linux tells the place of every open file of a process (proc(5), fdinfo).
    """
    file = os.fstat(descriptor)
    return max((place for place in _places(file, descriptor)), default=None)


def _places(file: os.stat_result, but: int) -> Iterator[int]:
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 (numbers, not paths)
        with suppress(OSError):  # closed meanwhile
            if int(name) != but and os.path.samestat(os.fstat(int(name)), file):
                told = Path(f"/proc/self/fdinfo/{name}").read_text()
                yield int(told.split()[1])
