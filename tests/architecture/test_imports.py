"""What must run, and be read, with nothing but Python: the domain, and the verifier that lies in every pack.

import-linter (`pyproject.toml`) holds the rest of the import rules; it can only forbid libraries that it is told of.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "throughline"
ALONE = {"domain": "throughline.domain.", "packs/verify.py": None}


def imported(path: Path) -> set[str]:
    """Every module that a file names in an import, inside functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


@pytest.mark.parametrize(("part", "own"), ALONE.items())
def test_it_imports_the_standard_library_and_its_own_only(part: str, own: str | None) -> None:
    files = [SRC / part] if part.endswith(".py") else sorted((SRC / part).rglob("*.py"))
    assert files
    others = {
        (path.name, name)
        for path in files
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not (own and f"{name}.".startswith(own))
    }
    assert others == set()


def test_django_would_be_imported_by_the_web_only() -> None:
    named = {
        path.relative_to(SRC).parts[0]
        for path in SRC.rglob("*.py")
        if any(name.split(".")[0] == "django" for name in imported(path))
    }
    assert named <= {"web"}
