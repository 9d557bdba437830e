"""Words from an export cannot steer a terminal, and JSON for other programs loses nothing by that."""

from __future__ import annotations

import json

import pytest

from throughline.cli.terminal import safe, say_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "�[31mred"), ("evil\u202egnp.exe", "evil�gnp.exe"), ("\u2067abc\u2069 1", "abc 1"), ("\u202bx\u202c", "x"),
        ("one\ttwo", "one\ttwo"), ("שלום (x)", "שלום (x)"), ("\u009b31m", "�31m"),
    ],
)  # fmt: skip
def test_a_line_reads_as_it_runs(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize("text", ["\u202egnp.exe", "\u2067abc\u2069", "\x1b[2J\x00\u009b", "שלום", "“quoted”"])
def test_json_is_whole_and_steers_nothing(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    say_json({"text": text})
    line = capsys.readouterr().out
    assert json.loads(line) == {"text": text}
    assert safe(line) == line
