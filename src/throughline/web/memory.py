"""What keeps the memory of the service from a disk: words and keys are in it for as long as somebody is at their diary."""

from __future__ import annotations

import resource
from pathlib import Path

_SWAPS = Path("/proc/swaps")
_NO_CORE = 1
"""Not nought: a system that pipes core dumps to a program disregards nought, and Linux pipes none where the limit is one
byte; nor is any file of one byte written."""


def forbid_core_dumps() -> None:
    """No process of the service, nor any that it starts, leaves its memory in a file when it dies."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    least = 0 if most == 0 else _NO_CORE  # what was forbidden before cannot be raised
    resource.setrlimit(resource.RLIMIT_CORE, (least, least))


def has_plain_swap() -> bool:
    """True when this machine may write memory to a disk and it cannot be seen that the disk is sealed. Compressed memory
    (zram) is no disk; a mapped device (dm-…) may be sealed, and is for whoever runs the machine to know."""
    try:
        areas = _SWAPS.read_text().splitlines()[1:]
    except OSError:
        return False
    return any(not line.startswith(("/dev/zram", "/dev/dm-", "/dev/mapper/")) for line in areas)
