"""Values to what JSON can hold, and strictly back. Works from the types of the frozen dataclasses, so that the two cannot part.

Every field is written. A time is written in UTC. Reading refuses an unknown key, a missing one that has no default, and a value
of another type; no refusal repeats what was written.
"""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")
_PLAIN = {str: "a text", int: "a whole number", bool: "true or false"}
_WRITTEN: dict[Any, Any] = {datetime: datetime.fromisoformat, date: date.fromisoformat, time: time.fromisoformat}


def encode(value: Any) -> dict[str, Any]:
    """A value as a JSON object."""
    return {field.name: _encoded(getattr(value, field.name)) for field in fields(value)}


def decode(kind: type[Value], raw: object) -> Value:
    """The value of that frozen dataclass. Raises ValueError, naming the field and never what is in it."""
    if not isinstance(raw, dict):
        raise ValueError("should be an object with keys")
    hints, required = _shape(kind)  # type: ignore[arg-type]
    if not required <= raw.keys() <= hints.keys():
        raise ValueError(f"does not have the keys of a {kind.__name__}")
    return kind(**{name: _decoded(hints[name], written, name) for name, written in raw.items()})


def roles(kind: type[Any]) -> dict[str, str]:
    """What each field of a value is for, in the words that stand beside it."""
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: hints[field.name].__metadata__[0] for field in fields(kind)}


@lru_cache
def _shape(kind: type[Any]) -> tuple[dict[str, Any], frozenset[str]]:
    """The types of a dataclass by field, and the fields without a default."""
    bare = (field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING)
    return get_type_hints(kind), frozenset(bare)


def _encoded(value: Any) -> Any:
    if is_dataclass(value):
        return encode(value)
    if isinstance(value, tuple):
        return [_encoded(it) for it in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def _decoded(hint: Any, raw: Any, place: str) -> Any:
    origin = get_origin(hint)
    if origin is Annotated:
        return _decoded(get_args(hint)[0], raw, place)
    if origin in (Union, types.UnionType):
        arm = next(it for it in get_args(hint) if it is not type(None))
        return None if raw is None else _decoded(arm, raw, place)
    if origin is Literal:
        return _checked(isinstance(raw, str) and raw in get_args(hint), raw, place, "one of its words")
    if origin is tuple:
        _checked(isinstance(raw, list), raw, place, "a list")
        return tuple(_decoded(get_args(hint)[0], it, place) for it in raw)
    if is_dataclass(hint):
        return decode(hint, raw)  # type: ignore[arg-type]
    if hint in _WRITTEN:
        return _moment(hint, raw, place)
    return _checked(type(raw) is hint, raw, place, _PLAIN[hint])


def _checked(holds: bool, raw: Any, place: str, wanted: str) -> Any:
    if not holds:
        raise ValueError(f"{place} should be {wanted}")
    return raw


def _moment(hint: Any, raw: Any, place: str) -> Any:
    try:
        moment = _WRITTEN[hint](raw)
    except (ValueError, TypeError):
        raise ValueError(f"{place} should be a {hint.__name__}") from None
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise ValueError(f"{place} needs a time zone")
    return moment
