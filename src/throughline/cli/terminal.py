"""What goes to a terminal: words from an export must not be able to steer it."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any, TypeVar

_KEPT = {"\n", "\t"}
_TURNS = "\u202d\u202e"
_FRAMES = dict.fromkeys([0x202A, 0x202B, 0x202C, *range(0x2066, 0x206A)])
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SECONDS_BETWEEN = 0.2
_CLEAR_LINE = "\x1b[2K"
T = TypeVar("T")


def safe(text: str) -> str:
    """The text with control characters and direction overrides shown as `�`, and without the marks that frame a run of text
    in another direction, so that it cannot move the cursor, hide or reorder words, or run a terminal's escape sequences."""
    return "".join(
        "�" if (unicodedata.category(c) in ("Cc", "Cs") and c not in _KEPT) or c in _TURNS else c
        for c in text.translate(_FRAMES)
    )


def one_line(text: str) -> str:
    """The text with its line breaks shown as `�` too: a name of a file or a key must not pass for a line of ours."""
    return "".join("�" if c.isspace() and c != " " else c for c in text)


def say(text: str) -> None:
    """Print a line to standard output; what its encoding cannot show is shown as `?`."""
    encoding = sys.stdout.encoding or "utf-8"
    print(safe(text).encode(encoding, "replace").decode(encoding))


def say_json(value: Any) -> None:
    """Print a value as one line of JSON. What could steer a terminal is escaped, so that reading it back gives it whole."""
    line = json.dumps(value, ensure_ascii=False)
    say(_UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", line))


def warn(text: str) -> None:
    """Print a line to standard error, in place of any progress shown there."""
    encoding = sys.stderr.encoding or "utf-8"
    clear = _CLEAR_LINE if _shows_progress() else ""
    print(clear + safe(text).encode(encoding, "replace").decode(encoding), file=sys.stderr)


def with_progress(items: Iterable[T], what: str) -> Iterator[T]:
    """The items (a table of them counts as its rows), counted on standard error as they pass, where that is a terminal."""
    if not _shows_progress():
        yield from items
        return
    passed, shown = 0, monotonic()
    for item in items:
        passed += len(item) if hasattr(item, "__len__") else 1
        if monotonic() - shown >= _SECONDS_BETWEEN:
            shown = monotonic()
            print(f"{_CLEAR_LINE}{safe(one_line(what))}: {passed:,} …\r", end="", file=sys.stderr, flush=True)
        yield item
    print(_CLEAR_LINE, end="\r", file=sys.stderr, flush=True)


def _shows_progress() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 message`, `2,031 messages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
