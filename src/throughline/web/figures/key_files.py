"""The key of a set of figures as a file, kept away from the service by somebody who does not run it."""

from __future__ import annotations

import os
from pathlib import Path

from throughline.domain.errors import InputError
from throughline.vault.identity import Identity, PrivateKey, new_identity

_BEGINS = "throughline-figures-key:1:"
_SAYS = "# Opens what people agreed to count, once a quarter is over. Keep it off the machine of the service.\n"


def write_new_key(path: Path) -> Identity:
    """Make a key and write its private half to a new file that only its owner reads. Raises InputError where the file is there."""
    identity = new_identity()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as refused:
        raise InputError(f"The key cannot be written to {path}: {refused.strerror}. Name a new file.") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(_SAYS + _BEGINS + identity.private.raw.hex() + "\n")
    return identity


def read_key(path: Path) -> PrivateKey:
    """The key in a file. Raises InputError where there is none; the message never holds what is in the file."""
    try:
        lines = path.read_text("ascii").splitlines()
        return PrivateKey(bytes.fromhex(next(it for it in lines if it.startswith(_BEGINS)).removeprefix(_BEGINS)))
    except OSError as refused:
        raise InputError(f"{path} cannot be read: {refused.strerror}.") from None
    except (StopIteration, ValueError, UnicodeDecodeError):
        raise InputError(f"{path} does not hold a key of figures.") from None
