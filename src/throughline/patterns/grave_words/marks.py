"""What of a text is looked at: its words in one spelling, and the ideas they stand for, alone and together.

`spellings.tsv` gives one spelling to what people type ("u", "ye", "yer"); `ideas.tsv` gives words an idea ("knife" and "machete"
are a blade), so that "smash your windows" and "brick through ur door" have something in common. Both are ours.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[^\w\s]")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_ENDINGS = ("ing", "ed", "es", "s")
_LEAST_STEM = 3
_SMALL_WORDS = frozenset(
    [
        "i",
        "you",
        "your",
        "we",
        "they",
        "he",
        "she",
        "it",
        "my",
        "me",
        "us",
        "our",
        "will",
        "going",
        "to",
        "am",
        "is",
        "are",
        "was",
        "not",
        "no",
        "do",
        "can",
        "have",
        "if",
        "or",
        "and",
        "until",
        "when",
        "then",
        "now",
        "never",
        "always",
        "all",
        "the",
        "a",
        "in",
        "on",
        "at",
        "with",
        "for",
        "of",
        "who",
        "what",
        "where",
        "how",
    ]
)
"""Words that are kept as they are between ideas: who does what to whom."""
_OTHER = "_"
_MOST_TOGETHER = 24
_LENGTHS = (2, 3, 6, 11, 24)


def plain(text: str) -> str:
    """The text in small letters, with one kind of apostrophe."""
    return text.lower().replace("’", "'")


def words_of(text: str) -> list[str]:
    """The words, numbers and signs of a text in one spelling; every number is 0."""
    spelt: list[str] = []
    for token in _TOKEN.findall(_DRAWN_OUT.sub(r"\1\1", plain(text))):
        spelt += ["0"] if token.isdigit() else _spellings().get(token, (token,))
    return spelt


def marks_of(text: str) -> list[str]:
    """Everything that is counted of a text, each mark with a letter before it that says its kind."""
    words = words_of(text)
    steps = [_ideas(word) or ((word,) if word in _SMALL_WORDS else (_OTHER,)) for word in words]
    firsts = [step[0] for step in steps]
    ideas = [idea for step in steps for idea in step if idea != _OTHER]
    together = sorted(set(ideas))[:_MOST_TOGETHER]
    return [
        *(f"w {word}" for word in words),
        *(f"w {one} {two}" for one, two in pairwise(words)),
        *(f"w {one} {two} {three}" for one, two, three in zip(words, words[1:], words[2:], strict=False)),
        *(f"i {idea}" for idea in ideas),
        *(f"i {a} {b}" for one, two in pairwise(steps) for a in one for b in two),
        *(f"i {one} {two} {three}" for one, two, three in zip(firsts, firsts[1:], firsts[2:], strict=False)),
        *(f"t {one} {two}" for one, two in combinations(together, 2)),
        f"l {sum(len(words) > length for length in _LENGTHS)}",
    ]


def _ideas(word: str) -> tuple[str, ...]:
    known = _words_with_ideas()
    return known.get(word) or known.get(_stem(word), ())


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word.removesuffix(ending)
    return word


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for words, written in _rows("spellings.tsv"):
        for form in written.split():
            found.setdefault(form, tuple(words.split()))
    return found


@cache
def _words_with_ideas() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for idea, words in _rows("ideas.tsv"):
        for word in words.split():
            found[word] = (*found.get(word, ()), idea)
    return found


def _rows(name: str) -> list[list[str]]:
    table = (files(__package__) / name).read_text(encoding="utf-8")
    return [row.split("\t") for row in table.splitlines()[1:]]
