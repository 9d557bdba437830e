"""Every misuse that is known has what stands against it, and the tests that are named for it are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "misuse.md"
ROWS = [line.split("|") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")][1:]


def test_there_are_rows_and_each_names_a_test():
    assert len(ROWS) >= 13
    assert [row[1].strip() for row in ROWS if "`tests/" not in row[3]] == []


@pytest.mark.parametrize("named", sorted({it for row in ROWS for it in re.findall(r"`(tests/[^`]+)`", row[3])}))
def test_a_test_that_is_named_is_there(named):
    file, _, name = named.partition("::")
    text = (ROOT / file).read_text("utf-8")
    assert re.search(rf"^def {name or 'test'}", text, re.MULTILINE), named
