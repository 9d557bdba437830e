"""How often an unknown number is rightly put beside the person who writes from it, against others of the same community.

    python bench/patterns/linked.py          the figures
    python bench/patterns/linked.py fit      the weights of `statistics.linkage`, fitted to other communities than those measured

A community is sixteen made-up writers (`writers`). One is known by sixty messages; the unknown number is theirs in one case of
four (a third of those hide a part of their habits), else another's who is not among the impostors. In each case there is a block:
half of those who take another number do it within days, others at any time; so do one in ten of those who are somebody else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import writers
from figures import Figure, on_all_cores, share

from throughline.patterns.statistics import linkage, same_writer, shared_words

WRITERS, KNOWN, IMPOSTORS = 16, 60, 11
LIKENESS = (3.0, 4.0, 6.0)
DAYS = 300.0
HIDING, HIDDEN_PART = 0.33, 0.3
COPYING, FORWARDING = 0.25, 0.02
FIT_SEED = 50_000


class Pair(NamedTuple):
    """What speaks for one unknown number being one known person, and whether it is."""

    evidence: linkage.Evidence
    is_same: bool


def community(task: tuple[int, float, int]) -> list[Pair]:
    """All pairs of a community: each unknown number beside its own writer and three others."""
    seed, likeness, number = task
    rng = np.random.default_rng([seed, int(likeness * 10), number])
    shared_habits = writers.draw_community(rng)
    people = [writers.draw_writer(rng, shared_habits, likeness) for _ in range(WRITERS)]
    known = [writers.write(rng, person, KNOWN, (1, 1, 0.5, 1)) for person in people]
    unknown = [_alias(rng, person, shared_habits, own, number) for person, own in zip(people, known, strict=True)]
    profiles = same_writer.profile([*known, *unknown])
    words = [shared_words.words_in(messages) for messages in (*known, *unknown)]
    pairs = []
    for alias in range(WRITERS):
        for other in (0, 1, 2, 3):
            pairs.append(_pair(rng, words, profiles, alias, (alias + other) % WRITERS))
    return pairs


def _alias(
    rng: np.random.Generator, person: writers.Habits, shared_habits: writers.Habits, own: Sequence[str], number: int
) -> list[str]:
    writing = writers.hide(rng, person, shared_habits, HIDDEN_PART) if rng.random() < HIDING else person
    messages = writers.write(rng, writing, number, (1, 1, 2, 1))
    if rng.random() < COPYING:
        messages[int(rng.integers(number))] = own[int(rng.integers(len(own)))]
    return messages


def _pair(
    rng: np.random.Generator, words: list[shared_words.Words], profiles: same_writer.Profiles, alias: int, person: int
) -> Pair:  # fmt: skip
    others = [it for it in range(WRITERS) if it not in (alias, person)][:IMPOSTORS]
    found = shared_words.shared(words[WRITERS + alias], words[person], [words[it] for it in others])
    style = same_writer.style(profiles, WRITERS + alias, person, others)
    is_same = alias == person
    copies = found.copies + (0 if is_same else rng.random() < FORWARDING)
    sooner = _sooner(rng, is_same=is_same)
    evidence = linkage.Evidence(style, sooner, copies, found.phrases, found.words, began_before=sooner is None)
    return Pair(evidence, is_same)


def _sooner(rng: np.random.Generator, *, is_same: bool) -> float | None:
    """The chance of a beginning as soon after the block, for a writer who changes numbers and for one who does not."""
    block = rng.uniform(0.3, 0.8) * DAYS
    begins = rng.uniform(0, DAYS)
    if is_same:
        begins = block + rng.exponential(3.0) if rng.random() < 0.5 else rng.uniform(block, DAYS)
    elif rng.random() < 0.1:
        begins = block + rng.exponential(3.0)
    return None if begins < block else min(1.0, max(0.001, (begins - block) / DAYS))


def pairs_of(seeds: Sequence[int], number: int) -> list[Pair]:
    """The pairs of many communities, with `number` messages from the unknown number."""
    tasks = [(seed, LIKENESS[seed % len(LIKENESS)], number) for seed in seeds]
    return [pair for pairs in on_all_cores(community, tasks) for pair in pairs]


def area(scores: np.ndarray, is_same: np.ndarray) -> float:
    """The area under the curve of hits against false alarms: the chance that a true pair scores above another."""
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    true = int(is_same.sum())
    return float((ranks[is_same].sum() - true * (true + 1) / 2) / (true * (len(scores) - true)))


def recall_at_precision(scores: np.ndarray, is_same: np.ndarray, precision: float = 0.95) -> float:
    """The largest share of true pairs found with at least this precision among those called."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(is_same[order])
    enough = hits / np.arange(1, len(order) + 1) >= precision
    return float(hits[enough].max() / is_same.sum()) if enough.any() else 0.0


def calibration_error(probabilities: np.ndarray, is_same: np.ndarray, bins: int = 10) -> float:
    """The mean distance of what is said from what is true, over ten equal widths of probability (expected calibration error)."""
    bin_of = np.minimum((probabilities * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(probabilities[bin_of == it].mean() - is_same[bin_of == it].mean()) * (bin_of == it).mean()
            for it in range(bins)
            if (bin_of == it).any()
        )
    )


def fit(pairs: Sequence[Pair], ridge: float = 1.0) -> np.ndarray:
    """Weights of `linkage.features` in bits, by logistic regression with the start held at 1 to 3 (Newton's method)."""
    rows = np.array([linkage.features(pair.evidence) for pair in pairs])
    is_same = np.array([pair.is_same for pair in pairs], float)
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-(linkage.START * np.log(2) + rows @ weights)))
        slope = rows.T @ (is_same - chances) - ridge * weights
        bend = (rows * (chances * (1 - chances))[:, None]).T @ rows + ridge * np.eye(rows.shape[1])
        weights += np.linalg.solve(bend, slope)
    return weights / np.log(2)


_MEASURES = (
    ("AUC", area, ">= .985"), ("recall at precision .95", recall_at_precision, ">= .90"), ("calibration error", calibration_error, "<= .04"),
)  # fmt: skip


def _spread(scores: np.ndarray, is_same: np.ndarray, size: int) -> Iterator[tuple[str, float, float, float, str]]:
    """Each measure with its 95 % interval, by drawing whole communities again (pairs of one are not independent)."""
    rng = np.random.default_rng(11)
    blocks = np.arange(len(scores)).reshape(-1, size)
    drawn = [blocks[rng.integers(len(blocks), size=len(blocks))].ravel() for _ in range(100)]
    for name, measure, goal in _MEASURES:
        low, high = np.percentile([measure(scores[it], is_same[it]) for it in drawn], [2.5, 97.5])
        yield name, measure(scores, is_same), float(low), float(high), goal


def figures(cases: int) -> Iterator[Figure]:
    """AUC, recall at precision .95 and calibration error with 10 messages; the same of style alone; with 3 and 20 messages."""
    communities = range(max(9, cases // 16))
    for number in (10, 3, 20):
        pairs = pairs_of(communities, number)
        is_same = np.array([pair.is_same for pair in pairs])
        all_reasons = np.array([linkage.weigh(pair.evidence).probability for pair in pairs])
        style = np.array(
            [
                linkage.weigh(
                    pair.evidence._replace(sooner=None, copies=0, phrases=0, words=0, began_before=False)
                ).style
                for pair in pairs
            ]
        )
        for name, value, low, high, goal in _spread(all_reasons, is_same, 4 * WRITERS):
            yield Figure(
                f"linked_identity: {name}",
                "throughline",
                "same community",
                number,
                value,
                low,
                high,
                goal if number == 10 else "",
            )
        for name, value, low, high, _ in list(_spread(style, is_same, 4 * WRITERS))[:2]:
            yield Figure(f"linked_identity: {name}", "style alone", "same community", number, value, low, high)
        if number == 10:
            yield from _naive(pairs, is_same)
            told = [linkage.is_told(linkage.weigh(pair.evidence)) for pair in pairs]
            for name, wanted in (("told of a true pair", True), ("told of another", False)):
                hits = [it for it, same in zip(told, is_same, strict=True) if same == wanted]
                yield Figure(f"linked_identity: {name}", "throughline", "same community", number, *share(hits))


def _naive(pairs: Sequence[Pair], is_same: np.ndarray) -> Iterator[Figure]:
    """The peer: whoever begins soonest after a block."""
    soon = np.array([-1.0 if pair.evidence.sooner is None else 1 - pair.evidence.sooner for pair in pairs])
    for name, value, low, high, _ in list(_spread(soon, is_same, 4 * WRITERS))[:2]:
        yield Figure(f"linked_identity: {name}", "naive: soonest after a block", "same community", 10, value, low, high)


if __name__ == "__main__":
    if "fit" in sys.argv:
        some = pairs_of(range(FIT_SEED, FIT_SEED + 24), 10)
        print(
            "style there, letters, words, shapes, timing, copies, phrases, words, began before:", np.round(fit(some), 2)
        )
    else:
        for line in figures(int(sys.argv[1]) if len(sys.argv) > 1 else 400):
            print(line)
