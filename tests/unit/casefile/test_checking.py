"""`check` says everything that is wrong, each with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from throughline.casefile.checking import check_case_file
from throughline.casefile.reading import read_case_file
from throughline.domain.errors import CaseFileError

GOOD: dict[str, Any] = {
    "format": "throughline-case/1",
    "timezone": "Europe/London",
    "people": [{"id": "p1", "name": "Sam"}],
    "places": [{"id": "home"}],
    "incidents": [{"id": "i1", "occurred": {"from": "2026-03-01T19:40"}, "person": "p1", "place": "home"}],
    "milestones": [{"id": "m1", "at": "2026-03-04T18:00", "kind": "told_to_stop"}],
}


def write(folder: Path, case: object, lines: str | None = None) -> Path:
    (folder / "case.json").write_text(case if isinstance(case, str) else json.dumps(case))
    if lines is not None:
        (folder / "communications.jsonl").write_text(lines)
    return folder


def wrongs_of(path: Path) -> list[tuple[str, str]]:
    return [(wrong.place, wrong.why) for wrong in check_case_file(path)]


def test_a_good_case_has_nothing_wrong(tmp_path: Path) -> None:
    assert wrongs_of(write(tmp_path, GOOD)) == []


def test_a_slip_of_the_pen_is_named_with_its_line(tmp_path: Path) -> None:
    text = json.dumps(GOOD, indent=1).replace('"id": "m1",', '"id": "m1"')
    line = next(number for number, it in enumerate(text.splitlines(), 1) if '"m1"' in it)
    ((place, why),) = wrongs_of(write(tmp_path, text))
    assert place == "case.json"
    assert why.startswith(f"is not JSON: at line {line + 1}, or just before it, ")


def test_every_fault_is_listed_at_once_with_its_place(tmp_path: Path) -> None:
    case = json.loads(json.dumps(GOOD))
    case["zork"] = 1
    case["people"][0]["relationship"] = "enemy"
    case["incidents"][0]["occurred"] = {"from": "yesterday"}
    case["incidents"].append({"occurred": {"from": "2026-03-01"}, "behaviours": ["stalking"]})
    places = [place for place, _ in wrongs_of(write(tmp_path, case))]
    assert places == [
        "case.json.zork", "case.json.people[0].relationship", "case.json.incidents[0].occurred.from",
        "case.json.incidents[1].id",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"incidents": [{"id": "i1", "occurred": {"from": "2026-03-01"}, "person": "p9"}]}, "case.json.incidents[0].person"),
        ({"incidents": [{"id": "i1", "occurred": {"from": "2026-03-01"}, "exhibits": ["AB/9"]}]}, "case.json.incidents[0].exhibits"),
        ({"incidents": [{"id": "i1", "occurred": {"from": "2026-03-01"}, "place": "attic"}]}, "case.json.incidents[0].place"),
        ({"milestones": [{"id": "m1", "at": "2026-03-01", "person": "p9"}]}, "case.json.milestones[0].person"),
        ({"milestones": [{"id": "p1", "at": "2026-03-01"}]}, "case.json.milestones"),
        ({"timezone": "Mars/Olympus"}, "case.json"),
        ({"format": "throughline-case/9"}, "case.json.format"),
        ({"exhibits": [{"ref": "AB/1", "file": "exhibits/gone.jpg", "sha256": "0" * 64}]}, "case.json.exhibits[0]"),
        ({"incidents": [{"id": "i1", "occurred": {"from": "2026-03-29T01:30"}}]}, "case.json.incidents[0].occurred.from"),
    ],
)  # fmt: skip
def test_each_fault_is_found_where_it_is(tmp_path: Path, change: dict[str, Any], place: str) -> None:
    assert [found for found, _ in wrongs_of(write(tmp_path, GOOD | change))] == [place]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "zork": 1}', "communications.jsonl line 2.zork"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "party": {"kind": "phone", "value": "1", "zork": 1}}', "communications.jsonl line 2.party.zork"),
        ('{"id": "c1", "at": "noon"}', "communications.jsonl line 2.at"),
        ('{"id": "c1"}', "communications.jsonl line 2.at"),
        ('{"id": 7, "at": "2026-03-01T19:40:12Z"}', "communications.jsonl line 2.id"),
        ('{"id": "c1", "id": "c2", "at": "2026-03-01T19:40:12Z"}', "communications.jsonl line 2"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "channel": "pigeon"}', "communications.jsonl line 2.channel"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "text": "\\ud83d"}', "communications.jsonl line 2.text"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "source": {"exhibit": "AB/7"}}', "communications.jsonl source.exhibit"),
        ('{"id": "c0", "at": "2026-03-01T19:40:12Z"}', "communications.jsonl"),
        ('{"id": "p1", "at": "2026-03-01T19:40:12Z"}', "communications.jsonl"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z"', "communications.jsonl line 2"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "at_latest": "2026-03-01T19:40:11Z"}', "communications.jsonl line 2.at_latest"),
    ],
)  # fmt: skip
def test_a_faulty_line_is_named(tmp_path: Path, line: str, place: str) -> None:
    good = '{"id": "c0", "at": "2026-03-01T19:40:12Z"}\n'
    assert [found for found, _ in wrongs_of(write(tmp_path, GOOD, good + line + "\n"))] == [place]


def test_a_changed_exhibit_and_an_unnamed_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "exhibits").mkdir()
    (tmp_path / "exhibits" / "a.jpg").write_bytes(b"other bytes")
    (tmp_path / "exhibits" / "stray.jpg").write_bytes(b"")
    case = GOOD | {"exhibits": [{"ref": "AB/1", "file": "exhibits/a.jpg", "sha256": "0" * 64}]}
    whys = [why for _, why in wrongs_of(write(tmp_path, case))]
    assert any("not the one it had at intake" in why for why in whys)
    assert any("stray.jpg" in why for why in whys)


def test_reading_a_faulty_case_names_the_first_fault_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError) as error:
        read_case_file(write(tmp_path, GOOD | {"zork": 1}))
    assert "case.json.zork is not a key this format has" in error.value.message


def test_a_doubled_key_is_not_dropped_in_silence(tmp_path: Path) -> None:
    text = '{"format": "throughline-case/1", "timezone": "Europe/London", "timezone": "Europe/Paris"}'
    assert wrongs_of(write(tmp_path, text)) == [("case.json", "the key “timezone” stands twice in one place")]


def test_a_folder_without_a_case_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match="throughline new"):
        check_case_file(tmp_path)
