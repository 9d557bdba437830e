"""Exhibits: originals, untouched, with their reference and hash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from throughline.domain.rules import NOT_EMPTY, Rule


def _is_inside(file: str) -> bool:
    parts = file.split("/")
    return parts[0] == "exhibits" and len(parts) > 1 and not {"", ".", ".."} & set(parts) and "\\" not in file


A_SHA256 = Rule(re.compile(r"[0-9a-f]{64}").fullmatch, "is not 64 digits from 0 to 9 and a to f, as a SHA-256 is")
INSIDE = Rule(_is_inside, "must lie inside the case file, under exhibits/")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One item of evidence. `ref` is like `AB/1` and never reused; `file` is its path inside the case file;
    `sha256` was taken as it came in, before anything read it; a `private` one never goes into a pack."""

    ref: Annotated[str, NOT_EMPTY]
    file: Annotated[str, INSIDE] | None = None
    sha256: Annotated[str, A_SHA256] | None = None
    description: str = ""
    private: bool = False

    def __post_init__(self) -> None:
        NOT_EMPTY.check(self.ref)
        INSIDE.check(self.file)
        A_SHA256.check(self.sha256)
