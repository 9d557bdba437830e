"""JSON to domain values, listing everything that is wrong and where, not the first fault alone.

The decoder works from the type hints of the frozen dataclasses, so that the format and the domain cannot drift apart.
Keys are the fields' names, but for `from`, which Python keeps for itself. Unknown and doubled keys are faults:
nobody's words are dropped in silence.
"""

from __future__ import annotations

import json
import math
import types
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from throughline.domain.timing import WrittenTime

KEY_OF_FIELD = {"start": "from"}
_SLIP = "a comma, a bracket or a quotation mark is missing or too many"
_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault of a case file: where, what, and whether it stops the file from being read."""

    place: str
    why: str
    stops: bool = True
    is_note: bool = False
    """Worth knowing, and not against the format."""


class _Faulty(Exception):
    """A value could not be built; its faults are already listed."""


class _NoNumber(ValueError):
    """A word that Python takes for a number and JSON does not, such as NaN."""


class _Doubling(dict[str, Any]):
    """A JSON object in which keys stand twice; `doubled` names them, so that the decoder can say where."""

    doubled: frozenset[str]


def load_json(content: bytes) -> Any:
    """JSON in UTF-8 as Python has it, doubled keys remembered for `decode`. Raises ValueError, also for numbers that JSON
    does not have, and RecursionError."""
    text = content.decode("utf-8-sig")
    return json.loads(text, object_pairs_hook=_with_doubles_named, parse_constant=_refuse_constant)


def why_refused(refused: Exception) -> str:
    """What is wrong with content that `load_json` refused, and where in it."""
    if isinstance(refused, json.JSONDecodeError):
        if not refused.doc.strip():
            return "is empty"
        where = f"line {refused.lineno}" if "\n" in refused.doc else f"character {refused.colno}"
        if refused.msg == "Extra data":
            return f"should end at {where}, where its first object does, and holds more after it"
        return f"is not JSON: at {where}, or just before it, {_SLIP}"
    if isinstance(refused, UnicodeDecodeError):
        return f"is not JSON in UTF-8 (byte {refused.start + 1:,})"
    if isinstance(refused, RecursionError):
        return "is nested deeper than any case is"
    if isinstance(refused, _NoNumber):
        return f"holds {refused}, which is no number in JSON"
    return "holds a number of more digits than can be meant"


def _with_doubles_named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) == len(pairs):
        return held
    doubling, seen = _Doubling(held), set[str]()
    doubling.doubled = frozenset(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return doubling


def _refuse_constant(name: str) -> Any:
    raise _NoNumber(name)


def decode(kind: type[T], raw: Any, place: str, wrongs: list[Wrong]) -> T | None:
    """The value of that frozen dataclass, or None with every fault added to `wrongs`."""
    try:
        return _dataclass(kind, raw, place, wrongs)  # type: ignore[no-any-return]
    except _Faulty:
        return None


def _dataclass(kind: type[Any], raw: Any, place: str, wrongs: list[Wrong]) -> Any:
    if not isinstance(raw, dict):
        raise _fault(wrongs, place, "should be an object with keys")
    known, required = _keys(kind)  # type: ignore[arg-type]
    before = len(wrongs)
    wrongs.extend(Wrong(f"{place}.{key}", "is not a key this format has") for key in raw if key not in known)
    if isinstance(raw, _Doubling):
        wrongs.extend(Wrong(f"{place}.{key}", "is a key that stands twice in one place") for key in sorted(raw.doubled))
    values: dict[str, Any] = {}
    for key, (name, hint) in known.items():
        if raw.get(key) is not None:
            try:
                values[name] = _value(hint, raw[key], f"{place}.{key}", wrongs)
            except _Faulty:
                continue
        elif key in required:
            wrongs.append(Wrong(f"{place}.{key}", "is missing"))
    if len(wrongs) > before:
        raise _Faulty
    try:
        return kind(**values)
    except ValueError as refused:
        raise _fault(wrongs, place, str(refused)) from None


@lru_cache
def _keys(kind: type[Any]) -> tuple[dict[str, tuple[str, Any]], frozenset[str]]:
    """Key to (field, type) of a dataclass, and which keys are required."""
    hints = get_type_hints(kind, include_extras=True)
    known = {KEY_OF_FIELD.get(field.name, field.name): (field.name, hints[field.name]) for field in fields(kind)}
    required = {
        KEY_OF_FIELD.get(field.name, field.name)
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING
    }
    return known, frozenset(required)


def _value(hint: Any, raw: Any, place: str, wrongs: list[Wrong]) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _value(next(arm for arm in get_args(hint) if arm is not type(None)), raw, place, wrongs)
    if origin is Annotated:
        return _ruled(hint, raw, place, wrongs)
    if origin is Literal:
        if raw not in get_args(hint):
            raise _fault(wrongs, place, f"should be one of: {', '.join(get_args(hint))}")
        return raw
    if origin is tuple:
        return _tuple(get_args(hint)[0], raw, place, wrongs)
    if hint is WrittenTime:
        return _time(raw, place, wrongs)
    if is_dataclass(hint):
        return _dataclass(hint, raw, place, wrongs)  # type: ignore[arg-type]
    return _plain(hint, raw, place, wrongs)


def _ruled(hint: Any, raw: Any, place: str, wrongs: list[Wrong]) -> Any:
    """A value with the `Rule` that its type is annotated with."""
    value = _value(hint.__origin__, raw, place, wrongs)
    why = hint.__metadata__[0].why_not(value)
    if why is not None:
        raise _fault(wrongs, place, why)
    return value


def _tuple(hint: Any, raw: Any, place: str, wrongs: list[Wrong]) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise _fault(wrongs, place, "should be a list")
    before = len(wrongs)
    values = []
    for index, item in enumerate(raw):
        try:
            values.append(_value(hint, item, f"{place}[{index}]", wrongs))
        except _Faulty:
            continue
    if len(wrongs) > before:
        raise _Faulty
    return tuple(values)


def _time(raw: Any, place: str, wrongs: list[Wrong]) -> WrittenTime:
    try:
        return WrittenTime(raw)
    except (ValueError, TypeError) as refused:
        why = str(refused) if isinstance(raw, str) else "should be a time such as 2026-03-01T19:40"
        raise _fault(wrongs, place, why) from None


def _plain(hint: Any, raw: Any, place: str, wrongs: list[Wrong]) -> Any:
    # JSON writes 12.0 as 12; and true is a whole number to Python, though nobody means it as one.
    wanted = (int, float) if hint is float else hint
    if not isinstance(raw, wanted) or (isinstance(raw, bool) and hint is not bool):
        raise _fault(wrongs, place, f"should be {_NAMES[hint]}")
    if hint is float and not _is_finite(raw):
        raise _fault(wrongs, place, "is a number too large to be meant")
    if isinstance(raw, str) and any("\ud800" <= character <= "\udfff" for character in raw):
        raise _fault(wrongs, place, "holds half of a character; write the whole one")
    return raw


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # a whole number of more digits than a float can hold
        return False


def _fault(wrongs: list[Wrong], place: str, why: str) -> _Faulty:
    wrongs.append(Wrong(place, why))
    return _Faulty()
