"""How far each record had come, remembered beside the database: a database put back to an older state is noticed by it.

One small file a case, written after the transaction that moved the record on. It may lag by what a crash cut off, and never
be ahead.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from django.conf import settings

from throughline.vault.record import Head, Witness


def remember(head: Head) -> None:
    """Write down where a record ends now."""
    path = _path(head.case_id)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(8)}.partial")  # two requests may end at the same moment
    with partial.open("w") as stream:
        stream.write(json.dumps({"count": head.count, "hash": head.hash.hex()}))
        stream.flush()
        os.fsync(stream.fileno())  # or a power cut could leave the name without its content, and the case shut
    partial.replace(path)


def remembered(case_id: str) -> Witness | None:
    """Where a record ended when that was last written down; None where it never was."""
    try:
        said = json.loads(_path(case_id).read_text())
    except FileNotFoundError:
        return None
    return Witness(case_id, said["count"], bytes.fromhex(said["hash"]))


def forget(case_id: str) -> None:
    """A case was deleted."""
    _path(case_id).unlink(missing_ok=True)


def _path(case_id: str) -> Path:
    return Path(settings.HEADS) / case_id
