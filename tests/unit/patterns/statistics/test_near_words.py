"""Texts that are nearly the same are grouped, chains of small changes are not, and a crowd of texts built alike is bounded."""

from __future__ import annotations

import pytest

from throughline.patterns.statistics.near_words import near_groups

TEXT = "you will be sorry that you did not answer me"


@pytest.mark.parametrize("texts", [[], [TEXT], ["a", "b"], ["", " "]])
def test_nothing_to_compare_stands_alone(texts: list[str]) -> None:
    assert near_groups(texts, 86).tolist() == list(range(len(texts)))


@pytest.mark.parametrize(
    "again",
    ["you will be sory that you did not answer me", "you did not answer me you will be sorry that", "you will be sorry you did not answer me"],
)  # fmt: skip
def test_a_small_change_is_one_group(again: str) -> None:
    assert near_groups([TEXT, again, "could you pick the children up on friday please"], 86).tolist() == [0, 0, 2]


def test_a_chain_of_small_changes_does_not_tie_its_ends_together() -> None:
    words = TEXT.split()
    chain = [" ".join([*["zebra"] * changed, *words[changed:]]) for changed in range(len(words))]
    groups = near_groups(chain, 86)
    assert groups[0] != groups[-1]


def test_thousands_of_texts_built_alike_are_still_grouped_with_their_nearest() -> None:
    texts = [
        f"your parcel {number:05} will come on day {number % 7} between {number % 11} and noon"
        for number in range(3_000)
    ]
    groups = near_groups(texts, 86)
    assert len(set(groups.tolist())) < 1_500
