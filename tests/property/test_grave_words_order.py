"""Over any texts: the order holds each once, comes again, and does not hang on the order they came in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.patterns.grave_words.marks import marks_of, words_of
from throughline.patterns.grave_words.reading_order import in_order, pieces_of

SAID = (
    "I will kill you", "you'll be sorry", "ok", "see you at 7", "i know where you live", "happy birthday x", "🔪", "call me or else",
    "the kids are at mums", "Nos da",
)  # fmt: skip
texts = st.lists(st.sampled_from(SAID) | st.text(max_size=60), max_size=12)


@settings(max_examples=60, deadline=None)
@given(texts)
def test_each_text_stands_once_and_the_order_comes_again(given_texts: list[str]) -> None:
    order = in_order(given_texts)
    assert sorted(it.at for it in order) == list(range(len(given_texts)))
    assert in_order(given_texts) == order


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SAID) | st.text(min_size=1, max_size=40), max_size=10, unique=True), st.randoms())
def test_shuffled_texts_give_the_same_grave_ones_first(given_texts: list[str], chance: object) -> None:
    shuffled = list(given_texts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    reads = [it.reads for it in in_order(given_texts)]
    assert [it.reads for it in in_order(shuffled)] == reads


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=2_000))
def test_pieces_lose_nothing_and_marks_are_made_of_anything(text: str) -> None:
    assert "".join("".join(pieces_of(text)).split()) == "".join(text.split())
    assert marks_of(text)
    assert all(word for word in words_of(text))
