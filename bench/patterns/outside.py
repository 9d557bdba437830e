"""For a method that is no part of Throughline: cases as case files, their truth beside them, and its findings scored.

A case file is docs/formats/case-file.md. A method gives one line of JSON a case, `{"case": NAME, "findings": [...]}`, with
findings as contract findings.md writes them (`throughline patterns --json` does, without `case`: then the lines stand for the
cases in the order of truth.jsonl). `kind`, `sort` and `person` are enough to be scored on inferences.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from figures import Figure
from scoring import judge, score
from worlds.splits import WORLDS, deal, make
from worlds.truth import Truth

from throughline.casefile.writing import write_case
from throughline.communications.ndjson import write_table

CASES, TRUTH = "cases", "truth.jsonl"
Method = Callable[[Path], Iterable[dict[str, Any]]]
"""Takes the folder of a case file and gives its findings as objects."""


def export(folder: Path, split: str, cases: int) -> int:
    """Write so many cases of each world of a split, and truth.jsonl; give how many there are. The folder must be new."""
    (folder / CASES).mkdir(parents=True)
    number = 0
    with (folder / TRUTH).open("w", encoding="utf-8") as truths:
        for number, seed in enumerate(deal(split, cases, tuple(WORLDS)), 1):
            made = make(seed)
            # Numbered first, so that every way of sorting names puts the cases in the order of the truths.
            name = f"{number:06}-{seed.name}"
            (folder / CASES / name).mkdir()
            write_case(folder / CASES / name, made.case)
            with (folder / CASES / name / "communications.jsonl").open("wb") as lines:
                write_table(made.communications, lines, wrap=False)
            truths.write(json.dumps(made.truth.to_json(name)) + "\n")
    return number


def ask(method: Method, folder: Path) -> Iterator[str]:
    """Each case of an exported folder put to a method; its answers as lines of JSON."""
    for case in sorted((folder / CASES).iterdir()):
        yield json.dumps({"case": case.name, "findings": list(method(case))})


def load(named: str) -> Method:
    """The callable that `path/to/file.py:name` names. Raises ValueError where there is none."""
    path, _, name = named.rpartition(":")
    spec = importlib.util.spec_from_file_location("outside_method", path)
    if spec is None or spec.loader is None or not Path(path).is_file():
        raise ValueError(f"“{named}” names no method; write it like my_method.py:find")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    method: Method = getattr(module, name)
    return method


def score_files(findings: Path, truths: Path, method: str) -> Iterator[Figure]:
    """The lines of the table for the findings of a method. Raises ValueError where a case has no findings line."""
    truth = {line["case"]: Truth.from_json(line) for line in _lines(truths)}
    said = list(_lines(findings))
    if not all("case" in line for line in said):
        if len(said) != len(truth):
            why = f"{findings} has {len(said)} lines for {len(truth)} cases; give each line its case, or one line a case in order"
            raise ValueError(why)
        said = [{**line, "case": name} for line, name in zip(said, truth, strict=True)]
    answers = {line["case"]: line["findings"] for line in said}
    if missing := sorted(truth.keys() - answers.keys()):
        raise ValueError(f"{findings} says nothing of {len(missing)} cases, the first of them {missing[0]}")
    return score([judge(truth[name], answers[name]) for name in truth], method)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if line.strip():
                yield json.loads(line)
