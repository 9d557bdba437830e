"""What a field's value must be beyond its type, said once: values check themselves by it, and the case-file reader names
each field that breaks it, whatever else is wrong beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Rule:
    """A test, and the words for a value that fails it; `{}` in them stands for the first characters of the value."""

    holds: Callable[[Any], object]
    why: str

    def why_not(self, value: object) -> str | None:
        """Why the value is refused, or None where it may stand."""
        return None if self.holds(value) else self.why.format(str(value)[:_SHOWN])

    def check(self, *values: object) -> None:
        """Raise ValueError for the first of the values that is refused. None says nothing and may always stand."""
        for value in values:
            why = None if value is None else self.why_not(value)
            if why is not None:
                raise ValueError(why)


NOT_EMPTY = Rule(bool, "is empty")
A_CODE = Rule(
    lambda code: code.replace("_", "").isalnum() and code == code.lower(), "“{}” is not a code in small letters"
)
