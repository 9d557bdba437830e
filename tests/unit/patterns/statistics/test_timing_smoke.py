"""The benchmark of what is said about when runs, and gives every line with its peers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]
RUN = """
import json, sys
sys.path.insert(0, "bench/patterns")
import timing
if __name__ == "__main__":
    print(json.dumps([tuple(figure) for figure in timing.figures(2)]))
"""


def test_two_cases_a_cell_give_every_line(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(RUN, "utf-8")
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = json.loads(done.stdout)
    said = {what.split(",")[0].split(":")[0] for what, *_ in lines}
    assert said == {"return after quiet", "rhythm", "burst", "anniversary"}
    methods = {method for _, method, *_ in lines}
    assert {"naive: any gap over 30 days", "naive: a gap over mean + 3 sd", "naive: Rayleigh on every contact",
            "naive: Kleinberg, s = 2", "naive: half of the dates hit", "oracle: knows the family and its size"} <= methods  # fmt: skip
    assert all(0 <= low <= value + 1e-9 <= high + 2e-9 <= 1 + 2e-9 for *_, value, low, high, _ in lines)
    assert {goal for *_, goal in lines} >= {"<= .05", "<= .07", ">= .50", ">= .85", ">= .90", ">= .95", ">= .99"}
