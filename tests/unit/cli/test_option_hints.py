"""What an error asks for is named as an option on the command line, and only there: pages show the same errors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from throughline.cli.main import main

SOURCE = Path(__file__).parents[3] / "src" / "throughline"
READ_BY_PAGES = ("importers", "originals", "communications")


def sentences() -> Iterator[tuple[str, str]]:
    """Every text in the code of the importers but docstrings, with its file."""
    files = [file for folder in READ_BY_PAGES for file in (SOURCE / folder).rglob("*.py")]
    for file in [*files, SOURCE / "casefile" / "whose.py", SOURCE / "casefile" / "intake.py"]:
        tree = ast.parse(file.read_text())
        said = {id(it.value) for it in ast.walk(tree) if isinstance(it, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                yield file.name, node.value


def test_no_sentence_of_an_importer_names_an_option_or_a_command_or_a_path() -> None:
    told = [(file, text) for file, text in sentences() if " " in text]
    assert len(told) > 50
    assert [it for it in told if " --" in it[1] or "throughline " in it[1] or "/proc" in it[1]] == []


def test_the_command_line_names_the_option_that_answers_the_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text("01/02/2026, 10:00 - Sam: a\n02/02/2026, 10:00 - Alex: b\n03/02/2026, 10:00 - Sam: c\n")
    assert main(["read", str(chat)]) == 2
    assert "; say which (--date-order day-first or --date-order month-first)." in capsys.readouterr().err
    assert main(["new", str(tmp_path / "case")]) == 0
    (tmp_path / "case" / "case.json").write_text(
        '{"format": "throughline-case/1", "timezone": "Europe/London", "people": [{"id": "p1", "name": "Sam"}]}'
    )
    importing = ["import", str(tmp_path / "case"), str(chat), "--date-order", "day-first"]
    assert main([*importing, "--person", "p1"]) == 2
    assert "say which of the parties is them (--them NAME-OR-NUMBER)." in capsys.readouterr().err
