"""Run a piece of work in a process of its own, and tell how long it took and how much memory it held at most."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

_PROLOGUE = """
import json, resource, sys, time
def report(started, **more):
    took = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "peak_mib": peak, **more}), file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the work alone (imports left out), peak memory of the whole process in MiB, and what it counted."""

    seconds: float
    peak_mib: float
    count: int | None = None


def measure(program: str, *arguments: str, python: str = sys.executable) -> Measured:
    """Run a program that calls `report(started, count=…)` once, and read what it reports."""
    command = [python, "-c", _PROLOGUE + program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return Measured(**json.loads(done.stderr.splitlines()[-1]))


def best_of(times: int, program: str, *arguments: str) -> Measured:
    """The quickest of several runs: what the machine can do when nothing else runs on it."""
    return min((measure(program, *arguments) for _ in range(times)), key=lambda run: run.seconds)


def show(title: str, rows: list[tuple[str, Measured]], against: str) -> None:
    """Print a table with each row's ratio to the row named `against`."""
    base = dict(rows)[against].seconds
    print(f"\n{title}\n{'':42}{'seconds':>9}{'peak MiB':>10}{'ratio':>8}{'count':>12}")
    for name, run in rows:
        count = "" if run.count is None else f"{run.count:,}"
        print(f"{name:42}{run.seconds:9.2f}{run.peak_mib:10.0f}{run.seconds / base:8.2f}{count:>12}")
