"""The simulations run, and print a row for every cell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]


def test_two_cases_of_one_family_give_every_table() -> None:
    command = [
        sys.executable,
        "bench/patterns/calibrate.py",
        "--cases",
        "2",
        "--families",
        "hawkes 48 h",
        "--counts",
        "15,30",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rows = [line for line in done.stdout.splitlines() if line.startswith("| hawkes 48 h |")]
    assert len(rows) == 2 + 2 + 3 + 2
