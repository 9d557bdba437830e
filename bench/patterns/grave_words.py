"""How many grave lines are read when the first 2 and 5 in 100 messages of the reading list are read, by category.

Two sets of lines. `blind`: written by somebody who did not see the lines that the order is learned from,
`tests/spec/grave_words/blind.tsv` or the file that THROUGHLINE_BLIND_LINES names (category, tab, text; category `none` for
ordinary lines). `scenes left out`: our own lines, in three parts, each judged by what was learned from the scenes of the other
two: kinder than a blind set, because one author wrote both sides.

They are strewn among ordinary messages, so that one in a hundred is grave, with the set's own ordinary lines beside them.
Those messages are made up (`everyday`), or stand in the file that THROUGHLINE_ORDINARY_LINES names, one a line. Made-up ones
are kinder than a phone's: sentences recur, and the reading list learns from the messages it puts in order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from everyday import everyday
from figures import Figure, share

from throughline.patterns.grave_words.lines import CATEGORIES, Line, read_lines
from throughline.patterns.grave_words.ranker import Ranker, learn
from throughline.patterns.grave_words.reading_order import in_order

BLIND = Path(__file__).resolve().parents[2] / "tests" / "spec" / "grave_words" / "blind.tsv"
BUDGETS = {0.02: ">= .78", 0.05: ">= .92"}
LEAST_BY_CATEGORY = ">= .65"
MESSAGES_FOR_EACH = 100
PARTS = 3
FEWEST_ORDINARY, MOST_ORDINARY = 8_000, 40_000
Order = Callable[[Sequence[str]], Sequence[int]]
"""Puts texts in order: the positions of all of them, the gravest first."""


class Lines(NamedTuple):
    """Grave lines with their categories, the ordinary lines that were written with them, and what may be learned from."""

    grave: Sequence[tuple[str, str]]
    ordinary: Sequence[str]
    learned_from: Sequence[Line]


def figures(cases: int) -> Iterator[Figure]:
    """Every line of the table. `cases` sets how many ordinary messages are made up: forty a case, within bounds."""
    messages, named = read_ordinary(), "real messages"
    if messages is None:
        messages, named = everyday(min(MOST_ORDINARY, max(FEWEST_ORDINARY, 40 * cases))), "made-up messages"
    blind = read_blind()
    if blind is not None:
        yield from _of_set(f"blind, {named}", [blind], messages)
    yield from _of_set(f"scenes left out, {named}", list(_parts()), messages)


def read_ordinary() -> list[str] | None:
    """Real ordinary messages, one a line; None where no file is named."""
    path = os.environ.get("THROUGHLINE_ORDINARY_LINES")
    return Path(path).read_text(encoding="utf-8").splitlines() if path else None


def read_blind() -> Lines | None:
    """The blind set; None where there is none."""
    path = Path(os.environ.get("THROUGHLINE_BLIND_LINES") or BLIND)
    if not path.is_file():
        return None
    rows = [row.split("\t") for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]
    grave = [(row[0].strip(), row[1].strip()) for row in rows if row[0].strip() in CATEGORIES]
    return Lines(grave, [row[1].strip() for row in rows if row[0].strip() == "none"], read_lines())


def _parts() -> Iterator[Lines]:
    """Our own lines, a part of the scenes at a time. Of our ordinary lines, nearly half of them hard, a tenth is strewn in."""
    lines = read_lines()
    scenes = {scene: place % PARTS for place, scene in enumerate(dict.fromkeys(line.scene for line in lines))}
    for part in range(PARTS):
        held = [line for line in lines if scenes[line.scene] == part]
        grave = [(line.category, line.text) for line in held if line.category is not None]
        ordinary = [line.text for line in held if line.category is None]
        yield Lines(grave, ordinary[::10], [line for line in lines if scenes[line.scene] != part])


def _of_set(name: str, parts: Sequence[Lines], messages: Sequence[str]) -> Iterator[Figure]:
    methods: dict[str, Callable[[Ranker], Order]] = {
        "reading list": lambda known: lambda texts: [it.at for it in in_order(texts, known)],
        "naive: the lines alone, the phone's own messages not counted": lambda known: (
            lambda texts: _by_lines(known, texts)
        ),
        "naive: words of threat": lambda _: _by_words,
    }
    ranks: dict[str, list[tuple[str, float]]] = {method: [] for method in methods}
    for lines in parts:
        known = learn(lines.learned_from)
        for method, order in methods.items():
            ranks[method] += _ranks(lines.grave, [*lines.ordinary, *messages], order(known))
    for method, found in ranks.items():
        yield from _lines_of(name, method, found, len(messages))


def _ranks(grave: Sequence[tuple[str, str]], ordinary: Sequence[str], order: Order) -> list[tuple[str, float]]:
    """Of each grave line its category and the share of all messages that are read before it, a hundredth at a time."""
    step = max(1, len(ordinary) // MESSAGES_FOR_EACH)
    shuffled = [grave[at] for at in np.random.default_rng(3).permutation(len(grave))]
    return [
        (category, place)
        for start in range(0, len(grave), step)
        for (category, _), place in zip(
            shuffled[start : start + step],
            _places([text for _, text in shuffled[start : start + step]], ordinary, order),
            strict=True,
        )
    ]


def _places(grave: Sequence[str], ordinary: Sequence[str], order: Order) -> list[float]:
    texts = [*grave, *ordinary]
    mixed = np.random.default_rng(4).permutation(len(texts))
    place = {int(mixed[at]): rank for rank, at in enumerate(order([texts[number] for number in mixed]))}
    return [place[number] / len(texts) for number in range(len(grave))]


def _lines_of(name: str, method: str, ranks: Sequence[tuple[str, float]], ordinary: int) -> Iterator[Figure]:
    is_ours = method == "reading list"
    for budget, goal in BUDGETS.items():
        read = share(rank < budget for _, rank in ranks)
        what = f"grave_words, found when {budget:.0%} is read"
        yield Figure(what, method, f"{name}: all", ordinary, *read, goal=goal if is_ours else "")
        for category in CATEGORIES if is_ours else ():
            of = [rank < budget for other, rank in ranks if other == category]
            if of:
                wanted = LEAST_BY_CATEGORY if budget == max(BUDGETS) else ""
                yield Figure(what, method, f"{name}: {category}", ordinary, *share(of), goal=wanted)


def _by_lines(known: Ranker, texts: Sequence[str]) -> Sequence[int]:
    scores = known.model.decision_function(known.marks(texts))
    return [int(at) for at in np.argsort(-scores, kind="stable")]


_WORDS = (
    "kill",
    "die",
    "dead",
    "hurt",
    "knife",
    "stab",
    "gun",
    "shoot",
    "burn",
    "smash",
    "watching",
    "regret",
    "threat",
    "suicide",
)


def _by_words(texts: Sequence[str]) -> Sequence[int]:
    """As a search for a handful of words would: those with the most of them first."""
    hits = [sum(word in text.lower() for word in _WORDS) for text in texts]
    return sorted(range(len(texts)), key=lambda at: -hits[at])


if __name__ == "__main__":
    for figure in figures(200):
        print(
            f"{figure.method[:36]:36} {figure.what[-16:]:16} {figure.family:36} {figure.value:.3f} ({figure.low:.2f}-{figure.high:.2f}) {figure.goal}"
        )
