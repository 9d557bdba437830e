"""Every setting of the service is on its page, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"(?:setting|is_on|number)\(\"([A-Z0-9_]+)\"")
TOLD = re.compile(r"^\| `THROUGHLINE_([A-Z0-9_]+)`", re.MULTILINE)


def test_the_page_of_the_settings_has_each_of_them() -> None:
    read = set(READ.findall((ROOT / "src/throughline/web/settings.py").read_text()))
    told = set(TOLD.findall((ROOT / "docs/reference/settings.md").read_text()))
    assert len(read) > 5
    assert read == told
