"""Reading one table of a content file: each key is asked for by its kind, and a key nobody asks for is an error.

Content is written by people who need not know Python, so every fault names the file, the entry and the key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from throughline.domain.errors import ThroughlineError

Word = TypeVar("Word", bound=str)


class ContentError(ThroughlineError):
    """A content file breaks the schema. The message names the file, the entry and the key."""

    def __init__(self, place: str, wrong: str) -> None:
        super().__init__(f"{place}: {wrong}.", code="E_GUIDANCE")


class Fields:
    """The keys of one table at `place`, such as "england_wales/law.toml, law ew.pha1997.s7"."""

    def __init__(self, table: object, place: str) -> None:
        if not isinstance(table, dict):
            raise ContentError(place, "a table of keys and values is needed here")
        self.place = place
        self._table: dict[str, Any] = table
        self._asked: set[str] = set()

    def has(self, key: str) -> bool:
        """True when the key is there; it then counts as asked for only once it is read."""
        return key in self._table

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        text: str = self._one(key, str, "a text", default)
        return text

    def whole_number(self, key: str) -> int | None:
        """A whole number of 0 or more, or None when the key is not there."""
        number = self._one(key, int, "a whole number", None) if self.has(key) else None
        if number is not None and number < 0:
            raise ContentError(self.place, f"“{key}” must not be less than 0")
        return number

    def yes(self, key: str) -> bool:
        """True or false; false when the key is not there."""
        answer: bool = self._one(key, bool, "true or false", False)
        return answer

    def day(self, key: str, default: date | None = None) -> date:
        """A day, written like 2026-11-23."""
        day: date = self._one(key, date, "a day such as 2026-11-23", default)
        return day

    def choice(self, key: str, words: Sequence[Word]) -> Word:
        """One of a closed set of words."""
        return self._known(key, self.text(key), words)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is not there."""
        listed = self._list(key)
        if not all(isinstance(text, str) and text.strip() for text in listed):
            raise ContentError(self.place, f"“{key}” must be a list of texts")
        return tuple(listed)

    def choices(self, key: str, words: Sequence[Word]) -> tuple[Word, ...]:
        """A list of words of a closed set; empty when the key is not there."""
        return tuple(self._known(key, text, words) for text in self.texts(key))

    def tables(self, key: str) -> tuple[Fields, ...]:
        """A list of tables; empty when the key is not there."""
        return tuple(
            Fields(table, f"{self.place}, {key} {_called(table, at)}") for at, table in enumerate(self._list(key), 1)
        )

    def table(self, key: str) -> Fields:
        """One table."""
        self._asked.add(key)
        return Fields(self._table.get(key), f"{self.place}, {key}")

    def names(self) -> tuple[str, ...]:
        """Every key, for a table whose keys are the author's own."""
        return tuple(self._table)

    def only_key(self) -> str:
        """The one key of a table that must have just one."""
        if len(self._table) != 1:
            raise ContentError(self.place, "just one key is needed here")
        return next(iter(self._table))

    def done(self) -> None:
        """Raise ContentError when the table has a key that nobody asked for."""
        unknown = sorted(self._table.keys() - self._asked)
        if unknown:
            raise ContentError(self.place, f"“{unknown[0]}” is not a key that belongs here")

    def _one(self, key: str, kind: type[Any], described: str, default: Any) -> Any:
        self._asked.add(key)
        value = self._table.get(key, default)
        if value is None:
            raise ContentError(self.place, f"“{key}” is missing")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ContentError(self.place, f"“{key}” must be {described}")
        if isinstance(value, str) and not value.strip():
            raise ContentError(self.place, f"“{key}” is empty")
        return value.strip() if isinstance(value, str) else value

    def _list(self, key: str) -> list[Any]:
        self._asked.add(key)
        listed = self._table.get(key, [])
        if not isinstance(listed, list):
            raise ContentError(self.place, f"“{key}” must be a list")
        return listed

    def _known(self, key: str, word: str, words: Sequence[Word]) -> Word:
        if word not in words:
            raise ContentError(self.place, f"“{word}” in “{key}” is not one of {', '.join(words)}")
        return cast(Word, word)


def _called(table: object, at: int) -> str:
    """What to call a table in a message: its id, or its place in the list."""
    return str(table["id"]) if isinstance(table, dict) and "id" in table else str(at)


def known(ids: Sequence[str], entries: Mapping[str, object], key: str, place: str) -> tuple[str, ...]:
    """Those ids, when every one of them is an entry. Raises ContentError for one that is not."""
    for id in ids:
        if id not in entries:
            raise ContentError(place, f"“{id}” in “{key}” is not an entry in any file")
    return tuple(ids)


def no_weight_without_doubt(certainty: str, weighs: bool, place: str) -> None:
    """Raise ContentError where something weighs, so that its doubt is to stand beside it, and there is no doubt to show."""
    if weighs and certainty == "verified":
        raise ContentError(
            place, "what is “verified” has no doubt to show, so it cannot have a weight (“weighs”, or “!”)"
        )
