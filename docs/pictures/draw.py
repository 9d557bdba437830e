"""Draw the picture of the README: the page of Riverside's chronology on which the first block stands, as it comes out now.

    python docs/pictures/draw.py

Needs Pillow and poppler-utils (pdftotext, pdftoppm), and writes docs/pictures/chronology.webp.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from throughline.casefile.reading import read_case_file
from throughline.cli.main import main as throughline
from throughline.packs.making import make_pack

HERE = Path(__file__).resolve().parent
RIVERSIDE = HERE.parents[1] / "examples" / "riverside"
ON_THE_PAGE = "White flowers in brown paper"
MADE_AT = datetime(2026, 4, 2, 10, 0, tzinfo=ZoneInfo("Europe/London"))
DOTS, LEFT, TOP, RIGHT, BOTTOM = 116, 60, 70, 905, 1000


def main() -> None:
    """Put the example together, find the page, and save the part of it that is read at a glance."""
    with tempfile.TemporaryDirectory() as folder:
        document = chronology(Path(folder))
        page = page_with(ON_THE_PAGE, document)
        drawn = Path(folder) / "page"
        subprocess.run(
            ["pdftoppm", "-png", "-singlefile", "-r", str(DOTS), "-f", str(page), "-l", str(page), document, drawn],
            check=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with Image.open(drawn.with_suffix(".png")) as image:
            image.crop((LEFT, TOP, RIGHT, BOTTOM)).save(HERE / "chronology.webp", lossless=True, quality=100, method=6)


def chronology(folder: Path) -> Path:
    """The chronology of the example's pack, as PDF."""
    case, pack = folder / "riverside", folder / "pack.zip"
    shutil.copytree(RIVERSIDE / "diary", case)
    exports = [str(path) for path in sorted((RIVERSIDE / "exports").iterdir())]
    throughline(["import", str(case), *exports, "--them", "Sam", "--person", "p1"])
    make_pack(read_case_file(case), pack, recipient="police", made_at=MADE_AT)
    with zipfile.ZipFile(pack) as archive:
        return Path(archive.extract("data/chronology.pdf", folder))


def page_with(words: str, document: Path) -> int:
    """The number of the first page on which those words stand."""
    text = subprocess.run(["pdftotext", document, "-"], capture_output=True, text=True, check=True).stdout
    return 1 + next(number for number, page in enumerate(text.split("\f")) if words in " ".join(page.split()))


if __name__ == "__main__":
    main()
