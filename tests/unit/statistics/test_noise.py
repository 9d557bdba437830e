"""The library of the noise is loaded by who publishes alone, and the page of what is counted is what the code has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from throughline.statistics.reference import figures_page

ROOT = Path(__file__).resolve().parents[3]


def test_the_library_is_loaded_only_when_something_is_drawn():
    seen = "import sys, throughline.statistics.publishing as it; print('opendp' in sys.modules); it.publish(it.Quarter(2026, 1), []); print('opendp' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "True"]


def test_the_page_of_what_is_counted_is_what_the_code_has():
    written = (ROOT / "docs" / "reference" / "figures.md").read_text("utf-8")
    assert written == figures_page(), "run: python -m throughline.statistics.reference > docs/reference/figures.md"
