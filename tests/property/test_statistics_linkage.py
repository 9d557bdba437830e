"""Whatever the messages: likeness is bounded and the same again, and more reasons never make a link less likely."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.patterns.statistics.linkage import Evidence, is_told, weigh
from throughline.patterns.statistics.same_writer import MOST_Z, profile, style
from throughline.patterns.statistics.shared_words import shared, words_in

MESSAGES = st.lists(
    st.text(max_size=30) | st.sampled_from(["see you there", "mark my words", "ok x", "\ud800"]), max_size=6
)
Z = st.floats(-MOST_Z, MOST_Z)
AMOUNT = st.floats(0, 5)


@settings(deadline=None, max_examples=50)
@given(st.lists(MESSAGES, min_size=6, max_size=8))
def test_likeness_is_bounded_and_comes_again(writers: list[list[str]]) -> None:
    rest = list(range(2, len(writers)))
    once, again = (style(profile(writers), 0, 1, rest) for _ in range(2))
    assert once == again
    assert once is not None
    assert all(-MOST_Z <= z <= MOST_Z for z in once)


@settings(deadline=None, max_examples=50)
@given(MESSAGES, MESSAGES, st.lists(MESSAGES, max_size=4))
def test_what_is_shared_points_at_messages_that_exist(
    unknown: list[str], known: list[str], others: list[list[str]]
) -> None:
    found = shared(words_in(unknown), words_in(known), [words_in(it) for it in others])
    assert min(found.copies, found.phrases, found.words) >= 0
    assert set(found.unknown_at) <= set(range(len(unknown)))
    assert set(found.known_at) <= set(range(len(known)))


@given(st.none() | st.tuples(Z, Z, Z), st.none() | st.floats(0, 1), AMOUNT, AMOUNT, AMOUNT)
def test_more_reasons_never_make_it_less_likely(
    likeness: tuple[float, float, float] | None, sooner: float | None, copies: float, phrases: float, words: float
) -> None:
    evidence = Evidence(likeness, sooner, copies, phrases, words)
    least = weigh(evidence).probability
    assert 0 < least < 1
    assert weigh(evidence._replace(copies=copies + 1)).probability >= least
    assert weigh(evidence._replace(phrases=phrases + 1, words=words + 1)).probability >= least
    if sooner is not None:
        assert weigh(evidence._replace(sooner=sooner / 2)).probability >= least
    if is_told(weigh(evidence)):
        assert weigh(evidence).speaking >= 2
