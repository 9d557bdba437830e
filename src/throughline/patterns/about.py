"""What each kind of finding looked at, what it cannot know, how it was found, and what would strengthen or weaken it.

The sentences stand in `about.toml`, one table a kind, so that the pages, the pack and the documents say the same.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, get_args

from throughline.domain.finding import Finding, FindingKind


@dataclass(frozen=True, slots=True)
class About:
    """The sentences on one kind: `looked` and `cannot` for the person, `stronger` and `weaker` for an adviser, `method` for an expert."""

    looked: str
    cannot: str
    method: str
    stronger: tuple[str, ...]
    weaker: tuple[str, ...]


@lru_cache(maxsize=1)
def about_kinds() -> dict[FindingKind, About]:
    """The sentences on every kind of the contract. Raises KeyError where one is missing."""
    told = tomllib.loads(files("throughline.patterns").joinpath("about.toml").read_text("utf-8"))
    return {kind: _about(told[kind]) for kind in get_args(FindingKind)}


def _about(told: dict[str, Any]) -> About:
    return About(told["looked"], told["cannot"], told["method"], tuple(told["stronger"]), tuple(told["weaker"]))


def in_brief(finding: Finding) -> str:
    """A finding in one line, for somebody with ten minutes: its first sentence, without what stands in brackets."""
    first = _first_sentence(_without_brackets(finding.statement))
    return " ".join(first.split())


def _without_brackets(text: str) -> str:
    kept, depth = [], 0
    for character in text:
        depth += character == "("
        if not depth:
            kept.append(character)
        depth -= character == ")" and depth > 0
    return "".join(kept).replace(" .", ".").replace(" ,", ",")


def _first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence: one after which a space and a capital or a quotation mark stand, outside quotations."""
    is_quoted = False
    for at, character in enumerate(text):
        is_quoted = (is_quoted or character == "“") and character != "”"
        following = text[at + 1 : at + 3]
        if (
            character == "."
            and not is_quoted
            and len(following) == 2
            and following[0] == " "
            and following[1] in _BEGINS
        ):
            return text[: at + 1]
    return text


_BEGINS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ“")
