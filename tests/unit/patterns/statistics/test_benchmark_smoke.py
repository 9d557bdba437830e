"""The benchmarks of single statistics run, and give lines with an interval, a goal and a peer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
RUN = """
import importlib, itertools, json, sys
sys.path.insert(0, "bench/patterns")
if __name__ == "__main__":
    topic = importlib.import_module(sys.argv[1])
    print(json.dumps([tuple(figure) for figure in itertools.islice(topic.figures(2), int(sys.argv[2]))]))
"""


@pytest.mark.parametrize(("topic", "lines"), [("frequency", 6), ("reaction", 4), ("severity", 12)])
def test_two_cases_a_cell_give_lines(topic: str, lines: int, tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(RUN, "utf-8")
    command = [sys.executable, str(script), topic, str(lines)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    assert len(figures) == lines
    assert all(0 <= low <= value + 1e-9 <= high + 2e-9 <= 1 + 2e-9 for *_, value, low, high, _ in figures)
    assert any(goal for *_, goal in figures)
    assert any(method.startswith("naive") for _, method, *_ in figures)
