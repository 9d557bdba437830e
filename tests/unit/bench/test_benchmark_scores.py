"""A perfect method scores perfectly, an empty one finds nothing, and one that always cries is always wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import outside
import pytest
from figures import Figure
from scoring import judge, score
from table import goals_met, is_met, limits, line, met_in_words
from worlds.splits import WORLDS, Seed, make
from worlds.truth import INFERENCES, Truth

from throughline.casefile.reading import read_case_file

TRUTHS = [make(Seed("dev", world, "poisson", 30, 0)).truth for world in WORLDS]


def inference(kind: str, person: str) -> dict[str, Any]:
    return {"kind": kind, "sort": "inference", "person": person, "because": ["i1"], "statement": "More.", "measure": {}}


def fact(kind: str, ids: tuple[str, ...]) -> dict[str, Any]:
    number = len(ids)
    return {
        "kind": kind, "sort": "fact", "person": "p1", "because": list(ids), "measure": {"value": number},
        "statement": f"It came {number:,} times.", "caveat": "",
    }  # fmt: skip


def perfect(truth: Truth) -> list[dict[str, Any]]:
    facts = [fact(kind, ids) for kind, of in truth.exact.items() for ids in of.values()]
    cited = next(f"{letter}1" for letter, number in truth.ids.items() if number)
    return [{**inference(it.kind, it.person), "because": [cited]} for it in truth.planted] + facts


def values(findings: list[list[dict[str, Any]]]) -> dict[tuple[str, str, int | None], float]:
    lines = score([judge(*pair) for pair in zip(TRUTHS, findings, strict=True)], "a method")
    return {(it.what, it.family, it.n): it.value for it in lines}


def test_a_perfect_method_is_never_wrong_finds_everything_and_is_exact() -> None:
    for (what, *_), value in values([perfect(truth) for truth in TRUTHS]).items():
        assert value == float(what.startswith(("found", "exact", "citations", "counts"))), what


def test_an_empty_method_is_never_wrong_and_finds_nothing() -> None:
    said = values([[] for _ in TRUTHS])
    assert {value for (what, *_), value in said.items() if what.startswith("found")} == {0.0}
    assert said["any false inference", "all flat and benign worlds", None] == 0.0


def test_a_method_that_says_everything_of_everybody_is_always_wrong() -> None:
    everything = [inference(kind, "p1") for kind in INFERENCES]
    said = values([everything for _ in TRUTHS])
    assert said["any false inference", "all flat and benign worlds", None] == 1.0
    assert said["false rhythm", "steady", None] == 1.0
    assert said["false rhythm", "marketing", None] == 0.0  # a shop's mornings do gather


@pytest.mark.parametrize(("change", "what"), [
    ({"because": ["i1", "c999999"]}, "citations exist"), ({"measure": {"value": 7}}, "counts are those of what is cited"),
    ({"statement": "Nothing to worry about, 2 times."}, "a sentence that reassures or accuses"),
])  # fmt: skip
def test_one_dishonest_finding_is_seen(change: dict[str, Any], what: str) -> None:
    findings = [perfect(truth) for truth in TRUTHS]
    honest = values(findings)
    findings[0] = [{**findings[0][0], **fact("occasions", ("i1", "i2")), **change}, *findings[0][1:]]
    assert honest[what, "all worlds", None] != values(findings)[what, "all worlds", None]


def test_one_missing_or_wrong_id_is_not_exact() -> None:
    findings = [perfect(truth) for truth in TRUTHS]
    findings[0] = [it if it["kind"] != "occasions" else {**it, "because": it["because"][1:]} for it in findings[0]]
    assert values(findings)["exact occasions", "all worlds", None] == pytest.approx(1 - 1 / len(TRUTHS))


def test_exported_cases_are_case_files_and_findings_are_scored_by_name_or_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "cases of the benchmark"
    number = outside.export(folder, "dev", 1)
    assert number == len(WORLDS)
    truths = [json.loads(it) for it in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    assert [it["case"] for it in truths] == sorted(path.name for path in (folder / "cases").iterdir())
    for truth in truths:
        read = read_case_file(folder / "cases" / truth["case"])
        assert truth["ids"]["i"] == len(read.case.incidents)
        assert truth["ids"]["c"] == len(read.communications)
    lines = [{"case": it["case"], "findings": perfect(Truth.from_json(it))} for it in truths]
    named, in_order = tmp_path / "named.jsonl", tmp_path / "in order.jsonl"
    named.write_text("".join(json.dumps(it) + "\n" for it in reversed(lines)), "utf-8")
    in_order.write_text("".join(json.dumps({"findings": it["findings"]}) + "\n" for it in lines), "utf-8")
    scores = [list(outside.score_files(path, folder / "truth.jsonl", "a method")) for path in (named, in_order)]
    assert scores[0] == scores[1]
    in_order.write_text("{}\n", "utf-8")
    with pytest.raises(ValueError, match="1 lines for"):
        outside.score_files(in_order, folder / "truth.jsonl", "a method")


def test_a_callable_is_asked_about_every_case(tmp_path: Path) -> None:
    outside.export(tmp_path / "made", "dev", 1)
    method = tmp_path / "my_method.py"
    method.write_text(
        "def find(case):\n    yield {'kind': 'rhythm', 'sort': 'inference', 'person': case.name}\n", "utf-8"
    )
    answers = [json.loads(it) for it in outside.ask(outside.load(f"{method}:find"), tmp_path / "made")]
    assert len(answers) == len(WORLDS)
    assert all(it["findings"] == [{"kind": "rhythm", "sort": "inference", "person": it["case"]}] for it in answers)
    with pytest.raises(ValueError, match="names no method"):
        outside.load(f"{tmp_path / 'none.py'}:find")


def figure(value: float, goal: str, low: float | None = None, high: float | None = None) -> Figure:
    return Figure(
        "what", "method", "family", 1_000, value, value if low is None else low, value if high is None else high, goal
    )


def test_goals_are_read_and_a_miss_that_chance_explains_says_so() -> None:
    assert limits(".88 to .92") == (0.88, 0.92)
    assert is_met(figure(0.05, "<= .05"))
    assert not is_met(figure(0.051, "<= .05"))
    assert is_met(figure(0.9, ".88 to .92"))
    assert met_in_words(figure(0.07, "<= .05", 0.04, 0.1)) == "no, but its interval holds the goal"
    assert met_in_words(figure(0.07, "<= .05", 0.06, 0.1)) == "no"
    assert goals_met([figure(0.1, "<= .05"), figure(0.1, ">= .05"), figure(0.1, "")]) == (1, 2)
    with pytest.raises(ValueError, match="is not a goal"):
        limits("small")


def test_a_line_shows_its_interval_and_never_rounds_a_share_up_to_all() -> None:
    assert line(figure(0.0517, "<= .05", 0.04, 0.06)) == (
        "| what | method | family | 1,000 | .052 (.040 to .060) | <= .05 | no, but its interval holds the goal |"
    )
    assert "| .999 " in line(figure(0.9996, ">= 1", 0.99, 1.0))
