"""The Riverside example as a test uses it: a copy of its diary with its exports taken in, as `./run command-line` does it."""

from __future__ import annotations

import shutil
from pathlib import Path

from throughline.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
RIVERSIDE = ROOT / "examples" / "riverside"
EXPORTS = sorted((RIVERSIDE / "exports").iterdir())


def take_in_riverside(folder: Path) -> Path:
    """The case file of the example, whole, in that folder."""
    shutil.copytree(RIVERSIDE / "diary", folder)
    assert main(["import", str(folder), *map(str, EXPORTS), "--them", "Sam", "--person", "p1"]) == 0
    return folder
