"""Put the messages of one case in the order in which to read them.

A model that knows the project's lines alone takes much of everyday talk for grave, because no thousand lines hold all that
people write about. So a case's own messages are counted among the ordinary ones while it is put in order: most of them are.
No message is judged by a model that counted it, or its copies, as ordinary: they are parted in two halves, and each half is
judged by what was learned beside the other (cross-fitting; learning from positive and unlabelled texts, Elkan and Noto 2008).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from throughline.patterns.grave_words.marks import plain
from throughline.patterns.grave_words.placed import Placed
from throughline.patterns.grave_words.ranker import Ranker, Scores, ranker

LEAST_BESIDE = 200
"""With fewer different messages than this there is too little to learn from them."""
MOST_BESIDE = 2_500
_PIECE = 240
_CHUNK = 4_000
_ENDS = re.compile(r"(?<=[.!?\n])\s+|\n+")
_NO_WORD = re.compile(r"[\W_]+")


class _Piece(NamedTuple):
    """A part of a message short enough that one grave sentence is not lost in it."""

    at: int
    half: int
    text: str


def in_order(texts: Sequence[str], known: Ranker | None = None) -> list[Placed]:
    """Every text, the gravest first; of two that read the same, the earlier first. The same texts give the same order.

    `known` is what was learned from the committed lines where it is not given.
    """
    if not texts:
        return []
    known = known or ranker()
    halves = _halves(texts)
    pieces = [_Piece(at, halves[at], piece) for at, text in enumerate(texts) for piece in pieces_of(text)]
    models = _models(known, pieces, is_enough=len(set(texts)) >= LEAST_BESIDE)
    best: dict[int, tuple[float, Placed]] = {}
    for piece, score, placed in _judged(known, models, pieces):
        if piece.at not in best or score > best[piece.at][0]:
            best[piece.at] = (score, placed)
    return [placed for _, placed in sorted(best.values(), key=lambda it: (-it[0], it[1].at))]


def pieces_of(text: str) -> Iterator[str]:
    """A long text in parts of a few sentences, split at the ends of sentences, or within one that never ends; a short one as it is."""
    part = ""
    for sentence in _ENDS.split(text):
        for start in range(0, max(1, len(sentence)), _PIECE):
            cut = sentence[start : start + _PIECE]
            if part and len(part) + len(cut) > _PIECE:
                yield part
                part = ""
            part = f"{part} {cut}".strip()
    yield part


def _halves(texts: Sequence[str]) -> list[int]:
    """A half for each text, the same for copies that differ in capitals and signs alone, whatever their order."""
    keys = [_NO_WORD.sub(" ", plain(text)).strip() or text for text in texts]
    distinct = sorted(set(keys))
    half = dict(zip(distinct, (np.random.default_rng(1).permutation(len(distinct)) % 2).tolist(), strict=True))
    return [half[key] for key in keys]


def _models(
    known: Ranker, pieces: Sequence[_Piece], *, is_enough: bool
) -> tuple[LogisticRegression, LogisticRegression]:
    """What judges each half: learned beside the pieces of the other."""
    if not is_enough:
        return known.model, known.model
    chance = np.random.default_rng(2)
    models = []
    for half in (0, 1):
        others = sorted({piece.text for piece in pieces if piece.half != half})
        taken = chance.permutation(len(others))[:MOST_BESIDE]
        models.append(known.beside(known.marks([others[place] for place in taken])))
    return models[0], models[1]


def _judged(
    known: Ranker, models: tuple[LogisticRegression, LogisticRegression], pieces: Sequence[_Piece]
) -> Iterator[tuple[_Piece, float, Placed]]:
    """Each piece with its score, a chunk at a time, so that memory does not grow with the number of messages."""
    for start in range(0, len(pieces), _CHUNK):
        chunk = pieces[start : start + _CHUNK]
        marks = known.marks([piece.text for piece in chunk])
        nearest, reads = known.nearest(marks), known.model.decision_function(marks)
        scores = np.zeros(len(chunk))
        for half, model in enumerate(models):
            of_half = np.array([piece.half == half for piece in chunk])
            if of_half.any():
                scores[of_half] = model.decision_function(marks[of_half])
        rounded = _rounded(scores)
        for place, piece in enumerate(chunk):
            yield piece, float(rounded[place]), Placed(piece.at, nearest[place], float(reads[place]))


def _rounded(scores: Scores) -> Scores:
    """To the sixth decimal: what differs between processors beyond it must not change the order."""
    return np.round(scores, 6)
