"""Texts that are nearly the same, among a hundred thousand, without comparing each with each.

Texts that share rare runs of four letters are looked at together: weighted min-hashing, in which a run's chance of standing
for its text is in proportion to its rarity (Broder 1997, "On the resemblance and containment of documents"; Chum, Philbin and
Zisserman 2008, "Near duplicate image detection: min-hash and tf-idf weighting"). Pairs that meet in a band are then compared
letter by letter (`rapidfuzz`), as they stand and with their words in order, so that no pair is called alike by its hash.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

RUN = 4
MOST_BITS = 21
BANDS, ROWS = 16, 2
LOOKED_AHEAD = 8
"""How many neighbours of one band a text is compared with: what bounds time and memory where thousands of texts are built
alike. There a text meets others in other bands."""
LEAST_SHARED = 6
"""Pairs whose signatures agree in fewer of their 32 places are not compared by letters: they met by accident."""
AT_ONCE = 100_000


def near_groups(texts: Sequence[str], alike: float) -> np.ndarray:
    """For each of these different texts the position of the text that leads its group, itself where it stands alone.

    `alike` is how many of 100 letters must be shared, in order, by `rapidfuzz.fuzz.ratio` or `token_sort_ratio`. A group is a
    text with those that are like it, the text that most are like first: chains of small changes do not tie together what is
    not alike.
    """
    pairs = alike_pairs(texts, alike)
    both_ways = np.concatenate([pairs, pairs[:, ::-1]])
    both_ways = both_ways[np.lexsort((both_ways[:, 1], both_ways[:, 0]))]
    ends = np.searchsorted(both_ways[:, 0], np.arange(len(texts) + 1))
    leaders = np.arange(len(texts))
    is_free = np.ones(len(texts), bool)
    for text in np.argsort(-np.diff(ends), kind="stable")[: np.count_nonzero(np.diff(ends))].tolist():
        if is_free[text]:
            like = both_ways[ends[text] : ends[text + 1], 1]
            like = like[is_free[like]]
            leaders[like] = text
            is_free[like] = is_free[text] = False
    return leaders


def alike_pairs(texts: Sequence[str], alike: float) -> np.ndarray:
    """Pairs of positions of texts that are nearly the same, the smaller first; rows of two."""
    positions, signatures = _signatures(texts)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))[positions]
    kept = [np.empty((0, 2), np.int64)]
    candidates = _candidates(signatures)
    for begin in range(0, len(candidates), AT_ONCE):
        some = candidates[begin : begin + AT_ONCE]
        first, second = some >> 32, some & 0xFFFFFFFF
        # Texts of such lengths can share so many letters at most.
        may_be = 200 * np.minimum(lengths[first], lengths[second]) >= alike * (lengths[first] + lengths[second])
        first, second = first[may_be], second[may_be]
        may_be = (signatures[first] == signatures[second]).sum(axis=1) >= LEAST_SHARED
        met = np.stack([positions[first[may_be]], positions[second[may_be]]], axis=1)
        kept.append(met[_are_alike([texts[it] for it in met[:, 0]], [texts[it] for it in met[:, 1]], alike)])
    return np.concatenate(kept)


def _candidates(signatures: np.ndarray) -> np.ndarray:
    """Pairs of rows that agree in some band: the smaller in the upper 32 bits, the larger in the lower."""
    found = [np.empty(0, np.int64)]
    for band in range(BANDS):
        keys = _mixed(signatures[:, band * ROWS : (band + 1) * ROWS])
        # Within a large band those that agree elsewhere too stand side by side.
        beside = signatures[:, (band + 1) * ROWS % signatures.shape[1]]
        order = np.lexsort((beside, keys))
        sorted_keys = keys[order]
        for ahead in range(1, min(LOOKED_AHEAD, len(order) - 1) + 1):
            meets = np.flatnonzero(sorted_keys[ahead:] == sorted_keys[:-ahead])
            first, second = order[meets], order[meets + ahead]
            found.append(np.minimum(first, second) << 32 | np.maximum(first, second))
    return np.unique(np.concatenate(found))


def _signatures(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Of each text that shares any run with another, its position and its rarest-first minima, one column a hash."""
    runs, owners, buckets = _runs(texts)
    counts = np.bincount(runs, minlength=buckets)
    is_shared = counts[runs] > 1
    runs, owners = runs[is_shared], owners[is_shared]
    positions, starts = np.unique(owners, return_index=True)
    rarity = np.log(max(2, len(texts)) / np.maximum(counts, 1)).clip(min=0.1).astype(np.float32)
    rng = np.random.default_rng(7)
    signatures = np.zeros((len(positions), BANDS * ROWS), np.uint32)
    for column in range(signatures.shape[1] if len(positions) else 0):
        clock = rng.standard_exponential(buckets, dtype=np.float32) / rarity
        # The least clock names its run: two runs with the same one are as rare as two runs in one bucket.
        signatures[:, column] = np.minimum.reduceat(clock[runs], starts).view(np.uint32)
    return positions, signatures


def _runs(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, int]:
    """Every run of letters as the number of its bucket, with the position of its text; and how many buckets there are."""
    padded = [f" {text} " for text in texts]
    letters = np.frombuffer("".join(padded).encode("utf-32-le"), np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, padded), np.int64, len(padded))
    if len(letters) < RUN:
        return np.empty(0, np.int64), np.empty(0, np.int64), 1
    code = np.zeros(len(letters) - RUN + 1, np.uint64)
    for at in range(RUN):
        code = code * np.uint64(0x9E3779B97F4A7C15) + letters[at : len(letters) - RUN + 1 + at]
    owners = np.repeat(np.arange(len(texts)), lengths)
    is_whole = owners[: len(code)] == owners[RUN - 1 :]
    code ^= code >> np.uint64(29)
    code *= np.uint64(0xBF58476D1CE4E5B9)
    bits = min(MOST_BITS, len(code).bit_length() + 2)
    return (code[is_whole] >> np.uint64(64 - bits)).astype(np.int64), owners[: len(code)][is_whole], 1 << bits


def _mixed(rows: np.ndarray) -> np.ndarray:
    mixed = np.zeros(len(rows), np.uint64)
    for column in range(rows.shape[1]):
        mixed = (mixed ^ rows[:, column].astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(31)
    return mixed


def _are_alike(these: Sequence[str], those: Sequence[str], alike: float) -> np.ndarray:
    plain = process.cpdist(these, those, scorer=fuzz.ratio, score_cutoff=alike, dtype=np.float32) > 0
    rest = np.flatnonzero(~plain)
    if len(rest):
        ordered = process.cpdist(
            [these[it] for it in rest.tolist()], [those[it] for it in rest.tolist()], scorer=fuzz.token_sort_ratio, score_cutoff=alike, dtype=np.float32,
        )  # fmt: skip
        plain[rest] = ordered > 0
    return plain
