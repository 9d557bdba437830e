"""Domain values back to the JSON of a case file. What says nothing is left out; what is written reads back the same."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import IO, Any

from throughline.casefile.decoding import KEY_OF_FIELD
from throughline.domain.case import FORMAT, Case
from throughline.domain.timing import WrittenTime


def case_to_json(case: Case) -> dict[str, Any]:
    """The object of case.json for a case."""
    return {"format": FORMAT, **_plain(case)}


def case_bytes(case: Case) -> bytes:
    """The bytes of case.json for a case; the same case gives the same bytes."""
    return (json.dumps(case_to_json(case), ensure_ascii=False, indent=2) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, WrittenTime):
        return value.text
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    written = {}
    for field in fields(value):
        item = getattr(value, field.name)
        required = field.default is MISSING
        says_nothing = item is False or item in (None, "", ())
        if required or not says_nothing:
            written[KEY_OF_FIELD.get(field.name, field.name)] = _plain(item)
    return written


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Write a file so that it is either the old one or wholly the new one, whatever happens in between."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as stream:
            yield stream
            stream.flush()
            # Without it, a machine that loses power can keep the new name and lose the bytes.
            os.fsync(stream.fileno())
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise


def write_case(folder: Path, case: Case) -> None:
    """Put case.json into a folder, replacing the one there at a stroke."""
    with replacing(folder / "case.json") as stream:
        stream.write(case_bytes(case))
