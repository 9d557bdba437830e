"""What goes to a terminal: words from an export must not be able to steer it."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from typing import Any

_KEPT = {"\n", "\t"}
_TURNS = "\u202d\u202e"
_FRAMES = dict.fromkeys([0x202A, 0x202B, 0x202C, *range(0x2066, 0x206A)])
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """The text with control characters and direction overrides shown as `�`, and without the marks that frame a run of text
    in another direction, so that it cannot move the cursor, hide or reorder words, or run a terminal's escape sequences."""
    return "".join(
        "�" if (unicodedata.category(c) in ("Cc", "Cs") and c not in _KEPT) or c in _TURNS else c
        for c in text.translate(_FRAMES)
    )


def say(text: str) -> None:
    """Print a line to standard output; what its encoding cannot show is shown as `?`."""
    encoding = sys.stdout.encoding or "utf-8"
    print(safe(text).encode(encoding, "replace").decode(encoding))


def say_json(value: Any) -> None:
    """Print a value as one line of JSON. What could steer a terminal is escaped, so that reading it back gives it whole."""
    line = json.dumps(value, ensure_ascii=False)
    say(_UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", line))


def warn(text: str) -> None:
    """Print a line to standard error."""
    encoding = sys.stderr.encoding or "utf-8"
    print(safe(text).encode(encoding, "replace").decode(encoding), file=sys.stderr)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 message`, `2,031 messages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
