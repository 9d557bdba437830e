"""The reference cannot fall behind: every command and option is in it, as the parser itself says it."""

from __future__ import annotations

from pathlib import Path

from throughline.cli.reference import command_line_page

ROOT = Path(__file__).resolve().parents[2]


def test_the_command_line_page_is_what_the_parser_says() -> None:
    written = (ROOT / "docs" / "reference" / "command-line.md").read_text("utf-8")
    assert written == command_line_page(), "run: python -m throughline.cli.reference > docs/reference/command-line.md"


def test_decisions_are_short() -> None:
    long = [
        path.name for path in (ROOT / "docs" / "adr").glob("*.md") if len(path.read_text("utf-8").splitlines()) > 40
    ]
    assert long == []
