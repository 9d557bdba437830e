"""The search: every page that has the words, the nearest first. What was asked is not kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.translation import override

from throughline.web.guidance.leaves import Leaf, leaves
from throughline.web.languages import language

MOST = 20
"""Pages that are listed: more would help nobody."""
LONGEST = 200
"""Letters of a search that are looked at."""
_KINDS = ("guide", "behaviour", "script", "way", "route", "figure", "law", "risk")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an and are at be been by do does for from has have he her him his how i if in is it me my of on or she that the their them"
        " they this to was what when who will with you your keeps keep",
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """A page that was found, and a few of its words around the first match."""

    leaf: Leaf
    around: str


def find(asked: str) -> tuple[Found, ...]:
    """Pages that have the words, or words that begin with them; those with most of them come first, those with them in the title before. Words that stand in
    every sentence are left out, unless nothing else was asked."""
    every = re.findall(r"\w\w+", asked[:LONGEST].casefold())
    wanted = [_stem(it) for it in every if it not in _COMMON] or [_stem(it) for it in every]
    if not wanted:
        return ()
    ranked = sorted(_matching(wanted), key=lambda it: it[0])
    return tuple(Found(leaf, _around(leaf, wanted)) for _, leaf in ranked[:MOST])


def _stem(word: str) -> str:
    """A word without the endings that people vary: `calls` finds call, `following` finds followed."""
    for ending in ("ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _matching(wanted: list[str]) -> Iterator[tuple[tuple[int, int, int], Leaf]]:
    for at, (leaf, title, words) in enumerate(_index()):
        held = sum(f" {it}" in words for it in wanted)
        if held:
            named = sum(f" {it}" in title for it in wanted)
            yield (-held - named, _KINDS.index(leaf.kind), at), leaf


def _index() -> tuple[tuple[Leaf, str, str], ...]:
    return _index_in(language())


@lru_cache(maxsize=16)
def _index_in(_language: str) -> tuple[tuple[Leaf, str, str], ...]:
    """Each page with its title and its words; in another language, the English ones as well, because people use both."""
    with override(settings.LANGUAGE_CODE):
        english = leaves()
    return tuple(
        (it, _spaced(f"{it.title} {also.title} {it.id}"), _spaced(f"{it.words} {also.words} {it.id}"))
        for it, also in zip(leaves().values(), english.values(), strict=True)
    )


def _spaced(text: str) -> str:
    return " " + " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _around(leaf: Leaf, wanted: list[str]) -> str:
    told = [said.plain for part in leaf.parts for said in part.said]
    return max(told, key=lambda it: sum(f" {word}" in _spaced(it) for word in wanted), default="")
