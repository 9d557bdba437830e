"""`throughline patterns` says which messages to read first: ids and kinds, no words; all of them as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from throughline.cli.main import main

WORDS = (
    "are you coming to choir",
    "i will kill you when i find you",
    "the bins go out",
    *(f"see you at {n}" for n in range(30)),
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.json").write_text(json.dumps({"format": "throughline-case/1", "timezone": "Europe/London"}))
    lines = [
        {"id": f"c{n}", "at": f"2026-03-01T10:{n:02}:00Z", "direction": "incoming", "kind": "message", "channel": "sms",
         "party": {"kind": "phone", "value": "+447700900123"}, "text": text}
        for n, text in enumerate(WORDS)
    ]  # fmt: skip
    (folder / "communications.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return folder


def test_the_first_twelve_by_id_and_kind(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["patterns", str(case)]) == 0
    said = capsys.readouterr().out
    assert "Messages to read first" in said
    assert " 1. c1: may threaten to hurt somebody" in said
    assert "12. c" in said
    assert "13. c" not in said
    assert "8 more are listed with --json. 33 messages with words came." in said
    assert "i will kill you" not in said


def test_all_of_them_as_json(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["patterns", str(case), "--json"]) == 0
    (finding,) = [it for it in json.loads(capsys.readouterr().out)["findings"] if it["kind"] == "grave_words"]
    assert finding["sort"] == "inference"
    assert finding["ranked"][0] == {"id": "c1", "category": "direct_threat"}
    assert [it["id"] for it in finding["ranked"]] == finding["because"]
    assert (len(finding["ranked"]), finding["measure"]["value"], finding["measure"]["of"]) == (20, 20, 33)
    assert finding["measure"]["chance"] is None
    assert 0 < finding["measure"]["probability"] < 1
