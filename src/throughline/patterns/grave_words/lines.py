"""The lines that the order is learned from: who wrote them, and how, stands in docs/explanation/grave-words.md."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple, get_args

from throughline.domain.finding import GraveCategory

CATEGORIES: tuple[GraveCategory, ...] = get_args(GraveCategory)
ORDINARY = ("none_close", "none_ordinary")
"""Files of messages that are not grave: those that use grave words, and those of every day."""


class Line(NamedTuple):
    """One line; `category` is None for an ordinary one. Lines of one `scene` were written together and are alike."""

    category: GraveCategory | None
    scene: str
    language: str
    text: str


@cache
def read_lines() -> tuple[Line, ...]:
    """Every line, in the order of the files."""
    grave = [line for category in CATEGORIES for line in _read(category, category)]
    return (*grave, *(line for name in ORDINARY for line in _read(name, None)))


def _read(name: str, category: GraveCategory | None) -> list[Line]:
    table = (files(__package__) / "lines" / f"{name}.tsv").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in table.splitlines()[1:])
    return [Line(category, f"{name}: {scene}", language, text) for scene, language, text in rows]
