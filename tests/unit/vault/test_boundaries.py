"""The vault takes its keys and times as arguments: it asks no clock, keeps no log, and prints nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import throughline.vault

MODULES = sorted(Path(throughline.vault.__file__).parent.glob("*.py"))
FORBIDDEN_MODULES = {"time", "logging", "django", "sqlite3", "tempfile", "random", "warnings"}
FORBIDDEN_CALLS = {"now", "utcnow", "today", "print"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_clock_no_log_no_framework(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [it.name for it in node.names]
            assert not {name.split(".")[0] for name in names} & FORBIDDEN_MODULES
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in FORBIDDEN_CALLS


def test_only_the_table_needs_polars() -> None:
    assert [path.stem for path in MODULES if "polars" in path.read_text("utf-8")] == ["tables"]
