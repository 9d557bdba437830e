"""What two writers' messages have in common that nobody else's have: copies, phrases of three words, and rare words.

How much they would share anyway is seen from the others: how much each of them shares with the unknown writer and nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

NEARLY = 86
LEAST_COPY_WORDS, LEAST_COPY_LETTERS = 4, 15
LEAST_WORD_LETTERS = 4
RUN = 3


class Shared(NamedTuple):
    """What is shared beyond what the others share (never under 0), and the positions of the messages that show it."""

    copies: float
    phrases: float
    words: float
    unknown_at: tuple[int, ...]
    known_at: tuple[int, ...]


def plain_words(message: str) -> list[str]:
    """The words of a message without capitals, apostrophes, marks and emoji."""
    return re.findall(r"[^\W_]+", message.lower().replace("'", "").replace("’", ""))


class Words(NamedTuple):
    """One writer's messages as words, with every run of three words and every word of four letters or more among them."""

    messages: list[list[str]]
    runs: frozenset[str]
    long: frozenset[str]


def words_in(messages: Iterable[str], everyday: Set[str] = frozenset()) -> Words:
    """The words of one writer's messages, in their order. Words that are `everyday` are never rare, however few people write here."""
    split = [plain_words(message) for message in messages]
    return Words(split, _runs(split), _long_words(split) - everyday)


def shared(unknown: Words, known: Words, others: Sequence[Words]) -> Shared:
    """What the messages of an unknown and a known writer share and those of no other hold. Phrases inside copies do not count
    again, nor words inside phrases."""
    copies = _copies(unknown.messages, known.messages, [words for other in others for words in other.messages])
    copied = {at for at, _ in copies}
    rest = [words for at, words in enumerate(unknown.messages) if at not in copied] if copied else unknown.messages
    phrases, usual_phrases = _exclusive(_runs(rest), known.runs, [other.runs for other in others])
    words, usual_words = _exclusive(_long_words(rest) & unknown.long, known.long, [other.long for other in others])
    words -= {word for phrase in phrases for word in phrase.split()}
    unknown_at, known_at = (_shows(writer.messages, phrases, words) for writer in (unknown, known))
    return Shared(
        float(len(copies)), max(0.0, len(phrases) - usual_phrases), max(0.0, len(words) - usual_words),
        tuple(sorted(copied | unknown_at)), tuple(sorted({at for _, at in copies} | known_at)),
    )  # fmt: skip


def _copies(
    unknown: Sequence[list[str]], known: Sequence[list[str]], others: Sequence[list[str]]
) -> set[tuple[int, int]]:
    """Pairs of positions of messages that are nearly the same, the first such known one for each; none that others sent too."""
    texts, theirs, elsewhere = ([" ".join(words) for words in side] for side in (unknown, known, others))
    long = [
        at
        for at, words in enumerate(unknown)
        if len(words) >= LEAST_COPY_WORDS and len(texts[at]) >= LEAST_COPY_LETTERS
    ]
    if not long or not theirs:
        return set()
    chosen = [texts[at] for at in long]
    alike = process.cdist(chosen, theirs, scorer=fuzz.ratio, score_cutoff=NEARLY, dtype=np.uint8) > 0
    found = np.flatnonzero(alike.any(axis=1))
    if elsewhere and len(found):
        everyday = process.cdist(
            [chosen[it] for it in found.tolist()], elsewhere, scorer=fuzz.ratio, score_cutoff=NEARLY, dtype=np.uint8
        ).any(axis=1)
        found = found[~everyday]
    return {(long[it], int(alike[it].argmax())) for it in found.tolist()}


def _runs(messages: Iterable[list[str]]) -> frozenset[str]:
    return frozenset(" ".join(words[at : at + RUN]) for words in messages for at in range(len(words) - RUN + 1))


def _long_words(messages: Iterable[list[str]]) -> frozenset[str]:
    return frozenset(word for words in messages for word in words if len(word) >= LEAST_WORD_LETTERS)


def _exclusive(
    mine: frozenset[str], theirs: frozenset[str], of_others: Sequence[frozenset[str]]
) -> tuple[set[str], float]:
    """The pieces that only the two have, and how many somebody with as many different pieces would have with the unknown."""
    holders = {piece: (piece in theirs) + sum(piece in other for other in of_others) for piece in mine}
    alone = {piece for piece, number in holders.items() if number == 1}
    usual = [len(alone & other) / len(other) for other in of_others if other]
    return alone & theirs, len(theirs) * sum(usual) / len(usual) if usual else 0.0


def _shows(messages: Sequence[list[str]], phrases: set[str], words: set[str]) -> set[int]:
    return {
        at
        for at, message in enumerate(messages)
        if not words.isdisjoint(message) or not phrases.isdisjoint(_runs([message]))
    }
