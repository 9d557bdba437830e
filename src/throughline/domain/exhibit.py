"""Exhibits: originals, untouched, with their reference and hash."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One item of evidence. `ref` is like `AB/1` and never reused; `file` is its path inside the case file;
    `sha256` was taken as it came in, before anything read it; a `private` one never goes into a pack."""

    ref: str
    file: str | None = None
    sha256: str | None = None
    description: str = ""
    private: bool = False

    def __post_init__(self) -> None:
        if self.sha256 is not None and not _SHA256.fullmatch(self.sha256):
            raise ValueError("a sha256 is 64 digits from 0 to 9 and a to f")
        if self.file is not None and not _is_inside(self.file):
            raise ValueError("an exhibit's file must lie inside the case file, under exhibits/")


def _is_inside(file: str) -> bool:
    parts = file.split("/")
    return parts[0] == "exhibits" and len(parts) > 1 and not {"", ".", ".."} & set(parts) and "\\" not in file
