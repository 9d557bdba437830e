"""One sequence of bytes for one JSON value, so that its hash means something. Version 1 of docs/formats/vault.md.

Keys sorted by code point, no blank between tokens, UTF-8, nothing escaped that need not be. Words are kept exactly: no
Unicode normalisation. Whole numbers as far as every JSON reader holds them (RFC 7493: 2**53 - 1); other numbers finite, in
the shortest form that reads back the same.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from throughline.domain.errors import VaultError

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

LARGEST_WHOLE = 2**53 - 1
DEEPEST = 64


class NotCanonical(VaultError):
    """A value has no canonical bytes, or bytes are not the canonical ones of any value."""


def canonical(value: Json) -> bytes:
    """The canonical bytes of a value. Raises NotCanonical, naming the kind of fault and never the value."""
    _check(value, 0)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonical("A text holds half of a surrogate pair, which is no character.") from None


def read_canonical(written: bytes) -> Json:
    """The value whose canonical bytes these are. Raises NotCanonical for any other spelling of it."""
    try:
        value: Json = json.loads(written.decode("utf-8"))
        again = canonical(value)
    except (ValueError, RecursionError):
        raise NotCanonical("These bytes are not JSON.") from None
    if again != written:
        raise NotCanonical("These bytes are JSON, but not written in the one canonical way.")
    return value


def _check(value: object, depth: int) -> None:
    if depth == DEEPEST and isinstance(value, dict | list | tuple):
        raise NotCanonical(f"The value is nested more than {DEEPEST} deep.")
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical("A key is not text.")
        for member in value.values():
            _check(member, depth + 1)
    elif isinstance(value, list | tuple):
        for member in value:
            _check(member, depth + 1)
    elif isinstance(value, bool | str) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) > LARGEST_WHOLE:
            raise NotCanonical("A whole number is larger than every JSON reader can hold.")
    elif not isinstance(value, float) or not math.isfinite(value):
        raise NotCanonical("The value holds something that JSON has no form for.")
