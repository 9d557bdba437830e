"""Habits of writing against impostors, and what two writers alone share."""

from __future__ import annotations

import pytest

from throughline.patterns.statistics.same_writer import letters_of, profile, shapes_of, style, words_of
from throughline.patterns.statistics.shared_words import shared, words_in

NEAT = [
    "Hello, are you free on Friday?",
    "I can't come today, sorry.",
    "That is lovely, thank you.",
    "What time is the train?",
]
LOOSE = ["u free fri??", "cant come 2day soz", "luv it thx xx", "wot time is the train xx"]
EXCITED = ["omg yes!!!", "so excited!!! 😍", "can't wait!!!", "you are the best!!! 😍"]
FLAT = ["ok", "see you at the match", "bring the tools", "no"]
DRY = ["Form received.", "Rota attached.", "Meeting at 3pm.", "Please confirm."]
LONG = [
    "well i was going to say that the thing is it never works",
    "and then she said no and i said well why not then",
] * 2


def test_the_same_hand_stands_out_among_others() -> None:
    profiles = profile(
        [LOOSE, NEAT, EXCITED, FLAT, DRY, LONG, ["wot u doin fri?? xx", "soz cant 2day xx", "thx luv xx"]]
    )
    likeness = style(profiles, unknown=6, known=0, impostors=[1, 2, 3, 4, 5])
    assert likeness is not None
    assert min(likeness) > 1
    other = style(profiles, unknown=6, known=1, impostors=[0, 2, 3, 4, 5])
    assert other is not None
    assert max(other) < 1


def test_too_few_impostors_say_nothing() -> None:
    assert style(profile([LOOSE, NEAT, EXCITED, FLAT, DRY]), 0, 1, [2, 3, 4]) is None


def test_habits_see_marks_capitals_and_spelling() -> None:
    assert "Hi\x03" in set(letters_of("Hi"))
    assert list(words_of("Wot?! I can’t…")) == ["wot", "?!", "i", "can’t", "…"]
    assert {"small", "end x", "last xx", "no i", "dropped"} <= set(shapes_of("dont go xx"))
    assert {"capital", "end ?", "question", "comma", "marked"} <= set(shapes_of("Well, can't you?"))
    assert "picture" in set(shapes_of("ok 😊"))
    assert shapes_of("")


OTHERS = [words_in([text]) for text in ("see you on friday then", "mark my words it rains", "ok", "are you there yet")]


def test_what_only_the_two_share() -> None:
    known = words_in(["wexcombe is lovely", "i swear on my life babe", "you will be sorry for this one day"])
    unknown = words_in(["You will be sorry for this, one day!", "swear on my life", "back in Wexcombe"])
    found = shared(unknown, known, OTHERS)
    assert (found.copies, found.phrases, found.words) == (1, 2, 1)
    assert found.unknown_at == (0, 1, 2)
    assert found.known_at == (0, 1, 2)


def test_what_others_say_too_is_not_counted() -> None:
    both = words_in(["mark my words it rains"])
    found = shared(both, both, OTHERS)
    assert (found.copies, found.phrases, found.words) == (0, 0, 0)


@pytest.mark.parametrize("empty", [[], [""], ["👍"]])
def test_nothing_written_shares_nothing(empty: list[str]) -> None:
    found = shared(words_in(empty), words_in(NEAT), OTHERS)
    assert (found.copies, found.phrases, found.words, found.unknown_at, found.known_at) == (0, 0, 0, (), ())
