"""What goes to a terminal: words from an export must not be able to steer it."""

from __future__ import annotations

import sys
import unicodedata

_KEPT = {"\n", "\t"}


def safe(text: str) -> str:
    """The text with control characters and direction overrides shown as `�`, so that it cannot move the cursor, hide
    words or run a terminal's escape sequences."""
    return "".join(
        "�" if (unicodedata.category(c) in ("Cc", "Cs") and c not in _KEPT) or c in "\u202d\u202e" else c for c in text
    )


def say(text: str) -> None:
    """Print a line to standard output; what its encoding cannot show is shown as `?`."""
    encoding = sys.stdout.encoding or "utf-8"
    print(safe(text).encode(encoding, "replace").decode(encoding))


def warn(text: str) -> None:
    """Print a line to standard error."""
    encoding = sys.stderr.encoding or "utf-8"
    print(safe(text).encode(encoding, "replace").decode(encoding), file=sys.stderr)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 message`, `2,031 messages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
