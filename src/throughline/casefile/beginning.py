"""Begin a case file."""

from __future__ import annotations

from pathlib import Path

from throughline.casefile.container import CASE, EXHIBITS
from throughline.casefile.writing import write_case
from throughline.domain.case import Case
from throughline.domain.errors import CaseFileError
from throughline.domain.vocabulary import Jurisdiction


def begin_case(folder: Path, timezone: str, jurisdiction: Jurisdiction) -> Case:
    """An empty case file in a new or empty folder. Raises CaseFileError where there is something already."""
    name = folder.absolute().name
    if (folder / CASE).exists():
        raise CaseFileError(f"“{name}” already holds a case; choose another name, or import into this one.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseFileError(f"“{name}” is not empty; choose a new name for the case.")
    try:
        case = Case(timezone=timezone, jurisdiction=jurisdiction)
        (folder / EXHIBITS).mkdir(parents=True)
        write_case(folder, case)
    except ValueError as refused:
        raise CaseFileError(f"{refused}.") from None
    except OSError as refused:
        raise CaseFileError(f"“{name}” cannot be made ({refused.strerror}); choose another place.") from None
    return case
