"""The catalogues of translations, and what they are made from, for the tests of languages."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "assets"))

BUILT = (ROOT / "src" / "throughline" / "web" / "locale" / "cy" / "LC_MESSAGES" / "django.mo").exists()
needs_welsh = pytest.mark.skipif(
    not BUILT, reason="the translations are not compiled: .venv/bin/python assets/build_catalogues.py"
)
babel = pytest.importorskip("babel.messages.catalog", reason="babel is not installed: pip install babel")

import build_catalogues  # noqa: E402  (its folder is put in the path above)


@lru_cache(maxsize=2)
def english(domain: str) -> dict[str, Any]:
    """The messages there are to translate, by their English words: `django` for the pages, `guidance` for the content."""
    texts = build_catalogues.texts_of_pages() if domain == "django" else build_catalogues.texts_of_guidance()
    return {_words(it.id): it for it in build_catalogues.template(texts) if it.id}


def translated(path: Path) -> dict[str, Any]:
    """The messages of a .po that have a translation, by their English words."""
    return {_words(it.id): it for it in build_catalogues.read(path) if it.id and it.string and not it.fuzzy}


def _words(id: str | tuple[str, ...]) -> str:
    return id if isinstance(id, str) else id[0]
