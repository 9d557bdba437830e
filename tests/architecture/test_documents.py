"""The documents cannot fall behind: the reference says what the parser says, links lead somewhere, commands exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Literal, get_origin
from urllib.parse import unquote

import pytest

from throughline.cli.main import COMMANDS, build_parser
from throughline.cli.reference import command_line_page
from throughline.domain import vocabulary

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    path
    for pattern in ("*.md", "docs/**/*.md", "examples/**/*.md", "src/**/*.md", "bench/**/*.md", "tests/**/*.md")
    for path in sorted(ROOT.glob(pattern))
]
_FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"`(?:\.venv/bin/)?throughline ([^`]+)`|^\$ throughline (.+)$", re.MULTILINE)


def anchors(text: str) -> set[str]:
    """The places of a document that a link can lead to: its headings, as they are made into anchors."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    lost = []
    for link in _LINK.findall(_FENCED.sub("", path.read_text("utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / unquote(name)).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_that_is_named_exists_with_its_options(path: Path) -> None:
    parser = build_parser()
    known = {name: parser._subparsers._group_actions[0].choices[name]._option_string_actions for name in COMMANDS}  # type: ignore
    for command in (first or second for first, second in _COMMAND.findall(path.read_text("utf-8"))):
        name, *words = shlex.split(command, comments=True)
        if name in ("COMMAND", "--help", "--version"):
            continue
        assert name in known, command
        assert [word for word in words if word.startswith("--") and word not in known[name]] == [], command


def test_the_command_line_page_is_what_the_parser_says() -> None:
    written = (ROOT / "docs" / "reference" / "command-line.md").read_text("utf-8")
    assert written == command_line_page(), "run: python -m throughline.cli.reference > docs/reference/command-line.md"


def test_the_case_file_page_lists_every_word_of_every_closed_list() -> None:
    page = (ROOT / "docs" / "formats" / "case-file.md").read_text("utf-8")
    listed = {tuple(re.findall(r"`(\w+)`", row)) for row in re.findall(r"^\| .*`.* \| (.*) \|$", page, re.MULTILINE)}
    lists = [it for it in vars(vocabulary).values() if get_origin(it) is Literal]
    assert listed == {vocabulary.words(it) for it in lists}


def test_decisions_are_short() -> None:
    long = [
        path.name for path in (ROOT / "docs" / "adr").glob("*.md") if len(path.read_text("utf-8").splitlines()) > 40
    ]
    assert long == []
