"""The order: obvious lines of every category before ordinary ones, the same again, whatever is thrown at it."""

from __future__ import annotations

import pytest

from throughline.patterns.grave_words.lines import CATEGORIES, read_lines
from throughline.patterns.grave_words.ranker import probability, ranker
from throughline.patterns.grave_words.reading_order import LEAST_BESIDE, in_order, pieces_of

OBVIOUS = {
    "direct_threat": ("I am going to break your arms and then your neck", "gonna batter u to death"),
    "veiled_threat": ("you'll regret this, watch your back", "your days are numbered, you will pay for this"),
    "weapon": ("ive got a knife here and i will stab you", "I have a loaded gun with your name on it"),
    "suicide": ("im going to hang myself tonight and its because of you", "taken all the pills, goodbye"),
    "children": ("you will never see the kids again, i am taking them abroad", "i was outside the kids school today"),
    "image": ("im posting your nudes for everyone to see", "your boss gets the naked video tomorrow"),
    "surveillance": ("i can see you through your window right now", "I know where you live, I followed you home"),
    "property": ("i will burn your house down", "slashed your tyres and smashed your windows"),
    "control_ultimatum": ("unblock me by midnight or else", "you are mine, you do what I say"),
}
EVERYDAY = (
    "are you coming to choir on thursday", "the bins go out tonight", "happy birthday grandad 🎂", "train is late again",
    "can you get milk and a loaf", "lovely photo of the garden", "dentist at ten, back by lunch", "did you watch the snooker",
    "mum says thanks for the card", "two tickets for the panto please", "what time is kick off", "soup is in the fridge",
)  # fmt: skip


@pytest.mark.parametrize("category", CATEGORIES)
def test_obvious_lines_of_a_category_stand_before_ordinary_ones(category: str) -> None:
    texts = [*EVERYDAY, *OBVIOUS[category]]
    first = in_order(texts)[:2]
    assert {texts[it.at] for it in first} == set(OBVIOUS[category])
    assert category in {it.category for it in first}


def test_they_do_among_so_many_that_the_phone_itself_is_learned_from() -> None:
    many = [f"{text} {'again ' * (n % 3)}{n}" for n in range(60) for text in EVERYDAY]
    obvious = [text for texts in OBVIOUS.values() for text in texts]
    assert len(many) > LEAST_BESIDE
    texts = [*many, *obvious]
    first = {texts[it.at] for it in in_order(texts)[: len(texts) // 20]}
    assert first >= set(obvious)


def test_the_same_texts_give_the_same_order_and_all_of_them() -> None:
    texts = [*EVERYDAY, *(text for texts in OBVIOUS.values() for text in texts)] * 12
    assert len(texts) > LEAST_BESIDE
    once, again = in_order(texts), in_order(texts)
    assert once == again
    assert sorted(it.at for it in once) == list(range(len(texts)))


def test_of_copies_the_earlier_stands_first() -> None:
    copies = in_order(["the bins go out", "I will kill you", "I will kill you", "the bins go out"])
    assert [it.at for it in copies] == [1, 2, 0, 3]


@pytest.mark.parametrize("texts", [
    [], ["hello"], ["🔪"], ["😀", "😀😀", "🙃"], ["   "], [""], ["\n\n"], ["...", "!!!", "?"], ["你好", "مرحبا", "שלום", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ"],
    ["\ud800"], ["\x00\x01"], ["a" * 100_000], ["word " * 20_000], ["e\u0301" * 300],
])  # fmt: skip
def test_any_text_has_a_place(texts: list[str]) -> None:
    assert sorted(it.at for it in in_order(texts)) == list(range(len(texts)))


def test_a_grave_sentence_is_found_in_a_long_ordinary_letter() -> None:
    letter = " ".join(f"{text}." for text in EVERYDAY * 4)
    texts = [*(f"{text} {letter}" for text in EVERYDAY), f"{letter} I will burn your house down. {letter}"]
    assert in_order(texts)[0].at == len(texts) - 1


def test_pieces_hold_every_word() -> None:
    text = "One. Two! " + "x" * 1_000 + " three?\nfour\n\nfive"
    assert "".join("".join(pieces_of(text)).split()) == "".join(text.split())
    assert all(len(piece) <= 240 for piece in pieces_of(text))


def test_the_likelihood_rises_with_how_grave_a_text_reads_and_is_never_sure() -> None:
    likely = [probability(score) for score in (-20.0, -2.0, 0.0, 2.0, 20.0)]
    assert likely == sorted(likely)
    assert 0 < likely[0] <= 0.02
    assert likely[-1] < 1


def test_every_line_has_its_category_its_scene_and_a_marked_language() -> None:
    lines = read_lines()
    by_category = {category: [line for line in lines if line.category == category] for category in (*CATEGORIES, None)}
    assert all(len(by_category[category]) >= 150 for category in CATEGORIES)
    assert len(by_category[None]) >= 1_400
    assert {line.language for line in lines} == {"en", "cy", "pl", "pa", "ro", "ur"}
    assert len({line.text.lower() for line in lines}) == len(lines)
    assert all(line.scene and line.text == line.text.strip() for line in lines)


def test_learning_is_done_once_in_a_process() -> None:
    assert ranker() is ranker()
