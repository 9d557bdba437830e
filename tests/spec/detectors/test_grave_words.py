"""grave_words: an order in which to read, of everything that came, with nothing said of what stands further down."""

from __future__ import annotations

import math

from generated_cases import NEVER_SAID
from small_cases import contacts, found, lay_out
from throughline.domain.case import Case
from throughline.patterns.detectors import grave_words
from throughline.patterns.engine import find

GRAVE = "i will kill you when i find you"
PLAIN = (
    "are you coming to choir on thursday", "the bins go out tonight", "happy birthday grandad", "train is late again",
    "can you get milk", "lovely photo of the garden", "see you at half seven",
)  # fmt: skip


def came(*words: str, who: str = "p1") -> str:
    """Those words as messages, a minute apart."""
    return "\n".join(
        f"c{n} | 2026-03-10T{n // 60:02}:{n % 60:02}:00 | {who} | sms | {said}" for n, said in enumerate(words)
    )


def test_the_gravest_message_stands_first_with_its_kind() -> None:
    (finding,) = found(grave_words, lay_out(came=came(*PLAIN[:4], GRAVE, *PLAIN[4:])))
    assert (finding.ranked[0].id, finding.ranked[0].category) == ("c4", "direct_threat")
    assert finding.because == tuple(it.id for it in finding.ranked)
    assert finding.to_json()["ranked"][0] == {"id": "c4", "category": "direct_threat"}


def test_short_records_are_listed_whole_and_long_ones_to_a_twentieth_at_least() -> None:
    for number in (1, 19, 20, 21, 400, 999):
        words = [f"{PLAIN[n % len(PLAIN)]} {n}" for n in range(number)]
        (finding,) = found(grave_words, lay_out(came=came(*words)))
        assert len(finding.ranked) == min(number, max(20, math.ceil(number / 20)))
        assert finding.measure is not None
        assert (finding.measure.value, finding.measure.of) == (len(finding.ranked), number)
        assert str(len(finding.because)) in finding.statement


def test_calls_count_among_what_came_and_are_not_listed() -> None:
    calls = "\n".join(f"k{n} | 2026-03-11T{n // 60:02}:{n % 60:02}:00 | p1 | phone" for n in range(600))
    (finding,) = found(grave_words, lay_out(came=came(*[f"{it} {n}" for n, it in enumerate(PLAIN * 9)]) + "\n" + calls))
    assert len(finding.ranked) == math.ceil(663 / 20)
    assert all(it.id.startswith("c") for it in finding.ranked)


def test_whoever_sent_it_is_listed_and_the_persons_own_words_are_not() -> None:
    lines = f"{came(*PLAIN)}\nx1 | 2026-03-11T10:00:00 | someone | sms | {GRAVE}\nx2 | 2026-03-11T11:00:00 | me | sms | {GRAVE}"
    (finding,) = found(grave_words, lay_out(came=lines))
    ids = [it.id for it in finding.ranked]
    assert ids[0] == "x1"
    assert "x2" not in ids


def test_without_words_there_is_nothing_to_read_and_nothing_is_said() -> None:
    assert found(grave_words, lay_out()) == []
    assert (
        found(grave_words, lay_out(came="k1 | 2026-03-11T10:00:00 | p1 | phone\nk2 | 2026-03-11T10:00:00 | p1 | sms |"))
        == []
    )


def test_it_neither_reassures_nor_asserts() -> None:
    (finding,) = found(grave_words, lay_out(came=came(*PLAIN)))
    said = f"{finding.statement} {finding.caveat}"
    assert not NEVER_SAID.search(said)
    assert "Nobody has read the others" in said
    assert finding.measure is not None
    assert finding.measure.chance is None
    assert 0 < (finding.measure.probability or 0) < 1


def test_the_engine_makes_it_where_it_is_asked_for() -> None:
    case = Case("Europe/London", people=lay_out().case.people)
    frame = contacts(came(GRAVE, *PLAIN))
    assert [it.kind for it in find(case, frame, with_reading_list=True)].count("grave_words") == 1
    assert all(it.kind != "grave_words" for it in find(case, frame))
