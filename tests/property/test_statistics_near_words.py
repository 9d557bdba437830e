"""Near groups of texts: whatever the texts, what is called alike is alike, and equal input gives equal groups."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from throughline.patterns.statistics.near_words import alike_pairs, near_groups

ALIKE = 86
WORDS = st.sampled_from(
    [
        "please",
        "answer",
        "me",
        "when",
        "you",
        "can",
        "i",
        "know",
        "where",
        "are",
        "going",
        "tonight",
        "sorry",
        "about",
        "the",
        "car",
        "café",
        "ключ",
    ]
)
TEXTS = st.lists(st.lists(WORDS, min_size=4, max_size=9).map(" ".join), max_size=25, unique=True)


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_every_text_is_like_the_one_that_leads_its_group(texts: list[str]) -> None:
    leaders = near_groups(texts, ALIKE)
    for text, leader in zip(texts, leaders, strict=True):
        assert leaders[leader] == leader
        like = max(fuzz.ratio(text, texts[leader]), fuzz.token_sort_ratio(text, texts[leader]))
        assert like >= ALIKE


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_pairs_are_those_that_comparing_all_with_all_finds(texts: list[str]) -> None:
    """Few texts meet in few bands, so nearly every pair is met; none is made up."""
    every = {
        (first, second)
        for second in range(len(texts))
        for first in range(second)
        if max(fuzz.ratio(texts[first], texts[second]), fuzz.token_sort_ratio(texts[first], texts[second])) >= ALIKE
    }
    met = set(map(tuple, alike_pairs(texts, ALIKE).tolist()))
    assert met <= every
    assert len(met) >= 0.9 * len(every) - 1


@settings(deadline=None, max_examples=30)
@given(TEXTS)
def test_the_same_texts_give_the_same_groups(texts: list[str]) -> None:
    assert np.array_equal(near_groups(texts, ALIKE), near_groups(texts, ALIKE))
